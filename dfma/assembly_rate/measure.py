"""A ratio computed from the model, with every element that it stands on, and how far what is unknown could move it.

Every element of the kinds that an item asks about is certainly or possibly counted, certainly or possibly only part of
the whole, or neither. The ratio is least when the counted are as few and small, and the not counted as many and great,
as what is known allows; greatest the other way round. Where everything is known, both are the same number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.assembly_rate.plan_area import Floats, PlanOutlines
from dfma.assembly_rate.scheme import AlsoCounted, Measure
from dfma.assembly_rate.traits import trait_rules, without_parts_of
from dfma.model.building import BuildingModel
from dfma.model.properties import find_property
from dfma.text import Text, text

Share = tuple[str, float]
"""GlobalId and amount."""
UNITS = {"volume": "m3", "face_area": "m2", "plan_area": "m2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Elements about which the same thing is not known."""

    code: str
    """kind | casting | bearing | external | amount | strip | floor_area"""
    elements: tuple[str, ...]

    @property
    def text(self) -> Text:
        return Text(f"rate.doubt.{self.code}", (("n", len(self.elements)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeable:
    """An element that belongs to the whole, does not count as it is, and would count if it were made otherwise."""

    guid: str
    kind: str
    casting: str
    amount: float
    """What it would add to the counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A ratio with its bounds; equal bounds mean that it is known."""

    low: float
    high: float
    unit: str
    numerator: tuple[Share, ...]
    """What certainly counts."""
    denominator: tuple[Share, ...]
    """What certainly belongs to the whole; the floors, where these are the whole."""
    doubts: tuple[Doubt, ...]
    notes: tuple[Text, ...]
    counted: float
    """What certainly counts, in all."""
    whole: float
    """The whole at its greatest: `low` is `counted` of it; infinite where that is not known."""
    changeable: tuple[Changeable, ...]

    @property
    def ratio(self) -> float | None:
        return self.low if self.high - self.low < 1e-12 else None


def measure_item(
    measure: Measure, traits: pl.DataFrame, model: BuildingModel, plan: PlanOutlines, answers: Mapping[str, object]
) -> Measured | None:
    """Compute an item; None when the model holds nothing that it asks about."""
    asked = traits.filter(pl.col("kind").is_in(measure.kinds))
    members = _judge(without_parts_of(asked, model), measure, traits, model)
    concerned = pl.col("counts").fill_null(value=True) | pl.col("whole_only").fill_null(value=True)
    members = members.filter(pl.col("in_scope").fill_null(value=True) & concerned)
    if not members.height:
        return None
    members = _with_amounts(members, measure, plan)
    counted = _total(members, "must_count", "low"), _total(members, "may_count", "high")
    concerned_only = members.filter("may_count") if measure.amount == "plan_area" else members
    doubts, notes = _doubts(concerned_only, measure), _notes(members, measure)
    if measure.out_of == "floor_area":
        denominator, how = floor_area(traits, model, plan, answers)
        whole = sum(area for _, area in denominator)
        greatest = whole if whole > 0 else np.inf
        low, high = (min(counted[0] / whole, 1.0), min(counted[1] / whole, 1.0)) if whole > 0 else (0.0, 1.0)
        doubts += () if whole > 0 else (Doubt(code="floor_area", elements=()),)
        notes = (*how, *notes)
    else:
        greatest = counted[0] + _total(members, "may_rest", "high")
        low = _share(counted[0], greatest - counted[0])
        high = _share(counted[1], _total(members, "must_rest", "low"))
        denominator = _shares(members.filter(pl.col("must_count") | pl.col("must_rest")))
    return Measured(
        low=low, high=high, unit=UNITS[measure.amount], numerator=_shares(members.filter(pl.col("must_count"))),
        denominator=denominator, doubts=doubts, notes=notes, counted=counted[0], whole=greatest,
        changeable=_changeable(members),
    )  # fmt: skip


def _changeable(members: pl.DataFrame) -> tuple[Changeable, ...]:
    """What certainly is asked about, is of known size and does not certainly count."""
    known = (pl.col("low") == pl.col("high")) & (pl.col("low") > 0)
    rest = members.filter(known & pl.col("in_scope").fill_null(value=False) & ~pl.col("must_count")).sort("row")
    columns = rest.select("guid", "kind", "casting", "low").iter_rows()
    return tuple(Changeable(guid=guid, kind=kind, casting=made, amount=low) for guid, kind, made, low in columns)


def _judge(members: pl.DataFrame, measure: Measure, traits: pl.DataFrame, model: BuildingModel) -> pl.DataFrame:
    """Three-valued: does it belong to the item (`in_scope`), does it count (`counts`), or only as part of the whole
    (`whole_only`)? Null means that it is not known."""
    in_scope: pl.Expr = pl.when(pl.col("kind_certain")).then(pl.lit(value=True))
    for trait, wanted in (("bearing", measure.bearing), ("external", measure.external)):
        if wanted is not None:
            in_scope = in_scope & (pl.col(trait) == wanted)
    known = pl.col("casting_known")
    always = pl.col("kind").is_in(measure.counted_kinds)
    counts = pl.when(always).then(pl.lit(value=True)).when(known).then(pl.col("casting").is_in(measure.counted))
    whole_only = (
        pl.when(always).then(pl.lit(value=False)).when(known).then(pl.col("casting").is_in(measure.not_counted))
    )
    judged = members.with_columns(in_scope.alias("in_scope"), counts.alias("counts"), whole_only.alias("whole_only"))
    return _count_strips(judged.with_columns(pl.lit(value=False).alias("strip_doubt")), measure, traits, model)


def _count_strips(judged: pl.DataFrame, measure: Measure, traits: pl.DataFrame, model: BuildingModel) -> pl.DataFrame:
    """Let narrow cast-in-place parts between precast pieces count, as far as touching is known."""
    touches = model.relations.filter(pl.col("kind") == "touches").select("source", "target")
    for also in measure.also_counted:
        narrow = (
            pl.col("kind").is_in(also.kinds)
            & pl.col("casting").is_in(also.castings)
            & (pl.col(also.dimension) <= _limit(also, traits) + 1e-6)
        ).fill_null(value=False)
        if touches.height:
            enough = pl.col("row").is_in(_touching(also, touches, traits, model))
            counts, doubtful = narrow & enough, pl.lit(value=False)
        else:
            counts, doubtful = pl.lit(value=False), narrow
        decided = {
            name: pl.when(counts).then(pl.lit(value=value)).when(doubtful).then(None).otherwise(pl.col(name))
            for name, value in (("counts", True), ("whole_only", False))
        }
        judged = judged.with_columns(strip_doubt=pl.col("strip_doubt") | doubtful, **decided)
    return judged


def _limit(also: AlsoCounted, traits: pl.DataFrame) -> pl.Expr:
    """The greatest dimension that such a part may have; beside what it touches where that is the limit."""
    if also.at_most is None:
        return pl.lit(traits.filter(pl.col("kind").is_in(also.no_higher_than))[also.dimension].max(), pl.Float64)
    return pl.col(also.at_most) if isinstance(also.at_most, str) else pl.lit(also.at_most)


def _touching(also: AlsoCounted, touches: pl.DataFrame, traits: pl.DataFrame, model: BuildingModel) -> list[int]:
    """Rows that touch enough precast pieces of the right kinds; a touch of a part is a touch of its piece."""
    piece = model.recognition.select(pl.col("row"), pl.col("piece").fill_null(pl.col("row")).alias("piece"))
    both = pl.concat([touches, touches.select(pl.col("target").alias("source"), pl.col("source").alias("target"))])
    of_pieces = both.join(piece, left_on="target", right_on="row").select("source", "piece")
    precast = traits.filter(pl.col("kind").is_in(also.touches) & (pl.col("casting") == "precast"))["row"]
    counted = (
        of_pieces.filter(pl.col("piece").is_in(precast.implode())).group_by("source").agg(pl.col("piece").n_unique())
    )
    enough = counted.filter(pl.col("piece") >= also.touching)
    if also.no_higher_than:
        size = traits.select("row", "kind", pl.col(also.dimension).alias("size"))
        beside = of_pieces.join(size, left_on="piece", right_on="row").join(
            size.select(pl.col("row").alias("source"), pl.col("size").alias("own")), on="source"
        )
        as_high = beside.filter(pl.col("kind").is_in(also.no_higher_than) & (pl.col("size") >= pl.col("own") - 1e-6))
        enough = enough.filter(pl.col("source").is_in(as_high["source"].implode()))
    rows: list[int] = enough["source"].to_list()
    return rows


def _with_amounts(members: pl.DataFrame, measure: Measure, plan: PlanOutlines) -> pl.DataFrame:
    """Least and greatest amount (`low`, `high`) of each member, and what it must and may be."""
    sure, maybe = pl.col("in_scope").fill_null(value=False), pl.col("in_scope").fill_null(value=True)
    judged = members.with_columns(
        (sure & pl.col("counts").fill_null(value=False)).alias("must_count"),
        (maybe & pl.col("counts").fill_null(value=True)).alias("may_count"),
        (sure & pl.col("whole_only").fill_null(value=False)).alias("must_rest"),
        (maybe & pl.col("whole_only").fill_null(value=True)).alias("may_rest"),
    )
    if measure.amount == "plan_area":
        return _with_plan_areas(judged, measure, plan)
    box = pl.col("length") * pl.col("width") * pl.col("height")
    exact = pl.col("volume") if measure.amount == "volume" else pl.col("length") * pl.col("height")
    greatest = box if measure.amount == "volume" else exact
    return judged.with_columns(
        exact.fill_null(0.0).alias("low"), exact.fill_null(greatest).fill_null(np.inf).alias("high")
    )


def _with_plan_areas(judged: pl.DataFrame, measure: Measure, plan: PlanOutlines) -> pl.DataFrame:
    """Amounts in plan, no spot twice: the certain before the possible, these before what does not count, then in the
    order of the item's kinds. Whatever of it is made otherwise covers at least the sum of its amounts."""
    kinds = pl.col("kind").replace_strict(
        {kind: place for place, kind in enumerate(measure.kinds)}, return_dtype=pl.Int32
    )
    ordered = judged.sort(~pl.col("must_count"), ~pl.col("may_count"), kinds, "row")
    area = plan.counted_once(ordered["row"].to_numpy(), trait_rules()["same_floor"])
    exact = pl.Series("area", area).fill_nan(None)
    box = pl.col("length") * pl.col("width")
    return ordered.with_columns(exact).with_columns(
        pl.col("area").fill_null(0.0).alias("low"), pl.col("area").fill_null(box).fill_null(np.inf).alias("high")
    )


def floor_area(
    traits: pl.DataFrame, model: BuildingModel, plan: PlanOutlines, answers: Mapping[str, object]
) -> tuple[tuple[Share, ...], tuple[Text, ...]]:
    """Area of all floors in m², by storey or element, and how it was found: stated, authored, or from the outlines."""
    stated = answers.get("floor_area")
    if isinstance(stated, int | float) and not isinstance(stated, bool) and stated > 0:
        return (("", float(stated)),), (text("rate.note.floor_area_stated", area=float(stated)),)
    rules = trait_rules()
    said = find_property(model.properties, rules["floor_area"]["properties"]).join(
        model.storeys.select("row", "guid"), on="row"
    )
    if model.storeys.height and said.filter(pl.col("number") > 0).height == model.storeys.height:
        return tuple(said.select("guid", "number").iter_rows()), (text("rate.note.floor_area_authored"),)
    covering = traits.filter(pl.col("kind").is_in([*rules["floor_area"]["standing"], *rules["floor_area"]["lying"]]))
    found = plan.of_rows(covering["row"].to_numpy())
    lying = covering["kind"].is_in(rules["floor_area"]["lying"]).to_numpy()
    counts = ~lying | _at_a_top(found.top, found.top[~lying], rules["same_floor"])
    area = plan.counted_once(covering["row"].to_numpy()[counts], rules["same_floor"])
    guids = covering["guid"].to_numpy()[counts]
    shares = tuple((str(guid), float(share)) for guid, share in zip(guids, area, strict=True) if share > 0)
    return shares, (text("rate.note.floor_area_outline", area=sum(share for _, share in shares)),)


def _at_a_top(level: Floats, tops: Floats, same: float) -> npt.NDArray[np.bool_]:
    """Which levels lie near one of the tops; all where there is none."""
    ends = np.sort(tops[~np.isnan(tops)])
    if not len(ends):
        return np.ones(len(level), np.bool_)
    near: npt.NDArray[np.bool_] = np.searchsorted(ends, level - same) < np.searchsorted(
        ends, level + same, side="right"
    )
    return near


def _total(members: pl.DataFrame, which: str, amount: str) -> float:
    return float(members.filter(pl.col(which))[amount].sum())


def _share(counted: float, rest: float) -> float:
    if np.isinf(counted):
        return 1.0
    return counted / (counted + rest) if counted > 0 else 0.0


def _shares(members: pl.DataFrame) -> tuple[Share, ...]:
    return tuple(members.select("guid", "low").iter_rows())


def _doubts(members: pl.DataFrame, measure: Measure) -> tuple[Doubt, ...]:
    """What is not known of which elements."""
    castings = ~pl.col("casting_known") & ~pl.col("kind").is_in(measure.counted_kinds)
    codes: dict[str, pl.Expr] = {"kind": ~pl.col("kind_certain"), "casting": castings, "strip": pl.col("strip_doubt")}
    if measure.bearing is not None:
        codes["bearing"] = pl.col("bearing").is_null()
    if measure.external is not None:
        codes["external"] = pl.col("external").is_null()
    codes["amount"] = pl.col("low") != pl.col("high")
    found = ((code, members.filter(doubtful)["guid"].to_list()) for code, doubtful in codes.items())
    return tuple(Doubt(code=code, elements=tuple(guids)) for code, guids in found if guids)


def _notes(members: pl.DataFrame, measure: Measure) -> tuple[Text, ...]:
    notes = [text("rate.note.not_detected", parts=tuple(Text(f"rate.part.{part}") for part in measure.not_detected))]
    kept = notes if measure.not_detected else []
    if measure.out_of == "members" and members["must_count"].any() and not members["may_rest"].any():
        kept.append(text("rate.note.nothing_else"))
    return tuple(kept)
