"""Gives half-spaces an end, in memory: the fast kernel cuts with solids rightly and with half-spaces wrongly.

IFC cuts bodies with IfcHalfSpaceSolid (all that lies on one side of a plane) and IfcPolygonalBoundedHalfSpace (of that,
what lies in a prism over a polygon). Both do the same as a solid that is much larger than the body that it cuts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from dfma.ifc.extrusions import polygon
from dfma.ifc.placements import placement
from dfma.model.geometry import Floats

if TYPE_CHECKING:
    import ifcopenshell
    from ifcopenshell import entity_instance

_MARGIN = 2.0
"""How many times the reach of what it cuts a bounded half-space goes beyond its plane."""
_HAIR = 5e-5
"""Metres by which the polygon of a bounded half-space is widened."""


def bound_half_spaces(file: ifcopenshell.file, length_unit: float) -> None:
    """Replace the half-spaces that bodies are cut with by solids. The file is changed in memory only.

    `length_unit` is metres per unit of the file.
    Half-spaces on surfaces that are no planes, or in unusual places, are left as they are.
    """
    for half_space in file.by_type("IfcHalfSpaceSolid"):
        if not half_space.BaseSurface.is_a("IfcPlane"):
            continue
        for user in file.get_inverse(half_space):
            if user.is_a("IfcBooleanResult") and user.SecondOperand == half_space:
                reach = _MARGIN * (_reach(file, user.FirstOperand) + _reach(file, half_space))
                user.SecondOperand = _solid(file, half_space, reach, length_unit)


def _reach(file: ifcopenshell.file, item: entity_instance) -> float:
    """A length, in units of the file, that no point of an item is farther from the origin than: three times the
    largest coordinate (a point may be moved by the profile's place and by the solid's) and all sizes together."""
    while item.is_a("IfcBooleanResult") and item.Operator != "UNION":  # what is left of the first operand
        item = item.FirstOperand
    if item.is_a("IfcBooleanResult"):
        return _reach(file, item.FirstOperand) + _reach(file, item.SecondOperand)
    largest, sizes = 0.0, 0.0
    for part in file.traverse(item):
        if part.is_a("IfcCartesianPoint"):
            largest = max(largest, float(np.linalg.norm(part.Coordinates)))
        elif part.is_a().startswith("IfcCartesianPointList"):
            largest = max(largest, float(np.linalg.norm(part.CoordList, axis=1).max()))
        elif not part.is_a("IfcDirection"):
            sizes += sum(abs(value) for value in part if isinstance(value, float))
    return 3 * largest + sizes


def _solid(file: ifcopenshell.file, half_space: entity_instance, reach: float, length_unit: float) -> entity_instance:
    plane = placement(half_space.BaseSurface.Position)
    # AgreementFlag true: the normal of the plane points away from the material of the half-space.
    depth_axis = plane[:3, 2] * (-1.0 if half_space.AgreementFlag else 1.0)
    block = _extrusion(
        file, _rectangle(file, reach), _position(file, plane[:3, 3], depth_axis, plane[:3, 0]), depth=reach
    )
    if not half_space.is_a("IfcPolygonalBoundedHalfSpace"):
        return block
    prism_base = placement(half_space.Position)
    start = prism_base[:3, 3] - prism_base[:3, 2] * reach
    position = _position(file, start, prism_base[:3, 2], prism_base[:3, 0])
    boundary = _widened(file, half_space.PolygonalBoundary, length_unit)
    profile = file.create_entity("IfcArbitraryClosedProfileDef", "AREA", None, boundary)
    prism = _extrusion(file, profile, position, depth=2 * reach)
    return file.create_entity("IfcBooleanResult", "INTERSECTION", prism, block)


def _widened(file: ifcopenshell.file, boundary: entity_instance, length_unit: float) -> entity_instance:
    """The boundary a hair's breadth wider: roofs are cut in strips that leave gaps of nanometres between them, and a
    cut that ends on the face of the body leaves skins; both would stand as fins."""
    points = polygon(boundary)
    if points is None:
        return boundary
    wider = shapely.Polygon(points).buffer(_HAIR / length_unit, join_style="mitre").exterior
    if wider is None or wider.is_empty:
        return boundary
    corners = shapely.get_coordinates(wider)[:-1].tolist()
    points_of_file = [file.create_entity("IfcCartesianPoint", corner) for corner in corners]
    return file.create_entity("IfcPolyline", [*points_of_file, points_of_file[0]])


def _rectangle(file: ifcopenshell.file, reach: float) -> entity_instance:
    middle = file.create_entity("IfcAxis2Placement2D", file.create_entity("IfcCartesianPoint", (0.0, 0.0)))
    return file.create_entity("IfcRectangleProfileDef", "AREA", None, middle, 2 * reach, 2 * reach)


def _extrusion(
    file: ifcopenshell.file, profile: entity_instance, position: entity_instance, *, depth: float
) -> entity_instance:
    upwards = file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    return file.create_entity("IfcExtrudedAreaSolid", profile, position, upwards, depth)


def _position(file: ifcopenshell.file, origin: Floats, z: Floats, x: Floats) -> entity_instance:
    return file.create_entity(
        "IfcAxis2Placement3D",
        file.create_entity("IfcCartesianPoint", origin.tolist()),
        file.create_entity("IfcDirection", z.tolist()),
        file.create_entity("IfcDirection", x.tolist()),
    )
