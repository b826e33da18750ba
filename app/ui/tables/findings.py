"""The list of findings: one row each, decided with a key, walked with the arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.filter_row import FilterRow, toggle
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, Grouping, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.finding import Clause, Finding, Severity
from dfma.report import Decision
from dfma.text import Text

DECIDED = ("open", "accepted", "waived", "fixed")
_KEYS = {Qt.Key.Key_Space: "accepted", Qt.Key.Key_W: "waived", Qt.Key.Key_X: "fixed"}
_ORDER = {severity: place for place, severity in enumerate(Severity)}
_CERTAIN = 0.995


class FindingsPanel(QWidget):
    """Filter row and table; says what to do while there is nothing to show."""

    decision_wanted = Signal(object, str)
    """Findings, and what a person decides about them (a value of `Outcome`)."""
    activated = Signal()

    def __init__(
        self, selection: Selection, words: Words, theme: Theme, *, empty: str, parent: QWidget | None = None
    ) -> None:
        """`empty`: key of the sentence that stands here before any result; `<empty>.none` when nothing was found."""
        super().__init__(parent)
        self._selection, self._words, self._theme, self._empty = selection, words, theme, empty
        self._lookup: Lookup | None = None
        self._decisions: Mapping[str, Decision] = {}
        self._ran = False
        self._titles: Mapping[str, Text] = {}
        self.model: RowsModel[Finding] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model, keys=_KEYS)
        self.filters = FilterRow(words, theme)
        self.severities = {severity: toggle() for severity in Severity}
        for button in self.severities.values():
            self.filters.add(button)
            button.toggled.connect(self._narrow)
        self.decided = self.filters.add_choice("decided", [None, *DECIDED])
        self.grouped = self.filters.add_choice("grouped", ["source", "element", None])
        self.page = ListPage(self.view, self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

        self.filters.changed.connect(self._narrow)
        self.grouped.currentIndexChanged.connect(self._group)
        self.view.walked.connect(self._walked)
        self.view.wished.connect(lambda outcome: self.decision_wanted.emit(self.view.chosen(), outcome))
        self.view.opened.connect(lambda _: self.activated.emit())
        selection.changed.connect(self._follow)
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._group()
        self._say()

    def show_findings(
        self, findings: Sequence[Finding] | None, lookup: Lookup | None, decisions: Mapping[str, Decision]
    ) -> None:
        """Show these; None = nobody has looked yet."""
        self._lookup, self._decisions, self._ran = lookup, decisions, findings is not None
        self.model.set_rows(tuple(findings or ()))
        self._say()

    def show_decisions(self, decisions: Mapping[str, Decision]) -> None:
        """Decisions have changed; the rows stay where they are, so that the next one is under the hand."""
        self._decisions = decisions
        self.model.repaint()

    def name_sources(self, titles: Mapping[str, Text]) -> None:
        """What each source is called, for the headings of its findings."""
        self._titles = titles
        self.model.repaint()

    def only(self, words: str) -> None:
        """Narrow the list to what carries these words."""
        self.filters.search.setText(words)
        self._narrow()

    # What a row says

    def _columns(self) -> list[Column[Finding]]:
        words = self._words
        return [
            Column(
                id="severity",
                say=lambda finding: words.name("severity", finding.severity),
                order=lambda finding: _ORDER[finding.severity],
                icon=lambda finding: self._theme.severity_icon(finding.severity),
                colour=lambda finding: self._theme.colour(finding.severity),
                width=92,
            ),
            Column(id="finding", say=lambda finding: words.say(finding.message), stretch=True),
            Column(id="element", say=self.where, width=190),
            Column(id="source", say=lambda finding: finding.source, width=140, colour=self._secondary),
            Column(
                id="clause", say=lambda finding: clause_name(finding.clause, words), width=190, colour=self._secondary
            ),
            Column(
                id="confidence",
                say=lambda finding: f"{finding.confidence:.0%}" if finding.confidence < _CERTAIN else "",
                order=lambda finding: finding.confidence,
                number=True,
                width=84,
            ),
            Column(
                id="decision",
                say=lambda finding: (
                    words(f"ui.decided.{outcome}") if (outcome := self._outcome(finding)) != "open" else ""
                ),
                tip=self._decision_tip,
                width=110,
            ),
        ]

    def where(self, finding: Finding) -> str:
        """The element of a finding, or how many."""
        if not finding.elements:
            return self._words("ui.finding.whole_model")
        rows = self._lookup.rows_of(finding.elements) if self._lookup else []
        if len(rows) == 1:
            return self._lookup.short_title(rows[0])
        if not rows:
            return finding.elements[0]
        return self._words("ui.finding.elements", first=self._lookup.short_title(rows[0]), more=len(rows) - 1)

    def _outcome(self, finding: Finding) -> str:
        decision = self._decisions.get(finding.key)
        return decision.outcome if decision else "open"

    def _decision_tip(self, finding: Finding) -> str:
        decision = self._decisions.get(finding.key)
        if decision is None:
            return self._words("ui.decided.how")
        return decided_by(decision, self._words)

    def _secondary(self, _: Finding) -> QColor:
        return self._theme.colour("secondary")

    # Grouping, narrowing, walking, following

    def _group(self) -> None:
        groupings = {
            "source": Grouping(key=lambda finding: finding.source, say=self._source_heading, icon=self._worst_icon),
            "element": Grouping(key=lambda finding: finding.elements, say=self._element_heading, icon=self._worst_icon),
            None: None,
        }
        self.model.set_grouping(groupings[self.grouped.currentData()])

    def _source_heading(self, findings: Sequence[Finding]) -> str:
        source = findings[0].source
        name = self._words.say(self._titles[source]) if source in self._titles else self._words.name("source", source)
        return self._words("ui.finding.group", name=name, source=source, n=len(findings))

    def _element_heading(self, findings: Sequence[Finding]) -> str:
        return self._words("ui.finding.group_of_element", name=self.where(findings[0]), n=len(findings))

    def _worst_icon(self, findings: Sequence[Finding]) -> QIcon:
        return self._theme.severity_icon(min((finding.severity for finding in findings), key=_ORDER.__getitem__))

    def _narrow(self) -> None:
        severities = {severity for severity, button in self.severities.items() if button.isChecked()}
        decided, typed = self.decided.currentData(), self.filters.words_typed()

        def keep(finding: Finding) -> bool:
            if finding.severity not in severities or (decided and self._outcome(finding) != decided):
                return False
            return not typed or all(word in self.model.text_of(finding) for word in typed)

        self.model.set_filter(keep)
        self._show_state()

    def _walked(self) -> None:
        chosen = self.view.chosen()
        guids = dict.fromkeys(guid for finding in chosen for guid in finding.elements)
        rows = self._lookup.rows_of(guids) if self._lookup else []
        self._selection.select(rows, self, chosen[0] if len(chosen) == 1 else None)

    def _follow(self, by: object) -> None:
        if by is self or self._lookup is None:
            return
        if self._selection.finding is not None:
            self.view.choose([self._selection.finding])
            return
        guids = {self._lookup.guid(row) for row in self._selection.rows}
        self.view.choose([finding for finding in self.model.passing if guids.intersection(finding.elements)])

    def _say(self) -> None:
        for severity, button in self.severities.items():
            count = sum(finding.severity is severity for finding in self.model.rows)
            button.setText(self._words("ui.filter.severity", name=self._words.name("severity", severity), count=count))
            button.setIcon(self._theme.severity_icon(severity))
        self.view.setAccessibleName(self._words("ui.findings.list"))
        self.model.repaint()
        self._show_state()

    def _show_state(self) -> None:
        shown, total = len(self.model.passing), len(self.model.rows)
        self.filters.show_count(shown, total)
        if shown:
            self.page.show_table()
            return
        if not self._ran:
            key = self._empty if self._lookup else "ui.empty.no_model"
        else:
            key = f"{self._empty}.none" if total == 0 else "ui.empty.filtered"
        self.page.show_message(self._words(key), with_above=total > 0)


def clause_name(clause: Clause | None, words: Words) -> str:
    """Document and number; says when the reading of the clause is not yet confirmed."""
    if clause is None:
        return ""
    name = f"{clause.document} {clause.number}".strip()
    return name if clause.verified else words("ui.clause.unconfirmed", name=name)


def decided_by(decision: Decision, words: Words) -> str:
    """Who decided, when, and why where a reason was given."""
    who, when = decision.who, decision.when[:10]
    if not decision.why:
        return words("ui.decided.by", who=who, when=when)
    return words("ui.decided.by_because", who=who, when=when, why=decision.why)
