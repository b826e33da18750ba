"""The assembly rate: the figure, the items that make it up, the elements behind each item, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.ui import amounts
from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.findings import clause_name
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import GRID, Theme
from app.ui.words import Words

if TYPE_CHECKING:
    from dfma.assembly_rate.calculate import AssemblyRate, ItemResult

_MOST_LISTED = 500
_GUIDS = Qt.ItemDataRole.UserRole


class RatePanel(QWidget):
    """Items on the left. On the right what they stand on: the elements that count, and what nobody has said yet."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self._rate: AssemblyRate | None = None
        self.model: RowsModel[ItemResult] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.figure = QLabel(wordWrap=True)
        self.figure.setProperty("role", "heading")
        self.figure.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.page = ListPage(self.view, self.figure)
        self.trace = QTreeWidget(headerHidden=True, wordWrap=True)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.page)
        splitter.addWidget(self.trace)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.view.walked.connect(self._walked)
        self.trace.itemClicked.connect(lambda item, _: self._select(item.data(0, _GUIDS) or ()))
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._say()

    def show_rate(self, rate: AssemblyRate | None, lookup: Lookup | None) -> None:
        """Show this rate; None = nobody has asked yet."""
        self._rate, self._lookup = rate, lookup
        self.model.set_rows(rate.items if rate else ())
        self._say()

    def _columns(self) -> list[Column[ItemResult]]:
        words = self._words
        return [
            Column(id="item", say=lambda item: words.say(item.title), stretch=True),
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
        words = self._words
        title = words("ui.rate.counts", item=item.title, n=len(item.numerator))
        counted = self._branch(title, [guid for guid, _ in item.numerator])
        for guid, amount in item.numerator[:_MOST_LISTED]:
            said = amounts.evidence(amount, item.unit, words)
            self._leaf(counted, f"{self._name(guid)}  {said}", [guid])
        if len(item.numerator) > _MOST_LISTED:
            self._leaf(counted, words("ui.rate.more", n=len(item.numerator) - _MOST_LISTED))
        for doubt in item.doubts:
            doubted = self._branch(words.say(doubt.text), doubt.elements)
            for guid in doubt.elements[:_MOST_LISTED]:
                self._leaf(doubted, self._name(guid), [guid])
        for note in item.notes:
            self._branch(words.say(note))

    def _trace_whole(self, rate: AssemblyRate) -> None:
        words = self._words
        held = self._branch(words("ui.rate.prerequisites"))
        for one in rate.prerequisites:
            state = "unknown" if one.met is None else "met" if one.met else "unmet"
            self._leaf(held, words(f"ui.rate.prerequisite.{state}", title=one.title))
        missing = self._branch(words("ui.rate.missing", n=len(rate.missing)))
        for one in rate.missing:
            self._leaf(missing, words.say(one))
        for note in rate.notes:
            self._branch(words.say(note))

    def _name(self, guid: str) -> str:
        rows = self._lookup.rows_of([guid])
        return self._lookup.title(rows[0]) if rows else guid or self._words("ui.finding.whole_model")

    def _branch(self, said: str, guids: Sequence[str] = ()) -> QTreeWidgetItem:
        branch = QTreeWidgetItem(self.trace, [said])
        branch.setToolTip(0, said)
        branch.setData(0, _GUIDS, list(guids))
        return branch

    def _leaf(self, branch: QTreeWidgetItem, said: str, guids: Sequence[str] = ()) -> None:
        leaf = QTreeWidgetItem(branch, [said])
        leaf.setToolTip(0, said)
        leaf.setData(0, _GUIDS, list(guids))

    # The page

    def _say(self) -> None:
        self.view.setAccessibleName(self._words("ui.rate.list"))
        self.trace.setAccessibleName(self._words("ui.rate.trace"))
        self.trace.setVisible(self._rate is not None)
        self._show_trace()
        if self._rate is None:
            self.page.show_message(self._words("ui.empty.rate" if self._lookup else "ui.empty.no_model"))
            return
        self.figure.setText(self._figure(self._rate))
        self.page.show_table()
        self.model.repaint()

    def _figure(self, rate: AssemblyRate) -> str:
        if rate.rate is None:
            return self._words("ui.rate.between", scheme=rate.document, low=rate.rate_low, high=rate.rate_high)
        grade = rate.grade or self._words("ui.rate.no_grade")
        return self._words("ui.rate.figure", scheme=rate.document, rate=rate.rate, grade=grade)
