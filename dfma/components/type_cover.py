"""Choosing among candidate sizes: the fewest that serve all types, and the cheapest choice of so many, with proof.

K types stand before C candidates. Each type takes one candidate that may serve it; equations between their changes
(`Segment`) must hold. Few types are decided by all their subsets; else CP-SAT decides, within an effort that is counted
in its own deterministic seconds, so that a busy machine changes no result; what is not proven by then is returned with
its bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dfma.components.effort import Effort
from dfma.components.few_types import MOST_TYPES, best_partition
from dfma.components.present_types import Flags, Ints

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

_ROWS = 512
"""Sets that are compared with all others at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A sum of changes that must stay within limits: joints between them absorb no more."""

    types: Ints
    """(T) which types; one may stand there more than once"""
    deltas: tuple[Ints, ...]
    """Per place the change of size by candidate (C)."""
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """K types and C candidates."""

    serves: Flags
    """(K, C)"""
    cost: Ints
    """(K, C) of changing all pieces of a type to a candidate"""
    type_cost: Ints
    """(C)"""
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A candidate for each type, and what is proven."""

    candidate: Ints
    """(K)"""
    bound: int
    """Of what was minimised."""


def fewest(task: Task, effort: Effort, start: Ints | None = None) -> Choice:
    """The fewest candidates that serve all types. `start` is a choice that is possible, if one is known."""
    if task.segments:
        return _solve_assignment(task, effort, most=None, count_only=True, start=start)
    all_served = task.serves.all(axis=0)
    if all_served.any():
        sums = np.where(all_served, task.cost.sum(axis=0, where=task.serves), np.iinfo(np.int64).max)
        return Choice(candidate=np.full(len(task.serves), int(np.argmin(sums))), bound=1)
    if len(task.serves) <= MOST_TYPES:
        best = best_partition(task.serves, task.cost, task.type_cost, fewest=True)
        return Choice(candidate=best, bound=len(np.unique(best)))
    return _set_cover(task, effort)


def cheapest(task: Task, effort: Effort, most: int | None, start: Ints) -> Choice:
    """The least cost of types and changes, with at most so many candidates (None: any number). `start` is a choice
    that is possible."""
    if task.segments:
        return _solve_assignment(task, effort, most=most, count_only=False, start=start)
    all_served = task.serves.all(axis=0)
    if most == 1:
        total = task.cost.sum(axis=0, where=task.serves) + task.type_cost
        best = int(np.argmin(np.where(all_served, total, np.iinfo(np.int64).max)))
        return Choice(candidate=np.full(len(task.serves), best), bound=int(total[best]))
    if len(task.serves) <= MOST_TYPES:
        few = best_partition(task.serves, task.cost, task.type_cost, fewest=most is not None)
        if most is None or len(np.unique(few)) == most:
            return Choice(candidate=few, bound=total_cost(task, few))
    return _solve_assignment(task, effort, most=most, count_only=False, start=start)


def total_cost(task: Task, candidate: Ints) -> int:
    """Of a choice: its types and its changes."""
    used = np.unique(candidate)
    return int(task.cost[np.arange(len(candidate)), candidate].sum() + task.type_cost[used].sum())


def _set_cover(task: Task, effort: Effort) -> Choice:
    """Fewest sets that hold all types; sets that another one holds too are left out first."""
    from ortools.sat.python import cp_model

    sets, first = np.unique(task.serves.T, axis=0, return_index=True)
    kept = _not_within_another(sets)
    sets, first = sets[kept], first[kept]
    greedy, least = _greedy_cover(sets), _never_together(sets)
    if effort.is_spent or greedy.sum() == least:
        return Choice(candidate=_cheapest_of(task, first[greedy]), bound=least)
    problem = cp_model.CpModel()
    takes = [problem.new_bool_var("") for _ in range(len(sets))]
    for held in sets.T:
        problem.add_at_least_one(takes[place] for place in np.flatnonzero(held))
    problem.minimize(sum(takes))
    for place, chosen in zip(range(len(takes)), greedy, strict=True):
        problem.add_hint(takes[place], chosen)
    solver, status = effort.run(problem)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Choice(candidate=_cheapest_of(task, first[greedy]), bound=least)
    taken = np.array([solver.boolean_value(take) for take in takes])
    bound = max(least, int(np.ceil(solver.best_objective_bound - 1e-6)))
    return Choice(candidate=_cheapest_of(task, first[taken]), bound=bound)


def _cheapest_of(task: Task, candidates: Ints) -> Ints:
    """(K) for each type the one of some candidates that changes it at least cost."""
    usable = task.serves & np.isin(np.arange(task.serves.shape[1]), candidates)
    best: Ints = np.argmin(np.where(usable, task.cost, np.iinfo(np.int64).max), axis=1)
    return best


def _never_together(sets: Flags) -> int:
    """So many types, taken one after the other, of which no set holds two: so many sets at least are needed."""
    held = sets.astype(np.float32)
    together = (held.T @ held) > 0
    count, blocked = 0, np.zeros(len(together), np.bool_)
    for kind in np.argsort(together.sum(axis=1), kind="stable"):
        if not blocked[kind]:
            count += 1
            blocked |= together[kind]
    return count


def _not_within_another(sets: Flags) -> Flags:
    """Which of some distinct sets no other one contains."""
    counts = sets.astype(np.float32)
    size = counts.sum(axis=1)
    kept = np.ones(len(sets), np.bool_)
    for start in range(0, len(sets), _ROWS):
        own = slice(start, start + _ROWS)
        within = (counts[own] @ counts.T >= size[own, None]) & (size[None] > size[own, None])
        kept[own] = ~within.any(axis=1)
    return kept


def _greedy_cover(sets: Flags) -> Flags:
    """Again and again the set that holds most of what is left."""
    left, taken = np.ones(sets.shape[1], np.bool_), np.zeros(len(sets), np.bool_)
    while left.any():
        best = int(np.argmax((sets & left).sum(axis=1)))
        taken[best] = True
        left &= ~sets[best]
    return taken


def _solve_assignment(
    task: Task, effort: Effort, most: int | None, count_only: bool, start: Ints | None = None
) -> Choice:
    """Every type takes one candidate, segments hold, and the number or the cost is least."""
    if effort.is_spent:
        return Choice(candidate=np.full(len(task.serves), -1) if start is None else start, bound=0)
    from ortools.sat.python import cp_model

    problem = cp_model.CpModel()
    types, candidates = task.serves.shape
    used = [problem.new_bool_var("") for _ in range(candidates)]
    takes = [{int(place): problem.new_bool_var("") for place in np.flatnonzero(row)} for row in task.serves]
    for row in takes:
        problem.add_exactly_one(row.values())
        for place, take in row.items():
            problem.add_implication(take, used[place])
    for segment in task.segments:
        change = sum(
            int(delta[place]) * take
            for number, delta in zip(segment.types, segment.deltas, strict=True)
            for place, take in takes[number].items()
            if delta[place]
        )
        problem.add_linear_constraint(change, segment.low, segment.high)
    if most is not None:
        problem.add(sum(used) <= most)
    if count_only:
        problem.minimize(sum(used))
    else:
        changes = (int(task.cost[row, place]) * take for row in range(types) for place, take in takes[row].items())
        problem.minimize(sum(changes) + sum(int(task.type_cost[place]) * use for place, use in enumerate(used)))
    if start is not None:
        chosen = set(start.tolist())
        for place, use in enumerate(used):
            problem.add_hint(use, place in chosen)
        for row, own in zip(takes, start.tolist(), strict=True):
            for place, take in row.items():
                problem.add_hint(take, place == own)
    return _read(problem, takes, effort, start)


def _read(
    problem: cp_model.CpModel, takes: list[dict[int, cp_model.IntVar]], effort: Effort, start: Ints | None
) -> Choice:
    from ortools.sat.python import cp_model

    solver, status = effort.run(problem)
    bound = int(np.ceil(solver.best_objective_bound - 1e-6)) if status != cp_model.UNKNOWN else 0
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Choice(candidate=np.full(len(takes), -1) if start is None else start, bound=max(bound, 0))
    found = [next(place for place, take in row.items() if solver.boolean_value(take)) for row in takes]
    return Choice(candidate=np.array(found, np.int64), bound=bound)
