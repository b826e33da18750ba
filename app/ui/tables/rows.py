"""One table for every list: columns as data, filter, sort and group by functions of a row, stable under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QFont, QIcon

from app.ui.words import Words

Row = TypeVar("Row")

_OPEN_UP_TO = 40
"""A list that is longer begins with its groups closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column. Its title is the sentence `ui.column.<id>`."""

    id: str
    say: Callable[[Row], str]
    order: Callable[[Row], Any] | None = None
    """What to sort by, if not by what is said. None values come last."""
    icon: Callable[[Row], QIcon | None] | None = None
    colour: Callable[[Row], QColor | None] | None = None
    tip: Callable[[Row], str] | None = None
    number: bool = False
    """Right-aligned."""
    width: int = 100
    stretch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping(Generic[Row]):
    """How rows are put under headings."""

    key: Callable[[Row], Hashable]
    say: Callable[[Sequence[Row]], str]
    """The heading of a group, from its rows."""
    icon: Callable[[Sequence[Row]], QIcon | None] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Heading(Generic[Row]):
    """A line above the rows of a group."""

    key: Hashable
    rows: tuple[Row, ...]
    is_open: bool


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of any kind, shown through columns."""

    def __init__(self, columns: Sequence[Column[Row]], words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._words = words
        self._rows: Sequence[Row] = ()
        self._passing: list[Row] = []
        self._lines: list[Row | Heading[Row]] = []
        self._keep: Callable[[Row], bool] = lambda _: True
        self._sort: tuple[int, Qt.SortOrder] | None = None
        self._grouping: Grouping[Row] | None = None
        self._turned: set[Hashable] = set()
        """Groups that a person opened or closed, against how the list began."""
        self._said: dict[int, str] = {}
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, shown or not."""
        return self._rows

    @property
    def passing(self) -> Sequence[Row]:
        """The rows that pass the filter, in their order, also those in closed groups."""
        return self._passing

    @property
    def lines(self) -> Sequence[Row | Heading[Row]]:
        """What is shown, line by line."""
        return self._lines

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, in the same order and through the same filter."""
        self._rows = rows
        self._said.clear()
        self.refresh()

    def set_filter(self, keep: Callable[[Row], bool]) -> None:
        """Show only some."""
        self._keep = keep
        self.refresh()

    def set_grouping(self, grouping: Grouping[Row] | None) -> None:
        """Put the rows under headings, or under none."""
        self._grouping = grouping
        self._turned.clear()
        self.refresh()

    def turn(self, key: Hashable) -> None:
        """Open a closed group, close an open one."""
        self._turned ^= {key}
        self.refresh()

    def open_groups_of(self, rows: Sequence[Row]) -> None:
        """Open the closed groups that hold these rows."""
        wanted = {id(row) for row in rows}
        closed = [line for line in self._lines if isinstance(line, Heading) and not line.is_open]
        if found := {line.key for line in closed if any(id(row) in wanted for row in line.rows)}:
            self._turned ^= found
            self.refresh()

    def text_of(self, row: Row) -> str:
        """All that a row says, without case; remembered, for somebody who types into the filter."""
        said = self._said.get(id(row))
        if said is None:
            said = self._said[id(row)] = " ".join(column.say(row) for column in self.columns).casefold()
        return said

    def refresh(self) -> None:
        """Filter, sort and group again."""
        self.beginResetModel()
        self._passing = self._sorted([row for row in self._rows if self._keep(row)])
        self._lines = self._grouped() if self._grouping else list(self._passing)
        self.endResetModel()

    def repaint(self) -> None:
        """What rows say has changed (a decision, the language); which ones are shown has not."""
        self._said.clear()
        if self._lines:
            last = self.index(len(self._lines) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 returns to the order in which the rows came."""
        self._sort = (column, order) if column >= 0 else None
        self.refresh()

    def _sorted(self, rows: list[Row]) -> list[Row]:
        if self._sort is None:
            return rows
        number, direction = self._sort
        value = self.columns[number].order or self.columns[number].say
        valued = [(value(row), row) for row in rows]
        known = [pair for pair in valued if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=direction == Qt.SortOrder.DescendingOrder)
        return [row for _, row in known] + [row for found, row in valued if found is None]

    def _grouped(self) -> list[Row | Heading[Row]]:
        """Groups in the order of their first rows."""
        groups: dict[Hashable, list[Row]] = {}
        for row in self._passing:
            groups.setdefault(self._grouping.key(row), []).append(row)
        at_first = len(self._rows) <= _OPEN_UP_TO
        lines: list[Row | Heading[Row]] = []
        for key, rows in groups.items():
            is_open = at_first != (key in self._turned)
            lines.append(Heading(key, tuple(rows), is_open))
            lines.extend(rows if is_open else ())
        return lines

    # What Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Shown lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"ui.column.{self.columns[section].id}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, Heading):
            return self._heading_data(line, role) if index.column() == 0 else None
        return self._row_data(line, index.column(), role)

    def _heading_data(self, heading: Heading[Row], role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            # Small triangles, as trees have them: down for open, right for closed.
            mark = "\u25be" if heading.is_open else "\u25b8"
            return f"{mark}  {self._grouping.say(heading.rows)}"
        if role == Qt.ItemDataRole.DecorationRole and self._grouping.icon:
            return self._grouping.icon(heading.rows)
        return self._bold if role == Qt.ItemDataRole.FontRole else None

    def _row_data(self, row: Row, place: int, role: int) -> Any:
        column = self.columns[place]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.say(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.say)(row)
        if role == Qt.ItemDataRole.DecorationRole and column.icon:
            return column.icon(row)
        if role == Qt.ItemDataRole.ForegroundRole and column.colour:
            return column.colour(row)
        return self._alignment(place) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, section: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.columns[section].number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
