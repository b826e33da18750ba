"""The right side: everything that is known of what is selected, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import polars as pl
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.ui import amounts
from app.ui.found import Found
from app.ui.lookup import Lookup
from app.ui.panels.candidates import Candidates, Decided
from app.ui.panels.section import Section, column, facts, label, line, side_by_side
from app.ui.selection import Selection
from app.ui.tables.findings import clause_name, decided_by
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.finding import Finding
from dfma.recognition import explain
from dfma.report import Outcome, ReviewReport

_MANY_FINDINGS = 30
_MANY_KINDS = 12
_ICON = QSize(16, 16)


class Inspector(QScrollArea):
    """Shows one element, several, a finding, or the model as a whole."""

    decision_wanted = Signal(object, str)
    """Findings, and an `Outcome`."""
    match_decision_wanted = Signal(object, object, str, str)
    """`ElementMatches`, `Match`, verdict and reason."""
    outline_wanted = Signal(int, object)
    """A row, and the `Match` whose outline is to be drawn over it, or None."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self._report: ReviewReport | None = None
        self._decided: Decided = {}
        self._findings: Mapping[str, list[Finding]] = {}
        self._closed: set[str] = set()
        self._property_search = ""
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(260)
        selection.changed.connect(lambda _: self._show())
        words.changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    def show_report(
        self, report: ReviewReport | None, found: Found, lookup: Lookup | None, decided: Decided | None = None
    ) -> None:
        """Show another model, newer results or, where they are given, newer decisions about candidates."""
        self._report, self._lookup = report, lookup
        self._decided = self._decided if decided is None else decided
        self._findings = found.by_guid
        self._show()

    # Which page

    def _show(self) -> None:
        widgets: list[QWidget] = []
        if self._lookup is None or self._report is None:
            widgets.append(self._message("ui.inspector.no_model"))
        else:
            if self._selection.finding is not None:
                widgets.append(self._finding_card(self._selection.finding))
            rows = self._selection.rows
            if len(rows) == 1:
                widgets.extend(self._element(rows[0]))
            elif rows:
                widgets.extend(self._several(rows))
            elif self._selection.finding is None:
                widgets.extend(self._whole_model())
        page = column(*widgets)
        page.setProperty("role", "page")
        page.layout().addStretch()
        self.setWidget(page)

    def _message(self, key: str) -> QLabel:
        message = label(self._words(key), "small")
        message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        message.setMargin(6 * GRID)
        return message

    def _section(self, name: str, body: QWidget, **values: int) -> Section:
        title = self._words(f"ui.inspector.{name}", **values)
        section = Section(name, title, body, is_open=name not in self._closed)
        section.toggled.connect(lambda name, is_open: (self._closed.discard if is_open else self._closed.add)(name))
        return section

    def _facts(self, *rows: tuple[str, str | None]) -> QWidget:
        return facts([(self._words(f"ui.fact.{key}"), value) for key, value in rows], self._words("ui.unknown"))

    # One element

    def _element(self, row: int) -> list[QWidget]:
        widgets = [self._heading(row), line(), self._section("identity", self._identity(row)), line()]
        widgets += [self._section("size", self._size(row)), line()]
        findings = self._findings.get(self._lookup.guid(row), [])
        if findings:
            widgets += [self._section("findings", self._finding_list(findings), n=len(findings)), line()]
        matches = self._matches(row)
        if matches is not None:
            widgets += [self._section("matches", matches), line()]
        properties = self._lookup.model.properties.filter(pl.col("row") == row)
        widgets.append(self._section("properties", self._properties(properties), n=properties.height))
        return widgets

    def _heading(self, row: int) -> QWidget:
        recognised = self._lookup.model.recognition.row(row, named=True)
        kind = self._words.name("kind", recognised["kind"])
        casting = self._words.name("casting", recognised["casting"])
        return column(label(self._lookup.title(row), "title"), label(f"{kind} · {casting}", "small"), margin=2 * GRID)

    def _identity(self, row: int) -> QWidget:
        model, words = self._lookup.model, self._words
        element = model.elements.row(row, named=True)
        recognised = model.recognition.row(row, named=True)
        predefined = element["predefined_type"]
        rows: list[tuple[str, str | None]] = [
            ("kind", self._recognised("kind", recognised)),
            ("casting", self._recognised("casting", recognised)),
            ("class", element["ifc_class"] + (f" · {predefined}" if predefined else "")),
            ("type", element["type_name"]),
            ("mark", element["mark"]),
            ("storey", self._lookup.storey(row)),
            ("material", element["material"]),
        ]
        if element["whole"] is not None:
            rows.append(("part_of", self._lookup.title(element["whole"])))
        if parts := self._lookup.parts(row):
            rows.append(("parts", words("ui.count.elements", n=len(parts))))
        rows.append(("guid", element["guid"]))
        return self._facts(*rows)

    def _recognised(self, what: str, recognised: Mapping[str, object]) -> str:
        """The name, how sure it is, and one line per reason."""
        name = self._words.name(what, recognised[what])
        sure = amounts.percent(recognised[f"{what}_confidence"])
        first = self._words("ui.fact.sure", name=name, sure=sure) if sure else name
        return "\n".join(
            [first, *(f"– {self._words.say(reason)}" for reason in explain(recognised[f"{what}_reasons"]))]
        )

    def _size(self, row: int) -> QWidget:
        measures = self._lookup.model.measures.row(row, named=True)
        return self._facts(
            *((name, amounts.millimetres(measures[name])) for name in ("length", "width", "height")),
            ("volume", self._with_origin(amounts.cubic_metres(measures["volume"]), measures["volume_origin"])),
            ("mass", self._with_origin(amounts.weight(measures["mass"]), measures["mass_origin"])),
        )

    def _with_origin(self, amount: str | None, origin: str | None) -> str | None:
        if amount is None or origin is None:
            return amount
        return self._words("ui.fact.from", amount=amount, origin=self._words.name("ui.origin", origin))

    def _properties(self, properties: pl.DataFrame) -> QWidget:
        search = QLineEdit(self._property_search, clearButtonEnabled=True)
        search.setPlaceholderText(self._words("ui.inspector.property_search"))
        tree = _property_tree(properties, self._words)

        def narrow(typed: str) -> None:
            self._property_search = typed
            _narrow_tree(tree, typed.casefold())

        search.textChanged.connect(narrow)
        narrow(self._property_search)
        return column(search, tree)

    def _matches(self, row: int) -> QWidget | None:
        if self._report.matches is None:
            return None
        guid = self._lookup.guid(row)
        found = next((matches for matches in self._report.matches if matches.element == guid), None)
        if found is None:
            return None
        candidates = Candidates(found, self._decided, self._words, self._theme)
        candidates.decision_wanted.connect(self.match_decision_wanted)
        candidates.outline_wanted.connect(lambda match: self.outline_wanted.emit(row, match))
        return candidates

    # Findings

    def _finding_list(self, findings: list[Finding]) -> QWidget:
        buttons = [self._finding_button(finding) for finding in findings[:_MANY_FINDINGS]]
        return column(*buttons)

    def _finding_button(self, finding: Finding) -> QWidget:
        mark = QToolButton(icon=self._theme.severity_icon(finding.severity), autoRaise=True, iconSize=_ICON)
        sentence = self._words.say(finding.message)
        mark.setToolTip(self._words("ui.inspector.show_finding"))
        mark.setAccessibleName(sentence)
        mark.clicked.connect(lambda: self._selection.select(self._lookup.rows_of(finding.elements), self, finding))
        return side_by_side(mark, label(sentence))

    def _finding_card(self, finding: Finding) -> QWidget:
        words = self._words
        mark = QLabel()
        mark.setPixmap(self._theme.severity_icon(finding.severity).pixmap(_ICON))
        expected = amounts.evidence(finding.evidence.expected, finding.evidence.unit, words)
        found = amounts.evidence(finding.evidence.found, finding.evidence.unit, words)
        rows: list[tuple[str, str | None]] = []
        if expected is not None or found is not None:
            rows += [("expected", expected), ("found", found)]
        if finding.clause is not None:
            rows.append(("clause", clause_name(finding.clause, words)))
        rows.append(("source", f"{finding.source} · {words(f'origin.{finding.origin}')}"))
        if self._rule_title(finding):
            rows.append(("rule", self._rule_title(finding)))
        if finding.confidence < 1:
            rows.append(("confidence", amounts.percent(finding.confidence)))
        if finding.suggestion is not None:
            rows.append(("suggestion", words.say(finding.suggestion)))
        rows.append(("decision", self._decision(finding)))
        card = QFrame()
        card.setProperty("role", "card")
        layout = column(
            side_by_side(mark, label(words.say(finding.message), "heading")), self._facts(*rows), self._decide(finding)
        )
        layout.layout().setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        holder = QHBoxLayout(card)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(layout)
        return column(card, margin=2 * GRID)

    def _rule_title(self, finding: Finding) -> str | None:
        run = next((run for run in self._report.runs or () if run.rule_id == finding.source), None)
        return self._words.say(run.title) if run else None

    def _decision(self, finding: Finding) -> str:
        decision = self._report.decisions.get(finding.key)
        if decision is None:
            return self._words("ui.decided.open")
        outcome = self._words(f"ui.decided.{decision.outcome}")
        return f"{outcome}\n{decided_by(decision, self._words)}"

    def _decide(self, finding: Finding) -> QWidget:
        buttons = []
        for outcome in Outcome:
            button = QPushButton(self._words(f"ui.decide.{outcome}"))
            button.setToolTip(self._words(f"ui.decide.{outcome}.tip"))
            button.clicked.connect(lambda _=False, outcome=outcome: self.decision_wanted.emit([finding], outcome.value))
            buttons.append(button)
        return side_by_side(*buttons)

    # Several elements, or all of them

    def _several(self, rows: tuple[int, ...]) -> list[QWidget]:
        model, words = self._lookup.model, self._words
        chosen = list(rows)
        measures = model.measures[chosen]
        kinds = Counter(model.recognition["kind"].gather(chosen).to_list())
        counted = [(words.name("kind", kind), f"{count:,}") for kind, count in kinds.most_common(_MANY_KINDS)]
        return [
            column(label(words("ui.count.elements", n=len(rows)), "title"), margin=2 * GRID),
            line(),
            self._section("kinds", facts(counted, words("ui.unknown"))),
            line(),
            self._section(
                "sums",
                self._facts(
                    ("volume", self._sum(measures["volume"], amounts.cubic_metres)),
                    ("mass", self._sum(measures["mass"], amounts.weight)),
                ),
            ),
        ]

    def _sum(self, column_: pl.Series, say: object) -> str | None:
        """The sum of what is known, and of how many elements it is known."""
        known_ = column_.drop_nulls().drop_nans()
        if known_.is_empty():
            return None
        if len(known_) == len(column_):
            return say(known_.sum())
        return self._words("ui.fact.sum_of", amount=say(known_.sum()), known=len(known_), total=len(column_))

    def _whole_model(self) -> list[QWidget]:
        model, words = self._lookup.model, self._words
        elements = model.elements.filter(pl.col("role") == "element").height
        notes = [words.say(note) for note in model.source.notes]
        notes += [f"{words.say(shape.reason)} ({shape.guid})" for shape in model.skipped[:_MANY_FINDINGS]]
        widgets = [
            column(label(model.source.project or words("ui.unnamed_project"), "title"), margin=2 * GRID),
            line(),
            self._section(
                "model",
                self._facts(
                    ("file", model.source.path),
                    ("schema", model.source.schema),
                    ("tool", model.source.authoring_tool or None),
                    ("elements", f"{elements:,}"),
                    ("storeys", f"{model.storeys.height:,}"),
                ),
            ),
        ]
        if notes:
            widgets += [line(), self._section("notes", column(*(label(note) for note in notes)), n=len(notes))]
        return [*widgets, line(), self._message("ui.inspector.hint")]


def _property_tree(properties: pl.DataFrame, words: Words) -> QTreeWidget:
    """One branch per property set; what is inherited from the type says so."""
    tree = QTreeWidget(columnCount=2)
    tree.setHeaderHidden(True)
    tree.setIndentation(12)
    tree.setMinimumHeight(280)
    tree.setAccessibleName(words("ui.inspector.property_list"))
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for (name,), members in properties.group_by("set", maintain_order=True):
        branch = QTreeWidgetItem(tree, [name or ""])
        branch.setFirstColumnSpanned(True)
        for member in members.iter_rows(named=True):
            item = QTreeWidgetItem(branch, [member["name"], _property_value(member)])
            tip = words(f"ui.property.{member['origin']}", type=member["value_type"] or "–")
            item.setToolTip(0, f"{member['name']}\n{tip}")
            item.setToolTip(1, item.text(1))
        branch.setExpanded(True)
    return tree


def _property_value(member: Mapping[str, object]) -> str:
    number, unit = member["number"], member["unit"]
    if number is None or not unit:
        return str(member["value"] if member["value"] is not None else "–")
    if unit == "m":
        return amounts.millimetres(number) or "–"
    return amounts.evidence(number, unit, None)


def _narrow_tree(tree: QTreeWidget, typed: str) -> None:
    """Show only properties that carry what was typed, and sets with such properties."""
    for place in range(tree.topLevelItemCount()):
        branch = tree.topLevelItem(place)
        whole = typed in branch.text(0).casefold()
        shown = 0
        for child in (branch.child(number) for number in range(branch.childCount())):
            hit = whole or typed in child.text(0).casefold() or typed in child.text(1).casefold()
            child.setHidden(not hit)
            shown += hit
        branch.setHidden(not shown)
