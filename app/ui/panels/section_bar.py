"""The row above the 3D view while a section is cut: across which axis, where, and which side stays."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from app.ui.theme import GRID
from app.ui.words import Words

_STEPS = 1000


class SectionBar(QWidget):
    """Axis buttons and a slider."""

    moved = Signal(str, float)
    """Axis x, y or z, and how far through the building (0 … 1)."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.title = QLabel()
        self.axes = {axis: QToolButton(checkable=True, autoRaise=True) for axis in "xyz"}
        self.slider = QSlider(Qt.Orientation.Horizontal, minimum=0, maximum=_STEPS, value=_STEPS // 2)
        self.slider.setPageStep(_STEPS // 20)
        self.value = QLabel()
        self.value.setMinimumWidth(44)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.title)
        for button in self.axes.values():
            button.setProperty("role", "toggle")
            self._group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(lambda _: self.tell())
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.value)
        self.axes["z"].setChecked(True)
        self.slider.valueChanged.connect(lambda _: self.tell())
        words.changed.connect(self._say)
        self._say()

    @property
    def axis(self) -> str:
        return next(axis for axis, button in self.axes.items() if button.isChecked())

    def tell(self) -> None:
        """Tell where the section stands now."""
        self.value.setText(f"{self.slider.value() / _STEPS:.0%}")
        self.moved.emit(self.axis, self.slider.value() / _STEPS)

    def _say(self) -> None:
        self.title.setText(self._words("ui.section.title"))
        self.slider.setAccessibleName(self._words("ui.section.position"))
        for axis, button in self.axes.items():
            button.setText(self._words(f"ui.section.{axis}"))
            button.setToolTip(self._words(f"ui.section.{axis}.tip"))
        self.value.setText(f"{self.slider.value() / _STEPS:.0%}")
