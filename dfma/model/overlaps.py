"""Which of many axis-parallel boxes come near each other: grids of cells, without a loop over boxes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from dfma.model.geometry import Floats

Numbers: TypeAlias = npt.NDArray[np.int64]

_STEP = 4.0
"""Boxes of one class of size differ by at most this factor; the cells of a class are this much smaller than it."""
_SLICE = 1 << 20
"""Comparisons that are held in memory at once."""
_HASH = np.array([73_856_093, 19_349_663, 83_492_791], np.int64)


def near_pairs(low: Floats, high: Floats, gap: float) -> Numbers:
    """(P, 2) pairs (i, j), i < j, of N boxes that are at most `gap` apart along each axis.

    Boxes are sorted into classes by their longest side. Each class is laid into a grid made to its measure and compared
    with itself and with all smaller boxes, so that bolts beside slabs cost no more than bolts beside bolts.
    """
    if len(low) < 2:
        return np.zeros((0, 2), np.int64)
    origin = low.min(axis=0)
    low, high = low - origin - gap / 2, high - origin + gap / 2
    side = np.maximum((high - low).max(axis=1), 1e-3)
    size_class = np.ceil(np.log(side) / np.log(_STEP)).astype(np.int64)
    found = [np.zeros((0, 2), np.int64)]
    for level in np.unique(size_class):
        cell = _STEP ** (level - 1.0)
        up_to_here, own = np.flatnonzero(size_class <= level), np.flatnonzero(size_class == level)
        for i, j in _sharing_cells(low / cell, high / cell, own, up_to_here):
            once = (size_class[j] < level) | (i < j)
            near = once & ((low[i] <= high[j]) & (low[j] <= high[i])).all(axis=1)
            found.append(np.sort(np.stack([i[near], j[near]], axis=1), axis=1))
    return np.concatenate(found)


def _sharing_cells(low: Floats, high: Floats, first: Numbers, second: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs (one of `first`, one of `second`) that share a cell of the unit grid, each pair once."""
    least = np.floor(low).astype(np.int64)
    box_a, cell_a = _cells(least, np.floor(high).astype(np.int64), first)
    box_b, cell_b = _cells(least, np.floor(high).astype(np.int64), second)
    key_a, key_b = cell_a @ _HASH, cell_b @ _HASH  # equal keys of different cells do no harm: see below
    order = np.argsort(key_b, kind="stable")
    box_b, key_b = box_b[order], key_b[order]
    begin, end = np.searchsorted(key_b, key_a, "left"), np.searchsorted(key_b, key_a, "right")
    for part in slices(end - begin, _SLICE):
        count = (end - begin)[part]
        entry = np.repeat(np.arange(part.start, part.stop), count)
        partner = np.repeat(begin[part] - (np.cumsum(count) - count), count) + np.arange(count.sum())
        i, j = box_a[entry], box_b[partner]
        # Two boxes may share many cells: the pair counts in the first of them only.
        once = (cell_a[entry] == np.maximum(least[i], least[j])).all(axis=1) & (i != j)
        yield i[once], j[once]


def _cells(least: Numbers, greatest: Numbers, boxes: Numbers) -> tuple[Numbers, Numbers]:
    """Each of the boxes once per cell that it reaches into: (E) box and (E, 3) cell."""
    sides = greatest[boxes] - least[boxes] + 1
    count = sides.prod(axis=1)
    box = np.repeat(boxes, count)
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    wide, deep = np.repeat(sides[:, 0], count), np.repeat(sides[:, 1], count)
    return box, np.stack([place % wide, place // wide % deep, place // (wide * deep)], axis=1) + least[box]


def slices(counts: npt.NDArray[np.integer], most: int) -> Iterator[slice]:
    """Ranges of entries of which the counts add up to about `most`, or to more in a single entry."""
    if not len(counts):
        return
    group = np.cumsum(counts, dtype=np.int64) // most
    edges = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), len(counts)]
    for start, stop in pairwise(edges):
        yield slice(start, stop)
