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
    said = step.column("IfcBuildingStorey", [storey], "Elevation")[0]
    if isinstance(said, int | float):
        return said * metre
    return _placed_height(storey, metre)


def _placed_height(storey: ifcopenshell.entity_instance, metre: float) -> float | None:
    placement = storey.ObjectPlacement
    if placement is None or not placement.is_a("IfcLocalPlacement") or placement.PlacementRelTo is None:
        return None
    location = placement.RelativePlacement.Location if placement.RelativePlacement is not None else None
    coordinates: tuple[float, ...] = getattr(location, "Coordinates", None) or ()
    return coordinates[2] * metre if len(coordinates) > 2 else None
