"""The straight axes of grids, kept as properties: the tag of each axis, and its place across its set."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from dfma.ifc.step_file import StepFile
from dfma.model.properties import PROPERTY_SCHEMA
from dfma.progress import Progress

if TYPE_CHECKING:
    import ifcopenshell

_SETS = ("UAxes", "VAxes", "WAxes")
_PARALLEL = 1e-4
"""Greatest sine of the angle between an axis and the first of its set."""


def read_grids(step: StepFile, rows: dict[int, int], metre: float, progress: Progress) -> pl.DataFrame:
    """One property per straight axis that is parallel to the first of its set: set "IfcGrid.UAxes" (VAxes, WAxes), name
    = its tag, number = metres from the origin of the grid, across the axes. Curved and skew axes are left out."""
    said = []
    for grid in step.instances("IfcGrid"):
        progress.check()
        row = rows.get(grid.id())
        for attribute in _SETS if row is not None else ():
            for tag, place in _places(step, step.many(grid, attribute)):
                number = place * metre
                said.append((row, f"IfcGrid.{attribute}", tag, f"{place:g}", number))
    table = pl.DataFrame(said, schema=["row", "set", "name", "value", "number"], orient="row")
    return table.select(
        pl.lit(value).alias(name) if (value := _CONSTANT.get(name)) else pl.col(name) for name in PROPERTY_SCHEMA
    ).cast(PROPERTY_SCHEMA)


_CONSTANT = {"value_type": "IfcLengthMeasure", "unit": "m", "kind": "attribute", "origin": "occurrence"}


def _places(step: StepFile, axes: list[ifcopenshell.entity_instance]) -> list[tuple[str, float]]:
    """Tag and place of the straight axes of one set."""
    found: list[tuple[str, float]] = []
    direction: tuple[float, float] | None = None
    for number, axis in enumerate(axes, start=1):
        line = _line(step, step.one(axis, "AxisCurve"))
        if line is None:
            continue
        (x, y), along = line
        direction = direction or along
        if abs(along[0] * direction[1] - along[1] * direction[0]) <= _PARALLEL:
            found.append((step.text(axis, "AxisTag") or str(number), x * -direction[1] + y * direction[0]))
    return found


def _line(
    step: StepFile, curve: ifcopenshell.entity_instance | None
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """A point and the direction of a straight curve: a polyline of two points, a line, or a part of one."""
    if curve is None:
        return None
    if curve.is_a() == "IfcTrimmedCurve":
        return _line(step, step.one(curve, "BasisCurve"))
    if curve.is_a() == "IfcLine":
        start = _pair(step, step.one(curve, "Pnt"), "Coordinates")
        along = _pair(step, step.one(step.one(curve, "Dir"), "Orientation"), "DirectionRatios")
    elif curve.is_a() == "IfcPolyline" and len(points := step.many(curve, "Points")) == 2:
        start, end = (_pair(step, point, "Coordinates") for point in points)
        along = None if start is None or end is None else (end[0] - start[0], end[1] - start[1])
    else:
        return None
    length = math.hypot(*along) if along else 0.0
    return None if start is None or along is None or not length else (start, (along[0] / length, along[1] / length))


def _pair(step: StepFile, entity: ifcopenshell.entity_instance | None, attribute: str) -> tuple[float, float] | None:
    numbers = step.value(entity, attribute)
    return (float(numbers[0]), float(numbers[1])) if isinstance(numbers, tuple) and len(numbers) > 1 else None
