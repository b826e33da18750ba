"""The assembly rate of a model by a scheme: what the model shows, what people state, and what is missing.

An item that cannot be known has no score; it then lies between two scores, and so does the rate. Both ends are proven:
the lower takes the least of every item, the upper the most. Nothing is ever taken as 0 because it is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from dfma.assembly_rate.measure import Changeable, Doubt, Measured, Share, measure_item
from dfma.assembly_rate.plan_area import PlanOutlines
from dfma.assembly_rate.questions import ABSENT, Answer, Question, checked, questions
from dfma.assembly_rate.scheme import Item, Prerequisite, Scheme
from dfma.assembly_rate.traits import element_traits
from dfma.finding import Clause
from dfma.model.building import BuildingModel
from dfma.text import Text, text

if TYPE_CHECKING:
    from dfma.assembly_rate.improvement import Improvement

_DEEPEST = 20
"""Levels of parts of parts; a file may claim that a thing is a part of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """One item of the table."""

    id: str
    group: str
    title: Text
    clause: Clause
    most: float
    origin: str
    """measured | bounded (the model leaves room) | stated (not measured) | absent | missing"""
    ratio: float | None
    """0 … 1; None when it is not known, or the item is a yes or no."""
    ratio_low: float | None
    ratio_high: float | None
    score: float | None
    """None when it is not known."""
    score_low: float
    score_high: float
    unit: str | None = None
    numerator: tuple[Share, ...] = ()
    """GlobalId and amount of all that certainly counts."""
    denominator: tuple[Share, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[Text, ...] = ()
    counted: float = 0.0
    """What certainly counts, of `whole` at its greatest: together the lower ratio as the model shows it."""
    whole: float = math.inf
    changeable: tuple[Changeable, ...] = ()
    """What would count if it were made otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """Points of a group of items."""

    id: str
    score: float | None
    score_low: float
    score_high: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrerequisiteResult:
    """Whether something that must hold does; None when what is missing could decide it either way."""

    id: str
    title: Text
    clause: Clause
    met: bool | None
    low: float
    high: float
    at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyRate:
    """The assembly rate, traced to elements."""

    scheme: str
    document: str
    clause: Clause
    rate: float | None
    """Percent, rounded as the scheme says; None while items are missing."""
    rate_low: float
    rate_high: float
    grade: str | None
    """None while it is not decided, and when the building reaches none: see `prerequisites`."""
    grades_possible: tuple[str | None, ...]
    """Every grade that the proven range leaves open, rising; None stands for no grade."""
    absent: float
    """Points of the items that the building does not have (Q4)."""
    items: tuple[ItemResult, ...]
    groups: tuple[GroupResult, ...]
    prerequisites: tuple[PrerequisiteResult, ...]
    missing: tuple[Text, ...]
    """What each undecided item needs, and from whom."""
    notes: tuple[Text, ...]
    texts: Mapping[str, Mapping[str, str]]
    """Sentences that the scheme brought along (language → key → template), for the catalogues that say the others."""
    stated: tuple[Answer, ...] = ()
    """What people stated, as far as the scheme asks."""
    questions: tuple[Question, ...] = ()
    """All that the scheme asks."""
    building: str | None = None
    """GlobalId of the building, where the file holds several."""
    building_name: str | None = None
    others: tuple[AssemblyRate, ...] = ()
    """The other buildings of the file, each rated by itself."""
    improvement: Improvement | None = None
    """What would raise the rate (see `improve`); None where nobody has asked."""


def calculate(
    model: BuildingModel,
    scheme: Scheme,
    answers: Mapping[str, object] | None = None,
    plan: PlanOutlines | None = None,
) -> AssemblyRate:
    """Rate the building, or each building that the file holds by itself: the first with the `others`.

    The unit of evaluation is one building (3.0.1). `answers` as `rate_unit` takes them hold for all of them.
    `plan`: the outlines of the model, where they are known already.
    """
    units, plan = building_units(model), plan or PlanOutlines(model)
    if len(units) < 2:
        return rate_unit(model, scheme, answers, plan, None)
    names = dict(model.elements.select("row", "name").iter_rows())
    guids = model.guids(list(units))
    apart = text("rate.note.buildings", n=len(units))
    rates = [
        replace(rate_unit(model, scheme, answers, plan, rows), building=guid, building_name=names[row])
        for (row, rows), guid in zip(units.items(), guids, strict=True)
    ]
    first, *others = (replace(rate, notes=(apart, *rate.notes)) for rate in rates)
    return replace(first, others=tuple(others))


def building_units(model: BuildingModel) -> dict[int, pl.Series]:
    """Rows of what stands on the storeys of each building that holds any element, in the order of the file."""
    on_storeys = (
        model.elements.filter(pl.col("role").is_in(["element", "space"]) & pl.col("whole").is_null())
        .join(model.storeys.select(pl.col("row").alias("storey"), "building"), on="storey")
        .drop_nulls("building")
    )
    return {
        int(rows["building"][0]): rows["row"]
        for _, rows in on_storeys.sort("building", "row").group_by("building", maintain_order=True)
    }


def rate_unit(
    model: BuildingModel,
    scheme: Scheme,
    answers: Mapping[str, object] | None,
    plan: PlanOutlines,
    rows: pl.Series | None,
) -> AssemblyRate:
    """Rate what stands in these rows (with its parts); None = all there is.

    Compute every item from the model where the scheme says how, take `answers` for what people stated.

    `answers`: by question or id of an item, an `Answer` or its bare value: yes or no, a ratio in percent (0–100), or
    "none" for something that the building does not have; `floor_area` in m²; and what else the scheme asks. An answer
    beats the measurement and is marked as stated. Raises UserError for one that the scheme does not know or cannot use.
    """
    given = checked(scheme, answers or {})
    stated = {name: answer.value for name, answer in given.items()}
    traits = element_traits(model)
    if rows is not None:
        traits = _of_unit(traits, model, rows)
        standing = model.elements.filter(pl.col("row").is_in(rows.implode()))["storey"].unique()
        model = model.with_(storeys=model.storeys.filter(pl.col("row").is_in(standing.implode())))
    items = []
    for item in scheme.items:
        measured = measure_item(item.measure, traits, model, plan, stated) if item.measure else None
        items.append(_item_result(item, scheme, measured, given))
    return replace(_summed(scheme, tuple(items)), stated=tuple(given.values()), questions=questions(scheme))


def _of_unit(traits: pl.DataFrame, model: BuildingModel, rows: pl.Series) -> pl.DataFrame:
    """The traits of these rows and of what is part of them."""
    whole = model.elements["whole"]
    top = model.elements["row"]
    for _ in range(_DEEPEST):
        above = whole.gather(top)
        if not above.is_not_null().any():
            break
        top = above.fill_null(top)
    own = model.elements["row"].filter(top.is_in(rows.implode()))
    return traits.filter(pl.col("row").is_in(own.implode()))


def _item_result(item: Item, scheme: Scheme, measured: Measured | None, given: Mapping[str, Answer]) -> ItemResult:
    full = next(
        (given[name] for name, values in item.full_when.items() if name in given and given[name].value in values), None
    )
    answer = full or given.get(item.question)
    if answer is not None:
        return _stated(item, scheme, measured, answer, full=full is not None)
    if measured is None or item.ratio is None:
        return _result(item, "missing", scores=(0.0, item.most), ratios=None if item.ratio is None else (0.0, 1.0))
    decimals = scheme.points_decimals
    scores = (item.points_at(measured.low * 100, decimals), item.points_at(measured.high * 100, decimals))
    origin = "measured" if scores[0] == scores[1] else "bounded"
    return _result(item, origin, scores=scores, ratios=(measured.low, measured.high), measured=measured)


def _stated(item: Item, scheme: Scheme, measured: Measured | None, answer: Answer, *, full: bool) -> ItemResult:
    """An item as people state it; what the model shows is kept beside it."""
    ratio = None
    if full:
        score = item.most
    elif answer.value == ABSENT:
        return _result(item, "absent", scores=(0.0, 0.0), ratios=None, measured=measured, notes=(_said(answer),))
    elif isinstance(answer.value, bool):
        score = item.most if answer.value else 0.0
    else:
        percent = float(answer.value)
        ratio, score = percent / 100, item.points_at(percent, scheme.points_decimals)
    ratios = None if ratio is None else (ratio, ratio)
    notes: tuple[Text, ...] = (_said(answer),)
    if measured is not None and ratio is not None and not measured.low - 0.005 <= ratio <= measured.high + 0.005:
        notes += (text("rate.note.contradicts", stated=ratio * 100, low=measured.low * 100, high=measured.high * 100),)
    return _result(item, "stated", scores=(score, score), ratios=ratios, measured=measured, notes=notes)


def _said(answer: Answer) -> Text:
    """That it is stated, and by whom from what, as far as that was said."""
    if not (answer.who or answer.source):
        return text("rate.note.stated")
    return text(
        "rate.note.stated_by", who=answer.who or None, when=answer.when[:10] or None, source=answer.source or None
    )


def _result(
    item: Item,
    origin: str,
    *,
    scores: tuple[float, float],
    ratios: tuple[float, float] | None,
    measured: Measured | None = None,
    notes: tuple[Text, ...] = (),
) -> ItemResult:
    low, high = ratios or (None, None)
    known = low is not None and high is not None and high - low < 1e-12
    return ItemResult(
        id=item.id, group=item.group, title=item.title, clause=item.clause, most=item.most, origin=origin,
        ratio=low if known else None, ratio_low=low, ratio_high=high,
        score=scores[0] if scores[0] == scores[1] else None, score_low=scores[0], score_high=scores[1],
        unit=measured.unit if measured else None,
        numerator=measured.numerator if measured else (),
        denominator=measured.denominator if measured else (),
        doubts=measured.doubts if measured else (),
        notes=notes + (measured.notes if measured else ()),
        counted=measured.counted if measured else 0.0, whole=measured.whole if measured else math.inf,
        changeable=measured.changeable if measured else (),
    )  # fmt: skip


def _summed(scheme: Scheme, items: tuple[ItemResult, ...]) -> AssemblyRate:
    groups = tuple(_group(scheme, group, items) for group in scheme.group_most)
    absent = sum(item.most for item in items if item.origin == "absent")
    points = (sum(group.score_low for group in groups), sum(group.score_high for group in groups))
    # An item that is missing could also turn out to be absent. That never leaves these bounds: with S points in all,
    # S / (100 - m) lies between S / 100 and (S + m) / 100 as long as S is at most 100 - m, which it then is.
    low, high = scheme.rate(points[0], absent), scheme.rate(points[1], absent)
    met = tuple(_prerequisite(one, items, groups, low, high) for one in scheme.prerequisites)
    possible = _possible_grades(scheme, met, low, high)
    known = all(item.score is not None for item in items)
    return AssemblyRate(
        scheme=scheme.id, document=scheme.document, clause=scheme.clause, rate=low if known else None, rate_low=low,
        rate_high=high, grade=possible[0] if len(possible) == 1 else None, grades_possible=possible, absent=absent,
        items=items, groups=groups, prerequisites=met, missing=_missing(scheme, items), notes=_notes(items),
        texts=scheme.texts,
    )  # fmt: skip


def _group(scheme: Scheme, group: str, items: tuple[ItemResult, ...]) -> GroupResult:
    own = [item for item in items if item.group == group]
    most = scheme.group_most[group]
    low, high = (
        min(round(sum(scores), 9), most) for scores in zip(*((i.score_low, i.score_high) for i in own), strict=True)
    )
    known = all(item.score is not None for item in own)
    return GroupResult(id=group, score=low if known else None, score_low=low, score_high=high, most=most)


def _prerequisite(
    one: Prerequisite, items: tuple[ItemResult, ...], groups: tuple[GroupResult, ...], rate_low: float, rate_high: float
) -> PrerequisiteResult:
    low, high = rate_low, rate_high
    if one.subject == "group":
        low, high = next((group.score_low, group.score_high) for group in groups if group.id == one.of)
    elif one.subject != "rate":
        item = next(item for item in items if item.id == one.of)
        low, high = item.score_low, item.score_high
        if one.subject == "ratio_of":
            low, high = _ratio_bounds(item)
    met = True if low >= one.at_least else (None if high >= one.at_least else False)
    return PrerequisiteResult(
        id=one.id, title=one.title, clause=one.clause, met=met, low=low, high=high, at_least=one.at_least
    )


def _ratio_bounds(item: ItemResult) -> tuple[float, float]:
    """In percent. An item with all points by another answer has no ratio and is taken as reached."""
    if item.ratio_low is None or item.ratio_high is None:
        return (100.0, 100.0) if item.score_low == item.most else (0.0, 0.0)
    return round(item.ratio_low * 100, 9), round(item.ratio_high * 100, 9)


def _possible_grades(
    scheme: Scheme, met: tuple[PrerequisiteResult, ...], low: float, high: float
) -> tuple[str | None, ...]:
    """All grades that the proven range leaves open, rising."""
    if any(one.met is False for one in met):
        return (None,)
    reached = [grade for grade, least in scheme.grades if least <= low]
    open_ = [grade for grade, least in scheme.grades if low < least <= high]
    grades: list[str | None] = [*reached[-1:], *open_]
    if not reached or any(one.met is None for one in met):
        grades.insert(0, None)
    return tuple(grades)


def _missing(scheme: Scheme, items: tuple[ItemResult, ...]) -> tuple[Text, ...]:
    """Per undecided item what it needs: an answer, or what is not known of some elements."""
    needs = {item.id: item.need for item in scheme.items}
    said = []
    for item in items:
        if item.score is not None:
            continue
        if item.origin == "missing":
            said.append(text("rate.missing.item", title=item.title, most=item.most, need=needs[item.id]))
        else:
            said.append(
                text(
                    "rate.missing.bounded", title=item.title, low=(item.ratio_low or 0.0) * 100,
                    high=(item.ratio_high or 0.0) * 100, doubts=tuple(doubt.text for doubt in item.doubts),
                )
            )  # fmt: skip
    return tuple(said)


def _notes(items: tuple[ItemResult, ...]) -> tuple[Text, ...]:
    """What a reader must know of single items."""
    return tuple(text("rate.note.of_item", title=item.title, note=note) for item in items for note in item.notes)
