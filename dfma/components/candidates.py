"""Sizes that a new type could have: those of pieces, and whole modules between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from dfma.components.present_types import END, HEIGHT, LENGTH, START, WIDTH, Flags, Ints

_FREE = (START, END, WIDTH, HEIGHT)
_MOST_CELLS = 30_000_000
"""Candidates times types that are held in memory at once."""
MOST_TYPES = 120
"""Linked types that are solved together; more are cut where they are farthest apart, and bounded otherwise."""


def linked(sizes: Ints, low: Ints, high: Ints, sharing: Ints) -> tuple[list[Ints], Ints]:
    """Types linked by chains of pairs that could share a size, and the pairs (P, 2) themselves."""
    if not len(sizes):
        return [], np.zeros((0, 2), np.int64)
    span = 2 * int(np.maximum(high - sizes, sizes - low)[:, [START, END, WIDTH, HEIGHT]].max(initial=0))
    apart = np.column_stack([sizes.astype(np.float64), sharing * (4.0 * span + 1e7)])
    pairs = cKDTree(apart).query_pairs(span + 0.5, p=np.inf, output_type="ndarray").astype(np.int64)
    one, other = pairs[:, 0], pairs[:, 1]
    meet = (np.maximum(low[one], low[other]) <= np.minimum(high[one], high[other])).all(axis=1)
    pairs = pairs[meet]
    links = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(sizes), len(sizes)))
    count, label = connected_components(links, directed=False)
    order = np.argsort(label, kind="stable")
    ends = np.searchsorted(label[order], np.arange(count + 1))
    return [order[start:stop] for start, stop in pairwise(ends)], pairs


def windows(types: Ints, sizes: Ints) -> Iterator[Ints]:
    """Cut many linked types along the size in which they differ most, at the widest steps."""
    if len(types) <= MOST_TYPES:
        yield types
        return
    column = int(np.argmax(np.ptp(sizes[types], axis=0)))
    ordered = types[np.argsort(sizes[types, column], kind="stable")]
    middle = slice(len(ordered) // 3, 2 * len(ordered) // 3)
    step = np.diff(sizes[ordered, column])[middle]
    cut = middle.start + int(np.argmax(step)) + 1
    yield from windows(ordered[:cut], sizes)
    yield from windows(ordered[cut:], sizes)


def candidate_sizes(sizes: Ints, low: Ints, high: Ints, module: int) -> tuple[Ints, bool]:
    """(C, 5) sizes that at least two of K linked types could take, and the types' own; whether these are all."""
    core = int(sizes[0, LENGTH] - sizes[0, START] - sizes[0, END])
    made, inside, whole = np.zeros((1, 0), np.int64), np.ones((1, len(sizes)), np.bool_), True
    for column in _FREE:
        values = _values(sizes[:, column], module)
        if len(values) * inside.size > _MOST_CELLS:
            values, whole = np.unique(sizes[:, column]), False
        if len(values) * inside.size > _MOST_CELLS:
            return sizes, False
        holds = (values[:, None] >= low[:, column]) & (values[:, None] <= high[:, column])
        both = inside[:, None, :] & holds[None]
        kept = np.flatnonzero(both.reshape(-1, len(sizes)).sum(axis=1) >= 2)
        made = np.column_stack([made[kept // len(values)], values[kept % len(values)]])
        inside = both.reshape(-1, len(sizes))[kept]
    shared = np.column_stack([made, made[:, 0] + made[:, 1] + core]) if len(made) else np.zeros((0, 5), np.int64)
    return np.unique(np.concatenate([sizes, shared]), axis=0), whole


def _values(sizes: Ints, module: int) -> Ints:
    """Sizes of pieces and whole modules between them."""
    modules = np.arange(-(-int(sizes.min()) // module), int(sizes.max()) // module + 1) * module
    return np.unique(np.concatenate([sizes, modules]))


def serving(sizes: Ints, low: Ints, high: Ints, candidates: Ints) -> Flags:
    """(K, C) which types each candidate could serve; its own size always serves a type."""
    within = np.ones((len(sizes), len(candidates)), np.bool_)
    for column in range(5):
        within &= candidates[None, :, column] >= low[:, None, column]
        within &= candidates[None, :, column] <= high[:, None, column]
    within |= (candidates[None] == sizes[:, None]).all(axis=2)
    return within


def least_by_relaxation(types: Ints, low: Ints, high: Ints, pairs: Ints) -> int:
    """So few sizes at least serve linked types: the intervals of one dimension need so many, or so many types are there
    of which no two could share."""
    return max(*(_stabbed(low[types, column], high[types, column]) for column in _FREE), _apart(types, pairs))


def _stabbed(low: Ints, high: Ints) -> int:
    """The fewest values that lie in all intervals."""
    count, reached = 0, -np.inf
    for place in np.argsort(high, kind="stable"):
        if low[place] > reached:
            count, reached = count + 1, float(high[place])
    return count


def _apart(types: Ints, pairs: Ints) -> int:
    """Types of which no two could share, taken one after the other, those with fewest partners first."""
    own = pairs[np.isin(pairs[:, 0], types)]
    partners: dict[int, list[int]] = {int(kind): [] for kind in types}
    for one, other in own.tolist():
        partners[one].append(other)
        partners[other].append(one)
    blocked: set[int] = set()
    taken = 0
    for kind in sorted(partners, key=lambda kind: (len(partners[kind]), kind)):
        if kind not in blocked:
            taken += 1
            blocked.update(partners[kind])
    return taken
