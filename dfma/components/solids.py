"""What a component looks like: profiles with holes, extruded and of one material. Millimetres; no IFC and no Qt here.

x runs along the length, y across the width, z upwards.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from dfma.model.geometry import Geometry
from dfma.model.outlines import Outline, Plane, Point, rectangle, signed_area

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int32]

COLOURS = {
    "concrete": (0.78, 0.78, 0.75),
    "insulation": (0.95, 0.85, 0.35),
    "steel": (0.45, 0.50, 0.56),
    "aerated_concrete": (0.93, 0.93, 0.90),
    "lining": (0.80, 0.90, 0.92),
}
"""Red, green, blue by material."""
_AXES = {"xy": (0, 1, 2), "zx": (2, 0, 1), "yz": (1, 2, 0)}
"""Axes that the two directions of a profile and its extrusion run along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """A profile extruded along the third axis of its plane."""

    outline: Outline
    """Counter-clockwise."""
    depth: float
    start: float = 0.0
    """Where the extrusion begins on its axis."""
    plane: Plane = "xy"
    holes: tuple[Outline, ...] = ()
    """Clockwise."""
    material: str = "concrete"

    @property
    def volume(self) -> float:
        """m³"""
        return (signed_area(self.outline) + sum(map(signed_area, self.holes))) * self.depth / 1e9

    def place(self, profile: Sequence[Point] | Floats, along: float) -> Floats:
        """(n, 3) points of the profile's plane, that far along the extrusion from its start."""
        flat = np.asarray(profile, np.float64).reshape(-1, 2)
        points = np.empty((len(flat), 3))
        first, second, third = _AXES[self.plane]
        points[:, first], points[:, second], points[:, third] = flat[:, 0], flat[:, 1], self.start + along
        return points

    def triangles(self) -> tuple[Floats, Ints]:
        """Vertices (n, 3) in millimetres and triangles that look outwards."""
        rings = (self.outline, *self.holes)
        flat = np.array([point for ring in rings for point in ring])
        count = len(flat)
        cap = _triangulate(rings, flat)
        sides, first = [], 0
        for ring in rings:
            here = np.arange(first, first + len(ring))
            ahead = np.roll(here, -1)
            sides += [
                np.stack([here, ahead, ahead + count], axis=1),
                np.stack([here, ahead + count, here + count], axis=1),
            ]
            first += len(ring)
        vertices = np.concatenate([self.place(flat, 0.0), self.place(flat, self.depth)])
        return vertices, np.concatenate([cap[:, ::-1], cap + count, *sides]).astype(np.int32)


def extrude(
    outline: Sequence[Point], depth: float, *, start: float = 0.0, plane: Plane = "xy",
    holes: Sequence[Outline] = (), material: str = "concrete",
) -> Solid:  # fmt: skip
    """A solid; outlines may run either way round. Raises ValueError where nothing is left of it."""
    if not math.isfinite(depth) or not all(map(math.isfinite, itertools.chain(*outline, *itertools.chain(*holes)))):
        raise ValueError("a size is not known")
    ring = tuple(point for point, last in zip(outline, [outline[-1], *outline[:-1]], strict=True) if point != last)
    ring = ring if signed_area(ring) > 0 else ring[::-1]
    inner = tuple(hole if signed_area(hole) < 0 else hole[::-1] for hole in holes)
    if not depth > 0 or len(ring) < 3 or not shapely.Polygon(ring, inner).is_valid:
        raise ValueError("the sizes leave no solid")
    return Solid(outline=ring, depth=depth, start=start, plane=plane, holes=inner, material=material)


def block(x: Point, y: Point, z: Point, material: str = "concrete") -> Solid:
    """A box between two values on each axis."""
    return extrude(rectangle(*x, *y), z[1] - z[0], start=z[0], material=material)


def bounds(solids: Sequence[Solid]) -> tuple[Floats, Floats]:
    """Least and greatest x, y and z of all together."""
    points = np.concatenate([solid.place(solid.outline, along) for solid in solids for along in (0.0, solid.depth)])
    return points.min(axis=0), points.max(axis=0)


def volume(solids: Sequence[Solid], material: str | None = None) -> float:
    """m³ of all, or of those of one material."""
    return sum(solid.volume for solid in solids if material in (None, solid.material))


def preview_geometry(solids: Sequence[Solid]) -> Geometry:
    """The solids as the 3D view takes them: one shape and instance per solid, metres, all of row 0."""
    meshes = [solid.triangles() for solid in solids]
    vertices = np.concatenate([points for points, _ in meshes]) / 1000
    corners = [points[faces] / 1000 for points, faces in meshes]
    normals = [np.cross(each[:, 1] - each[:, 0], each[:, 2] - each[:, 0]) for each in corners]
    colours = np.array([(*COLOURS.get(solid.material, (0.7, 0.7, 0.7)), 1.0) for solid in solids], np.float32)
    return Geometry(
        vertices=vertices.astype(np.float32),
        faces=np.concatenate([faces for _, faces in meshes]),
        vertex_start=np.cumsum([0, *(len(points) for points, _ in meshes)]).astype(np.int32),
        face_start=np.cumsum([0, *(len(faces) for _, faces in meshes)]).astype(np.int32),
        shape_closed=np.ones(len(solids), np.bool_),
        shape_volume=np.array([solid.volume for solid in solids]),
        shape_area=np.array([np.linalg.norm(normal, axis=1).sum() / 2 for normal in normals]),
        shape_colour=colours,
        instance_shape=np.arange(len(solids), dtype=np.int32),
        instance_row=np.zeros(len(solids), np.int32),
        instance_matrix=np.repeat(np.eye(4)[None], len(solids), axis=0),
    )


def _triangulate(rings: Sequence[Outline], flat: Floats) -> npt.NDArray[np.int64]:
    """Triangles over the points of the rings, counter-clockwise."""
    polygon = shapely.Polygon(rings[0], rings[1:])
    parts = shapely.get_parts(shapely.constrained_delaunay_triangles(polygon))
    corners = shapely.get_coordinates(parts).reshape(-1, 4, 2)[:, :3]
    number = {(x, y): place for place, (x, y) in enumerate(flat.tolist())}
    faces = np.array([[number[x, y] for x, y in triangle] for triangle in corners.tolist()], np.int64)
    u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    clockwise = u[:, 0] * v[:, 1] < u[:, 1] * v[:, 0]
    faces[clockwise] = faces[clockwise][:, ::-1]
    return faces
