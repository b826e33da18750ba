"""The list of the step Model: what the building is made of, kind by kind."""

from __future__ import annotations

import polars as pl
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui import amounts
from app.ui.lookup import Lookup
from app.ui.schedule import Line
from app.ui.selection import Selection
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import GRID, Theme
from app.ui.words import Words


class SchedulePanel(QWidget):
    """One row per kind; a row selects its elements."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self.model: RowsModel[Line] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.total = QLabel()
        self.total.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.page = ListPage(self.view, self.total)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.view.walked.connect(self._walked)
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._say()

    def show_model(self, lookup: Lookup | None) -> None:
        """Show another model, or the same one with more known of it."""
        self._lookup = lookup
        self.model.set_rows(lookup.schedule if lookup else ())
        self._say()

    def _columns(self) -> list[Column[Line]]:
        name = self._words.name
        return [
            Column(id="kind", say=lambda line: name("kind", line.kind), stretch=True),
            Column(id="casting", say=lambda line: name("casting", line.casting), width=140),
            Column(
                id="count", say=lambda line: f"{line.count:,}", order=lambda line: line.count, number=True, width=90
            ),
            Column(
                id="types",
                say=lambda line: f"{line.types:,}" if line.types else "–",
                order=lambda line: line.types,
                number=True,
                width=90,
            ),
            Column(
                id="volume",
                say=lambda line: self._known(amounts.cubic_metres(line.volume), line.volume_known, line.count),
                order=lambda line: line.volume,
                number=True,
                width=220,
            ),
            Column(
                id="mass",
                say=lambda line: self._known(amounts.weight(line.mass), line.mass_known, line.count),
                order=lambda line: line.mass,
                number=True,
                width=220,
            ),
            Column(
                id="recognised",
                say=lambda line: amounts.percent(line.confidence) or "",
                order=lambda line: line.confidence,
                number=True,
                width=110,
            ),
        ]

    def _known(self, amount: str | None, known: int, total: int) -> str:
        if amount is None:
            return self._words("ui.unknown")
        return amount if known == total else self._words("ui.fact.sum_of", amount=amount, known=known, total=total)

    def _walked(self) -> None:
        chosen = {(line.kind, line.casting) for line in self.view.chosen()}
        model = self._lookup.model
        table = model.recognition.select("row", "kind", "casting").hstack(model.elements.select("role", "whole"))
        built = table.filter(pl.col("role") == "element", pl.col("whole").is_null())
        rows = [
            row
            for row, kind, casting in built.select("row", "kind", "casting").iter_rows()
            if (kind, casting) in chosen
        ]
        self._selection.select(rows, self)

    def _say(self) -> None:
        self.view.setAccessibleName(self._words("ui.schedule.list"))
        lines = self.model.rows
        if not lines:
            self.page.show_message(self._words("ui.empty.no_model"))
            return
        precast = sum(line.count for line in lines if line.casting == "precast")
        total = sum(line.count for line in lines)
        self.total.setText(
            self._words("ui.schedule.total", n=total, kinds=len({line.kind for line in lines}), precast=precast)
        )
        self.page.show_table()
        self.model.repaint()
