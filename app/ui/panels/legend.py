"""The legend of the 3D view: what its colours mean, and how many elements each stands for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import GRID
from app.ui.words import Words
from viewer.scene.appearance import Appearance

_SWATCH = 12
_MOST = 14


class Legend(QFrame):
    """Title and one line per colour; not shown while colours mean nothing."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._appearance: Appearance | None = None
        self._body: QWidget | None = None
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        words.changed.connect(self._say)
        self.hide()

    def show_appearance(self, appearance: Appearance | None) -> None:
        """Explain these colours."""
        if self._appearance is None or appearance is None or appearance.legend != self._appearance.legend:
            self._appearance = appearance
            self._say()

    def lines(self) -> list[str]:
        """What the legend says, line by line."""
        return [widget.text() for widget in self._body.findChildren(QLabel) if widget.text()] if self._body else []

    def _say(self) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.deleteLater()
            self._body = None
        entries = self._appearance.legend if self._appearance else ()
        if entries:
            self._body = self._grid(entries)
            self._layout.addWidget(self._body)
        self.setVisible(bool(entries))
        self.adjustSize()

    def _grid(self, entries: tuple) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        if self._appearance.title is not None:
            title = QLabel(self._words.say(self._appearance.title))
            title.setProperty("role", "heading")
            grid.addWidget(title, 0, 0, 1, 3)
        for place, entry in enumerate(entries[:_MOST], start=1):
            swatch = QLabel()
            swatch.setPixmap(_swatch(QColor(*entry.colour)))
            count = QLabel(f"{entry.count:,}", alignment=Qt.AlignmentFlag.AlignRight)
            count.setProperty("role", "small")
            grid.addWidget(swatch, place, 0)
            grid.addWidget(QLabel(self._words.say(entry.label)), place, 1)
            grid.addWidget(count, place, 2)
        if len(entries) > _MOST:
            rest = QLabel(self._words("ui.legend.more", n=len(entries) - _MOST))
            rest.setProperty("role", "small")
            grid.addWidget(rest, _MOST + 1, 1, 1, 2)
        return body

    def paintEvent(self, event: QPaintEvent) -> None:
        """Stand on an opaque ground: 3D lies below."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().base())
        super().paintEvent(event)


def _swatch(colour: QColor) -> QPixmap:
    swatch = QPixmap(_SWATCH, _SWATCH)
    swatch.fill(colour)
    with QPainter(swatch) as painter:
        painter.setPen(colour.darker(140))
        painter.drawRect(0, 0, _SWATCH - 1, _SWATCH - 1)
    return swatch
