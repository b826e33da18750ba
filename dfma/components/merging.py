"""Greedy merging: what a plan is at least as good as, and starts from where there is too much to prove.

Again and again the two nearest types become one, at the cheapest size that serves all their pieces and lets every line
close, until no two can.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dfma.components.candidates import linked
from dfma.components.closing import Closing
from dfma.components.plan_problem import Problem, table_of
from dfma.components.present_types import END, HEIGHT, START, WIDTH, Flags, Ints
from dfma.progress import Progress

_FREE = [START, END, WIDTH, HEIGHT]
_MOST_TABLED = 200
"""Linked types with one table; where they are more, each union gets its own."""


def merge_nearest(problem: Problem, progress: Progress) -> Ints:
    """(G, 5) the sizes that the present types take."""
    own = problem.present.sizes
    sizes, closing = own.copy(), Closing(problem.stretches, own, own)
    sets, pairs = linked(own, problem.low, problem.high, problem.present.sharing)
    number = np.empty(len(own), np.int64)
    for place, types in enumerate(sets):
        number[types] = place
    pairs = pairs[np.argsort(number[pairs[:, 0]], kind="stable")]
    ends = np.searchsorted(number[pairs[:, 0]], np.arange(len(sets) + 1))
    for place, types in enumerate(sets):
        if len(types) > 1:
            progress.check()
            place_of = np.searchsorted(types, pairs[ends[place] : ends[place + 1]])
            _merge_set(problem, types, np.sort(place_of, axis=1), sizes, closing, progress)
    return sizes


def _merge_set(problem: Problem, types: Ints, pairs: Ints, sizes: Ints, closing: Closing, progress: Progress) -> None:
    """Merge linked types; clusters are numbered, and a union gets the next number."""
    common = _Common(problem, types)
    members: list[list[int] | None] = [[place] for place in range(len(types))]
    heads = np.empty((2 * len(types), 5), np.int64)
    low, high = heads.copy(), heads.copy()
    count = len(types)
    heads[:count], low[:count], high[:count] = problem.present.sizes[types], problem.low[types], problem.high[types]
    apart = np.abs(heads[pairs[:, 0]] - heads[pairs[:, 1]]).sum(axis=1)
    queue = list(zip(apart.tolist(), pairs[:, 0].tolist(), pairs[:, 1].tolist(), strict=True))
    heapq.heapify(queue)
    tried = 0
    while queue:
        _, first, second = heapq.heappop(queue)
        one, other = members[first], members[second]
        if one is None or other is None:
            continue
        tried += 1
        if tried % 64 == 0:
            progress.check()
        size = common.size(one + other)
        if size is None or not closing.take(types[one + other].tolist(), [size.tolist()] * len(one + other)):
            continue
        members[first] = members[second] = None
        members.append(one + other)
        sizes[types[one + other]] = size
        heads[count] = size
        low[count], high[count] = np.maximum(low[first], low[second]), np.minimum(high[first], high[second])
        shared_low, shared_high = np.maximum(low[:count], low[count]), np.minimum(high[:count], high[count])
        meet = np.flatnonzero((shared_low <= shared_high).all(axis=1))
        far = np.abs(heads[meet] - size).sum(axis=1)
        for place, distance in zip(meet.tolist(), far.tolist(), strict=True):
            if members[place] is not None:
                heapq.heappush(queue, (distance, place, count))
        count += 1


@dataclass(frozen=True, slots=True)
class _Table:
    sizes: Ints
    serves: Flags
    cost: Ints
    is_module: Flags
    """(C, 4)"""
    is_own: Flags
    """(K, C, 4) the candidate has the type's measure there"""
    own: Ints
    """(K, 4)"""


class _Common:
    """The cheapest size for unions of some linked types."""

    def __init__(self, problem: Problem, types: Ints) -> None:
        self._problem, self._types = problem, types
        self._table = self._tabled(types) if len(types) <= _MOST_TABLED else None

    def size(self, members: Sequence[int]) -> Ints | None:
        """(5) None where none serves them all."""
        places = np.array(members)
        if self._table is not None:
            return _cheapest(self._table, places)
        low, high = self._problem.low[self._types[places]], self._problem.high[self._types[places]]
        if (low.max(axis=0) > high.min(axis=0)).any():
            return None
        return _cheapest(self._tabled(self._types[places]), np.arange(len(places)))

    def _tabled(self, types: Ints) -> _Table:
        made, serves, cost, _ = table_of(self._problem, types)
        free, own = made[:, _FREE], self._problem.present.sizes[types][:, _FREE]
        return _Table(made, serves, cost, free % self._problem.settings.module_mm == 0, own[:, None] == free[None], own)


def _cheapest(table: _Table, members: Ints) -> Ints | None:
    """Every measure is one of a member's, or a whole module between them."""
    able = np.flatnonzero(table.serves[members].all(axis=0))
    if not len(able):
        return None
    free, own = table.sizes[able][:, _FREE], table.own[members]
    between = table.is_module[able] & (free >= own.min(axis=0)) & (free <= own.max(axis=0))
    able = able[(between | table.is_own[members][:, able].any(axis=0)).all(axis=1)]
    if not len(able):
        return None
    best: Ints = table.sizes[able[np.argmin(table.cost[members][:, able].sum(axis=0))]]
    return best
