"""The candidates of one element: what it could be, by how much it misses, why, the candidate over it in 3D, and what a
person decides about it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.ui.panels.section import column, label, side_by_side
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.components.decided import MatchDecision, Verdict
from dfma.components.matching import ElementMatches, Match

_SHOWN = 3

Decided = Mapping[tuple[str, str, str], MatchDecision]
"""By GlobalId, component and designation."""


class Candidates(QWidget):
    """Cards of the best candidates, or of the nearest components where none fits."""

    outline_wanted = Signal(object)
    """The `Match` whose outline is to be drawn over the element, or None."""
    decision_wanted = Signal(object, object, str, str)
    """`ElementMatches`, `Match`, verdict and reason."""

    def __init__(
        self, found: ElementMatches, decided: Decided, words: Words, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._found, self._decided = found, decided
        self._words, self._theme = words, theme
        self.outlines: list[QToolButton] = []
        self.verdicts: dict[tuple[str, Verdict], QPushButton] = {}
        """By designation."""
        said = [found.no_match] if found.no_match is not None else []
        said += [found.designation.message] if found.designation is not None else []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        for what in said:
            layout.addWidget(label(words.say(what)))
        for match in self._shown():
            layout.addWidget(self._card(match))

    def _shown(self) -> list[Match]:
        """The best ones, and every one that was decided about: a decision can be taken back only where it is seen."""
        shown = (self._found.candidates or self._found.nearest)[:_SHOWN]
        others = (match for match in (*self._found.candidates, *self._found.nearest) if match not in shown)
        return [*shown, *(match for match in others if self._decision(match) is not None)]

    def _decision(self, match: Match) -> MatchDecision | None:
        return self._decided.get((self._found.element, match.component, match.designation))

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
            *self._state(match),
            self._deciding(match),
        )

    def _state(self, match: Match) -> list[QWidget]:
        """Who decided what, when and why; nothing where nobody has."""
        decision = self._decision(match)
        if decision is None:
            return []
        key = f"ui.match.{decision.verdict}" + (".because" if decision.why else "")
        return [label(self._words(key, who=decision.who, when=decision.when[:10], why=decision.why), "heading")]

    def _deciding(self, match: Match) -> QWidget:
        decision = self._decision(match)
        why = QLineEdit(placeholderText=self._words("ui.match.why"))
        why.setAccessibleName(self._words("ui.match.why"))
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        for verdict in Verdict:
            button = QPushButton(self._words(f"ui.match.do.{verdict}"))
            button.setToolTip(self._words(f"ui.match.do.{verdict}.tip"))
            button.setEnabled(decision is None or decision.verdict is not verdict)
            button.clicked.connect(lambda _=False, said=verdict: self._decide(match, said, why))
            self.verdicts[match.designation, verdict] = button
            line.addWidget(button)
        line.addWidget(why, 1)
        return box

    def _decide(self, match: Match, verdict: Verdict, why: QLineEdit) -> None:
        self.decision_wanted.emit(self._found, match, verdict.value, why.text().strip())

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
