"""The coverage map: of every demand on the depth of an assembly design, what became of it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.lookup import Lookup
from app.ui.tables.filter_row import FilterRow
from app.ui.tables.findings import clause_name
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.rules.coverage import Coverage, counts

if TYPE_CHECKING:
    from dfma.rules.coverage import CoverageRow

_COLOURS = {Coverage.CHECKED: "good", Coverage.NOT_CHECKABLE: "warning", Coverage.NOT_RUN: "warning"}


class CoveragePanel(QWidget):
    """One row per demand, narrowed by what became of it; double click shows the findings of its rule."""

    rule_wanted = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._lookup: Lookup | None = None
        self._coverage: tuple[CoverageRow, ...] = ()
        self.model: RowsModel[CoverageRow] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.filter = FilterRow(words, theme)
        self.became = self.filter.add_choice("coverage", [None, *Coverage])
        self.page = ListPage(self.view, self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.filter.changed.connect(self._narrow)
        self.view.opened.connect(lambda row: row.rule_id and self.rule_wanted.emit(row.rule_id))
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._say()

    def show_coverage(self, coverage: Sequence[CoverageRow] | None, lookup: Lookup | None) -> None:
        """Show this map; None = nobody has checked yet."""
        self._coverage, self._lookup = tuple(coverage or ()), lookup
        self._narrow()

    def _columns(self) -> list[Column[CoverageRow]]:
        words = self._words
        return [
            Column(id="demand", say=lambda row: row.demand.row, width=80),
            Column(id="title", say=lambda row: words.say(row.demand.title), stretch=True),
            Column(id="stage", say=lambda row: words(f"stage.{row.demand.stage}"), width=140),
            Column(id="rule", say=lambda row: row.rule_id or "", width=90),
            Column(id="became", say=lambda row: words(f"coverage.{row.coverage}"), width=130, colour=self._colour),
            Column(id="clause", say=lambda row: clause_name(row.demand.clause, words), width=190, colour=self._grey),
            Column(
                id="reason",
                say=lambda row: words.say(row.reason) if row.reason else "",
                width=360,
                colour=self._grey,
            ),
        ]

    def _colour(self, row: CoverageRow) -> QColor:
        return self._theme.colour(_COLOURS.get(row.coverage, "secondary"))

    def _grey(self, _: CoverageRow) -> QColor:
        return self._theme.colour("secondary")

    def _narrow(self) -> None:
        became, typed = self.became.currentData(), self.filter.words_typed()
        say = [column.say for column in self._columns()]
        self.model.set_rows(
            tuple(
                row
                for row in self._coverage
                if (became is None or row.coverage == became)
                and all(word in " ".join(told(row) for told in say).casefold() for word in typed)
            )
        )
        self._say()

    def _say(self) -> None:
        self.view.setAccessibleName(self._words("ui.coverage.list"))
        if not self._coverage:
            self.page.show_message(self._words("ui.empty.check" if self._lookup else "ui.empty.no_model"))
            return
        self.filter.count.setText(self._words("ui.coverage.totals", rows=len(self._coverage), **self._counted()))
        self.page.show_table()
        self.model.repaint()

    def _counted(self) -> dict[str, int]:
        return {became.value: count for became, count in counts(self._coverage).items()}
