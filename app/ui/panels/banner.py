"""A sentence across the window: an error, or something that a person should know. Stays until it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.text import Text


class Banner(QFrame):
    """One sentence with a mark and a button to close it."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._what: Text | None = None
        self._severity = "error"
        self.setProperty("role", "card")
        self.mark = QLabel()
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QToolButton(autoRaise=True)
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self.mark)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.close_button)
        words.changed.connect(self._say)
        theme.changed.connect(self._say)
        self.hide()

    def tell(self, what: Text, severity: str = "error") -> None:
        """Show a sentence; the one before it has been read or is no longer true."""
        self._what, self._severity = what, severity
        self._say()
        self.show()

    def _say(self) -> None:
        if self._what is not None:
            self.text.setText(self._words.say(self._what))
            self.mark.setPixmap(self._theme.severity_icon(self._severity).pixmap(16, 16))
        self.close_button.setIcon(self._theme.icon("mdi6.close"))
        self.close_button.setToolTip(self._words("ui.close"))
