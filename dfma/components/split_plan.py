"""A cutting plan along one line: panels side by side with joints between, in whole millimetres, proven best.

For each possible number of panels CP-SAT chooses widths and joints; the best over all numbers is kept. A panel made to
measure is only used where the widths of the series cannot close the line, and never more than one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

GOALS = ("pieces", "types", "strips")
"""Fewest pieces, fewest types, least width of strips; ties go to the goals behind."""
_EFFORT = 2.0
"""Per solution, in the solver's own deterministic seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Where no joint may lie, millimetres from the start of the line."""

    low: int
    high: int
    centre: bool = False
    """Only the middle of the joint must stay outside, not its whole width."""

    def allows(self, start: int, width: int) -> bool:
        """Whether a joint may lie here."""
        first, last = (2 * start + width, 2 * start + width) if self.centre else (2 * start, 2 * (start + width))
        return last <= 2 * self.low or first >= 2 * self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is to be cut; millimetres."""

    length: int
    gap: int
    """Free at both ends: the bearing of a plank that ends at its support."""
    joint: tuple[int, int]
    """Least and greatest width."""
    edge: tuple[int, ...]
    """Widths of the series for the first and last panel."""
    middle: tuple[int, ...]
    free: tuple[int, int]
    """Least and greatest width of a panel made to measure; least over greatest: none is allowed."""
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One solution; starts and widths in millimetres from the start of the line."""

    panels: tuple[tuple[int, int], ...]
    joints: tuple[tuple[int, int], ...]
    to_measure: int | None
    """Number of the panel that is made to measure."""
    types: int
    optimal: bool
    """Proven for the goal it was made for."""

    @property
    def strips(self) -> int:
        return sum(width for _, width in self.joints)

    def rank(self, goal: str) -> tuple[int, ...]:
        """What a goal compares, the weightiest first."""
        made, count = int(self.to_measure is not None), len(self.panels)
        return {
            "pieces": (made, count, self.types, self.strips),
            "types": (made, self.types, count, self.strips),
            "strips": (made, self.strips, self.types, count),
        }[goal]


@lru_cache(maxsize=4096)
def plan_cuts(line: Line) -> dict[str, Cut]:
    """The best cut per goal; empty when the line cannot be closed."""
    found: dict[str, Cut] = {}
    for count in possible_counts(line):
        for order in (("types", "strips"), ("strips", "types")):
            cut = _solve(line, count, order[0])
            if cut is None:
                break
            for goal in GOALS:
                concerned = goal != "strips" if order[0] == "types" else goal == "strips"
                if concerned and (goal not in found or cut.rank(goal) < found[goal].rank(goal)):
                    found[goal] = cut
    return found


def possible_counts(line: Line) -> Iterable[int]:
    """Numbers of panels whose widths and joints can reach the length at all."""
    widths = [*line.edge, *line.middle, *(line.free if line.free[0] <= line.free[1] else ())]
    inner = line.length - 2 * line.gap
    if not widths or inner <= 0:
        return
    count = 1
    while count * min(widths) + (count - 1) * line.joint[0] <= inner:
        if count * max(widths) + (count - 1) * line.joint[1] >= inner:
            yield count
        count += 1


def _solve(line: Line, count: int, first: str) -> Cut | None:
    """The best cut into so many panels: none made to measure if possible, then `first`, then the other one."""
    from ortools.sat.python import cp_model

    problem = cp_model.CpModel()
    slots = [line.edge if place in (0, count - 1) else line.middle for place in range(count)]
    takes = [[problem.new_bool_var("") for _ in options] for options in slots]
    low, high = line.free
    measured = [problem.new_bool_var("") for _ in slots] if low <= high else []
    own = [problem.new_int_var(0, high, "") for _ in measured]
    for chosen, size in zip(measured, own, strict=True):
        problem.add(size >= low).only_enforce_if(chosen)
        problem.add(size == 0).only_enforce_if(~chosen)
    problem.add(sum(measured) <= 1)
    widths = []
    for place, options in enumerate(slots):
        problem.add_exactly_one([*takes[place], *measured[place : place + 1]])
        fixed = sum(width * take for width, take in zip(options, takes[place], strict=True))
        widths.append(fixed + (own[place] if measured else 0))
    joints = [problem.new_int_var(*line.joint, "") for _ in range(count - 1)]
    problem.add(sum(widths) + sum(joints) == line.length - 2 * line.gap)
    for place, joint in enumerate(joints):
        start = line.gap + sum(widths[: place + 1]) + sum(joints[:place])
        _keep_out(problem, line.zones, start, joint)
    strips, types = sum(joints), sum(measured) + sum(_used(problem, line, slots, takes))
    most = line.joint[1] * max(count - 1, 1) + 1
    weighed = types * most + strips if first == "types" else strips * 100 + types
    problem.minimize(sum(measured) * 100 * (most + line.length) + weighed)
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = _EFFORT
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    status = solver.solve(problem)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    made = [place for place, chosen in enumerate(measured) if solver.boolean_value(chosen)]
    return _cut(
        line,
        [int(solver.value(width)) for width in widths],
        [int(solver.value(joint)) for joint in joints],
        made[0] if made else None,
        status == cp_model.OPTIMAL,
    )


def _keep_out(problem: Any, zones: tuple[Zone, ...], start: Any, joint: Any) -> None:
    """Let a joint lie before or behind each zone."""
    for zone in zones:
        before = problem.new_bool_var("")
        first, last = (2 * start + joint, 2 * start + joint) if zone.centre else (2 * start, 2 * start + 2 * joint)
        problem.add(last <= 2 * zone.low).only_enforce_if(before)
        problem.add(first >= 2 * zone.high).only_enforce_if(~before)


def _used(problem: Any, line: Line, slots: list[tuple[int, ...]], takes: list[list[Any]]) -> Iterable[Any]:
    """One variable per type: whether any panel is of it. Edge and middle panels are different types."""
    for options in {line.edge, line.middle}:
        for number in range(len(options)):
            asked = [takes[place][number] for place, own in enumerate(slots) if own == options]
            used = problem.new_bool_var("")
            if asked:
                problem.add_max_equality(used, asked)
            else:
                problem.add(used == 0)
            yield used


def _cut(line: Line, widths: list[int], joints: list[int], made: int | None, optimal: bool) -> Cut:
    starts, strips, place = [], [], line.gap
    for width, joint in zip(widths, [*joints, 0], strict=True):
        starts.append((place, width))
        strips.append((place + width, joint))
        place += width + joint
    last = len(widths) - 1
    kinds = {
        ("edge" if number in (0, last) and line.edge != line.middle else "panel", width)
        for number, width in enumerate(widths)
        if number != made
    }
    return Cut(
        panels=tuple(starts),
        joints=tuple(strips[:-1]),
        to_measure=made,
        types=len(kinds) + (made is not None),
        optimal=optimal,
    )
