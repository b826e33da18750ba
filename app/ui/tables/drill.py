"""A plain table of results whose rows each stand for elements: a click selects them everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import GRID
from app.ui.words import Words
from dfma.text import Text


class DrillPanel(QWidget):
    """The sentence `ui.lead.<name>` above the table; in its place, while it is empty, what to do or why."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        elements: Callable[[Any], Iterable[str]],
        selection: Selection,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        """`elements`: GlobalIds of what a row is about."""
        super().__init__(parent)
        self.setProperty("tab", name)
        self._name, self._elements = name, elements
        self._selection, self._words = selection, words
        self._lookup: Lookup | None = None
        self._asked, self._why_empty = False, None
        self.model: RowsModel[Any] = RowsModel(columns, words, self)
        self.view = RowsView(self.model)
        self.lead = QLabel(wordWrap=True)
        self.lead.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.page = ListPage(self.view, self.lead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.view.walked.connect(self._walked)
        words.changed.connect(self._say)
        self._say()

    def show_rows(self, rows: Sequence[Any] | None, lookup: Lookup | None, why_empty: Text | None = None) -> None:
        """Show these; None = nobody has asked yet. `why_empty`: what to say where there are none."""
        self._lookup, self._asked, self._why_empty = lookup, rows is not None, why_empty
        self.model.set_rows(rows or ())
        self._say()

    def _walked(self) -> None:
        guids = dict.fromkeys(guid for row in self.view.chosen() for guid in self._elements(row))
        self._selection.select(self._lookup.rows_of(guids), self)

    def _say(self) -> None:
        words = self._words
        self.view.setAccessibleName(words(f"ui.tab.{self._name}"))
        if not self._asked:
            self.page.show_message(words("ui.empty.suggest" if self._lookup else "ui.empty.no_model"))
        elif not self.model.rows:
            said = words.say(self._why_empty) if self._why_empty else words(f"ui.none.{self._name}")
            self.page.show_message(said)
        else:
            self.lead.setText(words(f"ui.lead.{self._name}", n=len(self.model.rows)))
            self.page.show_table()
            self.model.repaint()
