"""The plans of fewer types as a plot: the number of types against what they cost or change."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QToolTip, QWidget

from app.ui.theme import GRID, SMALL_PX, Theme, colours
from app.ui.words import Words
from dfma.components.type_plan import PlanPoint

MEASURES: Mapping[str, Callable[[PlanPoint], float]] = {
    "cost": lambda point: point.cost,
    "greatest_change": lambda point: point.greatest_change_mm,
    "total_change": lambda point: point.total_change_mm,
    "concrete": lambda point: point.concrete,
}
"""What the number of types can be drawn against."""

EXPORT_SIZE = QSize(960, 540)
_EXPORT_SCALE = 2
_LEFT, _RIGHT, _TOP, _BOTTOM = 16 * GRID, 4 * GRID, 9 * GRID, 9 * GRID
_RADIUS, _CORNER, _REACH, _MOST_TICKS = 5.0, 7.5, 14.0, 6
"""The corners of a diamond stand out from under a circle at the same place."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values lie on the paper."""

    area: QRectF
    across: tuple[float, float]
    """Types at the left and at the right edge."""
    up: tuple[float, float]
    """The measure at the lower and at the upper edge."""

    def place(self, types: float, value: float) -> QPointF:
        x = (types - self.across[0]) / (self.across[1] - self.across[0])
        y = (value - self.up[0]) / (self.up[1] - self.up[0])
        return QPointF(self.area.left() + x * self.area.width(), self.area.bottom() - y * self.area.height())


def ticks(low: float, high: float, most: int = _MOST_TICKS) -> list[float]:
    """Round values (1, 2 or 5 times a power of ten apart) that reach from below `low` to above `high`."""
    span = max(high - low, 1e-9)
    size = 10.0 ** math.floor(math.log10(span / most))
    step = next(size * factor for factor in (1, 2, 5, 10, 20) if span / (size * factor) <= most - 1)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


class FrontPlot(QWidget):
    """Circle: offered. Diamond: not offered. Full: proven. Hollow: a gap is open. The ring is the chosen point."""

    chosen = Signal(int)
    """A point (its place in `points`)."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self.points: Sequence[PlanPoint] = ()
        self.measure = "cost"
        self.unit = ""
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(100 * GRID, 30 * GRID)
        theme.changed.connect(self.update)
        words.changed.connect(self.update)

    def set_points(self, points: Sequence[PlanPoint], unit: str) -> None:
        """Show other plans; `unit` is that of the cost."""
        self.points, self.unit, self.current = points, unit, -1
        self.update()

    def show_measure(self, measure: str) -> None:
        """Draw the number of types against something else."""
        self.measure = measure
        self.update()

    def choose(self, place: int) -> None:
        """Mark a point, without telling."""
        self.current = place
        self.setAccessibleDescription(self.said(place))
        self.update()

    @property
    def walk(self) -> list[int]:
        """The points from left to right, as the arrow keys take them."""
        return sorted(range(len(self.points)), key=lambda n: (self.points[n].types, self._value(n), n))

    def place_of(self, number: int) -> QPointF:
        """Where a point is drawn."""
        return self._frame(QRectF(self.rect())).place(self.points[number].types, self._value(number))

    def said(self, number: int) -> str:
        """A point in one sentence."""
        if not 0 <= number < len(self.points):
            return ""
        point = self.points[number]
        return self._words(
            "ui.plan.point", types=point.types, permitted=point.max_change_mm, most=point.greatest_change_mm,
            changed=point.changed, cost=point.cost, unit=self.unit, concrete=point.concrete,
        )  # fmt: skip

    # Files

    def save(self, path: Path) -> bool:
        """Write the plot as SVG or PNG, in the light colours of paper; False when the file cannot be written."""
        whole = QRectF(0, 0, EXPORT_SIZE.width(), EXPORT_SIZE.height())
        if path.suffix.lower() == ".svg":
            paper = QSvgGenerator()
            paper.setFileName(str(path))
            paper.setSize(EXPORT_SIZE)
            paper.setViewBox(QRect(0, 0, EXPORT_SIZE.width(), EXPORT_SIZE.height()))
            paper.setTitle(self._words("ui.plan.plot"))
            painter = QPainter()
            if not painter.begin(paper):
                return False
            self._draw(painter, whole, "light")
            painter.end()
            return path.exists()
        image = QImage(EXPORT_SIZE * _EXPORT_SCALE, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.scale(_EXPORT_SCALE, _EXPORT_SCALE)
        self._draw(painter, whole, "light")
        painter.end()
        return image.save(str(path))

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position())
        if near >= 0:
            self._tell(near)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk along the points, Home and End go to the ends."""
        walk = self.walk
        here = walk.index(self.current) if self.current in walk else -1
        target = {
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_Left: max(here - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(walk) - 1,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        elif walk:
            self._tell(walk[min(target, len(walk) - 1)])

    def event(self, event: QEvent) -> bool:
        """Say what lies under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            near = self._near(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.said(near), self)
            return True
        return super().event(event)

    def _tell(self, number: int) -> None:
        self.choose(number)
        self.chosen.emit(number)

    def _near(self, where: QPointF) -> int:
        """The point nearest to a place, offered ones first; -1 when none is within reach."""
        far = [((self.place_of(n) - where).manhattanLength(), not p.offered, n) for n, p in enumerate(self.points)]
        near = [(not_offered, away, n) for away, not_offered, n in far if away <= _REACH]
        return min(near)[2] if near else -1

    # Drawing

    def _value(self, number: int) -> float:
        return MEASURES[self.measure](self.points[number])

    def _frame(self, paper: QRectF) -> Frame:
        types = ticks(min(p.types for p in self.points), max(p.types for p in self.points))
        values = [self._value(n) for n in range(len(self.points))]
        up = ticks(min(values), max(values))
        area = paper.adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        return Frame(area, (types[0], types[-1]), (up[0], up[-1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw(painter, QRectF(self.rect()), self._theme.name)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw(self, painter: QPainter, paper: QRectF, theme: str) -> None:
        ink = {name: QColor(value) for name, value in colours(theme).items()}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(paper, ink["base"])
        if not self.points:
            return
        font = painter.font()
        font.setPixelSize(SMALL_PX)
        font.setFamilies(self.font().families())
        painter.setFont(font)
        frame = self._frame(paper)
        self._draw_axes(painter, frame, ink)
        self._draw_key(painter, frame, ink)
        self._draw_front(painter, frame, ink)
        for number in sorted(range(len(self.points)), key=lambda n: (n == self.current, self.points[n].offered)):
            point, place = self.points[number], frame.place(self.points[number].types, self._value(number))
            _draw_mark(painter, place, ink, offered=point.offered, optimal=point.optimal)
            if number == self.current:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(ink["text"], 2))
                painter.drawEllipse(place, _RADIUS * 2, _RADIUS * 2)

    def _draw_axes(self, painter: QPainter, frame: Frame, ink: Mapping[str, QColor]) -> None:
        area, metrics = frame.area, painter.fontMetrics()
        centre, right = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        across, up = ticks(*frame.across), ticks(*frame.up)
        digits = max(0, -math.floor(math.log10(up[1] - up[0]) + 1e-9))
        for value in across:
            foot = frame.place(value, frame.up[0])
            painter.setPen(ink["border"])
            painter.drawLine(foot, QPointF(foot.x(), area.top()))
            painter.setPen(ink["secondary"])
            if value == int(value):
                painter.drawText(QRectF(foot.x() - 40, foot.y() + 2, 80, metrics.height()), centre, f"{value:,.0f}")
        for value in up:
            side = frame.place(frame.across[0], value)
            painter.setPen(ink["border"])
            painter.drawLine(side, QPointF(area.right(), side.y()))
            painter.setPen(ink["secondary"])
            painter.drawText(QRectF(0, side.y() - 10, area.left() - GRID, 20), right, f"{value:,.{digits}f}")
        painter.setPen(ink["text"])
        below = QRectF(area.left(), area.bottom() + metrics.height() + 2, area.width(), metrics.height())
        painter.drawText(below, centre, self._words("ui.plan.axis.types"))
        title = self._words(f"ui.plan.axis.{self.measure}", unit=self.unit)
        painter.drawText(QPointF(GRID, metrics.ascent() + GRID), title)

    def _draw_key(self, painter: QPainter, frame: Frame, ink: Mapping[str, QColor]) -> None:
        """What the marks mean, from the right edge of the top line to the left; what does not fit is left out."""
        metrics = painter.fontMetrics()
        axis = metrics.horizontalAdvance(self._words(f"ui.plan.axis.{self.measure}", unit=self.unit))
        x, y = frame.area.right(), GRID + metrics.ascent() * 0.62
        marks = (("open", True, False), ("not_offered", False, True), ("offered", True, True))
        for name, offered, optimal in marks:
            said = self._words(f"ui.plan.key.{name}")
            x -= metrics.horizontalAdvance(said)
            if x < axis + 8 * GRID:
                return
            painter.setPen(ink["secondary"])
            painter.drawText(QPointF(x, GRID + metrics.ascent()), said)
            x -= 4 * GRID
            _draw_mark(painter, QPointF(x + GRID, y), ink, offered=offered, optimal=optimal)
            x -= 3 * GRID

    def _draw_front(self, painter: QPainter, frame: Frame, ink: Mapping[str, QColor]) -> None:
        """A thin line through what is offered."""
        front = [n for n in self.walk if self.points[n].offered]
        painter.setPen(QPen(ink["accent"], 1, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF([frame.place(self.points[n].types, self._value(n)) for n in front]))


def _draw_mark(painter: QPainter, place: QPointF, ink: Mapping[str, QColor], *, offered: bool, optimal: bool) -> None:
    colour = ink["accent"] if offered else ink["secondary"]
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if optimal else ink["base"])
    if offered:
        painter.drawEllipse(place, _RADIUS, _RADIUS)
    else:
        painter.drawPolygon(QPolygonF([place + QPointF(x, y) * _CORNER for x, y in _DIAMOND]))


_DIAMOND = ((0, -1), (1, 0), (0, 1), (-1, 0))
