"""The outline of a slab or wall in its own plane, and the rectangles that it is made of; whole millimetres."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from dfma.model.building import BuildingModel

Floats = npt.NDArray[np.float64]
_SNAP = 2.0
"""Millimetres within which an edge still runs along an axis."""


@dataclass(frozen=True, slots=True, order=True)
class Rectangle:
    """Millimetres along the two axes of the plane, from the least corner of the element's box."""

    u0: int
    v0: int
    u1: int
    v1: int

    @property
    def sides(self) -> tuple[int, int]:
        return self.u1 - self.u0, self.v1 - self.v0

    @property
    def area(self) -> int:
        return self.sides[0] * self.sides[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """The plane of a slab or wall."""

    origin: Floats
    """Least corner of the box, in the building, metres."""
    axes: Floats
    """(2, 3) the two directions of the plane: of a wall along it and upwards."""
    size: tuple[int, int]
    thickness: int
    outline: shapely.Geometry
    """Millimetres, openings cut out."""


def face_of(model: BuildingModel, row: int, *, upright: bool) -> Face | None:
    """The plane and outline of an element; None without a shape, or when it neither lies level nor stands upright."""
    boxes = model.boxes
    axes, extent, centre = boxes.axes[row], boxes.extent[row], boxes.centre[row]
    if np.isnan(extent).any() or abs(axes[2, 2]) < 1 - 1e-4:
        return None
    thin, plane = (1, (0, 2)) if upright else (2, (0, 1))
    if extent[thin] > min(extent[place] for place in plane):
        return None
    origin = centre - (axes * extent[:, None]).sum(axis=0) / 2
    outline = _outline(model, row, axes[list(plane)], axes[thin], origin)
    size = (round(float(extent[plane[0]]) * 1000), round(float(extent[plane[1]]) * 1000))
    whole = shapely.box(0, 0, size[0], size[1])
    kept = whole if outline is None else shapely.intersection(outline, whole)
    for opening in _openings(model, row, axes[list(plane)], axes[thin], origin, float(extent[thin])):
        kept = shapely.difference(kept, opening)
    return Face(
        origin=origin,
        axes=axes[list(plane)],
        size=size,
        thickness=round(float(extent[thin]) * 1000),
        outline=shapely.set_precision(kept, 1.0),
    )


def _outline(model: BuildingModel, row: int, plane: Floats, normal: Floats, origin: Floats) -> shapely.Geometry | None:
    """What the triangles that look along the normal cover; None when the element has no mesh of its own."""
    parts = []
    for instance in np.flatnonzero(model.geometry.instance_row == row):
        vertices, faces = model.geometry.of_instance(int(instance))
        corners = (vertices - origin)[faces] * 1000
        facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) @ normal
        parts.append(corners[facing > 1.0] @ plane.T)
    flat = np.concatenate(parts) if parts else np.zeros((0, 3, 2))
    if not len(flat):
        return None
    united: shapely.Geometry = shapely.union_all(shapely.polygons(flat), grid_size=0.1)
    return united


def _openings(
    model: BuildingModel, row: int, plane: Floats, normal: Floats, origin: Floats, thickness: float
) -> Iterable[shapely.Geometry]:
    """The openings that the file cuts into an element, where they go through it."""
    relations, boxes = model.relations, model.boxes
    chosen = relations.filter((relations["kind"] == "voids") & (relations["target"] == row))
    for opening in chosen["source"].to_list():
        if np.isnan(boxes.extent[opening]).any():
            continue
        signs = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        corners = boxes.centre[opening] + (signs * boxes.extent[opening] / 2) @ boxes.axes[opening] - origin
        deep = corners @ normal
        if deep.min() <= 0.2 * thickness and deep.max() >= 0.8 * thickness:
            flat = corners @ plane.T * 1000
            yield shapely.box(*flat.min(axis=0), *flat.max(axis=0))


def rectangles_of(outline: shapely.Geometry) -> list[Rectangle] | None:
    """The fewest rectangles of two ways of slicing; None when the outline is no union of rectangles.

    Each rectangle is a whole slice between two levels at which the outline changes.
    """
    if not _is_rectilinear(outline):
        return None
    one, other = _slices(outline, 0), _slices(outline, 1)
    return sorted(one if len(one) <= len(other) else other)


def _is_rectilinear(outline: shapely.Geometry) -> bool:
    for ring in shapely.get_rings(shapely.get_parts(outline)):
        corners = shapely.get_coordinates(ring)
        side = np.abs(np.diff(corners, axis=0))
        if (side.min(axis=1) > _SNAP).any():
            return False
    return not shapely.is_empty(outline)


def _slices(outline: shapely.Geometry, along: int) -> list[Rectangle]:
    """Cut at every level of one direction, then join slices that go on unchanged."""
    corners = shapely.get_coordinates(outline)
    levels = _distinct(corners[:, along])
    low, _, high, _ = shapely.bounds(outline) if along == 1 else np.roll(shapely.bounds(outline), -1)
    done: list[list[int]] = []
    current: list[list[int]] = []
    for start, end in pairwise(levels):
        middle = (start + end) / 2
        ends = [(low - 1, middle), (high + 1, middle)] if along == 1 else [(middle, low - 1), (middle, high + 1)]
        cut = shapely.intersection(outline, shapely.LineString(ends))
        spans = [_span(part, 1 - along) for part in shapely.get_parts(cut) if shapely.length(part) > _SNAP]
        fresh = []
        for first, last in spans:
            before = next((one for one in current if one[0] == first and one[1] == last), None)
            if before is None:
                before = [first, last, start, end]
                done.append(before)
            before[3] = end
            fresh.append(before)
        current = fresh
    return [
        Rectangle(first, start, last, end) if along == 1 else Rectangle(start, first, end, last)
        for first, last, start, end in done
    ]


def _distinct(values: Floats) -> list[int]:
    """Levels in order; those nearer than the snap are one."""
    kept: list[int] = []
    for value in sorted(round(value) for value in values.tolist()):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return kept


def _span(part: shapely.Geometry, axis: int) -> tuple[int, int]:
    values = shapely.get_coordinates(part)[:, axis]
    return round(float(values.min())), round(float(values.max()))
