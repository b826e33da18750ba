"""Storeys: in which building, how high, how tall."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dfma.ifc.step_file import StepFile
from dfma.model.elements import STOREY_SCHEMA

if TYPE_CHECKING:
    import ifcopenshell


def read_storeys(step: StepFile, elements: pl.DataFrame, buildings: pl.Series, metre: float) -> pl.DataFrame:
    """The storeys from the lowest up. `buildings` gives the building of each row, `metre` the metres per unit."""
    storeys = elements.filter(ifc_class="IfcBuildingStorey")
    elevations = [_elevation(step, step.file.by_id(number), metre) for number in storeys["step_id"]]
    return (
        storeys.select("row", "guid", "name")
        .with_columns(
            buildings.gather(storeys["row"]).alias("building"), pl.Series("elevation", elevations, pl.Float64)
        )
        .sort("elevation", nulls_last=True, maintain_order=True)
        .with_columns(_height_to_next().alias("height"))
        .cast(STOREY_SCHEMA)
    )


def _height_to_next() -> pl.Expr:
    """Metres to the next storey of the building that is really higher: parts of one storey may share an elevation."""
    level = pl.col("elevation")
    higher = pl.when(level.shift(-1) > level).then(level.shift(-1)).backward_fill()
    return (higher - level).over("building")


def _elevation(step: StepFile, storey: ifcopenshell.entity_instance, metre: float) -> float | None:
    """Metres above the building's zero, as said; from the placement where the file says nothing (IFC4X3 has
    deprecated the attribute)."""
    said = step.number(storey, "Elevation")
    height = _placed_height(step, storey) if said is None else said
    return None if height is None else height * metre


def _placed_height(step: StepFile, storey: ifcopenshell.entity_instance) -> float | None:
    """Height of the storey's placement within that of its building; None when it is placed in nothing."""
    placement = step.one(storey, "ObjectPlacement")
    if step.one(placement, "PlacementRelTo") is None:
        return None
    coordinates = step.value(step.one(step.one(placement, "RelativePlacement"), "Location"), "Coordinates")
    return float(coordinates[2]) if isinstance(coordinates, tuple) and len(coordinates) > 2 else None
