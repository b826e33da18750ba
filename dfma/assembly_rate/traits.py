"""What schemes ask of each element: kind, casting, load-bearing, external, sizes; unknown stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from dfma.model.building import BuildingModel
from dfma.model.properties import find_property
from dfma.yaml_data import read_yaml

TRAIT_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "guid": pl.String,
        "kind": pl.String,
        "casting": pl.String,
        "kind_certain": pl.Boolean,
        "casting_known": pl.Boolean,
        "bearing": pl.Boolean,  # null: not known
        "external": pl.Boolean,  # null: not known
        "length": pl.Float64,
        "width": pl.Float64,
        "height": pl.Float64,
        "volume": pl.Float64,
        "rise": pl.Float64,  # how far it reaches up
        "side": pl.Float64,  # the lesser of its sizes in plan
    }
)
"""Columns of the table of traits: one row per element and space that is no part of a cast piece."""


@cache
def trait_rules() -> Mapping[str, Any]:
    """How traits are read."""
    rules: Mapping[str, Any] = read_yaml(Path(__file__).parent / "traits.yaml")
    return rules


def element_traits(model: BuildingModel) -> pl.DataFrame:
    """The traits of every element and space that could count by itself (TRAIT_SCHEMA), in row order.

    The layers and embedded parts of a piece never count: the piece does.
    """
    rules = trait_rules()
    certain = rules["certain_from"]
    table = model.elements.select("row", "guid", "role").with_columns(
        *(model.recognition[name] for name in ("kind", "casting", "kind_confidence", "casting_confidence", "piece")),
        *(model.measures[name] for name in ("length", "width", "height", "volume")),
    )
    extent = model.boxes.extent
    table = table.with_columns(
        pl.Series("rise", extent[:, 2]).fill_nan(None), pl.Series("side", extent[:, :2].min(axis=1)).fill_nan(None)
    )
    table = table.filter(pl.col("role").is_in(["element", "space"]) & pl.col("piece").is_null()).with_columns(
        (pl.col("kind_confidence") >= certain).alias("kind_certain"),
        ((pl.col("casting") != "unknown") & (pl.col("casting_confidence") >= certain)).alias("casting_known"),
    )
    for trait, name in (("bearing", "load_bearing"), ("external", "external")):
        said = _said(model, rules[name]["properties"]).rename({"said": trait})
        table = table.join(said, on="row", how="left", maintain_order="left").with_columns(_filled(trait, rules[name]))
    return table.select(TRAIT_SCHEMA.names()).cast(TRAIT_SCHEMA)


def without_parts_of(members: pl.DataFrame, model: BuildingModel) -> pl.DataFrame:
    """Drop members that are parts of other members, so that nothing counts twice."""
    own = set(members["row"])
    whole = dict(model.elements.filter(pl.col("whole").is_not_null()).select("row", "whole").iter_rows())

    def inside_another(row: int) -> bool:
        seen = {row}
        above = whole.get(row)
        while above is not None and above not in seen:  # a file may claim that a thing is a part of itself
            if above in own:
                return True
            seen.add(above)
            above = whole.get(above)
        return False

    parts = [row for row in members["row"] if row in whole and inside_another(row)]
    return members.filter(~pl.col("row").is_in(parts))


def _said(model: BuildingModel, names: list[str]) -> pl.DataFrame:
    """Yes or no as a property says it, by row."""
    rules = trait_rules()
    answers = dict.fromkeys(rules["yes"], True) | dict.fromkeys(rules["no"], False)
    said = pl.col("value").str.strip_chars().str.to_lowercase()
    return find_property(model.properties, names).select(
        "row", said.replace_strict(answers, default=None, return_dtype=pl.Boolean).alias("said")
    )


def _filled(trait: str, rules: Mapping[str, Any]) -> pl.Expr:
    """What no property says, by casting, then by kind."""
    told = pl.col(trait)
    for column, key in (("casting", "by_casting"), ("kind", "by_kind")):
        usual = pl.col(column).replace_strict(rules.get(key, {}), default=None, return_dtype=pl.Boolean)
        told = told.fill_null(usual)
    return told.alias(trait)
