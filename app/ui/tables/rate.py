"""The assembly rate: the figure, the items that make it up, the elements behind each item, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QSplitter, QVBoxLayout, QWidget

from app.ui import amounts
from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import GRID, Theme
from app.ui.words import Words

if TYPE_CHECKING:
    from dfma.assembly_rate.calculate import AssemblyRate, RateItem


class RatePanel(QWidget):
    """Items on the left; an item selects the elements that count for it. On the right what the model cannot say."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self._rate: AssemblyRate | None = None
        self.model: RowsModel[RateItem] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.figure = QLabel(wordWrap=True)
        self.figure.setProperty("role", "heading")
        self.figure.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.missing_title = QLabel()
        self.missing_title.setProperty("role", "small")
        self.missing_title.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.missing = QListWidget(wordWrap=True)
        self.missing.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.missing_title)
        beside.addWidget(self.missing)
        self.page = ListPage(self.view, self.figure)
        self._right = right
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.page)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.view.walked.connect(self._walked)
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._say()

    def show_rate(self, rate: AssemblyRate | None, lookup: Lookup | None) -> None:
        """Show this rate; None = nobody has asked yet."""
        self._rate, self._lookup = rate, lookup
        self.model.set_rows(tuple(rate.items) if rate else ())
        self._say()

    def _columns(self) -> list[Column[RateItem]]:
        words = self._words
        return [
            Column(id="item", say=lambda item: words.say(item.title), stretch=True),
            Column(
                id="ratio",
                say=lambda item: amounts.percent(item.ratio) or words("ui.unknown"),
                order=lambda item: item.ratio,
                number=True,
                width=90,
            ),
            Column(
                id="points",
                say=lambda item: words("ui.unknown") if item.score is None else f"{item.score:.1f}",
                order=lambda item: item.score,
                number=True,
                width=90,
            ),
            Column(
                id="counted",
                say=lambda item: f"{len(item.numerator):,}",
                order=lambda item: len(item.numerator),
                number=True,
                width=110,
            ),
        ]

    def _walked(self) -> None:
        guids = dict.fromkeys(guid for item in self.view.chosen() for guid, _ in item.numerator)
        self._selection.select(self._lookup.rows_of(guids), self)

    def _say(self) -> None:
        self.view.setAccessibleName(self._words("ui.rate.list"))
        self._right.setVisible(self._rate is not None)
        if self._rate is None:
            self.page.show_message(self._words("ui.empty.rate" if self._lookup else "ui.empty.no_model"))
            return
        self.figure.setText(self._figure(self._rate))
        self.missing_title.setText(self._words("ui.rate.missing", n=len(self._rate.missing)))
        self.missing.clear()
        self.missing.addItems([self._words.say(missing) for missing in self._rate.missing])
        self.page.show_table()
        self.model.repaint()

    def _figure(self, rate: AssemblyRate) -> str:
        if rate.rate is not None:
            grade = rate.grade or self._words("ui.rate.no_grade")
            return self._words("ui.rate.figure", scheme=rate.scheme, rate=f"{rate.rate:.1f}", grade=grade)
        if rate.rate_low is not None and rate.rate_high is not None:
            low, high = f"{rate.rate_low:.1f}", f"{rate.rate_high:.1f}"
            return self._words("ui.rate.between", scheme=rate.scheme, low=low, high=high)
        return self._words("ui.rate.unknown", scheme=rate.scheme)
