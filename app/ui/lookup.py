"""Quick answers about one model: rows of GlobalIds, wholes and parts, names, the tree and the schedule. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from app.ui.schedule import Line, schedule
from app.ui.tree_nodes import Nodes, build_nodes
from dfma.model.building import BuildingModel
from viewer.scene.appearance import Appearance, by_kind


class Lookup:
    """Made once per model, in the background; most answers are a step into an array or a dictionary."""

    def __init__(self, model: BuildingModel) -> None:
        self.model = model
        self._row = {guid: row for row, guid in enumerate(model.elements["guid"])}
        self._whole = model.elements["whole"].fill_null(-1).to_numpy()
        self._by_whole = np.argsort(self._whole, kind="stable")
        self._wholes = self._whole[self._by_whole]
        self._has_parts = np.bincount(self._wholes[self._wholes >= 0], minlength=len(self._whole)) > 0
        self._trees: dict[str, Nodes] = {}
        self._storeys = dict(model.storeys.select("row", "name").iter_rows())

    def warmed(self, grouping: str) -> Lookup:
        """Itself, with what the window asks for first already worked out; for a worker to call."""
        _ = self.nodes(grouping), self.schedule, self.coloured_by_kind
        return self

    def nodes(self, grouping: str) -> Nodes:
        """The tree under a grouping, without a search."""
        if grouping not in self._trees:
            self._trees[grouping] = build_nodes(self.model, grouping)
        return self._trees[grouping]

    @cached_property
    def coloured_by_kind(self) -> Appearance:
        """The looks that a model is first shown in."""
        return by_kind(self.model)

    @cached_property
    def schedule(self) -> tuple[Line, ...]:
        """What the building is made of."""
        return schedule(self.model)

    def rows_of(self, guids: Iterable[str]) -> list[int]:
        """Rows of GlobalIds; those that this model does not have are left out."""
        return [row for guid in guids if (row := self._row.get(guid)) is not None]

    def guid(self, row: int) -> str:
        """GlobalId of a row."""
        return self.model.elements["guid"][row]

    def guids(self, rows: list[int]) -> list[str]:
        """GlobalIds of rows."""
        return self.model.elements["guid"].gather(rows).to_list()

    def title(self, row: int) -> str:
        """Mark and name as a person would say them, else the class and the GlobalId."""
        elements = self.model.elements
        mark, name = elements["mark"][row], elements["name"][row]
        if mark and name and mark != name:
            return f"{mark} · {name}"
        return mark or name or f"{elements['ifc_class'][row]} {elements['guid'][row]}"

    def short_title(self, row: int) -> str:
        """The mark, else the name, else the GlobalId."""
        elements = self.model.elements
        return elements["mark"][row] or elements["name"][row] or elements["guid"][row]

    def storey(self, row: int) -> str | None:
        """Name of the storey; None when the file gives none."""
        return self._storeys.get(self.model.elements["storey"][row])

    def parts(self, row: int) -> list[int]:
        """The direct parts of an element."""
        first, last = np.searchsorted(self._wholes, [row, row + 1])
        return [int(part) for part in self._by_whole[first:last]]

    def with_parts(self, rows: Iterable[int]) -> list[int]:
        """The rows and everything that they are made of, at any depth, in row order."""
        rows = list(rows)
        if not self._has_parts[rows].any():
            return sorted(set(rows))
        inside = np.zeros(len(self._whole) + 1, np.bool_)  # the last one stands for "no whole" and stays False
        inside[rows] = True
        while (more := inside[self._whole] & ~inside[:-1]).any():
            inside[:-1] |= more
        return [int(row) for row in np.flatnonzero(inside)]

    def outermost(self, row: int) -> int:
        """The whole that a click on one of its parts means."""
        seen: set[int] = set()
        while (above := int(self._whole[row])) >= 0 and above not in seen:
            seen.add(above)
            row = above
        return row
