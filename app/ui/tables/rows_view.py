"""The table as it is seen: whole rows, arrow keys walk, headings open and close, single keys are wishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.tables.rows import Heading, RowsModel

_ROW_HEIGHT = 26
_MARK_WIDTH = 24
"""A click this near to the left end of a heading opens or closes it."""


class RowsView(QTableView):
    """Shows a `RowsModel`."""

    walked = Signal()
    """Another row is current, or other rows are selected, by hand."""
    wished = Signal(str)
    """A key that the table was told to listen to."""
    opened = Signal(object)
    """A row was double-clicked, or Enter pressed on it."""

    def __init__(self, model: RowsModel, parent: QWidget | None = None, keys: dict[int, str] | None = None) -> None:
        super().__init__(parent)
        self._keys = keys or {}
        self._quiet = False
        self._kept: list[Any] = []
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
        self._set_up_header()
        self.selectionModel().selectionChanged.connect(self._changed)
        self.doubleClicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for place, column in enumerate(self.model().columns):
            header.resizeSection(place, column.width)
            if column.stretch:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)

    def chosen(self) -> list[Any]:
        """The selected rows; a selected heading stands for all of its rows."""
        lines = self.model().lines
        rows: dict[int, Any] = {}
        for index in self.selectionModel().selectedRows():
            line = lines[index.row()]
            rows.update((id(row), row) for row in (line.rows if isinstance(line, Heading) else (line,)))
        return list(rows.values())

    def choose(self, rows: Sequence[Any], *, scroll: bool = True) -> None:
        """Select rows without telling; those that the filter hides are left out."""
        if rows and scroll:
            self.model().open_groups_of(rows)
        wanted = {id(row) for row in rows}
        places = [place for place, line in enumerate(self.model().lines) if id(line) in wanted] if wanted else []
        self._select(places, scroll=scroll)

    def _select(self, places: Sequence[int], *, scroll: bool) -> None:
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
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        wish = self._keys.get(event.key()) if plain else None
        if wish:
            self.wished.emit(wish)
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif not (plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._turn_by_key(event.key())):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the mark of a heading opens or closes it."""
        super().mouseReleaseEvent(event)
        heading = self._heading(self.indexAt(event.position().toPoint()))
        if heading is not None and event.position().x() <= _MARK_WIDTH:
            self._turn(heading)

    def _turn_by_key(self, key: int) -> bool:
        """Right opens a closed heading; left closes an open one, and from a row goes up to its heading."""
        heading = self._heading(self.currentIndex())
        if heading is not None:
            if heading.is_open == (key == Qt.Key.Key_Left):
                self._turn(heading)
            return True
        if key == Qt.Key.Key_Left:
            for place in range(self.currentIndex().row(), -1, -1):
                if isinstance(self.model().lines[place], Heading):
                    self.selectRow(place)
                    return True
        return False

    def _turn(self, heading: Heading) -> None:
        self.model().turn(heading.key)
        lines = self.model().lines
        self._select(
            [place for place, line in enumerate(lines) if isinstance(line, Heading) and line.key == heading.key],
            scroll=True,
        )

    def _open(self, index: QModelIndex) -> None:
        heading = self._heading(index)
        if heading is not None:
            self._turn(heading)
        elif index.isValid():
            self.opened.emit(self.model().lines[index.row()])

    def _heading(self, index: QModelIndex) -> Heading | None:
        line = self.model().lines[index.row()] if index.isValid() else None
        return line if isinstance(line, Heading) else None

    def _changed(self, _added: QItemSelection, _removed: QItemSelection) -> None:
        if not self._quiet:
            self.walked.emit()

    def _remember(self) -> None:
        self._kept = self.chosen()
        self._quiet = True

    def _return(self) -> None:
        self._quiet = False
        self.clearSpans()
        for place, line in enumerate(self.model().lines):
            if isinstance(line, Heading):
                self.setSpan(place, 0, 1, len(self.model().columns))
        self.choose(self._kept, scroll=False)
