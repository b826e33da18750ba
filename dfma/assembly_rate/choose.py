"""The cheapest set of changes that reaches a goal, in whole numbers only: thresholds and steps hold exactly.

Levers add to amounts; each ladder gives points for its amount, rung by rung; ladders add up in groups that have a
most. Solved by CP-SAT with one worker and a limit of its own deterministic time, so that the same question has the same
answer on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

_SOLVER_EFFORT = 1.0
"""In the solver's own deterministic seconds; what is not proven by then is the best found, and said to be no more."""
_NEAR_ENOUGH = 0.001
"""Share of the effort that a proof may leave open: none below 1000, where efforts are whole numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Something that can be done up to `most` times, at the same effort each time."""

    most: int
    effort: int
    adds: Mapping[int, int]
    """Ladder → what one time adds to its amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Points by amount."""

    group: int
    amount: int
    """As it is now."""
    rungs: tuple[tuple[int, int], ...]
    """(amount from which, points), both rising."""

    def points_at(self, amount: int) -> int:
        """Points that the amount gives."""
        return max((points for least, points in self.rungs if amount >= least), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What must be reached; all of it."""

    points: int = 0
    groups: Mapping[int, int] = field(default_factory=dict)
    """Group → least points."""
    ladders: Mapping[int, int] = field(default_factory=dict)
    """Ladder → least points."""
    amounts: Mapping[int, int] = field(default_factory=dict)
    """Ladder → least amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How often each lever is used."""

    times: tuple[int, ...]
    effort: int
    optimal: bool
    """Proven that not even a thousandth less effort does."""


def cheapest(
    levers: Sequence[Lever], ladders: Sequence[Ladder], group_most: Sequence[int], goal: Goal
) -> Choice | None:
    """The least effort that reaches the goal; None when nothing does."""
    if not _reachable(levers, ladders, group_most, goal):
        return None
    model = cp_model.CpModel()
    times = [model.new_int_var(0, lever.most, "") for lever in levers]
    in_group: list[list[cp_model.LinearExprT]] = [[] for _ in group_most]
    for number, ladder in enumerate(ladders):
        amount = ladder.amount + sum(
            lever.adds[number] * time for lever, time in zip(levers, times, strict=True) if number in lever.adds
        )
        # Standing on a lower rung than the amount allows is permitted and never better, so one rung is enough.
        now = ladder.points_at(ladder.amount)
        rungs = [(0, now), *(rung for rung in ladder.rungs if rung[1] > now)]
        stands = [model.new_bool_var("") for _ in rungs]
        model.add_exactly_one(stands)
        points = sum(rung[1] * stand for rung, stand in zip(rungs, stands, strict=True))
        model.add(amount >= sum(rung[0] * stand for rung, stand in zip(rungs, stands, strict=True)))
        model.add(amount >= goal.amounts.get(number, 0))
        model.add(points >= goal.ladders.get(number, 0))
        in_group[ladder.group].append(points)
    groups = [model.new_int_var(0, most, "") for most in group_most]
    for number, (group, points_of) in enumerate(zip(groups, in_group, strict=True)):
        model.add(group <= sum(points_of))
        model.add(group >= goal.groups.get(number, 0))
    model.add(sum(groups) >= goal.points)
    model.minimize(sum(lever.effort * time for lever, time in zip(levers, times, strict=True)))
    return _solved(model, times)


def _reachable(levers: Sequence[Lever], ladders: Sequence[Ladder], group_most: Sequence[int], goal: Goal) -> bool:
    """Whether everything done at once reaches the goal: more of a lever never takes points away."""
    amounts = [
        ladder.amount + sum(lever.adds.get(number, 0) * lever.most for lever in levers)
        for number, ladder in enumerate(ladders)
    ]
    points = [ladder.points_at(amount) for ladder, amount in zip(ladders, amounts, strict=True)]
    groups = grouped(ladders, points, group_most)
    return (
        sum(groups) >= goal.points
        and all(groups[group] >= least for group, least in goal.groups.items())
        and all(points[ladder] >= least for ladder, least in goal.ladders.items())
        and all(amounts[ladder] >= least for ladder, least in goal.amounts.items())
    )


def grouped(ladders: Sequence[Ladder], points: Sequence[int], group_most: Sequence[int]) -> list[int]:
    """Points of each group, none above its most."""
    sums = [0] * len(group_most)
    for ladder, given in zip(ladders, points, strict=True):
        sums[ladder.group] += given
    return [min(total, most) for total, most in zip(sums, group_most, strict=True)]


def _solved(model: cp_model.CpModel, times: Sequence[cp_model.IntVar]) -> Choice | None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2  # sums over hundreds of sorts: ten times as fast as without
    solver.parameters.max_deterministic_time = _SOLVER_EFFORT
    solver.parameters.relative_gap_limit = _NEAR_ENOUGH
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Choice(
        times=tuple(solver.value(time) for time in times),
        effort=round(solver.objective_value),
        optimal=status == cp_model.OPTIMAL,
    )
