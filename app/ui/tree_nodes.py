"""The tree as arrays: which node stands under which. No Qt.

A node is a group (a storey, a kind, a type) or an element; parts stand under their wholes. All of it is a handful of
arrays over nodes, so that 50,000 elements are grouped in some hundredths of a second and nothing is made per element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.model.building import BuildingModel
from dfma.model.recognition import CASTINGS, KINDS

GROUPINGS: dict[str, tuple[str, str]] = {
    "storey": ("storey", "kind"),
    "type": ("kind", "type_name"),
    "casting": ("casting", "kind"),
    "material": ("material", "kind"),
}
"""How a tree can be grouped: by which two columns, the outer one first."""
FIRST_GROUPING = "storey"
"""How a tree is grouped until a person chooses."""

ROOT = -1
"""The invisible node above the outermost groups."""

Ints = npt.NDArray[np.int64]
Code = str | int | None

_SEARCHED = ("name", "mark", "tag", "guid", "ifc_class", "type_name", "object_type", "material")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What the elements of a group share."""

    column: str
    code: Code
    """A kind, a casting, a name, or the row of a storey; None where the model does not say."""
    size: int
    """Elements in it; the parts of elements are not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """Nodes 0 … G-1 are the groups, the others are elements."""

    parent: Ints
    place: Ints
    """Position among the children of the parent."""
    start: Ints
    """The children of node n are `children[start[n + 1]:start[n + 2]]`; of the root (-1) thus the first ones."""
    children: Ints
    groups: tuple[Group, ...]
    rows: Ints
    """Element row of each node after the groups."""
    node_of_row: Ints
    """(rows of the model) node of each element, -1 when it is not in the tree."""

    def row(self, node: int) -> int | None:
        """The element of a node; None for a group."""
        return None if node < len(self.groups) else int(self.rows[node - len(self.groups)])

    def child_count(self, node: int) -> int:
        """How many children a node has."""
        return int(self.start[node + 2] - self.start[node + 1])

    def child(self, node: int, place: int) -> int:
        """One child of a node."""
        return int(self.children[self.start[node + 1] + place])

    def rows_below(self, node: int) -> list[int]:
        """The element of a node, or all elements of a group, without their parts."""
        row = self.row(node)
        if row is not None:
            return [row]
        children = self.children[self.start[node + 1] : self.start[node + 2]]
        return [row for child in children for row in self.rows_below(int(child))]


def build_nodes(model: BuildingModel, grouping: str, search: str = "", names: Mapping[str, str] | None = None) -> Nodes:
    """Group the elements of a model; `search` keeps those that carry all of its words, and their wholes.

    `names` says kinds as the person reads them, so that they can be searched for.
    """
    outer, inner = GROUPINGS[grouping]
    table = _table(model, outer, inner, _with_wholes(model, find(model, search, names or {})))
    tops = table.filter(pl.col("whole").is_null())
    parts = table.filter(pl.col("whole").is_not_null())

    outer_of_top = tops.select(pl.col("outer").rle_id()).to_series().to_numpy().astype(np.int64)
    inner_of_top = tops.select(pl.struct("outer", "inner").rle_id()).to_series().to_numpy().astype(np.int64)
    first_of_outer = np.unique(outer_of_top, return_index=True)[1]
    first_of_inner = np.unique(inner_of_top, return_index=True)[1]
    outers, groups = len(first_of_outer), len(first_of_outer) + len(first_of_inner)

    rows = np.concatenate([tops["row"].to_numpy(), parts["row"].to_numpy()]).astype(np.int64)
    node_of_row = np.full(model.elements.height, -1, np.int64)
    node_of_row[rows] = groups + np.arange(len(rows))
    parent = np.concatenate(
        [
            np.full(outers, ROOT),
            outer_of_top[first_of_inner],
            outers + inner_of_top,
            node_of_row[parts["whole"].to_numpy()],
        ]
    ).astype(np.int64)
    start, children, place = _children(parent)
    return Nodes(
        parent=parent,
        place=place,
        start=start,
        children=children,
        groups=(
            *_groups(outer, tops["outer"], first_of_outer, np.bincount(outer_of_top)),
            *_groups(inner, tops["inner"], first_of_inner, np.bincount(inner_of_top)),
        ),
        rows=rows,
        node_of_row=node_of_row,
    )


def _table(model: BuildingModel, outer: str, inner: str, found: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """Row, whole and group codes of the found elements, in the order in which they stand in the tree."""
    whole = model.elements["whole"].fill_null(-1).to_numpy()
    stands_under_whole = (whole >= 0) & found[whole]
    table = model.elements.select("row", "type_name", "material", "storey", "mark", "name").with_columns(
        model.recognition["kind"],
        model.recognition["casting"],
        pl.Series("whole", np.where(stands_under_whole, whole, -1)).replace(-1, None),
    )
    named = table.with_columns(
        pl.col(outer).alias("outer"),
        pl.col(inner).alias("inner"),
        _rank(model, outer).alias("outer_rank"),
        _rank(model, inner).alias("inner_rank"),
        pl.coalesce("mark", "name").str.to_lowercase().alias("label"),
    )
    ordered = named.filter(pl.Series(found)).sort(
        "outer_rank", "outer", "inner_rank", "inner", "label", "row", nulls_last=True
    )
    return ordered.select("row", "whole", "outer", "inner")


def _rank(model: BuildingModel, column: str) -> pl.Expr:
    """Storeys from the lowest up, kinds and castings as their lists have them, names by themselves."""
    if column == "storey":
        order: dict[Code, int] = {row: place for place, row in enumerate(model.storeys["row"])}
        return pl.col(column).replace_strict(order, default=None, return_dtype=pl.Int32)
    listed = {"kind": KINDS, "casting": CASTINGS}.get(column)
    if listed is None:
        return pl.lit(0, pl.Int32)
    return pl.col(column).replace_strict({code: n for n, code in enumerate(listed)}, return_dtype=pl.Int32)


def find(model: BuildingModel, search: str, names: Mapping[str, str]) -> npt.NDArray[np.bool_]:
    """(rows) which elements carry all words of the search in their names, marks, classes, types or materials."""
    words = search.casefold().split()
    real = (model.elements["role"] != "spatial").to_numpy()
    if not words:
        return real
    kind = model.recognition["kind"]
    said = kind.replace_strict(names, default=kind, return_dtype=pl.String).alias("said")
    haystack = pl.concat_str([*_SEARCHED, "said"], separator="\x1f", ignore_nulls=True).str.to_lowercase()
    table = model.elements.with_columns(said).with_columns(haystack.alias("haystack"))
    hit = table.select(pl.all_horizontal(pl.col("haystack").str.contains(word, literal=True) for word in words))
    return hit.to_series().fill_null(value=False).to_numpy() & real


def _with_wholes(model: BuildingModel, found: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    found = found.copy()
    whole = model.elements["whole"].fill_null(-1).to_numpy()
    above = whole[found]
    while len(above := np.unique(above[above >= 0])) and not found[above].all():
        found[above] = True
        above = whole[above]
    return found


def _groups(column: str, codes: pl.Series, first: Ints, sizes: Ints) -> list[Group]:
    return [
        Group(column=column, code=code, size=int(size)) for code, size in zip(codes.gather(first), sizes, strict=True)
    ]


def _children(parent: Ints) -> tuple[Ints, Ints, Ints]:
    """From parents to children: where each node's children begin, the children, and each node's place among them."""
    children = np.argsort(parent, kind="stable")
    counts = np.bincount(parent + 1, minlength=len(parent) + 1)
    start = np.concatenate([[0], np.cumsum(counts)])
    place = np.empty(len(parent), np.int64)
    place[children] = np.arange(len(parent)) - start[parent[children] + 1]
    return start, children, place
