"""The list of the step Standardise: the nearest standard component of each piece, with the gaps in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.filter_row import FilterRow
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import Theme
from app.ui.words import Words

if TYPE_CHECKING:
    from dfma.components.matching import ElementMatches, Match

_DIMENSIONS = ("length", "width", "height")


class MatchesPanel(QWidget):
    """One row per matched piece: its best candidate. The others stand in the inspector."""

    activated = Signal()

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self._ran = False
        self._types: int | None = None
        self.model: RowsModel[ElementMatches] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.filters = FilterRow(words, theme)
        self.matched = self.filters.add_choice("matched", [None, "yes", "no"])
        self.page = ListPage(self.view, self.filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.filters.changed.connect(self._narrow)
        self.view.walked.connect(self._walked)
        self.view.opened.connect(lambda _: self.activated.emit())
        selection.changed.connect(self._follow)
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self._say()

    def show_matches(self, matches: Sequence[ElementMatches] | None, lookup: Lookup | None) -> None:
        """Show these; None = nobody has asked yet."""
        self._lookup, self._ran = lookup, matches is not None
        self.model.set_rows(tuple(matches or ()))
        self._follow(None)
        self._say()

    def _columns(self) -> list[Column[ElementMatches]]:
        words = self._words
        return [
            Column(id="element", say=self._piece, width=240),
            Column(id="kind", say=self._kind, width=150),
            Column(id="designation", say=lambda found: best.designation if (best := _best(found)) else "", width=170),
            Column(
                id="score",
                say=lambda found: f"{best.score:.2f}" if (best := _best(found)) else "",
                order=lambda found: best.score if (best := _best(found)) else None,
                number=True,
                width=70,
            ),
            *(self._gap_column(name) for name in _DIMENSIONS),
            Column(
                id="why",
                say=lambda found: words.say(found.no_match) if found.no_match else self._reasons(found),
                stretch=True,
                colour=lambda _: self._theme.colour("secondary"),
            ),
        ]

    def _gap_column(self, name: str) -> Column[ElementMatches]:
        def gap(found: ElementMatches) -> float | None:
            best = _best(found)
            return best.gaps_mm.get(name) if best else None

        return Column(
            id=f"gap.{name}",
            say=lambda found: f"{value:+,.0f}" if (value := gap(found)) is not None else "",
            order=lambda found: abs(value) if (value := gap(found)) is not None else None,
            number=True,
            width=92,
        )

    def _piece(self, found: ElementMatches) -> str:
        rows = self._lookup.rows_of([found.element]) if self._lookup else []
        return self._lookup.title(rows[0]) if rows else found.element

    def _kind(self, found: ElementMatches) -> str:
        rows = self._lookup.rows_of([found.element]) if self._lookup else []
        return self._words.name("kind", self._lookup.model.recognition["kind"][rows[0]]) if rows else ""

    def _reasons(self, found: ElementMatches) -> str:
        best = _best(found)
        return " · ".join(self._words.say(reason) for reason in best.reasons) if best else ""

    def _narrow(self) -> None:
        matched, typed = self.matched.currentData(), self.filters.words_typed()

        def keep(found: ElementMatches) -> bool:
            if matched and (matched == "yes") != bool(found.candidates):
                return False
            return not typed or all(word in self.model.text_of(found) for word in typed)

        self.model.set_filter(keep)
        self._show_state()

    def _walked(self) -> None:
        guids = [found.element for found in self.view.chosen()]
        self._selection.select(self._lookup.rows_of(guids), self)

    def _follow(self, by: object) -> None:
        if by is not self and self._lookup is not None:
            guids = {self._lookup.guid(row) for row in self._selection.rows}
            self.view.choose([found for found in self.model.passing if found.element in guids])

    def _say(self) -> None:
        self.view.setAccessibleName(self._words("ui.matches.list"))
        self.model.repaint()
        self._show_state()

    def _show_state(self) -> None:
        shown, total = len(self.model.passing), len(self.model.rows)
        self.filters.show_count(shown, total)
        if shown:
            self.page.show_table()
            return
        if not self._ran:
            key = "ui.empty.suggest" if self._lookup else "ui.empty.no_model"
        else:
            key = "ui.empty.suggest.none" if total == 0 else "ui.empty.filtered"
        self.page.show_message(self._words(key), with_above=total > 0)


def _best(found: ElementMatches) -> Match | None:
    return found.candidates[0] if found.candidates else None
