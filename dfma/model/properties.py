"""The property table: one row per element and property, quantities included."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

PROPERTY_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "set": pl.String,
        "name": pl.String,
        "value": pl.String,  # as text, in the unit of the file; TRUE, FALSE; items joined by " | "; bounds "low..high"
        "number": pl.Float64,  # in m, m², m³, kg, rad, Pa; null when the value is no number
        "value_type": pl.String,  # IFC type of the value: IfcLabel, IfcLengthMeasure, IfcBoolean, …
        "unit": pl.String,  # of `number`: "m", "m2", "m3", "kg", "rad", … ; null when it has none
        "kind": pl.String,  # single | enumerated | list | bounded | table | reference | quantity | attribute
        "origin": pl.String,  # "occurrence" or "type"; an occurrence's value hides the type's of the same set and name
    }
)
"""Columns of `BuildingModel.properties`. A property inside a complex one is named "outer.inner".

Kind `attribute` holds what only some classes say of themselves, under the class that declares it: set "IfcDoor", name
"OverallHeight"; set "IfcElementAssembly", name "AssemblyPlace". Classification codes are kind `reference`, set
"IfcClassification", named by their system."""


def find_property(properties: pl.DataFrame, names: Sequence[str], sets: Sequence[str] = ()) -> pl.DataFrame:
    """The first of several names of one concept that each element carries.

    Names (and sets, when given) are compared without case; an earlier name beats a later one, and of one name the
    occurrence beats the type. Returns the matching rows of the table, at most one per element.
    """
    order = {name.casefold(): position for position, name in enumerate(names)}
    lowered = pl.col("name").str.to_lowercase()
    chosen = properties.filter(lowered.is_in(list(order)))
    if sets:
        chosen = chosen.filter(pl.col("set").str.to_lowercase().is_in([name.casefold() for name in sets]))
    rank = lowered.replace_strict(order, default=None, return_dtype=pl.Int32)
    ranked = chosen.with_columns(rank.alias("rank"), (pl.col("origin") == "type").alias("inherited"))
    return (
        ranked.sort("row", "rank", "inherited", maintain_order=True)
        .unique("row", keep="first", maintain_order=True)
        .drop("rank", "inherited")
    )
