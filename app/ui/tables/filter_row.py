"""The row above a list: a search field, and what the list is narrowed to."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from app.ui.theme import GRID, Theme
from app.ui.words import Words

_TYPING_PAUSE_MS = 150


class FilterRow(QWidget):
    """Search field on the left, then whatever a list adds, then how many rows are shown."""

    changed = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._combos: list[tuple[QComboBox, str, list[str | None]]] = []
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setMaximumWidth(280)
        self.search.addAction(theme.icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.count = QLabel()
        self.count.setProperty("role", "small")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._layout.setSpacing(2 * GRID)
        self._layout.addWidget(self.search, 1)
        self._layout.addStretch()
        self._layout.addWidget(self.count)
        words.changed.connect(self.say)
        self.say()

    def add(self, widget: QWidget) -> None:
        """Put a widget before the count."""
        self._layout.insertWidget(self._layout.count() - 2, widget)

    def add_choice(self, key: str, codes: list[str | None]) -> QComboBox:
        """A choice among codes, said as `ui.filter.<key>.<code>` (None: `…all`)."""
        combo = QComboBox()
        combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for code in codes:
            combo.addItem("", code)
        combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._combos.append((combo, key, codes))
        self.add(combo)
        self.say()
        return combo

    def words_typed(self) -> list[str]:
        """What was typed, as words without case."""
        return self.search.text().casefold().split()

    def show_count(self, shown: int, total: int) -> None:
        """Say how many rows of how many are shown."""
        key = "ui.filter.all_shown" if shown == total else "ui.filter.some_shown"
        self.count.setText(self._words(key, shown=shown, total=total))

    def say(self) -> None:
        """Say everything again."""
        self.search.setPlaceholderText(self._words("ui.filter.search"))
        self.search.setAccessibleName(self._words("ui.filter.search"))
        for combo, key, codes in self._combos:
            for place, code in enumerate(codes):
                combo.setItemText(place, self._words(f"ui.filter.{key}.{code or 'all'}"))
            combo.setAccessibleName(self._words(f"ui.filter.{key}"))


def toggle(text: str = "") -> QToolButton:
    """A small button that is on or off."""
    button = QToolButton(text=text, checkable=True, checked=True, autoRaise=True)
    button.setProperty("role", "toggle")
    button.setToolButtonStyle(button.toolButtonStyle().ToolButtonTextBesideIcon)
    return button
