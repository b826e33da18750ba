"""What becomes of the representations of a stretched product that are no bodies: axes, outlines, boxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dfma.ifc.shifts import Direction, Shift
from dfma.ifc.step_patch import Ref
from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit

Shifts = Sequence[tuple[Direction, Shift]]


def shifted_representation(edit: Edit, representation: entity_instance, shifts: Shifts) -> Ref | None:
    """A copy with every corner moved as the body was. None where an item is no line of corners: nobody could tell
    what it would be."""
    items = [_shifted(edit, item, shifts) for item in representation.Items]
    if any(item is None for item in items):
        return None
    return edit.copy(representation, Items=[item for item in items if item is not None])


def _shifted(edit: Edit, item: entity_instance, shifts: Shifts) -> Ref | None:
    kind = item.is_a()
    if kind == "IfcPolyline":
        points = _moved([point.Coordinates for point in item.Points], shifts)
        return edit.copy(item, Points=[edit.add("IfcCartesianPoint", point) for point in points])
    if kind == "IfcIndexedPolyCurve" and not any(one.is_a("IfcArcIndex") for one in item.Segments or ()):
        places = _moved(item.Points.CoordList, shifts)
        return edit.copy(item, Points=edit.copy(item.Points, CoordList=places))
    if kind == "IfcBoundingBox":
        low = np.array(item.Corner.Coordinates, float)
        sides = np.array([item.XDim, item.YDim, item.ZDim], float)
        ends = np.array(_moved([low.tolist(), (low + sides).tolist()], shifts))
        corner = edit.add("IfcCartesianPoint", ends[0].tolist())
        x, y, z = (ends[1] - ends[0]).tolist()
        return edit.copy(item, Corner=corner, XDim=x, YDim=y, ZDim=z)
    return None


def _moved(points: Sequence[Sequence[float]], shifts: Shifts) -> list[list[float]]:
    """Corners of two or three coordinates."""
    flat: Floats = np.array(points, float)
    width = flat.shape[1]
    places = np.column_stack([flat, np.zeros((len(flat), 3 - width))])
    for direction, shift in shifts:
        places = places + np.outer(shift.of(direction.at(places)), direction.along)
    return [[round(value, 9) + 0.0 for value in place[:width]] for place in places.tolist()]
