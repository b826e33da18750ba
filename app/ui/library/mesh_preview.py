"""A small 3D picture that is turned with the mouse; painted, so that no second web engine is needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.library.mesh import Mesh
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.components.solids import Solid

_MOST_TRIANGLES = 5000
_FILLED = 0.92
_PER_PIXEL = 0.01
_KEY_STEP = 0.15
_ISOMETRIC = (-0.65, 0.5)
"""Turn and tilt, radians."""
_STEEPEST = 1.5
_ARROWS = {
    Qt.Key.Key_Left: (-_KEY_STEP, 0.0),
    Qt.Key.Key_Right: (_KEY_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, _KEY_STEP),
    Qt.Key.Key_Down: (0.0, -_KEY_STEP),
}


class MeshPreview(QWidget):
    """Shows one variant; a sentence where it has no shape."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.mesh: Mesh | None = None
        self.turn, self.tilt = _ISOMETRIC
        self._grabbed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)
        words.changed.connect(self._say)
        self._say()

    def sizeHint(self) -> QSize:
        """Wide enough for a panel, as high as a hand."""
        return QSize(360, 220)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - as Qt names it
        """Still enough to tell pieces apart."""
        return QSize(160, 150)

    def show_solids(self, solids: Sequence[Solid]) -> None:
        """Another variant, seen from where the last one was seen."""
        mesh = Mesh(solids) if solids else None
        self.mesh = mesh if mesh is not None and mesh.triangles <= _MOST_TRIANGLES else None
        self.update()

    def look(self, turn: float, tilt: float) -> None:
        """Look from another direction."""
        self.turn, self.tilt = turn, max(-_STEEPEST, min(_STEEPEST, tilt))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Far triangles first, each with those of its sides that are edges of the piece."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("base"))
        if self.mesh is None:
            painter.setPen(self._theme.colour("secondary"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words("ui.library.no_shape"))
            return
        seen = self.mesh.seen(self.turn, self.tilt)
        corners = seen.corners.reshape(-1, 2)
        span = corners.max(axis=0) - corners.min(axis=0)
        scale = _FILLED * min(self.width() / max(span[0], 1e-6), self.height() / max(span[1], 1e-6))
        middle = (corners.max(axis=0) + corners.min(axis=0)) / 2
        x = (seen.corners[:, :, 0] - middle[0]) * scale + self.width() / 2
        y = self.height() / 2 - (seen.corners[:, :, 1] - middle[1]) * scale
        line = QPen(QColor("#33373c"), 1.0)
        for place, colour in enumerate(seen.colours.tolist()):
            points = [QPointF(a, b) for a, b in zip(x[place].tolist(), y[place].tolist(), strict=True)]
            fill = QColor.fromRgbF(*colour)
            painter.setPen(QPen(fill, 0.8))  # closes the hair between neighbours that smoothing leaves
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(points))
            painter.setPen(line)
            for side in seen.edges[place].nonzero()[0].tolist():
                painter.drawLine(QLineF(points[side], points[(side + 1) % 3]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._grabbed = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn it by as much as the mouse moves."""
        if self._grabbed is not None:
            moved = event.position() - self._grabbed
            self._grabbed = event.position()
            self.look(self.turn - moved.x() * _PER_PIXEL, self.tilt + moved.y() * _PER_PIXEL)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Back to the first direction."""
        self.look(*_ISOMETRIC)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn it."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.look(self.turn + step[0], self.tilt + step[1])

    def _say(self) -> None:
        self.setToolTip(self._words("ui.library.turn"))
        self.setAccessibleName(self._words("ui.library.preview"))
        self.update()
