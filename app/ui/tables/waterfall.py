"""The items of the assembly rate as a waterfall: each bar begins where the proven points above it end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.reports.charts import WaterfallRow
from app.ui.theme import GRID, Theme

_ROW = 5 * GRID
_LABEL, _NUMBER = 0.36, 0.2
"""Shares of the width for the labels and for the numbers."""


class Waterfall(QWidget):
    """Full: proven. Hatched: possible, not known. Outline: not reached. A click on a bar means its item."""

    clicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: Sequence[WaterfallRow] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_rows(self, rows: Sequence[WaterfallRow]) -> None:
        """Show other items."""
        self.rows = rows
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80 * GRID, _ROW * len(self.rows) + GRID)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().y() // _ROW)
        if 0 <= place < len(self.rows):
            self.clicked.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = self.width() * _LABEL, self.width() * (1 - _NUMBER)
        scale = (right - left) / max(sum(row.most for row in self.rows), 1.0)
        bar, ink = self._theme.colour("accent"), self._theme.colour("text")
        reached = 0.0
        for place, row in enumerate(self.rows):
            y, x = place * _ROW, left + reached * scale
            painter.setPen(QPen(bar, 1))
            for points, brush in (
                (row.most, QBrush(Qt.BrushStyle.NoBrush)),
                (row.high, QBrush(bar, Qt.BrushStyle.BDiagPattern)),
                (row.low, QBrush(bar)),
            ):
                painter.setBrush(brush)
                if points > 0:
                    painter.drawRect(QRectF(x, y + 3, points * scale, _ROW - 6))
            painter.setPen(ink)
            fits = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, int(left - 2 * GRID))
            label = QRectF(0, y, left - 2 * GRID, _ROW)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, fits)
            number = QRectF(x + row.most * scale + GRID, y, self.width(), _ROW)
            painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, row.said)
            reached += row.low
            if place + 1 < len(self.rows):
                over = left + reached * scale
                painter.drawLine(QRectF(over, y + 3, 0, _ROW).topLeft(), QRectF(over, y + 3, 0, _ROW).bottomLeft())
