"""The cheapest next points: which changes of the design buy the points that are missing.

Counted from the proven lower end of every item: what is not known is taken as not counted, and nobody is promised
points that an unknown could take away. An element is changed as a whole, once, for all items that it is part of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from dfma.assembly_rate.calculate import AssemblyRate, ItemResult
from dfma.assembly_rate.choose import Choice, Goal, Ladder, Lever, cheapest, grouped
from dfma.assembly_rate.improvement import Improvement, Part, Plan, Step
from dfma.assembly_rate.scheme import Item, Scheme
from dfma.errors import UserError
from dfma.progress import NoProgress, Progress
from dfma.text import Text, text
from dfma.yaml_data import read_yaml

_FINE = 1000
"""Amounts are counted in thousandths of a unit, efforts too, stated ratios in tenths of a percent (of 1000)."""
_LARGEST_FILE = 100_000


@dataclass(frozen=True, slots=True)
class _Sort:
    """Elements that are alike: the same kind and making, adding the same to the same items."""

    kind: str
    casting: str
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """All that the solver is asked with, and what its numbers mean."""

    items: tuple[ItemResult, ...]
    of_scheme: tuple[Item, ...]
    ladders: tuple[Ladder, ...]
    wholes: tuple[float, ...]
    """What 100 % of each ladder's amount is, in its own fine units."""
    levers: tuple[Lever, ...]
    sorts: tuple[_Sort | None, ...]
    """What a lever changes; None for a stated ratio or a yes."""
    group_most: tuple[int, ...]
    tens: int
    """Points are counted in this part of one."""


def load_efforts(path: Path | None = None) -> Mapping[str, Any]:
    """The table of efforts, the program's or a firm's own. Raises UserError with what is wrong in it."""
    path = path or Path(__file__).parent / "efforts.yaml"
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UserError(text("rate.efforts.unreadable", path=str(path)))
        table = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        table = None
    if not isinstance(table, dict) or not isinstance(table.get("change"), dict):
        raise UserError(text("rate.efforts.unreadable", path=str(path)))
    places = {f"change.{amount}": table["change"].get(amount) for amount in ("volume", "plan_area", "face_area")}
    places |= {name: table.get(name) for name in ("stated_ratio", "stated_yes")}
    for place, numbers in places.items():
        if not isinstance(numbers, dict) or "default" not in numbers or not all(map(_positive, numbers.values())):
            raise UserError(text("rate.efforts.wrong", path=str(path), place=place))
    if not _positive(table.get("floor_area_if_unknown")) or not isinstance(table.get("id"), str):
        raise UserError(text("rate.efforts.wrong", path=str(path), place="id, floor_area_if_unknown"))
    return table


def improve(
    rate: AssemblyRate, scheme: Scheme, efforts: Mapping[str, Any], progress: Progress | None = None
) -> Improvement:
    """Rank single steps by effort per point, and combine steps for every grade that is not proven yet."""
    progress = progress or NoProgress()
    area = _floor_area(rate, scheme)
    asked = _question(rate, scheme, efforts, area or float(efforts["floor_area_if_unknown"]))
    steps = []
    for number, ladder in enumerate(asked.ladders):
        progress.check()
        steps += _single_steps(asked, number, ladder, scheme, rate)
    steps.sort(key=lambda step: (step.effort / step.points, step.item, step.points))
    plans = []
    for grade, target in scheme.grades:
        progress.check()
        if not _proven(rate, target):
            plans.append(_plan(asked, grade, target, scheme, rate))
    assumes = [text("rate.next.assumes.low")] if rate.rate is None else []
    assumes += [text("rate.next.assumes.area", area=float(efforts["floor_area_if_unknown"]))] if not area else []
    return Improvement(efforts=str(efforts["id"]), assumes=tuple(assumes), steps=tuple(steps), plans=tuple(plans))


def _positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e6


def _proven(rate: AssemblyRate, target: float) -> bool:
    return rate.rate_low >= target and all(one.met for one in rate.prerequisites)


def _floor_area(rate: AssemblyRate, scheme: Scheme) -> float | None:
    """The area of all floors as an item that needed it found it."""
    uses = {item.id for item in scheme.items if item.measure and item.measure.out_of == "floor_area"}
    areas = (sum(area for _, area in item.denominator) for item in rate.items if item.id in uses)
    return next((area for area in areas if area > 0), None)


# What the solver is asked


def _question(rate: AssemblyRate, scheme: Scheme, efforts: Mapping[str, Any], area: float) -> _Question:
    tens = 10**scheme.points_decimals
    by_id = {item.id: item for item in scheme.items}
    items = tuple(item for item in rate.items if item.origin != "absent")
    groups = list(scheme.group_most)
    wholes = tuple(_whole(item) for item in items)
    ladders = tuple(
        _ladder(item, by_id[item.id], whole, groups.index(item.group), scheme.points_decimals)
        for item, whole in zip(items, wholes, strict=True)
    )
    levers: list[tuple[Lever, _Sort | None]] = _element_levers(items, by_id, efforts)
    for number, (item, ladder) in enumerate(zip(items, ladders, strict=True)):
        if not _by_elements(item):
            levers += _stated_lever(number, by_id[item.id], ladder, efforts, area)
    return _Question(
        items, tuple(by_id[item.id] for item in items), ladders, wholes, tuple(lever for lever, _ in levers),
        tuple(sort for _, sort in levers), tuple(round(most * tens) for most in scheme.group_most.values()), tens,
    )  # fmt: skip


def _by_elements(item: ItemResult) -> bool:
    """Whether elements raise the item; else only what people state does."""
    return item.origin in ("measured", "bounded") and math.isfinite(item.whole)


def _whole(item: ItemResult) -> float:
    return item.whole * _FINE if _by_elements(item) else float(_FINE)


def _ladder(item: ItemResult, of_scheme: Item, whole: float, group: int, decimals: int) -> Ladder:
    """Amounts are rounded so that nothing is promised that the exact numbers do not hold."""
    tens = 10**decimals
    if _by_elements(item):
        amount = math.floor(item.counted * _FINE + 1e-6)
    else:
        amount = round((item.score_low >= item.most if item.ratio_low is None else item.ratio_low) * _FINE)
    rungs = tuple(
        (math.ceil(float(ratio) / 100 * whole - 1e-6), round(points * tens))
        for ratio, points in of_scheme.rungs(decimals)
    )
    # The points that it has now are what `calculate` says; rounding of amounts must not take them away.
    now = round(item.score_low * tens)
    return Ladder(group=group, amount=amount, rungs=((0, now), *(rung for rung in rungs if rung[1] > now)))


def _element_levers(
    items: Sequence[ItemResult], by_id: Mapping[str, Item], efforts: Mapping[str, Any]
) -> list[tuple[Lever, _Sort | None]]:
    adds: dict[str, dict[int, int]] = {}
    sort_of: dict[str, tuple[str, str]] = {}
    for number, item in enumerate(items):
        if _by_elements(item):
            for one in item.changeable:
                adds.setdefault(one.guid, {})[number] = math.floor(one.amount * _FINE + 1e-6)
                sort_of.setdefault(one.guid, (one.kind, one.casting))
    alike: dict[tuple[str, str, tuple[tuple[int, int], ...]], list[str]] = {}
    for guid, added in adds.items():
        if any(added.values()):
            alike.setdefault((*sort_of[guid], tuple(added.items())), []).append(guid)
    levers: list[tuple[Lever, _Sort | None]] = []
    for (kind, casting, added_to), guids in alike.items():
        effort = max(
            _effort_of(efforts["change"][measure.amount], kind) * amount
            for number, amount in added_to
            if (measure := by_id[items[number].id].measure)
        )
        lever = Lever(most=len(guids), effort=max(round(effort), 1), adds=dict(added_to))
        levers.append((lever, _Sort(kind, casting, tuple(guids))))
    return levers


def _stated_lever(
    number: int, item: Item, ladder: Ladder, efforts: Mapping[str, Any], area: float
) -> list[tuple[Lever, _Sort | None]]:
    """Raising what people state, tenth by tenth of a percent, or saying yes."""
    if ladder.amount >= _FINE or not ladder.rungs[1:]:
        return []
    if item.ratio is None:
        effort = _effort_of(efforts["stated_yes"], item.question) * area * _FINE
        return [(Lever(most=1, effort=max(round(effort), 1), adds={number: _FINE}), None)]
    effort = _effort_of(efforts["stated_ratio"], item.question) * area
    return [(Lever(most=_FINE - ladder.amount, effort=max(round(effort), 1), adds={number: 1}), None)]


def _effort_of(numbers: Mapping[str, float], name: str) -> float:
    return numbers.get(name, numbers["default"])


# What its answers mean


def _single_steps(asked: _Question, number: int, ladder: Ladder, scheme: Scheme, rate: AssemblyRate) -> list[Step]:
    """The way to the first points of an item that has none, and to its most; the latter as far as it can go."""
    now = ladder.points_at(ladder.amount)
    above = [points for _, points in ladder.rungs if points > now]
    if not above:
        return []
    furthest = ladder.points_at(ladder.amount + sum(lever.adds.get(number, 0) * lever.most for lever in asked.levers))
    wanted = {points for points in (above[0] if now == 0 else 0, min(above[-1], furthest)) if now < points <= furthest}
    steps = []
    for points in sorted(wanted):
        choice = cheapest(asked.levers, asked.ladders, asked.group_most, Goal(ladders={number: points}))
        if choice is not None:
            steps += _steps(asked, choice, scheme, rate, only=number)
    return steps


def _plan(asked: _Question, grade: str, target: float, scheme: Scheme, rate: AssemblyRate) -> Plan:
    """The cheapest way to a grade, with all that must hold for it."""
    groups = list(scheme.group_most)
    place = {item.id: number for number, item in enumerate(asked.items)}
    least, goal, possible = _points_for(target, scheme, rate.absent, asked.tens), Goal(), True
    for one in scheme.prerequisites:
        if one.subject == "group":
            group = groups.index(one.of)
            wanted = max(math.ceil(one.at_least * asked.tens - 1e-9), goal.groups.get(group, 0))
            goal = replace(goal, groups={**goal.groups, group: wanted})
        elif one.subject == "rate":
            least = max(least, _points_for(one.at_least, scheme, rate.absent, asked.tens))
        elif one.of not in place:
            possible = False  # it must reach something that the building does not have
        elif one.subject == "item":
            wanted = math.ceil(one.at_least * asked.tens - 1e-9)
            goal = replace(goal, ladders={**goal.ladders, place[one.of]: wanted})
        elif asked.items[place[one.of]].ratio_low is not None:
            number = place[one.of]
            wanted = math.ceil(one.at_least / 100 * asked.wholes[number] - 1e-6)
            goal = replace(goal, amounts={**goal.amounts, number: wanted})
    goal = replace(goal, points=least)
    choice = cheapest(asked.levers, asked.ladders, asked.group_most, goal) if possible else None
    times = choice.times if choice else tuple(lever.most for lever in asked.levers)
    points = sum(grouped(asked.ladders, _points(asked, times), asked.group_most)) / asked.tens
    return Plan(
        grade=grade, target=target, reached=choice is not None, rate=scheme.rate(points, rate.absent),
        effort=choice.effort / _FINE if choice else 0.0, optimal=choice.optimal if choice else True,
        steps=tuple(_steps(asked, choice, scheme, rate)) if choice else (),
    )  # fmt: skip


def _points_for(target: float, scheme: Scheme, absent: float, tens: int) -> int:
    """The fewest points (in parts of one) whose rate is the target, rounding and all."""
    least = max(math.floor((target - 1) / 100 * (scheme.total - absent) * tens), 0)
    while scheme.rate(least / tens, absent) < target:
        least += 1
    return least


def _points(asked: _Question, times: Sequence[int]) -> list[int]:
    amounts = [ladder.amount for ladder in asked.ladders]
    for lever, time in zip(asked.levers, times, strict=True):
        for number, added in lever.adds.items():
            amounts[number] += added * time
    return [ladder.points_at(amount) for ladder, amount in zip(asked.ladders, amounts, strict=True)]


def _steps(asked: _Question, choice: Choice, scheme: Scheme, rate: AssemblyRate, only: int | None = None) -> list[Step]:
    """One step per item that is raised; elements that raise several items stand with the first of them.

    With `only`, one step for that item, which has all the gain.
    """
    used = [
        (lever, sort, time) for lever, sort, time in zip(asked.levers, asked.sorts, choice.times, strict=True) if time
    ]
    before, after = _points(asked, [0] * len(asked.levers)), _points(asked, choice.times)
    all_gained = sum(grouped(asked.ladders, after, asked.group_most)) - sum(
        grouped(asked.ladders, before, asked.group_most)
    )
    shared = (scheme.total - rate.absent) / 100
    steps = []
    for number, item in enumerate(asked.items):
        if (only is not None and number != only) or not any(number in lever.adds for lever, _, _ in used):
            continue
        own = used if only is not None else [one for one in used if min(one[0].adds) == number]
        gained = (all_gained if only is not None else after[number] - before[number]) / asked.tens
        added = sum(lever.adds.get(number, 0) * time for lever, _, time in used)
        yes_or_no = asked.of_scheme[number].ratio is None
        now = asked.ladders[number].amount / asked.wholes[number] * 100
        steps.append(
            Step(
                item=item.id, title=item.title, points=gained, rate=gained / shared,
                ratio_from=None if yes_or_no else now,
                ratio_to=None if yes_or_no else now + added / asked.wholes[number] * 100,
                effort=sum(lever.effort * time for lever, _, time in own) / _FINE,
                parts=_parts(own, number, item), assumes=_assumes(item),
            )
        )  # fmt: skip
    return steps


def _parts(used: Sequence[tuple[Lever, _Sort | None, int]], number: int, item: ItemResult) -> tuple[Part, ...]:
    """Elements by kind and making, the greatest amount first."""
    parts: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for lever, sort, time in used:
        if sort is not None:
            amount, guids = parts.get((sort.kind, sort.casting), (0, []))
            added = lever.adds.get(number, 0) * time
            parts[sort.kind, sort.casting] = amount + added, [*guids, *sort.elements[:time]]
    ranked = sorted(parts.items(), key=lambda part: (-part[1][0], part[0]))
    return tuple(
        Part(kind=kind, casting=casting, amount=amount / _FINE, unit=item.unit or "", elements=tuple(guids))
        for (kind, casting), (amount, guids) in ranked
    )


def _assumes(item: ItemResult) -> tuple[Text, ...]:
    if item.origin == "missing":
        return (text("rate.next.assumes.missing"),)
    if item.doubts:
        doubts = tuple(doubt.text for doubt in item.doubts)
        return (text("rate.next.assumes.doubts", doubts=doubts),)
    return (text("rate.next.assumes.stated"),) if item.origin == "stated" else ()
