"""The five steps, always in the same place; the step decides what the list below, the colours and the legend show."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from app.ui.theme import GRID
from app.ui.words import Words

STEPS = ("model", "standardise", "check", "review", "submit")


class StepBar(QWidget):
    """One button per step, with a count where the step has one."""

    chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._counts: Mapping[str, int] = {}
        self.buttons = {step: QToolButton(checkable=True, autoRaise=True) for step in STEPS}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.setSpacing(GRID)
        for step, button in self.buttons.items():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.clicked.connect(lambda _=False, step=step: self.chosen.emit(step))
            self._group.addButton(button)
            layout.addWidget(button)
        words.changed.connect(self._say)
        self._say()

    def show_step(self, step: str) -> None:
        """Mark the step that is shown."""
        self.buttons[step].setChecked(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many open findings a step has."""
        self._counts = counts
        self._say()

    def _say(self) -> None:
        for place, (step, button) in enumerate(self.buttons.items(), start=1):
            count = self._counts.get(step, 0)
            key = "ui.step.counted" if count else "ui.step.plain"
            name = self._words(f"ui.step.{step}")
            button.setText(self._words(key, place=place, name=name, count=f"{count:,}"))
            button.setToolTip(self._words(f"ui.step.{step}.tip"))
            button.ensurePolished()
            button.setMinimumWidth(button.sizeHint().width())
        self.updateGeometry()
