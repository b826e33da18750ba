"""Bodies that are given by their plane faces."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dfma.ifc.shifts import Direction, Range, Shift
from dfma.ifc.step_patch import Ref
from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit

_STRAIGHT = 1e-5
"""Sine of the angle up to which an edge runs along a direction."""
_ONE_PLANE = 1e-6
"""Sine of the angle up to which neighbouring faces are one."""


@dataclass(frozen=True, slots=True)
class Faces:
    """Corners, and the rings of corners around plane faces."""

    entity: entity_instance
    corners: Floats
    """(P, 3)"""
    rings: tuple[tuple[int, ...], ...]

    def points(self) -> Floats:
        """(P, 3)"""
        return self.corners

    def barred(self, direction: Direction) -> list[Range]:
        """Where a plane across the direction may not cut: where an edge does not run along it. An edge between two
        faces of one plane is none."""
        normals: dict[tuple[int, int], list[Floats]] = {}
        for ring in self.rings:
            own = self.corners[list(ring)]
            area = np.cross(own - own[0], np.roll(own, -1, axis=0) - own[0]).sum(axis=0)
            normal = area / max(float(np.linalg.norm(area)), 1e-30)
            for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
                normals.setdefault((min(one, other), max(one, other)), []).append(normal)
        at = direction.at(self.corners)
        found = []
        for (one, other), sides in normals.items():
            flat = len(sides) == 2 and np.linalg.norm(np.cross(sides[0], sides[1])) < _ONE_PLANE
            edge = self.corners[other] - self.corners[one]
            across = np.linalg.norm(np.cross(edge, direction.along))
            low, high = sorted((float(at[one]), float(at[other])))
            if not flat and high - low > _STRAIGHT and across > _STRAIGHT * np.linalg.norm(edge):
                found.append((low, high))
        return found

    def shifted(self, direction: Direction, shift: Shift) -> Faces:
        """After a shift whose planes cut nowhere where it is barred."""
        moved = np.outer(shift.of(direction.at(self.corners)), direction.along)
        return replace(self, corners=self.corners + moved)

    def placed(self, matrix: Floats) -> Faces:
        """In the coordinates that a matrix leads to."""
        return replace(self, corners=self.corners @ matrix[:3, :3].T + matrix[:3, 3])

    def write(self, edit: Edit) -> Ref:
        """A copy with other corners."""
        places = [[round(value, 9) + 0.0 for value in corner] for corner in self.corners.tolist()]
        if not self.entity.is_a("IfcFacetedBrep"):
            return edit.copy(self.entity, Coordinates=edit.copy(self.entity.Coordinates, CoordList=places))
        points = [edit.add("IfcCartesianPoint", place) for place in places]
        rings, faces = iter(self.rings), []
        for face in self.entity.Outer.CfsFaces:
            bounds = [
                edit.copy(bound, Bound=edit.copy(bound.Bound, Polygon=[points[corner] for corner in next(rings)]))
                for bound in face.Bounds
            ]
            faces.append(edit.copy(face, Bounds=bounds))
        return edit.copy(self.entity, Outer=edit.copy(self.entity.Outer, CfsFaces=faces))


def faces_of(item: entity_instance) -> Faces | None:
    """The body; None where it is not of plane faces."""
    kind = item.is_a()
    if kind == "IfcFacetedBrep":
        return _brep(item)
    if kind == "IfcTriangulatedFaceSet" and not item.Normals and not getattr(item, "PnIndex", None):
        rings = [tuple(corner - 1 for corner in ring) for ring in item.CoordIndex]
    elif kind == "IfcPolygonalFaceSet" and not item.PnIndex:
        if any(face.is_a("IfcIndexedPolygonalFaceWithVoids") for face in item.Faces):
            return None
        rings = [tuple(corner - 1 for corner in face.CoordIndex) for face in item.Faces]
    else:
        return None
    return Faces(item, np.array(item.Coordinates.CoordList, float), tuple(rings))


def _brep(item: entity_instance) -> Faces | None:
    """A shell of polygons; corners at one place are one."""
    number: dict[tuple[float, ...], int] = {}
    rings = []
    for face in item.Outer.CfsFaces:
        for bound in face.Bounds:
            if face.is_a() != "IfcFace" or not bound.Bound.is_a("IfcPolyLoop"):
                return None
            corners = [point.Coordinates for point in bound.Bound.Polygon]
            rings.append(tuple(number.setdefault(corner, len(number)) for corner in corners))
    return Faces(item, np.array(list(number), float).reshape(-1, 3), tuple(rings))
