"""Better plans where there is too much to prove: neighbourhood by neighbourhood, while all else stays as it is.

Every plan on the way keeps all conditions, and each is at least as good as the one before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dfma.components.closing import Closing
from dfma.components.effort import Effort
from dfma.components.plan_problem import Goal, Problem, places, task_of
from dfma.components.present_types import Ints
from dfma.components.type_cover import cheapest, total_cost

_MOST_PAIRS = 500
"""Of type and candidate in one neighbourhood."""
_MOST_IN_ONE = 2_000
"""In one set; the sizes of a larger one stay."""
_MOST_AT_ONCE = 0.2
"""Deterministic seconds for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvable:
    """Linked types, which are solved together."""

    types: Ints
    pairs: int
    """Of type and candidate."""
    lost: int
    """What they could gain at most: types, or cost."""


def adopt(problem: Problem, plans: Iterable[tuple[Ints, Ints]], sizes: Ints, goal: Goal) -> Ints:
    """(G, 5) sizes with those of the plans (types, their sizes) that are better and let every line close."""
    sizes = sizes.copy()
    gains = []
    for types, own in plans:
        is_now, would = (problem.worth(types, these, goal) for these in (sizes[types], own))
        if would < is_now:
            gains.append((is_now[0] - would[0], is_now[1] - would[1], types, own))
    closing = Closing(problem.stretches, problem.present.sizes, sizes)
    for *_, types, own in sorted(gains, key=lambda gain: (-gain[0], -gain[1], int(gain[2][0]))):
        better = problem.worth(types, own, goal) < problem.worth(types, sizes[types], goal)
        if better and closing.take(types.tolist(), own.tolist()):
            sizes[types] = own
    return sizes


def improve(problem: Problem, sets: Sequence[Improvable], sizes: Ints, goal: Goal, effort: Effort) -> Ints:
    """(G, 5) sizes after solving the neighbourhoods of those sets that could gain most, until the effort is spent."""
    sizes = sizes.copy()
    for parts in _neighbourhoods(problem, sets):
        if effort.is_spent:
            break
        effort.progress.check()
        with effort.share(1.0, _MOST_AT_ONCE) as own:
            _solve(problem, parts, sizes, goal, own)
    return sizes


def _solve(problem: Problem, parts: tuple[Ints, ...], sizes: Ints, goal: Goal, effort: Effort) -> None:
    """Give the types of some sets the best sizes that close, if these are better than those they have."""
    types = np.concatenate(parts)
    inside = set(types.tolist())
    stretches = [part for part in problem.stretches if any(kind in inside for kind, _ in part.terms)]
    candidates, task, _ = task_of(problem, parts, stretches, sizes)
    start = places(candidates, parts, sizes)
    if goal == "fewest_types":  # one type less counts more than what the plan costs now
        task = replace(task, type_cost=task.type_cost + total_cost(task, start) + 1)
    found = candidates[cheapest(task, effort, None, start).candidate][:, 1:]
    if problem.worth(types, found, goal) < problem.worth(types, sizes[types], goal):
        sizes[types] = found


def _neighbourhoods(problem: Problem, sets: Sequence[Improvable]) -> Iterator[tuple[Ints, ...]]:
    """From each set that could gain, those that stand in most stretches with it, as long as they are not too many."""
    of_type = {int(kind): number for number, one in enumerate(sets) for kind in one.types}
    beside: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for part in problem.stretches:
        meeting = sorted({of_type[kind] for kind, _ in part.terms if kind in of_type})
        for one in meeting:
            for other in meeting:
                beside[one][other] += one != other
    pairs = [one.pairs for one in sets]
    able = (n for n, one in enumerate(sets) if one.lost > 0 and one.pairs <= _MOST_IN_ONE)
    for first in sorted(able, key=lambda n: (-sets[n].lost, n)):
        chosen, total, near = [first], pairs[first], dict(beside[first])
        while near:
            best = max(near, key=lambda n: (near[n], -pairs[n], -n))
            near.pop(best)
            if best in chosen or total + pairs[best] > _MOST_PAIRS:
                continue
            chosen.append(best)
            total += pairs[best]
            for other, weight in beside[best].items():
                if other not in chosen:
                    near[other] = near.get(other, 0) + weight
        yield tuple(sets[number].types for number in chosen)
