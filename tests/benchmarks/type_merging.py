"""Two plain ways to reduce types, under the same limits as the program's: what it is measured against."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.cluster.vq import kmeans2

from dfma.components.candidates import candidate_sizes, linked, serving
from dfma.components.limits import can_be_lifted
from dfma.components.plan_costs import SCALE, change_costs
from dfma.components.plan_problem import Problem
from dfma.components.present_types import Ints


def types_of(problem: Problem, sizes: Ints) -> int:
    """Types when the present types take these sizes."""
    return len(np.unique(np.column_stack([problem.present.sharing, sizes]), axis=0))


def cost_of(problem: Problem, sizes: Ints) -> float:
    """Of types and changes."""
    sharing = np.column_stack([problem.present.sharing, sizes])
    _, first = np.unique(sharing, axis=0, return_index=True)
    types = sum(problem.type_cost(int(kind)) for kind in first)
    changed = np.flatnonzero((sizes != problem.present.sizes).any(axis=1))
    changes = (
        change_costs(problem.present, changed[n : n + 1], sizes[kind : kind + 1], problem.settings)[0, 0]
        for n, kind in enumerate(changed)
    )
    return float(types + sum(changes)) / SCALE


def greedy_merging(problem: Problem) -> Ints:
    """Again and again make one type of the two nearest that fit, until none do."""
    sizes = problem.present.sizes.copy()
    groups, _ = linked(problem.present.sizes, problem.low, problem.high, problem.present.sharing)
    for types in groups:
        clusters = [[int(kind)] for kind in types]
        refused: set[tuple[int, ...]] = set()
        while merged := _nearest_that_fit(problem, sizes, clusters, refused):
            one, other, size = merged
            sizes[one + other] = size
            clusters = [c for c in clusters if c not in (one, other)] + [one + other]
    return sizes


def _nearest_that_fit(
    problem: Problem, sizes: Ints, clusters: list[list[int]], refused: set[tuple[int, ...]]
) -> tuple[list[int], list[int], Ints] | None:
    if len(clusters) < 2:
        return None
    heads = np.array([sizes[cluster[0]] for cluster in clusters])
    apart = np.abs(heads[:, None] - heads[None]).sum(axis=2)
    first, second = np.triu_indices(len(clusters), 1)
    for pair in np.argsort(apart[first, second], kind="stable"):
        one, other = clusters[first[pair]], clusters[second[pair]]
        key = tuple(sorted(one + other))
        if key in refused:
            continue
        size = _common_size(problem, np.array(one + other))
        trial = sizes.copy()
        if size is not None:
            trial[one + other] = size
            if not problem.not_closing(trial):
                return one, other, size
        refused.add(key)
    return None


def _common_size(problem: Problem, types: Ints) -> Ints | None:
    """The cheapest size that serves all of some types."""
    present, low, high = problem.present, problem.low[types], problem.high[types]
    if (low.max(axis=0) > high.min(axis=0)).any():
        return None
    made, _ = candidate_sizes(present.sizes[types], low, high, problem.settings.module_mm)
    fits = serving(present.sizes[types], low, high, made) & can_be_lifted(present, types, made, problem.settings.limits)
    cost = change_costs(present, types, made, problem.settings).sum(axis=0)
    able = np.flatnonzero(fits.all(axis=0))
    return made[able[np.argmin(cost[able])]] if len(able) else None


def k_means(problem: Problem) -> Ints:
    """Per set of types that could share, the least number of clusters that all find a common size; where a row does
    not close, its types keep their sizes."""
    sizes = problem.present.sizes.copy()
    groups, _ = linked(problem.present.sizes, problem.low, problem.high, problem.present.sharing)
    for types in groups:
        for size, members in _least_clusters(problem, types):
            sizes[members] = size
    while open_parts := problem.not_closing(sizes):
        kept = {kind for part in open_parts for kind, _ in part.terms}
        sizes[list(kept)] = problem.present.sizes[list(kept)]
    return sizes


def _least_clusters(problem: Problem, types: Ints) -> Iterable[tuple[Ints, Ints]]:
    points = problem.present.sizes[types].astype(np.float64)
    for number in range(1, len(types)):
        _, label = (
            kmeans2(points, number, minit="++", seed=1, missing="raise")
            if number > 1
            else (None, np.zeros(len(types), int))
        )
        clusters = [types[label == mark] for mark in np.unique(label)]
        common = [_common_size(problem, members) for members in clusters]
        if all(size is not None for size in common):
            return [(size, members) for size, members in zip(common, clusters, strict=True) if size is not None]
    return []
