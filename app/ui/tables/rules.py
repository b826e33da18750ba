"""The list of rules: what each of them said of every element, in four counts that are never folded into one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.findings import clause_name
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.finding import Verdict

if TYPE_CHECKING:
    from dfma.rules.rule import RuleRun

_COLOURS = {
    Verdict.PASSED: "good",
    Verdict.FAILED: "error",
    Verdict.NOT_APPLICABLE: "secondary",
    Verdict.NOT_CHECKABLE: "warning",
}


class RulesPanel(QWidget):
    """One line of totals and one row per rule; a rule selects the elements that failed it."""

    rule_wanted = Signal(str)
    """Double click: show the findings of this rule."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self.model: RowsModel[RuleRun] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.totals = QLabel()
        self.totals.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.page = ListPage(self.view, self.totals)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.view.walked.connect(self._walked)
        self.view.opened.connect(lambda run: self.rule_wanted.emit(run.rule_id))
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._say()

    def show_runs(self, runs: Sequence[RuleRun] | None, lookup: Lookup | None) -> None:
        """Show what the rules said; None = nobody has checked yet."""
        self._lookup = lookup
        self.model.set_rows(tuple(runs or ()))
        self._say()

    def _columns(self) -> list[Column[RuleRun]]:
        words = self._words
        return [
            Column(id="rule", say=lambda run: run.rule_id, width=110),
            Column(id="title", say=lambda run: words.say(run.title), stretch=True),
            *(self._count_column(verdict) for verdict in Verdict),
            Column(id="clause", say=lambda run: clause_name(run.clause, words), width=190, colour=self._secondary),
            Column(
                id="reason",
                say=lambda run: words.say(run.reason) if run.reason else "",
                width=320,
                colour=lambda run: self._theme.colour("error") if run.error else self._secondary(run),
            ),
        ]

    def _count_column(self, verdict: Verdict) -> Column[RuleRun]:
        def colour(run: RuleRun) -> QColor:
            return self._theme.colour(_COLOURS[verdict] if run.counts[verdict] else "disabled")

        return Column(
            id=f"verdict.{verdict.name.lower()}",
            say=lambda run: f"{run.counts[verdict]:,}",
            order=lambda run: run.counts[verdict],
            colour=colour,
            number=True,
            width=104,
        )

    def _secondary(self, _: RuleRun) -> QColor:
        return self._theme.colour("secondary")

    def _walked(self) -> None:
        failed = [np.flatnonzero(run.verdicts == Verdict.FAILED) for run in self.view.chosen()]
        self._selection.select((int(row) for rows in failed for row in rows), self)

    def _say(self) -> None:
        self.view.setAccessibleName(self._words("ui.rules.list"))
        counted: Counter[Verdict] = Counter()
        for run in self.model.rows:
            counted.update(run.counts)
        said = partial(self._words, "ui.rules.totals", rules=len(self.model.rows))
        self.totals.setText(said(**{verdict.name.lower(): counted[verdict] for verdict in Verdict}))
        if self.model.rows:
            self.page.show_table()
        else:
            self.page.show_message(self._words("ui.empty.check" if self._lookup else "ui.empty.no_model"))
        self.model.repaint()
