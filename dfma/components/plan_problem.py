"""What is to be solved at one permitted change, as the solver takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dfma.components.candidates import candidate_sizes, serving
from dfma.components.closure import Stretch
from dfma.components.limits import can_be_lifted
from dfma.components.plan_costs import SCALE, change_costs
from dfma.components.plan_settings import PlanSettings
from dfma.components.present_types import Flags, Ints, PresentTypes
from dfma.components.type_cover import Segment, Task

Goal = Literal["fewest_types", "least_cost"]

MOST_PRICED = 6_000
"""Pairs among which the cheapest are sought with proof; beyond, of sizes that serve the same types one is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The present types, how far each may change, and the stretches that must close."""

    present: PresentTypes
    low: Ints
    high: Ints
    stretches: tuple[Stretch, ...]
    settings: PlanSettings

    def not_closing(self, sizes: Ints) -> list[Stretch]:
        """Stretches whose joints cannot absorb the changes to these sizes (G, 5)."""
        if not self.stretches:
            return []
        terms = np.array([term for part in self.stretches for term in part.terms], np.int64)
        first = np.cumsum([0, *(len(part.terms) for part in self.stretches[:-1])])
        changes = (sizes - self.present.sizes)[terms[:, 0], terms[:, 1]]
        total = np.add.reduceat(changes, first).tolist()
        return [p for p, change in zip(self.stretches, total, strict=True) if not p.low <= change <= p.high]

    def type_cost(self, kind: int) -> int:
        """Of a present type's kind, in thousandths."""
        return round(self.settings.costs.of_type(self.present.kind[kind]) * SCALE)

    def count(self, sizes: Ints) -> int:
        """Types when all present types take these sizes (G, 5)."""
        return len(np.unique(np.column_stack([self.present.sharing, sizes]), axis=0))

    def worth(self, types: Ints, sizes: Ints, goal: Goal) -> tuple[int, int]:
        """What is minimised, of some types at these sizes (K, 5): number and cost, or the cost alone."""
        shared = np.column_stack([self.present.sharing[types], sizes])
        _, first = np.unique(shared, axis=0, return_index=True)
        moved = np.flatnonzero((sizes != self.present.sizes[types]).any(axis=1))
        cost = sum(self.type_cost(int(types[place])) for place in first)
        if len(moved):
            new, which = np.unique(sizes[moved], axis=0, return_inverse=True)
            table = change_costs(self.present, types[moved], new, self.settings)
            cost += int(table[np.arange(len(moved)), which.ravel()].sum())
        return (len(first), cost) if goal == "fewest_types" else (0, cost)


def table_of(problem: Problem, part: Ints, also: Ints | None = None) -> tuple[Ints, Flags, Ints, bool]:
    """Candidates (C, 5) of some linked types (K); which types each may serve (K, C); at what cost of change (K, C); and
    whether these are all candidates. `also` (K, 5): sizes that are possible and shall be among them."""
    present, settings = problem.present, problem.settings
    low, high, sizes = problem.low[part], problem.high[part], present.sizes[part]
    made, complete = candidate_sizes(sizes, low, high, settings.module_mm)
    if also is not None:
        made = np.unique(np.concatenate([made, also]), axis=0)
    serves = serving(sizes, low, high, made) & (
        can_be_lifted(present, part, made, settings.limits) | (made[None] == sizes[:, None]).all(axis=2)
    )
    return made, serves, change_costs(present, part, made, settings), complete


def task_of(
    problem: Problem, parts: tuple[Ints, ...], stretches: Sequence[Stretch], around: Ints
) -> tuple[Ints, Task, bool]:
    """Candidates (C, 6: number of the part, size), the task, and whether all candidates are in it. Types outside keep
    the sizes that they have `around` (G, 5)."""
    blocks, whole = [], True
    for number, part in enumerate(parts):
        made, serves, cost, complete = table_of(problem, part, around[part])
        own = (made[:, None] == np.stack([problem.present.sizes[part], around[part]]).reshape(-1, 5)).all(axis=2)
        kept = _worth_pricing(serves, cost, own.any(axis=1))
        blocks.append((number, part, made[kept], serves[:, kept], cost[:, kept]))
        whole &= complete
    ends = np.cumsum([0, *(len(block[2]) for block in blocks)])
    serves_all = np.zeros((sum(map(len, parts)), ends[-1]), np.bool_)
    cost_all = np.zeros(serves_all.shape, np.int64)
    row = 0
    for (_, part, _, serves, cost), start in zip(blocks, ends[:-1], strict=True):
        here = np.s_[row : row + len(part), start : start + serves.shape[1]]
        serves_all[here], cost_all[here] = serves, cost
        row += len(part)
    candidates = np.concatenate([np.column_stack([np.full(len(made), number), made]) for number, _, made, *_ in blocks])
    type_cost = np.concatenate([np.full(len(made), problem.type_cost(int(part[0]))) for _, part, made, *_ in blocks])
    types = np.concatenate(parts)
    segments = tuple(_segment(problem, part, types, candidates[:, 1:], around) for part in stretches)
    return candidates, Task(serves=serves_all, cost=cost_all, type_cost=type_cost, segments=segments), whole


def places(candidates: Ints, parts: tuple[Ints, ...], sizes: Ints) -> Ints:
    """(K) the candidates that are the sizes (G, 5) of all types of the parts; `task_of` holds those it was given."""
    number = {tuple(candidate): place for place, candidate in enumerate(candidates.tolist())}
    return np.array([number[(part, *sizes[kind].tolist())] for part, kind in _each(parts)], np.int64)


def _each(parts: tuple[Ints, ...]) -> Iterator[tuple[int, int]]:
    return ((number, int(kind)) for number, part in enumerate(parts) for kind in part)


def _worth_pricing(serves: Flags, cost: Ints, own: Flags) -> Ints:
    """All candidates; where they are too many, of those that serve the same types the cheapest, and the own sizes."""
    if serves.sum() <= MOST_PRICED:
        return np.arange(serves.shape[1])
    total = cost.sum(axis=0, where=serves)
    order = np.argsort(total, kind="stable")
    _, first = np.unique(serves[:, order].T, axis=0, return_index=True)
    return np.union1d(order[first], np.flatnonzero(own))


def _segment(problem: Problem, stretch: Stretch, types: Ints, candidates: Ints, around: Ints) -> Segment:
    """A stretch in terms of a task; what types outside the task change, its joints have to absorb already."""
    place = {int(kind): number for number, kind in enumerate(types)}
    own = problem.present.sizes
    inside = [(place[kind], column, own[kind, column]) for kind, column in stretch.terms if kind in place]
    taken = sum(int(around[kind, column] - own[kind, column]) for kind, column in stretch.terms if kind not in place)
    return Segment(
        types=np.array([number for number, _, _ in inside], np.int64),
        deltas=tuple(candidates[:, column] - size for _, column, size in inside),
        low=stretch.low - taken,
        high=stretch.high - taken,
    )
