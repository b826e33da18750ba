"""With how few types the building could do: one row per permitted change of size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.lookup import Lookup
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import GRID, Theme
from app.ui.words import Words

if TYPE_CHECKING:
    from dfma.components.standardise import PlanPoint, Standardisation


class TypesPanel(QWidget):
    """How many types there are, and the fewest at each permitted change."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._standardisation: Standardisation | None = None
        self._lookup: Lookup | None = None
        self.model: RowsModel[PlanPoint] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.lead = QLabel(wordWrap=True)
        self.lead.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.page = ListPage(self.view, self.lead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        words.changed.connect(self._say)
        self._say()

    def show_types(self, standardisation: Standardisation | None, lookup: Lookup | None) -> None:
        """Show this; None = nobody has asked yet."""
        self._standardisation, self._lookup = standardisation, lookup
        self.model.set_rows(standardisation.plan if standardisation else ())
        self._say()

    def _columns(self) -> list[Column[PlanPoint]]:
        words = self._words
        return [
            Column(
                id="permitted",
                say=lambda point: words("ui.types.permitted", change=point.max_change_mm),
                order=lambda point: point.max_change_mm,
                stretch=True,
            ),
            _number("plan_types", lambda point: point.types),
            Column(
                id="proven",
                say=lambda point: words("ui.types.least" if point.optimal else "ui.types.at_least", n=point.bound),
                width=220,
            ),
            _number("changed", lambda point: point.changed),
            _number("total_change", lambda point: round(point.total_change_mm)),
        ]

    def _say(self) -> None:
        self.view.setAccessibleName(self._words("ui.types.list"))
        found = self._standardisation
        if found is None:
            self.page.show_message(self._words("ui.empty.suggest" if self._lookup else "ui.empty.no_model"))
            return
        counts = {"types": found.types_before, "pieces": found.pieces, "unknown": found.unknown}
        self.lead.setText(self._words("ui.types.lead", **counts))
        self.page.show_table()
        self.model.repaint()


def _number(name: str, value: object) -> Column:
    return Column(id=name, say=lambda point: f"{value(point):,}", order=value, number=True, width=150)
