"""One point of the front: which size each present type takes.

Types that could never share are solved apart. Rows tie them together again, but most rows close by themselves: so each
set is solved alone first, and only sets that meet in a row that does not close are solved together, with that row as a
condition. What holds without a condition holds with it, so every bound stays true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from dfma.components.candidates import candidate_sizes, least_by_relaxation, linked, serving, windows
from dfma.components.closure import Stretch
from dfma.components.limits import can_be_lifted
from dfma.components.plan_costs import SCALE, change_costs
from dfma.components.plan_settings import PlanSettings
from dfma.components.present_types import Flags, Ints, PresentTypes
from dfma.components.type_cover import Effort, Segment, Task, cheapest, fewest
from dfma.progress import Progress

Goal = Literal["fewest_types", "least_cost"]

_EFFORT = 6.0
"""Deterministic seconds of the solver per point."""
_MOST_TOGETHER = 4_000
"""Pairs of type and candidate that are solved together where rows tie sets of types; beyond, the types of rows that do
not close keep their sizes."""
_MOST_PRICED = 6_000
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """Sizes (G, 5) that the present types take, and what is proven."""

    sizes: Ints
    types: int
    bound: int
    """Types at least."""
    cost_bound: float
    """Of so many types (goal `least_cost`: of any number)."""
    types_unclosed: int
    """Types if no row had to close."""
    blocking: tuple[int, ...]
    """Lines that would not close then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """Types that are solved together; each part could share among itself."""

    parts: tuple[Ints, ...]
    sizes: Ints
    """(K, 5) that the types of all parts take, one part after the other"""
    count: int
    bound: int
    cost_bound: int
    """Of as many types as `bound`, or of any number, by the goal."""
    cost_floor: int
    """Of any number of types: true, not tight."""
    pairs: int
    """Of type and candidate."""

    @property
    def types(self) -> Ints:
        return np.concatenate(self.parts)

    def changing(self, problem: Problem) -> Ints:
        """The types that change."""
        types = self.types
        changed: Ints = types[(self.sizes != problem.present.sizes[types]).any(axis=1)]
        return changed


def solve(problem: Problem, goal: Goal, progress: Progress) -> Solved:
    """The fewest types and, of such plans, the cheapest; or the cheapest of all plans."""
    effort = Effort(_EFFORT)
    sets = []
    for part, known in _parts(problem):
        progress.check()
        sets.append(_solve_set(problem, (part,), (), goal, effort, known))
    sizes = _sizes_of_all(problem, sets)
    unclosed, blocking = _count(problem, sizes), {part.line for part in problem.not_closing(sizes)}
    kept = np.zeros(len(sizes), np.bool_)
    while open_parts := problem.not_closing(sizes):
        progress.check()
        sets = _tie(problem, sets, open_parts, kept, goal, effort)
        sizes = _sizes_of_all(problem, sets)
    alone = np.ones(len(sizes), np.bool_)
    alone[[kind for one in sets for kind in one.types]] = False
    proven = goal == "least_cost" or all(one.count == one.bound for one in sets)
    cost = sum(one.cost_bound if proven else one.cost_floor for one in sets)
    cost += sum(problem.type_cost(int(kind)) for kind in np.flatnonzero(alone))
    return Solved(
        sizes=sizes, types=_count(problem, sizes), bound=int(alone.sum()) + sum(one.bound for one in sets),
        cost_bound=cost / SCALE, types_unclosed=unclosed, blocking=tuple(sorted(blocking)),
    )  # fmt: skip


def _parts(problem: Problem) -> Iterator[tuple[Ints, int | None]]:
    """Sets of at least two linked types, cut where they are too many. The bound of a set that was cut is known from
    elsewhere, and holds for its parts together: the first part carries it."""
    sets, pairs = linked(problem.present.sizes, problem.low, problem.high, problem.present.sharing)
    for types in sets:
        cut = list(windows(types, problem.present.sizes))
        if len(cut) > 1:
            least = least_by_relaxation(types, problem.low, problem.high, pairs)
            yield from ((window, 0 if number else least) for number, window in enumerate(cut))
        elif len(types) > 1:
            yield types, None


def _solve_set(
    problem: Problem,
    parts: tuple[Ints, ...],
    stretches: Sequence[Stretch],
    goal: Goal,
    effort: Effort,
    known: int | None,
) -> _Set:
    """Solve some types by themselves, under the condition that the stretches close."""
    types = np.concatenate(parts)
    candidates, task, whole = _task(problem, parts, stretches)
    own = np.array([_place(candidates, part, problem.present.sizes[kind]) for part, kind in _each(parts)])
    start, bound = own, known or 0
    if goal == "fewest_types" or not stretches:
        least = fewest(task, effort)
        start = least.candidate if (least.candidate >= 0).all() else own
        bound = known if known is not None else least.bound if whole else 1
    count = len(np.unique(start))
    best = cheapest(task, effort, None if goal == "least_cost" else count, start)
    floor = min(problem.type_cost(int(kind)) for kind in types) * bound
    proven = whole and known is None and task.serves.sum() <= _MOST_PRICED
    return _Set(
        parts=parts, sizes=candidates[best.candidate][:, 1:], count=len(np.unique(best.candidate)), bound=bound,
        cost_bound=max(best.bound, floor) if proven else floor, cost_floor=floor, pairs=int(task.serves.sum()),
    )  # fmt: skip


def _each(parts: tuple[Ints, ...]) -> Iterator[tuple[int, int]]:
    return ((number, int(kind)) for number, part in enumerate(parts) for kind in part)


def _place(candidates: Ints, part: int, size: Ints) -> int:
    return int(np.flatnonzero((candidates == [part, *size]).all(axis=1))[0])


def _task(problem: Problem, parts: tuple[Ints, ...], stretches: Sequence[Stretch]) -> tuple[Ints, Task, bool]:
    """Candidates (C, 6: number of the part, size), the task, and whether all candidates are in it."""
    present, settings = problem.present, problem.settings
    blocks, whole = [], True
    for number, part in enumerate(parts):
        low, high, sizes = problem.low[part], problem.high[part], present.sizes[part]
        made, complete = candidate_sizes(sizes, low, high, settings.module_mm)
        serves = serving(sizes, low, high, made) & (
            can_be_lifted(present, part, made, settings.limits) | (made[None] == sizes[:, None]).all(axis=2)
        )
        cost = change_costs(present, part, made, settings)
        kept = _worth_pricing(serves, cost, (made[:, None] == sizes).all(axis=2).any(axis=1))
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
    segments = tuple(_segment(problem, part, np.concatenate(parts), candidates[:, 1:]) for part in stretches)
    return candidates, Task(serves=serves_all, cost=cost_all, type_cost=type_cost, segments=segments), whole


def _worth_pricing(serves: Flags, cost: Ints, own: Flags) -> Ints:
    """All candidates; where they are too many, of those that serve the same types the cheapest, and the own sizes."""
    if serves.sum() <= _MOST_PRICED:
        return np.arange(serves.shape[1])
    total = cost.sum(axis=0, where=serves)
    order = np.argsort(total, kind="stable")
    _, first = np.unique(serves[:, order].T, axis=0, return_index=True)
    return np.union1d(order[first], np.flatnonzero(own))


def _segment(problem: Problem, stretch: Stretch, types: Ints, candidates: Ints) -> Segment:
    """A stretch in terms of a task; types outside the task keep their sizes."""
    place = {int(kind): number for number, kind in enumerate(types)}
    terms = [
        (place[kind], column, problem.present.sizes[kind, column]) for kind, column in stretch.terms if kind in place
    ]
    return Segment(
        types=np.array([number for number, _, _ in terms], np.int64),
        deltas=tuple(candidates[:, column] - size for _, column, size in terms),
        low=stretch.low,
        high=stretch.high,
    )


def _tie(
    problem: Problem, sets: list[_Set], open_parts: list[Stretch], kept: Flags, goal: Goal, effort: Effort
) -> list[_Set]:
    """Solve the sets together that meet in a stretch that does not close; where that would be too much, the types that
    change in such stretches keep their sizes (`kept` is marked)."""
    of_type = {int(kind): number for number, one in enumerate(sets) for kind in one.types}
    groups = _united([sorted({of_type[kind] for kind, _ in part.terms if kind in of_type}) for part in open_parts])
    untouched = set(range(len(sets))).difference(*groups)
    done = [sets[number] for number in sorted(untouched)]
    for group in groups:
        members = [sets[number] for number in group]
        inside = {int(kind) for one in members for kind in one.types}
        if sum(one.pairs for one in members) > _MOST_TOGETHER or kept[list(inside)].any() or effort.left <= 0:
            changing = {int(kind) for one in members for kind in one.changing(problem)}
            kept[[k for part in open_parts for k, _ in part.terms if k in changing]] = True
            done += [_held(problem, one, kept, goal, effort) for one in members]
            continue
        here = [p for p in problem.stretches if any(k in inside for k, _ in p.terms)
                and all(k in inside or k not in of_type for k, _ in p.terms)]  # fmt: skip
        done.append(_solve_together(problem, members, here, goal, effort))
    return done


def _solve_together(problem: Problem, members: list[_Set], here: list[Stretch], goal: Goal, effort: Effort) -> _Set:
    """Some sets under the condition that the stretches among them close."""
    parts = tuple(part for one in members for part in one.parts)
    bound, floor = sum(one.bound for one in members), sum(one.cost_floor for one in members)
    cost_bound = sum(one.cost_bound for one in members)
    tied = _solve_set(problem, parts, here, goal, effort, None)
    tight = goal == "least_cost" or tied.count == max(tied.bound, bound)
    return replace(
        tied, bound=max(tied.bound, bound), cost_floor=floor,
        cost_bound=max(cost_bound, tied.cost_bound) if tight else cost_bound,
    )  # fmt: skip


def _held(problem: Problem, one: _Set, kept: Flags, goal: Goal, effort: Effort) -> _Set:
    """A set in which some types keep their sizes; what was proven without that stays true."""
    if not (kept[one.types] & (one.sizes != problem.present.sizes[one.types]).any(axis=1)).any():
        return one
    own = problem.present.sizes
    low, high = (np.where(kept[:, None], own, limit) for limit in (problem.low, problem.high))
    again = [_solve_set(replace(problem, low=low, high=high), (part,), (), goal, effort, None) for part in one.parts]
    sizes = np.concatenate([part.sizes for part in again])
    return replace(one, sizes=sizes, count=sum(part.count for part in again))


def _united(groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """Groups that share a member, as one."""
    united: list[set[int]] = []
    for group in groups:
        meeting = [other for other in united if other & set(group)]
        united = [other for other in united if not other & set(group)]
        united.append(set(group).union(*meeting))
    return sorted(sorted(group) for group in united)


def _sizes_of_all(problem: Problem, sets: Sequence[_Set]) -> Ints:
    sizes = problem.present.sizes.copy()
    for one in sets:
        sizes[one.types] = one.sizes
    return sizes


def _count(problem: Problem, sizes: Ints) -> int:
    return len(np.unique(np.column_stack([problem.present.sharing, sizes]), axis=0))
