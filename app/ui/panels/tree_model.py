"""The tree for Qt: says of each node what a view asks for, and nothing before it is asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont

from app.ui.lookup import Lookup
from app.ui.theme import Theme
from app.ui.tree_nodes import ROOT, Nodes
from app.ui.words import Words

NAME, COUNT = 0, 1

KIND_ICONS = {
    "wall_panel_exterior": "mdi6.wall",
    "wall_panel_interior": "mdi6.wall",
    "partition_panel": "mdi6.wall",
    "wall": "mdi6.wall",
    "door": "mdi6.door",
    "window": "mdi6.window-closed-variant",
    "stair_flight": "mdi6.stairs",
    "space": "mdi6.floor-plan",
    "mep": "mdi6.pipe",
    "reinforcement": "mdi6.grid",
}


class TreeModel(QAbstractItemModel):
    """Two columns: the name, and for groups how many elements are in them."""

    def __init__(self, words: Words, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._theme = words, theme
        self._lookup: Lookup | None = None
        self._nodes: Nodes | None = None
        self._hidden: npt.NDArray[np.bool_] | None = None
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    @property
    def nodes(self) -> Nodes | None:
        return self._nodes

    def show(self, lookup: Lookup | None, nodes: Nodes | None) -> None:
        """Show another model, or the same one grouped or searched in another way."""
        self.beginResetModel()
        self._lookup, self._nodes = lookup, nodes
        self.endResetModel()

    def set_hidden(self, hidden: npt.NDArray[np.bool_]) -> None:
        """Show the names of hidden elements faintly."""
        self._hidden = hidden
        self.layoutChanged.emit()

    def index_of_row(self, row: int) -> QModelIndex:
        """Where an element stands; an invalid index when it is not in the tree."""
        if self._nodes is None or row >= len(self._nodes.node_of_row):
            return QModelIndex()
        return self._index(int(self._nodes.node_of_row[row]))

    def rows_of(self, index: QModelIndex) -> list[int]:
        """The elements that a person means by choosing this line."""
        return self._nodes.rows_below(index.internalId()) if self._nodes and index.isValid() else []

    # What Qt asks

    def index(self, row: int, column: int, parent: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a child."""
        if self._nodes is None or not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._nodes.child(self._node(parent), row))

    def parent(self, index: QModelIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of the node above."""
        if self._nodes is None or not index.isValid():
            return QModelIndex()
        return self._index(int(self._nodes.parent[index.internalId()]))

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many children."""
        if self._nodes is None or parent.column() > 0:
            return 0
        return self._nodes.child_count(self._node(parent))

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Name and count."""
        return 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words("ui.tree.name" if section == NAME else "ui.tree.count")
        if role == Qt.ItemDataRole.TextAlignmentRole and section == COUNT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell."""
        if self._nodes is None or not index.isValid():
            return None
        node = index.internalId()
        row = self._nodes.row(node)
        if row is None:
            return self._group_data(node, index.column(), role)
        return self._element_data(row, index.column(), role)

    # What it says

    def _group_data(self, node: int, column: int, role: int) -> Any:
        group = self._nodes.groups[node]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.group_name(node) if column == NAME else f"{group.size:,}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column == COUNT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and column == COUNT:
            return self._theme.colour("secondary")
        if role == Qt.ItemDataRole.FontRole and column == NAME and self._nodes.parent[node] == ROOT:
            return self._bold
        return None

    def _element_data(self, row: int, column: int, role: int) -> Any:
        if column == COUNT:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._lookup.title(row)
        if role == Qt.ItemDataRole.DecorationRole:
            kind = self._lookup.model.recognition["kind"][row]
            return self._theme.icon(KIND_ICONS.get(kind, "mdi6.cube-outline"))
        if role == Qt.ItemDataRole.ForegroundRole and self._is_hidden(row):
            return self._theme.colour("disabled")
        return None

    def group_name(self, node: int) -> str:
        """What a group is called in the language in use."""
        group = self._nodes.groups[node]
        if group.code is None:
            return self._words(f"ui.tree.none.{group.column}")
        if group.column == "storey":
            return self._lookup.model.elements["name"][group.code] or self._words("ui.tree.unnamed_storey")
        return self._words.name(group.column, str(group.code))

    def _is_hidden(self, row: int) -> bool:
        return self._hidden is not None and row < len(self._hidden) and bool(self._hidden[row])

    def _node(self, index: QModelIndex) -> int:
        return index.internalId() if index.isValid() else ROOT

    def _index(self, node: int) -> QModelIndex:
        return QModelIndex() if node < 0 else self.createIndex(int(self._nodes.place[node]), NAME, node)
