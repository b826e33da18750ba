"""What stands in the middle while no model is open: what to do first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import GRID, Theme
from app.ui.words import Words

_WIDTH = 420


class StartPage(QWidget):
    """Open, the sample building, recent models."""

    open_wanted = Signal()
    sample_wanted = Signal()
    recent_wanted = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.title = QLabel(alignment=Qt.AlignmentFlag.AlignLeft)
        self.title.setProperty("role", "title")
        self.lead = QLabel(wordWrap=True)
        self.open = QPushButton()
        self.open.setProperty("primary", "true")
        self.sample = QPushButton()
        self.recent_title = QLabel()
        self.recent_title.setProperty("role", "small")
        self.drop = QLabel(wordWrap=True)
        self.drop.setProperty("role", "small")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        box = QWidget()
        box.setFixedWidth(_WIDTH)
        column = QVBoxLayout(box)
        column.setSpacing(2 * GRID)
        for widget in (self.title, self.lead, self.open, self.sample, self.drop, self.recent_title):
            column.addWidget(widget)
        column.addLayout(self._recent)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        self.open.clicked.connect(self.open_wanted)
        self.sample.clicked.connect(self.sample_wanted)
        words.changed.connect(self._say)
        self.show_recent(())
        self._say()

    def show_recent(self, paths: Sequence[str]) -> None:
        """List models that were opened before and are still there."""
        while (item := self._recent.takeAt(0)) is not None:
            item.widget().deleteLater()
        for path in paths:
            button = QPushButton(Path(path).name)
            button.setProperty("flat", "true")
            button.setStyleSheet("text-align: left;")
            button.setToolTip(path)
            button.clicked.connect(lambda _=False, path=path: self.recent_wanted.emit(path))
            self._recent.addWidget(button)
        self.recent_title.setVisible(bool(paths))

    def _say(self) -> None:
        self.title.setText(self._words("ui.start.title"))
        self.lead.setText(self._words("ui.start.lead"))
        self.open.setText(self._words("ui.start.open"))
        self.sample.setText(self._words("ui.start.sample"))
        self.drop.setText(self._words("ui.start.drop"))
        self.recent_title.setText(self._words("ui.start.recent"))
        for sentence in (self.lead, self.drop):  # a box of fixed width does not ask its labels how high they are at it
            sentence.setMinimumHeight(sentence.heightForWidth(_WIDTH - 6 * GRID))
