"""The left side: storey → kind → element, or grouped in another way, with a search over names, marks and kinds."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.ui.lookup import Lookup
from app.ui.panels.tree_model import COUNT, NAME, TreeModel
from app.ui.selection import Selection
from app.ui.theme import GRID, Theme
from app.ui.tree_nodes import GROUPINGS, Nodes, build_nodes
from app.ui.words import Words
from dfma.model.recognition import KINDS

_EXPAND_UP_TO = 200
_TYPING_PAUSE_MS = 180


class TreePanel(QWidget):
    """Search field, grouping and the tree."""

    context_wanted = Signal(object)
    """Global position of a right click on an element."""
    activated = Signal()
    """Double click or Enter: look at what is selected."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self._taking_over = False

        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.addAction(theme.icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.grouping = QComboBox()
        for name in GROUPINGS:
            self.grouping.addItem("", name)
        self.nothing = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.nothing.setProperty("role", "small")
        self.model = TreeModel(words, theme, self)
        self.view = _tree_view(self.model)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, 0)
        layout.setSpacing(GRID)
        for widget in (self.search, self.grouping, self.nothing, self.view):
            layout.addWidget(widget)

        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._rebuild)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._go_to_first)
        self.grouping.currentIndexChanged.connect(self._rebuild)
        self.view.selectionModel().selectionChanged.connect(self._chosen)
        self.view.activated.connect(lambda _: self.activated.emit())
        self.view.customContextMenuRequested.connect(self._ask_context)
        selection.changed.connect(self._follow)
        words.changed.connect(self._say)
        theme.changed.connect(self.view.viewport().update)
        self.show_model(None)
        self._say()

    def show_model(self, lookup: Lookup | None) -> None:
        """Show another model, or the same one with more known of it."""
        self._lookup = lookup
        self._rebuild()

    def _rebuild(self) -> None:
        if self._lookup is None:
            self.model.show(None, None)
        else:
            search = self.search.text()
            open_before = None if search else self._open_groups()
            nodes = self._nodes(self.grouping.currentData(), search)
            self._taking_over = True
            self.model.show(self._lookup, nodes)
            self._taking_over = False
            self._open(open_before, bool(search))
        found = self.model.nodes is not None and len(self.model.nodes.rows) > 0
        self.view.setVisible(found)
        self.nothing.setVisible(not found)
        self._say_nothing()
        self._follow(None)

    def _nodes(self, grouping: str, search: str) -> Nodes:
        if not search:
            return self._lookup.nodes(grouping)
        names = {kind: self._words.name("kind", kind) for kind in KINDS}
        return build_nodes(self._lookup.model, grouping, search, names)

    def _open_groups(self) -> set[tuple[str, object]]:
        """Which outermost groups a person has opened, to open them again after the tree was made anew."""
        nodes = self.model.nodes
        if nodes is None:
            return set()
        indexes = [self.model.index(place, NAME) for place in range(self.model.rowCount())]
        opened = (index.internalId() for index in indexes if self.view.isExpanded(index))
        return {(nodes.groups[node].column, nodes.groups[node].code) for node in opened}

    def _open(self, groups: set[tuple[str, object]] | None, searching: bool) -> None:
        if searching and len(self.model.nodes.rows) <= _EXPAND_UP_TO:
            self.view.expandAll()
            return
        for place in range(self.model.rowCount()):
            index = self.model.index(place, NAME)
            group = self.model.nodes.groups[index.internalId()]
            if self.model.rowCount() == 1 or (groups and (group.column, group.code) in groups):
                self.view.expand(index)

    def _chosen(self, _added: QItemSelection, _removed: QItemSelection) -> None:
        if self._taking_over:
            return
        indexes = self.view.selectionModel().selectedRows(NAME)
        self._selection.select((row for index in indexes for row in self.model.rows_of(index)), self)

    def _follow(self, by: object) -> None:
        """Show what was selected elsewhere."""
        if by is self or self.model.nodes is None:
            return
        chosen = QItemSelection()
        indexes = [
            index for row in self._selection.rows[:_EXPAND_UP_TO] if (index := self.model.index_of_row(row)).isValid()
        ]
        for index in indexes:
            chosen.select(index, index.siblingAtColumn(COUNT))
        self._taking_over = True
        self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if indexes:
            self.view.selectionModel().setCurrentIndex(indexes[0], QItemSelectionModel.SelectionFlag.NoUpdate)
            self.view.scrollTo(indexes[0])
        self._taking_over = False

    def _go_to_first(self) -> None:
        """Enter in the search field: select the first element found and go on in the tree."""
        self._pause.stop()
        self._rebuild()
        index = self.model.index(0, NAME)
        while index.isValid() and self.model.nodes.row(index.internalId()) is None:
            index = self.model.index(0, NAME, index)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.setFocus()

    def _ask_context(self, position: QPoint) -> None:
        if self.view.indexAt(position).isValid():
            self.context_wanted.emit(self.view.viewport().mapToGlobal(position))

    def _say(self) -> None:
        self.search.setPlaceholderText(self._words("ui.tree.search"))
        self.search.setAccessibleName(self._words("ui.tree.search"))
        self.view.setAccessibleName(self._words("ui.dock.tree"))
        self.grouping.setAccessibleName(self._words("ui.tree.grouping"))
        for place in range(self.grouping.count()):
            self.grouping.setItemText(place, self._words(f"ui.tree.by.{self.grouping.itemData(place)}"))
        self._say_nothing()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, COUNT)
        self.view.viewport().update()

    def _say_nothing(self) -> None:
        key = "ui.tree.no_model" if self._lookup is None else "ui.tree.nothing_found"
        self.nothing.setText(self._words(key, words=self.search.text()))


def _tree_view(model: TreeModel) -> QTreeView:
    view = QTreeView()
    view.setModel(model)
    view.setUniformRowHeights(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.setIndentation(16)
    header = view.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.Fixed)
    header.resizeSection(COUNT, 56)
    return view
