"""Sizes by the names of the trade, volume and mass, each with where it comes from."""

from __future__ import annotations

import polars as pl

MEASURE_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "length": pl.Float64,  # metres, named per kind: see `name_dimensions`
        "width": pl.Float64,
        "height": pl.Float64,
        "volume": pl.Float64,  # m³ net; of an assembly: of its parts of the main material
        "volume_origin": pl.String,  # "mesh" (proven closed) | "authored" | "parts"; null when unknown
        "mass": pl.Float64,  # kg
        "mass_origin": pl.String,  # "authored" | "volume"; null when unknown
        "area": pl.Float64,  # m² of the surface
    }
)
"""Columns of `BuildingModel.measures`, one row per element row, in row order; null means unknown, never 0."""


def no_measures(rows: int) -> pl.DataFrame:
    """Measures of a model of which nothing was measured."""
    return pl.DataFrame({"row": range(rows)}, schema={"row": pl.Int32}).select(
        pl.col(name) if name == "row" else pl.lit(None, kind).alias(name) for name, kind in MEASURE_SCHEMA.items()
    )
