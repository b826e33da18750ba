"""How repetitive the building is: shares of the most repeated types, library hits, pieces per mould.

A type is what `signature.group_types` calls one: the same sizes, openings, embedded parts and volume, mirror images
included. What the model cannot tell has no value but a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dfma.components.signature import group_types, matching_rules, pieces
from dfma.finding import Clause
from dfma.model.building import BuildingModel
from dfma.text import Text, text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from dfma.components.matching import ElementMatches
    from dfma.components.repeated_rooms import Layout, RepeatedRooms

_SIZES = ("length_mm", "width_mm", "height_mm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One number of repetition, for one kind of piece where the row of the standard says "per class"."""

    id: str
    """Row of the standard: SM-01 …"""
    kind: str | None
    """None: the indicator speaks of rooms, or of all kinds."""
    title: Text
    clause: Clause
    source: str
    unit: str
    """"%" or "pieces"."""
    value: float | None
    threshold: float | None
    """None: the project sets it."""
    reached: bool | None
    considered: int
    """Pieces, rooms or dwellings that the value is about."""
    elements: tuple[str, ...] = ()
    """GlobalIds that count: of the most repeated types, or those that were hit."""
    why_not: Text | None = None
    """Why there is no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mould:
    """One type of piece, and so one mould; a mirrored piece is made in the same mould, set over."""

    kind: str
    sizes_mm: tuple[float, float, float]
    """Length, width, height."""
    openings: int
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """Indicators and moulds of one building."""

    indicators: tuple[Indicator, ...]
    moulds: tuple[Mould, ...]
    """The most used first."""


@cache
def indicator_rules() -> Mapping[str, Any]:
    """The rows of the standard, with thresholds and where they come from."""
    rules: Mapping[str, Any] = read_yaml(Path(__file__).parent / "indicators.yaml")
    return rules


def measure_repetition(
    model: BuildingModel, matches: Sequence[ElementMatches] | None = None, rooms: RepeatedRooms | None = None
) -> Repetition:
    """All indicators, in the order of the standard, and the moulds."""
    rules, compared = indicator_rules(), matching_rules()
    made = pieces(model).filter(
        pl.col("kind").is_in(compared["factory_kinds"]) & ~pl.col("casting").is_in(compared["not_compared"])
    )
    typed = group_types(pl.concat([made, _windows(model, made.schema)]))
    guids = model.elements.select("row", "guid")
    typed = typed.join(guids, on="row", maintain_order="left")
    moulds = _moulds(typed.filter(pl.col("kind") != "window"))
    found = [
        *(_of_layouts(row, rooms) for row in rules["layouts"]),
        *(one for row in rules["shares"] for one in _of_pieces(row, typed)),
        *_hit_rates(matches),
        *_mould_reuse(moulds),
    ]
    return Repetition(indicators=tuple(found), moulds=moulds)


def _windows(model: BuildingModel, schema: pl.Schema) -> pl.DataFrame:
    """Windows as rows of the table of pieces: they are bought, so the table of pieces leaves them out."""
    sizes = [(model.measures[name] * 1000).alias(f"{name}_mm") for name in ("length", "width", "height")]
    rows = model.recognition.select("row", "kind", "casting").with_columns(sizes).filter(pl.col("kind") == "window")
    missing = [pl.lit(None, kind).alias(name) for name, kind in schema.items() if name not in rows.columns]
    filled = [pl.lit(0, pl.Int32).alias("embeds"), pl.lit(0, pl.Int32).alias("openings"), pl.lit("").alias("layout")]
    return rows.with_columns(missing).with_columns(filled).select(schema.names()).cast(schema)


def _of_pieces(row: Mapping[str, Any], typed: pl.DataFrame) -> Iterable[Indicator]:
    """One indicator per kind that the building has; one without a value when it has none of them."""
    amount = pl.col("length_mm") * pl.col("height_mm") * 1e-6 if row["measure"] == "area" else pl.lit(1.0)
    clause, source = _clause()
    kinds = [kind for kind in row["kinds"] if (typed["kind"] == kind).any()]
    for kind in kinds:
        sums = (
            typed.filter(pl.col("kind") == kind)
            .group_by("type", maintain_order=True)
            .agg(amount.sum().alias("amount") if row["measure"] == "area" else pl.len().alias("amount"), "guid")
            .sort("amount", descending=True, maintain_order=True)
        )
        yield _indicator(
            row, clause, source, kind=kind, value=_share(sums["amount"].to_list(), row["best"]),
            considered=sum(map(len, sums["guid"])), elements=sums["guid"].head(row["best"]).explode(),
        )  # fmt: skip
    if not kinds:
        names = tuple(Text(f"kind.{kind}") for kind in row["kinds"])
        yield _indicator(row, clause, source, why_not=text("indicator.none.no_kind", kinds=names))


def _of_layouts(row: Mapping[str, Any], rooms: RepeatedRooms | None) -> Indicator:
    """The share of floor area in the most repeated dwellings, or rooms."""
    clause, source = _clause()
    layouts: Sequence[Layout] = () if rooms is None else rooms.units if row["level"] == "unit" else rooms.rooms
    if not layouts:
        reason = rooms.why_no_units if rooms is not None and row["level"] == "unit" else None
        return _indicator(row, clause, source, why_not=reason or text("indicator.none.no_rooms"))
    ranked = sorted(layouts, key=lambda layout: -layout.area * layout.count)
    best = [guid for layout in ranked[: row["best"]] for instance in layout.instances for guid in instance.rooms]
    return _indicator(
        row, clause, source, value=_share([layout.area * layout.count for layout in ranked], row["best"]),
        considered=sum(layout.count for layout in layouts), elements=best,
    )  # fmt: skip


def _hit_rates(matches: Sequence[ElementMatches] | None) -> Iterable[Indicator]:
    """Pieces within reach of a library article, per kind."""
    row = indicator_rules()["hit_rate"]
    source, confidence = row["source"]
    clause = Clause(document="", number="", confidence=confidence)
    by_kind: dict[str, list[ElementMatches]] = {}
    for one in matches or ():
        by_kind.setdefault(one.kind, []).append(one)
    for kind in sorted(by_kind):
        hit = [one.element for one in by_kind[kind] if one.candidates]
        asked = len(by_kind[kind])
        yield _indicator(row, clause, source, kind=kind, value=100 * len(hit) / asked, considered=asked, elements=hit)
    if not by_kind:
        yield _indicator(row, clause, source, why_not=text("indicator.none.not_matched"))


def _mould_reuse(moulds: Sequence[Mould]) -> Iterable[Indicator]:
    """Pieces per mould, per kind; the pieces of moulds that reach the threshold count."""
    row = indicator_rules()["moulds"]
    source, confidence = row["source"]
    clause = Clause(document="", number="", confidence=confidence)
    for kind in sorted({mould.kind for mould in moulds}):
        own = [mould for mould in moulds if mould.kind == kind]
        made = sum(len(mould.elements) for mould in own)
        least = row["at_least"].get(kind)
        enough = [guid for mould in own if least and len(mould.elements) >= least for guid in mould.elements]
        yield _indicator(
            row | {"at_least": least}, clause, source, kind=kind, unit="pieces", value=made / len(own),
            considered=made, elements=enough,
        )  # fmt: skip
    if not moulds:
        yield _indicator(
            row | {"at_least": None}, clause, source, unit="pieces", why_not=text("indicator.none.no_mould")
        )


def _moulds(typed: pl.DataFrame) -> tuple[Mould, ...]:
    grouped = typed.group_by("type", maintain_order=True).agg(
        pl.col("kind", *_SIZES, "openings").first(), pl.col("guid")
    )
    moulds = [
        Mould(
            kind=record["kind"], sizes_mm=(record["length_mm"], record["width_mm"], record["height_mm"]),
            openings=record["openings"], elements=tuple(record["guid"]),
        )
        for record in grouped.iter_rows(named=True)
    ]  # fmt: skip
    return tuple(sorted(moulds, key=lambda mould: (-len(mould.elements), mould.kind, mould.sizes_mm)))


def _indicator(
    row: Mapping[str, Any],
    clause: Clause,
    source: str,
    *,
    kind: str | None = None,
    unit: str = "%",
    value: float | None = None,
    considered: int = 0,
    elements: Iterable[str] = (),
    why_not: Text | None = None,
) -> Indicator:
    threshold = row.get("at_least")
    return Indicator(
        id=row["id"], kind=kind, title=Text(f"indicator.{row['id']}"), clause=clause, source=source, unit=unit,
        value=value, threshold=threshold, considered=considered, elements=tuple(elements), why_not=why_not,
        reached=None if value is None or threshold is None else value >= threshold,
    )  # fmt: skip


def _clause() -> tuple[Clause, str]:
    """Where the shares of the superseded standard come from."""
    rules = indicator_rules()
    where, confidence = rules["share_source"]
    return Clause(document=rules["document"], number="", confidence=confidence), where


def _share(amounts: Sequence[float], best: int) -> float | None:
    """Percent of the total that the greatest amounts make up; None when there is no total."""
    total = sum(amounts)
    return 100 * sum(sorted(amounts, reverse=True)[:best]) / total if total > 0 else None
