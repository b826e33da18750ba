"""The assembly rate: the figure, the items that make it up, the elements behind each, what raises it, what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.reports.figures import building_rates, grade_text, rate_rows
from app.ui import amounts
from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.findings import clause_name
from app.ui.tables.guid_tree import GuidTree
from app.ui.tables.list_page import ListPage
from app.ui.tables.rate_answers import AnswersForm
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.tables.waterfall import Waterfall
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.text import Catalogue, Text, text

if TYPE_CHECKING:
    from dfma.assembly_rate.calculate import AssemblyRate, ItemResult
    from dfma.assembly_rate.improvement import Improvement, Step


class RatePanel(QWidget):
    """Items on the left, as a waterfall and as a table. On the right what they stand on, what would raise them, and the
    form for what nobody has said yet."""

    answered = Signal(object)
    """Answers (`AnswersForm.answered`)."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self._rate: AssemblyRate | None = None
        self._catalogue = words.catalogue
        self.model: RowsModel[ItemResult] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.figure = QLabel(wordWrap=True)
        self.figure.setProperty("role", "heading")
        self.figure.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.waterfall = Waterfall(theme)
        above = QWidget()
        heads = QVBoxLayout(above)
        heads.setContentsMargins(0, 0, 0, 0)
        heads.addWidget(self.figure)
        heads.addWidget(self.waterfall)
        self.page = ListPage(self.view, above)
        self.trace, self.next = GuidTree(selection, words), GuidTree(selection, words)
        self.answers = AnswersForm(words)
        self.sides = QTabWidget(documentMode=True)
        for side in (self.trace, self.next, self.answers):
            self.sides.addTab(side, "")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.page)
        splitter.addWidget(self.sides)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.view.walked.connect(self._walked)
        self.waterfall.clicked.connect(self._point_at)
        self.answers.answered.connect(self.answered.emit)
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._say()

    def show_rate(self, rate: AssemblyRate | None, lookup: Lookup | None) -> None:
        """Show this rate; None = nobody has asked yet."""
        self._rate, self._lookup = rate, lookup
        self._catalogue = self._spoken_catalogue()
        self.trace.lookup = self.next.lookup = lookup
        self.model.set_rows(rate.items if rate else ())
        self.answers.show_questions(rate.questions if rate else (), rate.stated if rate else ())
        self._say()

    def _columns(self) -> list[Column[ItemResult]]:
        words = self._words
        return [
            Column(id="item", say=lambda item: self._said(item.title), stretch=True),
            Column(id="ratio", say=self._ratio, order=lambda item: item.ratio, number=True, width=112),
            Column(id="points", say=self._points, order=lambda item: item.score, number=True, width=112),
            Column(id="origin", say=lambda item: words(f"rate.origin.{item.origin}"), width=104),
            Column(
                id="counted",
                say=lambda item: f"{len(item.numerator):,}",
                order=lambda item: len(item.numerator),
                number=True,
                width=76,
            ),
            Column(
                id="clause",
                say=lambda item: clause_name(item.clause, words),
                colour=lambda _: self._theme.colour("secondary"),
                width=150,
            ),
        ]

    def _spoken_catalogue(self) -> Catalogue:
        """The sentences of the program and of the scheme, which may come from a file."""
        own = self._rate.texts.get(self._words.language, {}) if self._rate else {}
        return self._words.catalogue.extended(own)

    def _said(self, what: Text) -> str:
        return self._catalogue.say(what)

    def _ratio(self, item: ItemResult) -> str:
        if item.ratio is None and item.ratio_low is not None and item.ratio_high is not None:
            return self._words("ui.rate.ratio_between", low=item.ratio_low, high=item.ratio_high)
        return amounts.percent(item.ratio) or "–"

    def _points(self, item: ItemResult) -> str:
        if item.score is None:
            return self._words("ui.rate.points_between", low=item.score_low, high=item.score_high, most=item.most)
        return self._words("ui.rate.points", points=item.score, most=item.most)

    def _walked(self) -> None:
        self._select([guid for item in self.view.chosen() for guid, _ in item.numerator])
        self._show_trace()

    def _point_at(self, place: int) -> None:
        """A click on a bar chooses its item in the table."""
        if self._rate is not None:
            self.view.choose([self._rate.items[place]])
            self._walked()

    def _select(self, guids: Sequence[str]) -> None:
        self._selection.select(self._lookup.rows_of(dict.fromkeys(guids)), self)

    # What the figure stands on

    def _show_trace(self) -> None:
        """The chosen items with their elements; with none chosen, what must hold and what is missing."""
        self.trace.clear()
        chosen = self.view.chosen()
        for item in chosen:
            self._trace_item(item)
        if not chosen and self._rate is not None:
            self._trace_whole(self._rate)
        self.trace.expandToDepth(0)

    def _trace_item(self, item: ItemResult) -> None:
        words, trace = self._words, self.trace
        counted = {guid for guid, _ in item.numerator}
        rest = tuple(share for share in item.denominator if share[0] not in counted)
        for key, shares in (("counts", item.numerator), ("rest", rest)):
            if shares or key == "counts":
                title = words(f"ui.rate.{key}", item=self._said(item.title), n=len(shares))
                branch = trace.branch(title, [guid for guid, _ in shares])
                trace.elements(branch, [(guid, amounts.evidence(amount, item.unit, words)) for guid, amount in shares])
        for doubt in item.doubts:
            doubted = trace.branch(self._said(doubt.text), doubt.elements)
            trace.elements(doubted, [(guid, "") for guid in doubt.elements])
        for note in item.notes:
            trace.branch(self._said(note))

    def _trace_whole(self, rate: AssemblyRate) -> None:
        words, trace = self._words, self.trace
        for one in building_rates(rate, self._catalogue) if rate.others else ():
            trace.branch(self._catalogue.say_key("ui.rate.building", **one))
        held = trace.branch(words("ui.rate.prerequisites"))
        for one in rate.prerequisites:
            state = "unknown" if one.met is None else "met" if one.met else "unmet"
            trace.branch(words(f"ui.rate.prerequisite.{state}", title=self._said(one.title)), (), held)
        missing = trace.branch(words("ui.rate.missing", n=len(rate.missing)))
        for one in rate.missing:
            trace.branch(self._said(one), (), missing)
        for note in rate.notes:
            trace.branch(self._said(note))

    # What would raise it

    def _show_next(self, found: Improvement | None) -> None:
        """Single steps, the cheapest first, then the cheapest way to each grade."""
        self.next.clear()
        if found is None:
            return
        words = self._words
        for step in found.steps:
            self._next_step(step)
        for plan in found.plans:
            key = "ui.rate.plan" if plan.reached else "ui.rate.plan.out_of_reach"
            guids = [guid for step in plan.steps for guid in step.elements]
            branch = self.next.branch(words(key, target=plan.target, rate=plan.rate, effort=plan.effort), guids)
            for step in plan.steps:
                self.next.branch(self._said(step.text), step.elements, branch)
        for assumed in (*found.assumes, text("ui.rate.efforts", efforts=found.efforts)):
            self.next.branch(self._said(assumed))

    def _next_step(self, step: Step) -> None:
        words = self._words
        line = self.next.branch(words("ui.rate.step", rate=step.rate, step=self._said(step.text)), step.elements)
        for assumed in step.assumes:
            self.next.branch(self._said(assumed), (), line)
        self.next.elements(line, [(guid, "") for guid in step.elements])

    # The page

    def _say(self) -> None:
        self._catalogue = self._spoken_catalogue()
        self.view.setAccessibleName(self._words("ui.rate.list"))
        self.trace.setAccessibleName(self._words("ui.rate.trace"))
        self.next.setAccessibleName(self._words("ui.rate.next"))
        for place, side in enumerate(("trace", "next", "answers")):
            self.sides.setTabText(place, self._words(f"ui.rate.side.{side}"))
        self.sides.setVisible(self._rate is not None)
        self.answers.say(self._catalogue)
        self.waterfall.set_rows(rate_rows(self._rate, self._catalogue))
        self.waterfall.setAccessibleName(self._words("ui.rate.waterfall"))
        self._show_trace()
        self._show_next(self._rate.improvement if self._rate else None)
        if self._rate is None:
            self.page.show_message(self._words("ui.empty.rate" if self._lookup else "ui.empty.no_model"))
            return
        self.figure.setText(self._figure(self._rate))
        self.page.show_table()
        self.model.repaint()

    def _figure(self, rate: AssemblyRate) -> str:
        grade = grade_text(rate, self._catalogue)
        if rate.rate is None:
            return self._words(
                "ui.rate.between", scheme=rate.document, low=rate.rate_low, high=rate.rate_high, grade=grade
            )
        return self._words("ui.rate.figure", scheme=rate.document, rate=rate.rate, grade=grade)
