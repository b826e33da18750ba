"""One table for every list: columns as data, filter and sort by functions of a row, stable under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.words import Words

Row = TypeVar("Row")

_ROW_HEIGHT = 26


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


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of any kind, shown through columns."""

    def __init__(self, columns: Sequence[Column[Row]], words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._words = words
        self._rows: Sequence[Row] = ()
        self._shown: list[Row] = []
        self._keep: Callable[[Row], bool] = lambda _: True
        self._sort: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> Sequence[Row]:
        """All rows, shown or not."""
        return self._rows

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that pass the filter, in their order."""
        return self._shown

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, in the same order and through the same filter."""
        self._rows = rows
        self.refresh()

    def set_filter(self, keep: Callable[[Row], bool]) -> None:
        """Show only some."""
        self._keep = keep
        self.refresh()

    def refresh(self) -> None:
        """Filter and sort again."""
        self.beginResetModel()
        self._shown = [row for row in self._rows if self._keep(row)]
        self._sort_shown()
        self.endResetModel()

    def repaint(self) -> None:
        """What rows say has changed (a decision, the language); which ones are shown has not."""
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 returns to the order in which the rows came."""
        self._sort = (column, order) if column >= 0 else None
        self.refresh()

    def _sort_shown(self) -> None:
        if self._sort is None:
            return
        number, direction = self._sort
        column = self.columns[number]
        value = column.order or column.say
        known = [row for row in self._shown if value(row) is not None]
        unknown = [row for row in self._shown if value(row) is None]
        known.sort(key=value, reverse=direction == Qt.SortOrder.DescendingOrder)
        self._shown = known + unknown

    # What Qt asks

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Shown rows."""
        return 0 if parent.isValid() else len(self._shown)

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
        column, row = self.columns[index.column()], self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.say(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.say)(row)
        if role == Qt.ItemDataRole.DecorationRole and column.icon:
            return column.icon(row)
        if role == Qt.ItemDataRole.ForegroundRole and column.colour:
            return column.colour(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return None

    def _alignment(self, section: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if self.columns[section].number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class RowsView(QTableView):
    """The table itself: whole rows, arrow keys walk, keys given to it are wishes."""

    walked = Signal()
    """Another row is current, or other rows are selected, by hand."""
    wished = Signal(str)
    """A key that the table was told to listen to."""

    def __init__(self, model: RowsModel, parent: QWidget | None = None, keys: dict[int, str] | None = None) -> None:
        super().__init__(parent)
        self._keys = keys or {}
        self._quiet = False
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for place, column in enumerate(model.columns):
            header.resizeSection(place, column.width)
            if column.stretch:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.selectionModel().selectionChanged.connect(self._changed)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)
        self._kept: list[Any] = []

    def chosen(self) -> list[Any]:
        """The selected rows."""
        shown = self.model().shown
        return [shown[index.row()] for index in self.selectionModel().selectedRows()]

    def choose(self, rows: Sequence[Any], scroll: bool = True) -> None:
        """Select rows without telling; those that the filter hides are left out."""
        wanted = {id(row) for row in rows}
        places = [place for place, row in enumerate(self.model().shown) if id(row) in wanted] if wanted else []
        chosen = QItemSelection()
        last = self.model().columnCount() - 1
        for place in places:
            chosen.select(self.model().index(place, 0), self.model().index(place, last))
        self._quiet = True
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if places:
            first = self.model().index(places[0], 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            if scroll:
                self.scrollTo(first)
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that mean something here; the others move."""
        wish = self._keys.get(event.key()) if event.modifiers() == Qt.KeyboardModifier.NoModifier else None
        if wish:
            self.wished.emit(wish)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _changed(self, _added: QItemSelection, _removed: QItemSelection) -> None:
        if not self._quiet:
            self.walked.emit()

    def _remember(self) -> None:
        self._kept = self.chosen()
        self._quiet = True

    def _return(self) -> None:
        self._quiet = False
        self.choose(self._kept, scroll=False)
