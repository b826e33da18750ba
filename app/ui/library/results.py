"""The list of what was found: a picture, the name, and below it designation, state and plant."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.services.search_library import LibraryHit
from app.ui.library.sheet import name_of
from app.ui.library.snapshot import Snapshot
from app.ui.theme import GRID, SMALL_PX, Theme
from app.ui.words import Words
from dfma.components.component import Component
from dfma.components.drawing import thumbnail_svg
from dfma.components.variant import find_variant, typical_variant

PICTURE = 52
_ROW_HEIGHT = PICTURE + 2 * GRID
_SHARPNESS = 2
"""Pixels drawn per pixel shown, for fine screens."""
_CERTAIN = 1e6
SMALL_ROLE = int(Qt.ItemDataRole.UserRole)
HIT_ROLE = SMALL_ROLE + 1
Index = QModelIndex | QPersistentModelIndex


class Results(QAbstractListModel):
    """Hits in their order; pictures are drawn when they come into sight."""

    def __init__(self, words: Words, parent: QListView | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._snapshot: Snapshot | None = None
        self._hits: Sequence[LibraryHit] = ()
        self._pictures: dict[tuple[str, int, str | None], QPixmap] = {}
        words.changed.connect(lambda: self.show(self._snapshot, self._hits))

    def show(self, snapshot: Snapshot | None, hits: Sequence[LibraryHit]) -> None:
        """Other hits."""
        self.beginResetModel()
        self._snapshot, self._hits = snapshot, hits
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        hit = self._hits[index.row()]
        component = self._snapshot.catalogue.components[hit.component]
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(component, self._words.catalogue)
        if role == Qt.ItemDataRole.ToolTipRole:
            score = self._score(hit)
            return self._words("ui.library.score", score=score) if score else None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(component, hit)
        if role == SMALL_ROLE:
            return self._small(component, hit)
        return hit if role == HIT_ROLE else None

    def row_of(self, component: str) -> int | None:
        """Where a component stands in the list."""
        return next((row for row, hit in enumerate(self._hits) if hit.component == component), None)

    def _small(self, component: Component, hit: LibraryHit) -> str:
        told = [hit.designation or component.id, self._words.name("library.state", component.status)]
        if self._snapshot.in_conflict(component.id):
            told.append(self._words("ui.library.conflict"))
        if hit.plant is not None and hit.distance_km is not None:
            told.append(self._words("ui.library.plant", plant=hit.plant, km=hit.distance_km))
        if score := self._score(hit):
            told.append(score)
        return " · ".join(told)

    def _score(self, hit: LibraryHit) -> str:
        return f"{hit.score:.1f}" if 0 < hit.score < _CERTAIN else ""

    def _picture(self, component: Component, hit: LibraryHit) -> QPixmap:
        key = (component.id, component.revision, hit.designation)
        if key not in self._pictures:
            self._pictures[key] = _draw(component, hit.designation)
        return self._pictures[key]


def _draw(component: Component, designation: str | None) -> QPixmap:
    picture = QPixmap(PICTURE * _SHARPNESS, PICTURE * _SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    found = find_variant(component, designation) if designation is not None else None
    variant = found if found is not None and found.solids else typical_variant(component)
    if variant is not None and (solids := variant.solids):
        painter = QPainter(picture)
        svg = thumbnail_svg(solids, PICTURE * _SHARPNESS)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(picture.rect()))
        painter.end()
    picture.setDevicePixelRatio(_SHARPNESS)
    return picture


class ResultRow(QStyledItemDelegate):
    """Draws one hit in two lines beside its picture."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The picture on white: its lines are dark in both themes."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(option.rect, self._theme.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._theme.colour("hover"))
        frame = QRect(option.rect.left() + GRID, option.rect.top() + GRID, PICTURE, PICTURE)
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(frame, GRID, GRID)
        painter.drawPixmap(frame, index.data(Qt.ItemDataRole.DecorationRole))
        room = option.rect.adjusted(PICTURE + 4 * GRID, 2 * GRID, -2 * GRID, -2 * GRID)
        small = QFont(option.font)
        small.setPixelSize(SMALL_PX)
        upper = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        lower = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        self._line(painter, room, option.font, "selected_text" if chosen else "text", index.data(), upper)
        self._line(painter, room, small, "selected_text" if chosen else "secondary", index.data(SMALL_ROLE), lower)
        painter.restore()

    def _line(
        self, painter: QPainter, room: QRect, font: QFont, colour: str, words: str, place: Qt.AlignmentFlag
    ) -> None:  # fmt: skip
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        fitting = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(place), fitting)
