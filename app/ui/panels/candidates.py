"""The candidates of one element: what it could be, by how much it misses, why, and the candidate over it in 3D."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.ui.panels.section import column, label, side_by_side
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.components.matching import ElementMatches, Match

_SHOWN = 3


class Candidates(QWidget):
    """Cards of the best candidates, or of the nearest components where none fits."""

    outline_wanted = Signal(object)
    """The `Match` whose outline is to be drawn over the element, or None."""

    def __init__(self, found: ElementMatches, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.outlines: list[QToolButton] = []
        said = [found.no_match] if found.no_match is not None else []
        said += [found.designation.message] if found.designation is not None else []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        for what in said:
            layout.addWidget(label(words.say(what)))
        for match in (found.candidates or found.nearest)[:_SHOWN]:
            layout.addWidget(self._card(match))

    def _card(self, match: Match) -> QWidget:
        words = self._words
        gaps = "  ".join(
            words("ui.match.gap", dimension=words.name("ui.fact", name), gap=gap) for name, gap in match.gaps_mm.items()
        )
        title = label(words("ui.match.title", designation=match.designation, score=match.score), "heading")
        said = [words.say(reason) for reason in match.reasons]
        if match.why_not is not None:
            said.append(words.say(match.why_not))
        return column(
            side_by_side(title, self._outline_button(match)),
            *([label(gaps)] if gaps else []),
            *(label(sentence, "small") for sentence in said),
        )

    def _outline_button(self, match: Match) -> QToolButton:
        button = QToolButton(icon=self._theme.icon("mdi6.cube-scan"), checkable=True, autoRaise=True)
        button.setToolTip(self._words("ui.match.outline"))
        button.setAccessibleName(button.toolTip())
        button.toggled.connect(lambda on: self._show(button, match if on else None))
        self.outlines.append(button)
        return button

    def _show(self, pressed: QToolButton, match: Match | None) -> None:
        """One outline at a time."""
        if match is not None:
            for other in self.outlines:
                if other is not pressed and other.isChecked():
                    other.setChecked(False)
        self.outline_wanted.emit(match)
