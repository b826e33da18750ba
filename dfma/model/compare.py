"""Two states of one building: what came, what went, what changed and by how much; values in, a value out.

What is derived (touching surfaces, recognition) is not compared: it follows from what is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dfma.model.boxes import Rows
from dfma.model.building import BuildingModel
from dfma.model.geometry import Floats
from dfma.model.identity import identify
from dfma.model.overlaps import near_pairs

CHANGE_SCHEMA = pl.Schema(
    {
        "old_row": pl.Int32,
        "new_row": pl.Int32,
        "what": pl.String,  # one of ASPECTS
        "name": pl.String,  # attribute; "set.property"; length, width, height; kind of relation; null of places
        "before": pl.String,
        "after": pl.String,
        "amount": pl.Float64,  # metres moved or grown, m³ of volume, of a number its difference; null of texts
    }
)
"""One row per thing and change."""

ASPECTS = ("attribute", "property", "material", "moved", "size", "volume", "shape", "relation")
"""`attribute`: class, name, type, storey, whole …; `size`: of the box along the axes of the building, smallest to
largest; `shape`: the box is the same and the surface is not; `relation`: voids, fills, connects."""

TOLERANCE = 0.001
"""Metres: smaller differences of place and size are not changes; exports round."""
_SHARE = 1e-4
"""Smaller relative differences of volume and surface are not changes: kernels differ."""
_NUMBER = 1e-6
"""Smaller relative differences of numbers in properties are not changes: exporters round."""

_ATTRIBUTES = (
    "ifc_class",
    "predefined_type",
    "object_type",
    "name",
    "description",
    "tag",
    "mark",
    "type_name",
    "layer",
)
_RELATIONS = ("voids", "fills", "connects")
_ABOVE = ("storey", "whole")
_SPLIT_INSIDE = 0.02
"""Metres that a piece may stand out of the piece that it was cut from."""
_SPLIT_VOLUME = (0.85, 1.05)
"""Share of the volume that the pieces of a split together have: joints take some away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """One thing that became several (or several that became one), by row."""

    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two models; rows of `old` and `new`."""

    old: BuildingModel
    new: BuildingModel
    identity: pl.DataFrame
    """IDENTITY_SCHEMA"""
    added: tuple[int, ...]
    """Rows of the new model that the old one has not."""
    removed: tuple[int, ...]
    """Rows of the old model that the new one has not."""
    changes: pl.DataFrame
    """CHANGE_SCHEMA"""
    split: tuple[Regrouping, ...]
    merged: tuple[Regrouping, ...]

    @property
    def changed(self) -> int:
        """How many things both models hold, but not alike."""
        return self.changes["old_row"].n_unique()

    @property
    def unchanged(self) -> int:
        """How many things both models hold alike."""
        return self.identity.height - self.changed

    @property
    def reissued(self) -> int:
        """How many things bear another GlobalId now."""
        return int((self.identity["how"] != "guid").sum())


def compare(old: BuildingModel, new: BuildingModel) -> Comparison:
    """Compare two models, thing by thing."""
    identity = identify(old, new)
    partner = np.full(new.elements.height, -1, np.int64)
    partner[identity["new_row"].to_numpy()] = identity["old_row"].to_numpy()
    changes = pl.concat(
        [
            _attributes(old, new, identity),
            _above(old, new, identity, partner),
            _materials(old, new, identity),
            _properties(old, new, identity),
            _geometry(old, new, identity),
            _relations(old, new, identity),
        ]
    ).sort("old_row", "what", "name", "before", "after", nulls_last=False, maintain_order=True)
    removed = _absent(old.elements.height, identity["old_row"])
    added = _absent(new.elements.height, identity["new_row"])
    grown = changes.filter(pl.col("what") == "volume")
    return Comparison(
        old=old,
        new=new,
        identity=identity,
        added=tuple(added.tolist()),
        removed=tuple(removed.tolist()),
        changes=changes,
        split=_regrouped(old, new, removed, added, identity, grown, by=1),
        merged=tuple(
            Regrouping(old=one.new, new=one.old)
            for one in _regrouped(new, old, added, removed, _turned(identity), _turned(grown), by=-1)
        ),
    )


def _turned(table: pl.DataFrame) -> pl.DataFrame:
    """Seen from the other model."""
    return table.rename({"old_row": "new_row", "new_row": "old_row"})


def _absent(count: int, present: pl.Series) -> Rows:
    there = np.zeros(count, np.bool_)
    there[present.to_numpy()] = True
    return np.flatnonzero(~there)


def _table(identity: pl.DataFrame, **columns: pl.Series | pl.Expr | str | None) -> pl.DataFrame:
    made = {
        name: pl.lit(value) if isinstance(value, str) or value is None else value for name, value in columns.items()
    }
    return identity.with_columns(**made).select(
        pl.col(name).cast(kind) if name in {*identity.columns, *made} else pl.lit(None, kind).alias(name)
        for name, kind in CHANGE_SCHEMA.items()
    )


def _attributes(old: BuildingModel, new: BuildingModel, identity: pl.DataFrame) -> pl.DataFrame:
    found = []
    for name in _ATTRIBUTES:
        before, after = (
            model.elements[name].gather(identity[rows]) for model, rows in ((old, "old_row"), (new, "new_row"))
        )
        differ = before.ne_missing(after)
        found.append(
            _table(
                identity.filter(differ), what="attribute", name=name, before=before.filter(differ),
                after=after.filter(differ),
            )
        )  # fmt: skip
    return pl.concat(found)


def _above(old: BuildingModel, new: BuildingModel, identity: pl.DataFrame, partner: Rows) -> pl.DataFrame:
    """The storey that a thing is in, and the whole that it is a part of: others, not others' new GlobalIds."""
    found = []
    for name in _ABOVE:
        before = old.elements[name].gather(identity["old_row"]).fill_null(-1).to_numpy()
        after = new.elements[name].gather(identity["new_row"]).fill_null(-1).to_numpy()
        differ = before != np.where(after < 0, -1, np.where(partner[after] < 0, -2, partner[after]))
        found.append(
            _table(
                identity.filter(pl.Series(differ)), what="attribute", name=name,
                before=_called(old, before[differ]), after=_called(new, after[differ]),
            )
        )  # fmt: skip
    return pl.concat(found)


def _called(model: BuildingModel, rows: Rows) -> pl.Series:
    """Names of rows, else their GlobalIds; null for -1."""
    names = model.elements.select(pl.coalesce("name", "guid"))[:, 0]
    return names.gather(np.maximum(rows, 0)).set(pl.Series(rows < 0), None)


def _materials(old: BuildingModel, new: BuildingModel, identity: pl.DataFrame) -> pl.DataFrame:
    """Materials with layers and thicknesses, as one text per thing."""

    def spelled(model: BuildingModel, rows: str, name: str) -> pl.DataFrame:
        thickness = (pl.col("thickness") * 1000).round(2)
        layer = pl.format("{} {} mm", pl.col("material").fill_null("?"), thickness)
        one = pl.when(pl.col("thickness").is_null()).then(pl.col("material")).otherwise(layer).alias(name)
        ordered = model.materials.sort("row", "layer", "material", maintain_order=True).with_columns(one)
        return ordered.group_by(pl.col("row").alias(rows)).agg(pl.col(name).str.join(" | "))

    both = identity.join(spelled(old, "old_row", "before"), on="old_row", how="left", maintain_order="left").join(
        spelled(new, "new_row", "after"), on="new_row", how="left", maintain_order="left"
    )
    return _table(both.filter(pl.col("before").ne_missing(pl.col("after"))), what="material")


def _properties(old: BuildingModel, new: BuildingModel, identity: pl.DataFrame) -> pl.DataFrame:
    """Properties that came, went or have another value; numbers are compared as numbers."""
    keys = ["old_row", "set", "name", "number_of"]

    def said(model: BuildingModel, rows: str) -> pl.DataFrame:
        own = model.properties.select(pl.col("row").alias(rows), "set", "name", "value", "number")
        mine = own.join(identity.select("old_row", "new_row"), on=rows)
        ordered = mine.sort("old_row", "set", "name", "number", "value")
        return ordered.with_columns(pl.int_range(pl.len()).over("old_row", "set", "name").alias("number_of"))

    both = said(old, "old_row").drop("new_row").join(
        said(new, "new_row").drop("new_row"), on=keys, how="full", coalesce=True, nulls_equal=True, suffix="_new"
    )  # fmt: skip
    difference = pl.col("number_new") - pl.col("number")
    close = difference.abs() <= _NUMBER * pl.max_horizontal(pl.col("number").abs(), pl.lit(1e-3))
    same = pl.col("value").eq_missing(pl.col("value_new")) | close.fill_null(value=False)
    changed = both.filter(~same).select(
        "old_row", pl.format("{}.{}", "set", "name").alias("name"), pl.col("value").alias("before"),
        pl.col("value_new").alias("after"), difference.alias("amount"),
    )  # fmt: skip
    return _table(changed.join(identity.select("old_row", "new_row"), on="old_row"), what="property")


def _geometry(old: BuildingModel, new: BuildingModel, identity: pl.DataFrame) -> pl.DataFrame:
    """How far things moved and by how much they grew, along the axes of the building: these do not depend on how the
    box of a thing was laid."""
    rows = (identity["old_row"].to_numpy(), identity["new_row"].to_numpy())
    (low, high), (low_new, high_new) = (
        (model.boxes.low[own], model.boxes.high[own]) for model, own in zip((old, new), rows, strict=True)
    )
    size, size_new = np.sort(high - low, axis=1), np.sort(high_new - low_new, axis=1)
    shift, growth = (low_new + high_new - low - high) / 2, size_new - size
    known = ~(np.isnan(shift).any(axis=1))
    moved = known & (np.abs(shift) > TOLERANCE).any(axis=1)
    found = [
        _table(
            identity.filter(pl.Series(moved)), what="moved", before=_points((low + high)[moved] / 2),
            after=_points((low_new + high_new)[moved] / 2), amount=pl.Series(np.linalg.norm(shift[moved], axis=1)),
        )
    ]  # fmt: skip
    for side, name in enumerate(("smallest", "middle", "largest")):
        grew = known & (np.abs(growth[:, side]) > TOLERANCE)
        found.append(
            _table(
                identity.filter(pl.Series(grew)), what="size", name=name, before=_lengths(size[grew, side]),
                after=_lengths(size_new[grew, side]), amount=pl.Series(growth[grew, side]),
            )
        )  # fmt: skip
    grew_at_all = (np.abs(growth) > TOLERANCE).any(axis=1)
    return pl.concat([*found, *_bodies(old, new, identity, pl.Series(known & grew_at_all))])


def _bodies(old: BuildingModel, new: BuildingModel, identity: pl.DataFrame, grew: pl.Series) -> list[pl.DataFrame]:
    """Volumes, and surfaces where neither the box nor the volume tells of a change; bodies that came or went."""
    both = identity.with_columns(
        *(
            model.measures[name].gather(identity[rows]).alias(name + suffix)
            for model, rows, suffix in ((old, "old_row", ""), (new, "new_row", "_new"))
            for name in ("volume", "area")
        ),
        grew.alias("grew"),
        *(
            pl.Series(name, ~np.isnan(model.boxes.low[identity[rows].to_numpy(), 0]))
            for model, rows, name in ((old, "old_row", "body"), (new, "new_row", "body_new"))
        ),
    )
    differs = {
        name: (pl.col(f"{name}_new") - pl.col(name)).abs() > _SHARE * pl.max_horizontal(name, f"{name}_new")
        for name in ("volume", "area")
    }
    swelled = both.filter(differs["volume"])
    shaped = both.filter(
        ((pl.col("body") != pl.col("body_new")) | (differs["area"].fill_null(value=False) & ~pl.col("grew")))
        & ~differs["volume"].fill_null(value=False)
    )
    return [
        _table(
            swelled, what="volume", before=pl.col("volume").round(6).cast(pl.String),
            after=pl.col("volume_new").round(6).cast(pl.String), amount=pl.col("volume_new") - pl.col("volume"),
        ),
        _table(
            shaped, what="shape", before=pl.col("area").round(6).cast(pl.String),
            after=pl.col("area_new").round(6).cast(pl.String), amount=pl.col("area_new") - pl.col("area"),
        ),
    ]  # fmt: skip


def _points(values: Floats) -> pl.Series:
    return pl.Series([f"{x:.3f} {y:.3f} {z:.3f}" for x, y, z in values + 0.0], dtype=pl.String)


def _lengths(values: Floats) -> pl.Series:
    return pl.Series([f"{value:.4f}" for value in values], dtype=pl.String)


def _relations(old: BuildingModel, new: BuildingModel, identity: pl.DataFrame) -> pl.DataFrame:
    """Openings, fillings and connections between things that both models hold."""

    def pairs(model: BuildingModel, rows: str) -> pl.DataFrame:
        own = model.relations.filter(pl.col("kind").is_in(_RELATIONS)).select("kind", "source", "target")
        for end in ("source", "target"):
            known = identity.select(pl.col(rows).alias(end), pl.col("old_row").alias(f"old_{end}"))
            own = own.join(known, on=end)
        return own.select("kind", "old_source", "old_target").unique(maintain_order=True)

    before, after = pairs(old, "old_row"), pairs(new, "new_row")
    names = old.elements.select(pl.col("row").alias("old_target"), pl.coalesce("name", "guid").alias("target"))
    found = []
    for table, other, side in ((before, after, "before"), (after, before, "after")):
        gone = table.join(other, on=table.columns, how="anti").join(names, on="old_target", how="left")
        pair = gone.rename({"old_source": "old_row", "kind": "name"}).join(
            identity.select("old_row", "new_row"), on="old_row"
        )
        found.append(_table(pair, what="relation", **{side: pl.col("target")}))
    return pl.concat(found)


def _regrouped(
    old: BuildingModel,
    new: BuildingModel,
    gone: Rows,
    fresh: Rows,
    identity: pl.DataFrame,
    grown: pl.DataFrame,
    *,
    by: int,
) -> tuple[Regrouping, ...]:
    """Things of the old model in whose place several of the new one stand: of the same class, inside its box, and
    together of its volume. One of them may have kept the identity of the old thing and shrunk."""
    shrunk = grown.filter(pl.col("amount") * by < 0)
    wholes = np.concatenate([gone, shrunk["old_row"].to_numpy()]).astype(np.int64)
    parts = np.concatenate([fresh, shrunk["new_row"].to_numpy()]).astype(np.int64)
    is_element = [(model.elements["role"] == "element").to_numpy() for model in (old, new)]
    wholes, parts = wholes[is_element[0][wholes]], parts[is_element[1][parts]]
    wholes, parts = wholes[~np.isnan(old.boxes.low[wholes, 0])], parts[~np.isnan(new.boxes.low[parts, 0])]
    if not len(wholes) or len(parts) < 2:
        return ()
    low = np.concatenate([old.boxes.low[wholes], new.boxes.low[parts]])
    high = np.concatenate([old.boxes.high[wholes], new.boxes.high[parts]])
    near = near_pairs(low, high, 0.0)
    near = near[(near[:, 0] < len(wholes)) & (near[:, 1] >= len(wholes))]
    whole, part = wholes[near[:, 0]], parts[near[:, 1] - len(wholes)]
    inside = (
        (new.boxes.low[part] > old.boxes.low[whole] - _SPLIT_INSIDE)
        & (new.boxes.high[part] < old.boxes.high[whole] + _SPLIT_INSIDE)
    ).all(axis=1)
    pairs = pl.DataFrame({"old_row": whole[inside], "new_row": part[inside]}).with_columns(
        old.elements["ifc_class"].gather(whole[inside]).alias("class"),
        new.elements["ifc_class"].gather(part[inside]).alias("class_new"),
        pl.Series("volume", _bulk(old, whole[inside])),
        pl.Series("part", _bulk(new, part[inside])),
    )
    taken = identity.select("old_row", "new_row").cast(pl.Int64).with_columns(kept=True)
    groups = (
        pairs.filter(pl.col("class") == pl.col("class_new"))
        .join(taken, on=["old_row", "new_row"], how="left")
        .filter(pl.col("kept").is_not_null() | pl.col("new_row").is_in(fresh.tolist()))
        .group_by("old_row")
        .agg(pl.col("new_row").sort(), pl.col("part").sum() / pl.col("volume").first(), pl.len().alias("count"))
        .filter((pl.col("count") > 1) & pl.col("part").is_between(*_SPLIT_VOLUME))
        .sort("old_row")
    )
    return tuple(Regrouping(old=(one["old_row"],), new=tuple(one["new_row"])) for one in groups.iter_rows(named=True))


def _bulk(model: BuildingModel, rows: Rows) -> Floats:
    """Volume, or that of the box where it is not known."""
    volume = model.measures["volume"].gather(rows).to_numpy()
    box: Floats = (model.boxes.high[rows] - model.boxes.low[rows]).prod(axis=1)
    return np.where(np.isnan(volume), box, volume)
