"""The best choice of sizes for a few types, by all their subsets: as sure as the solver, and much sooner."""

from __future__ import annotations

from functools import cache

import numpy as np

from dfma.components.present_types import Flags, Ints

MOST_TYPES = 8
_NEVER = 2**56
"""Cost of a size that does not serve; the sum of eight stays a whole number of 64 bits."""


def best_partition(serves: Flags, cost: Ints, type_cost: Ints, *, fewest: bool) -> Ints:
    """(K) the candidate of each of at most MOST_TYPES types: of all choices the cheapest, or the cheapest of those with
    the fewest candidates. `serves` (K, C), `cost` (K, C) of changes, `type_cost` (C)."""
    types = len(serves)
    reach = np.where(serves, cost, _NEVER)
    one_more = int(cost.max(axis=1, where=serves, initial=0).sum() + types * type_cost.max(initial=0)) + 1
    together = np.minimum(_subsets(types) @ reach, _NEVER) + type_cost + (one_more if fewest else 0)
    size = np.argmin(together, axis=1)
    alone = np.minimum(together[np.arange(len(together)), size], _NEVER)
    least, part = np.zeros(len(alone), np.int64), np.zeros(len(alone), np.int64)
    for subset, parts in enumerate(_parts_of_subsets(types)[1:], start=1):
        sums = alone[parts] + least[subset ^ parts]
        best = int(np.argmin(sums))
        least[subset], part[subset] = min(int(sums[best]), _NEVER), parts[best]
    chosen, left = np.empty(types, np.int64), len(alone) - 1
    while left:
        chosen[_subsets(types)[part[left]] > 0] = size[part[left]]
        left ^= int(part[left])
    return chosen


@cache
def _subsets(types: int) -> Ints:
    """(2^K, K) ones and zeros: subset n holds the types whose bits are set in n."""
    subsets: Ints = (np.arange(2**types)[:, None] >> np.arange(types)) & 1
    return subsets


@cache
def _parts_of_subsets(types: int) -> tuple[Ints, ...]:
    """Of each subset its subsets that hold its lowest member."""
    every = np.arange(2**types)
    return tuple(every[((every & ~subset) == 0) & ((every & subset & -subset) > 0)] for subset in range(2**types))
