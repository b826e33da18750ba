"""What the file itself says of the box of a body: axes, and for a plain extrusion also centre and size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dfma.ifc.placements import placement
from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

_SQUARE = 1e-6
"""Largest cosine between axes that still count as square to each other."""

_CENTRED = {
    "IfcCircleProfileDef": (3, 3, 1.0),
    "IfcCircleHollowProfileDef": (3, 3, 1.0),
    "IfcEllipseProfileDef": (3, 4, 1.0),
    "IfcRectangleProfileDef": (3, 4, 0.5),
    "IfcRectangleHollowProfileDef": (3, 4, 0.5),
    "IfcRoundedRectangleProfileDef": (3, 4, 0.5),
    "IfcIShapeProfileDef": (3, 4, 0.5),
    "IfcTShapeProfileDef": (4, 3, 0.5),
    "IfcUShapeProfileDef": (4, 3, 0.5),
    "IfcCShapeProfileDef": (4, 3, 0.5),
    "IfcLShapeProfileDef": (4, 3, 0.5),
}
"""Profiles that lie around their own origin: where the attributes of their width and depth stand, and the share of
these to each side. Attributes are taken by their place, here and below: by name it takes several times as long."""
_POSITION = 2
"""Where the position stands among the attributes of all these profiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoredBox:
    """Axes as rows; centre and extent are NaN where only the axes are known. In metres."""

    axes: Floats
    centre: Floats
    extent: Floats


UNKNOWN = AuthoredBox(axes=np.eye(3), centre=np.full(3, np.nan), extent=np.full(3, np.nan))


def authored_box(representation: entity_instance, length_unit: float) -> AuthoredBox:
    """The box that a shape representation suggests: of its one item, else nothing but the axes of placement.

    `length_unit` is metres per unit of the file. Broken data gives the unknown box: the mesh will tell.
    """
    try:
        items = representation[3]
        if len(items) != 1:
            return UNKNOWN
        with np.errstate(all="ignore"):  # directions without length lead to NaN, which is told apart below
            axes, centre, extent = _item_box(items[0])
    except (AttributeError, IndexError, RuntimeError, TypeError, ValueError, ZeroDivisionError, np.linalg.LinAlgError):
        return UNKNOWN
    if not np.isfinite(axes).all():
        return UNKNOWN
    return AuthoredBox(axes=axes, centre=centre * length_unit, extent=extent * length_unit)


def _item_box(item: entity_instance) -> tuple[Floats, Floats, Floats]:
    kind = item.is_a()
    if kind == "IfcExtrudedAreaSolid":
        return _extrusion(*item)
    if kind == "IfcMappedItem":
        source, target = item
        origin, representation = source
        if len(representation.Items) != 1:
            return UNKNOWN.axes, UNKNOWN.centre, UNKNOWN.extent
        to_origin = np.linalg.inv(placement(origin)).astype(np.float64)
        return _moved(_moved(_item_box(representation.Items[0]), to_origin), operator_matrix(target))
    if kind in {"IfcBooleanResult", "IfcBooleanClippingResult"}:  # what is left of the first operand
        axes, _, _ = _item_box(item.FirstOperand)
        return axes, UNKNOWN.centre, UNKNOWN.extent
    return UNKNOWN.axes, UNKNOWN.centre, UNKNOWN.extent


def _extrusion(
    profile: entity_instance, position: entity_instance | None, upwards: entity_instance, depth: float
) -> tuple[Floats, Floats, Floats]:
    low, high, axes_in_plane = profile_box(profile)
    direction = np.array(upwards[0], float)
    direction /= np.sqrt(direction @ direction)
    axes = np.eye(3)
    axes[:2, :2] = axes_in_plane
    centre: Floats = UNKNOWN.centre
    extent: Floats = UNKNOWN.extent
    if np.hypot(direction[0], direction[1]) < _SQUARE:
        middle = (low + high) / 2
        centre = np.array([*middle, direction[2] * depth / 2], np.float64) @ axes
        extent = np.array([*(high - low), depth], np.float64)
    if position is None:
        return axes, centre, extent
    return _moved((axes, centre, extent), placement(position))


def profile_box(profile: entity_instance) -> tuple[Floats, Floats, Floats]:
    """Least and greatest corner along the axes of the profile, and these axes (2, 2); NaN corners where unknown."""
    kind = profile.is_a()
    if kind in {"IfcArbitraryClosedProfileDef", "IfcArbitraryProfileDefWithVoids"}:
        points = polygon(profile[2])
        if points is not None:
            return points.min(axis=0), points.max(axis=0), np.eye(2)
    if kind not in _CENTRED:
        return np.full(2, np.nan), np.full(2, np.nan), np.eye(2)
    axes, origin = np.eye(2), np.zeros(2)
    if (position := profile[_POSITION]) is not None:
        location, reference = position
        origin = np.array(location[0], float)[:2]
        if reference is not None:
            x, y = reference[0][:2]
            axes = np.array([(x, y), (-y, x)], np.float64) / float(np.hypot(x, y))
    width, depth, share = _CENTRED[kind]
    half = share * np.array([profile[width], profile[depth]], float)
    middle = axes @ origin
    return middle - half, middle + half, axes


def polygon(curve: entity_instance) -> Floats | None:
    """(P, 2) the corners of a plane curve without arcs, the first one repeated at the end; None when it has arcs."""
    if curve.is_a("IfcPolyline"):
        return np.array([point[0] for point in curve[0]], float)[:, :2]
    if curve.is_a("IfcIndexedPolyCurve") and not any(s.is_a("IfcArcIndex") for s in curve.Segments or ()):
        return np.array(curve.Points.CoordList, float)[:, :2]
    return None


def operator_matrix(target: entity_instance) -> Floats:
    """(4, 4) matrix of an IfcCartesianTransformationOperator3D, in units of the file."""
    x = _direction(target.Axis1, (1.0, 0.0, 0.0))
    y = _direction(target.Axis2, (0.0, 1.0, 0.0))
    z = _direction(target.Axis3, tuple(np.cross(x, y)))
    scale = 1.0 if target.Scale is None else target.Scale
    scales = [scale, getattr(target, "Scale2", None) or scale, getattr(target, "Scale3", None) or scale]
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([x, y, z], axis=1) * scales
    matrix[:3, 3] = target.LocalOrigin.Coordinates
    return matrix


def _direction(direction: entity_instance | None, otherwise: tuple[float, ...]) -> Floats:
    ratios = np.array(otherwise if direction is None else direction.DirectionRatios, float)
    unit: Floats = ratios / np.linalg.norm(ratios)
    return unit


def _moved(box: tuple[Floats, Floats, Floats], matrix: Floats) -> tuple[Floats, Floats, Floats]:
    """A box after a transformation; where that leaves no box (skewed axes) nothing of it is known."""
    axes, centre, extent = box
    sides: Floats = axes @ matrix[:3, :3].T
    length = np.linalg.norm(sides, axis=1)
    sides /= length[:, None]
    if np.abs(sides @ sides.T - np.eye(3)).max() > _SQUARE:
        return UNKNOWN.axes, UNKNOWN.centre, UNKNOWN.extent
    return sides, matrix[:3, :3] @ centre + matrix[:3, 3], extent * length
