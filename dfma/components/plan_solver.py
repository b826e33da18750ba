"""One point of the front: which size each present type takes.

Types that could never share are solved apart. Rows tie them together again, but most rows close by themselves: so each
set is solved alone first, and only sets that meet in a row that does not close are solved together, with that row as a
condition. What holds without a condition holds with it, so every bound stays true. Where that is too much to prove,
the plan starts from greedy merging and is improved neighbourhood by neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dfma.components.candidates import least_by_relaxation, linked, windows
from dfma.components.closure import Stretch
from dfma.components.effort import Effort
from dfma.components.merging import merge_nearest
from dfma.components.plan_costs import SCALE
from dfma.components.plan_problem import MOST_PRICED, Goal, Problem, places, task_of
from dfma.components.plan_search import Improvable, adopt, improve
from dfma.components.present_types import Ints
from dfma.components.type_cover import cheapest, fewest, total_cost

MOST_EFFORT = 6.0
"""Deterministic seconds of the solver per plan."""
_ON_NUMBER, _ON_COST, _ON_ROWS = 0.3, 0.3, 0.4
"""Shares of it, each of what is left: for the number of types and for the cost of the sets by themselves, and for those
that rows tie. The rest is for improving."""
_PAIRS_PER_SECOND = 1_500
"""Pairs that are likely to be solved together in a second; what would take longer than there is left is not tried."""
_MOST_TOGETHER = 4_000
"""Pairs of type and candidate that are solved together where rows tie sets of types."""


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
    cost: int
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

    def is_best(self, goal: Goal) -> bool:
        """Proven: nothing is better."""
        return self.cost <= self.cost_bound and (goal == "least_cost" or self.count == self.bound)


def solve(problem: Problem, goal: Goal, effort: Effort, start: Ints | None = None) -> Solved:
    """The fewest types and, of such plans, the cheapest; or the cheapest of all plans. Never worse than `start` (G, 5),
    sizes that are possible, and never with more types than greedy merging, unless the goal is the cost."""
    with effort.share(_ON_NUMBER) as on_number, effort.share(_ON_COST) as on_cost:
        parts = sorted(_parts(problem), key=lambda part: len(part[0]))
        sets = [_solve_set(problem, (part,), (), goal, (on_number, on_cost), known) for part, known in parts]
    alone = _sizes_of_all(problem, sets)
    open_parts = problem.not_closing(alone)
    with effort.share(_ON_ROWS) as own:
        tied = _tie_all(problem, sets, open_parts, goal, own)
    sizes = _sizes_of_all(problem, tied)
    if problem.not_closing(sizes) or not all(one.is_best(goal) for one in tied):
        sizes = _searched(problem, sets, tied, goal, effort, start)
    unlinked = np.ones(len(sizes), np.bool_)
    unlinked[[kind for one in sets for kind in one.types]] = False
    count, bound = problem.count(sizes), int(unlinked.sum()) + sum(one.bound for one in tied)
    proven = goal == "least_cost" or count == bound
    cost = sum(one.cost_bound if proven else one.cost_floor for one in tied)
    cost += sum(problem.type_cost(int(kind)) for kind in np.flatnonzero(unlinked))
    return Solved(
        sizes=sizes, types=count, bound=bound, cost_bound=cost / SCALE, types_unclosed=problem.count(alone),
        blocking=tuple(sorted({part.line for part in open_parts})),
    )  # fmt: skip


def _searched(
    problem: Problem, sets: Sequence[_Set], tied: Sequence[_Set], goal: Goal, effort: Effort, start: Ints | None
) -> Ints:
    """From greedy merging or from `start`, whichever is better; then what was solved apart, as far as it closes; then
    neighbourhood by neighbourhood."""
    every = np.arange(len(problem.present.kind))
    known = [problem.present.sizes] if start is None else [start]
    if goal == "fewest_types":
        known.append(merge_nearest(problem, effort.progress))
    sizes = min(known, key=lambda one: problem.worth(every, one, goal))
    sizes = adopt(problem, [(one.types, one.sizes) for one in (*tied, *sets)], sizes, goal)
    gained = True
    while gained and not effort.is_spent:
        able = [_improvable(problem, one, sizes, goal) for one in sets]
        better = improve(problem, able, sizes, goal, effort)
        gained = problem.worth(every, better, goal) < problem.worth(every, sizes, goal)
        sizes = better
    return sizes


def _improvable(problem: Problem, one: _Set, sizes: Ints, goal: Goal) -> Improvable:
    count, cost = problem.worth(one.types, sizes[one.types], goal)
    lost = count - one.bound if goal == "fewest_types" else cost - one.cost_bound
    return Improvable(types=one.types, pairs=one.pairs, lost=lost)


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
    efforts: tuple[Effort, Effort],
    known: int | None,
) -> _Set:
    """Solve some types by themselves, under the condition that the stretches close. The efforts are for the number and
    for the cost."""
    on_number, on_cost = efforts
    on_number.progress.check()
    own = problem.present.sizes
    candidates, task, whole = task_of(problem, parts, stretches, own)
    start, bound = places(candidates, parts, own), known or 0  # own sizes are always candidates
    if goal == "fewest_types" or not stretches:
        least = fewest(task, on_number)
        start = least.candidate if (least.candidate >= 0).all() else start
        bound = known if known is not None else least.bound if whole else 1
    count = len(np.unique(start))
    best = cheapest(task, on_cost, None if goal == "least_cost" else count, start)
    types = np.concatenate(parts)
    floor = min(problem.type_cost(int(kind)) for kind in types) * bound
    proven = whole and known is None and task.serves.sum() <= MOST_PRICED
    return _Set(
        parts=parts, sizes=candidates[best.candidate][:, 1:], count=len(np.unique(best.candidate)),
        cost=total_cost(task, best.candidate), bound=bound,
        cost_bound=max(best.bound, floor) if proven else floor, cost_floor=floor, pairs=int(task.serves.sum()),
    )  # fmt: skip


def _tie_all(problem: Problem, sets: list[_Set], open_parts: list[Stretch], goal: Goal, effort: Effort) -> list[_Set]:
    """Solve sets together until all stretches close, as far as that is not too much."""
    while open_parts and not effort.is_spent:
        tied = _tie(problem, sets, open_parts, goal, effort)
        if tied is None:
            break
        sets = tied
        open_parts = problem.not_closing(_sizes_of_all(problem, sets))
    return sets


def _tie(
    problem: Problem, sets: list[_Set], open_parts: list[Stretch], goal: Goal, effort: Effort
) -> list[_Set] | None:
    """Solve the sets together that meet in a stretch that does not close; None where it would be too much for all."""
    of_type = {int(kind): number for number, one in enumerate(sets) for kind in one.types}
    groups = _united([sorted({of_type[kind] for kind, _ in part.terms if kind in of_type}) for part in open_parts])
    most = min(_MOST_TOGETHER, effort.left * _PAIRS_PER_SECOND)
    groups = [group for group in groups if sum(sets[number].pairs for number in group) <= most]
    if not groups:
        return None
    untouched = set(range(len(sets))).difference(*groups)
    done = [sets[number] for number in sorted(untouched)]
    for group in groups:
        members = [sets[number] for number in group]
        if effort.is_spent:
            done += members
            continue
        inside = {int(kind) for one in members for kind in one.types}
        here = [p for p in problem.stretches if any(k in inside for k, _ in p.terms)
                and all(k in inside or k not in of_type for k, _ in p.terms)]  # fmt: skip
        done.append(_solve_together(problem, members, here, goal, effort))
    return done


def _solve_together(problem: Problem, members: list[_Set], here: list[Stretch], goal: Goal, effort: Effort) -> _Set:
    """Some sets under the condition that the stretches among them close."""
    parts = tuple(part for one in members for part in one.parts)
    bound, floor = sum(one.bound for one in members), sum(one.cost_floor for one in members)
    tied = _solve_set(problem, parts, here, goal, (effort, effort), None)
    # more types than the sets need apart may cost less, so what those cost at least says nothing then
    apart = sum(one.cost_bound for one in members) if goal == "least_cost" or tied.bound <= bound else floor
    bound = max(tied.bound, bound)
    tight = goal == "least_cost" or tied.count == bound
    return replace(tied, bound=bound, cost_floor=floor, cost_bound=max(apart, tied.cost_bound) if tight else apart)


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
