"""Bodies that can be stretched: extrusions, what is left of them after cuts, and bodies of plane faces.

Each knows how far it reaches along a direction, where a plane may not cut it, and what it is after a shift. All values
are in the units and in the coordinates of the product.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dfma.ifc.faces import Faces, faces_of
from dfma.ifc.placements import placement
from dfma.ifc.profiles import Profile, profile_of
from dfma.ifc.shifts import Direction, Range, Shift
from dfma.ifc.step_patch import Argument, Ref
from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit

_PARALLEL = 1e-5
"""Sine of the angle up to which two directions are one."""
_EVERYWHERE: Range = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class Extrusion:
    """A profile pushed along the normal of its plane."""

    entity: entity_instance
    profile: Profile
    position: Floats
    """(4, 4)"""
    depth: float
    """Along the third axis of the position; negative where it goes the other way."""

    def points(self) -> Floats:
        """(P, 3) corners of both ends."""
        flat = self.profile.points
        ends = [np.column_stack([flat, np.full(len(flat), end)]) for end in (0.0, self.depth)]
        corners: Floats = np.concatenate(ends) @ self.position[:3, :3].T + self.position[:3, 3]
        return corners

    def barred(self, direction: Direction) -> list[Range]:
        """Where a plane across the direction may not cut."""
        own = direction.seen_from(self.position)
        if _along(own.along):
            return []
        if abs(own.along[2]) > _PARALLEL:
            return [reach(self, direction)]
        return self.profile.barred(own.along[:2], own.offset)

    def shifted(self, direction: Direction, shift: Shift) -> Extrusion:
        """After a shift whose planes cut nowhere where it is barred."""
        own = direction.seen_from(self.position)
        if not _along(own.along):
            whole = shift.whole(reach(self, direction))
            if whole is None:
                return replace(self, profile=self.profile.shifted(own.along[:2], own.offset, shift))
            return replace(self, position=_moved(self.position, direction.along * whole))
        ends = np.array([own.offset, own.offset + own.along[2] * self.depth])
        foot, head = shift.of(ends).tolist()
        return replace(
            self,
            position=_moved(self.position, direction.along * foot),
            depth=self.depth + (head - foot) * float(np.sign(own.along[2])),
        )

    def placed(self, matrix: Floats) -> Extrusion:
        """In the coordinates that a matrix leads to."""
        return replace(self, position=matrix @ self.position)

    def write(self, edit: Edit) -> Ref:
        """A copy of the solid."""
        changed: dict[str, Argument] = {
            "SweptArea": self.profile.write(edit),
            "Position": write_position(edit, self.position),
            "Depth": round(abs(self.depth), 9),
        }
        return edit.copy(self.entity, **changed)


@dataclass(frozen=True, slots=True)
class HalfSpace:
    """One side of a plane, without an end or within a prism that stands on a figure."""

    entity: entity_instance
    position: Floats
    """(4, 4) of the plane: the third axis is its normal."""
    boundary: tuple[Floats, Floats] | None = None
    """(4, 4) position, and (P, 2) figure of the prism."""

    def reach(self, direction: Direction, body: Floats) -> Range | None:
        """From where to where it cuts a body with such corners; None when its plane runs along the direction."""
        normal = self.position[:3, 2]
        rise = float(normal @ direction.along)
        if abs(rise) <= _PARALLEL:
            return None
        towards = (self.position[:3, 3] - body) @ normal / rise
        at = direction.at(body) + towards
        return float(at.min()), float(at.max())

    def shifted(self, direction: Direction, shift: Shift, body: Floats) -> HalfSpace:
        """After a shift of the body that it cuts."""
        reach = self.reach(direction, body)
        whole = None if reach is None else shift.whole(reach)
        if not whole:
            return self
        boundary = self.boundary and (_moved(self.boundary[0], direction.along * whole), self.boundary[1])
        return replace(self, position=_moved(self.position, direction.along * whole), boundary=boundary)

    def placed(self, matrix: Floats) -> HalfSpace:
        """In the coordinates that a matrix leads to."""
        boundary = self.boundary and (matrix @ self.boundary[0], self.boundary[1])
        return replace(self, position=matrix @ self.position, boundary=boundary)

    def write(self, edit: Edit) -> Ref:
        """A copy of the half-space."""
        plane = edit.copy(self.entity.BaseSurface, Position=write_position(edit, self.position))
        changed: dict[str, Argument] = {"BaseSurface": plane}
        if self.boundary is not None:
            changed["Position"] = write_position(edit, self.boundary[0])
        return edit.copy(self.entity, **changed)


@dataclass(frozen=True, slots=True)
class Cut:
    """A body of which another is taken away."""

    entity: entity_instance
    first: Body
    second: Body | HalfSpace

    def points(self) -> Floats:
        """(P, 3) corners before the cut."""
        return self.first.points()

    def barred(self, direction: Direction) -> list[Range]:
        """Where a plane across the direction may not cut. A cutting body that goes from end to end is stretched; any
        other stays as it is."""
        barred = self.first.barred(direction)
        whole = reach(self.first, direction)
        if isinstance(self.second, HalfSpace):
            found = self.second.reach(direction, self.first.points())
            bounded = found is None and self.second.boundary is not None
            return [*barred, *([_EVERYWHERE] if bounded else []), *([found] if found is not None else [])]
        own = reach(self.second, direction)
        through = own[0] <= whole[0] and own[1] >= whole[1]
        return barred + (self.second.barred(direction) if through else [own])

    def shifted(self, direction: Direction, shift: Shift) -> Cut:
        """After a shift whose planes cut nowhere where it is barred."""
        if isinstance(self.second, HalfSpace):
            second: Body | HalfSpace = self.second.shifted(direction, shift, self.first.points())
        else:
            second = self.second.shifted(direction, shift)
        return replace(self, first=self.first.shifted(direction, shift), second=second)

    def placed(self, matrix: Floats) -> Cut:
        """In the coordinates that a matrix leads to."""
        return replace(self, first=self.first.placed(matrix), second=self.second.placed(matrix))

    def write(self, edit: Edit) -> Ref:
        """A copy with both bodies."""
        return edit.copy(self.entity, FirstOperand=self.first.write(edit), SecondOperand=self.second.write(edit))


Body: TypeAlias = Extrusion | Cut | Faces


def reach(body: Body, direction: Direction) -> Range:
    """From where to where a body reaches."""
    at = direction.at(body.points())
    return float(at.min()), float(at.max())


def bodies_of(item: entity_instance) -> list[Body] | None:
    """The bodies that an item of a representation is made of; None where it is of a form that is not stretched."""
    kind = item.is_a()
    if kind == "IfcMappedItem":
        return _mapped(item)
    body = _body(item)
    return None if body is None else [body]


def _body(item: entity_instance) -> Body | None:
    kind = item.is_a()
    if kind == "IfcExtrudedAreaSolid":
        return _extrusion(item)
    if kind in {"IfcBooleanResult", "IfcBooleanClippingResult"} and item.Operator == "DIFFERENCE":
        first = _body(item.FirstOperand)
        second = _half_space(item.SecondOperand) or _body(item.SecondOperand)
        return None if first is None or second is None else Cut(item, first, second)
    return faces_of(item)


def _extrusion(item: entity_instance) -> Extrusion | None:
    profile = profile_of(item.SweptArea)
    direction = np.array(item.ExtrudedDirection.DirectionRatios, float)
    upright = np.hypot(*direction[:2]) <= _PARALLEL * abs(direction[2])
    if profile is None or not upright:
        return None
    position = np.eye(4) if item.Position is None else placement(item.Position)
    return Extrusion(item, profile, position, float(item.Depth * np.sign(direction[2])))


def _half_space(item: entity_instance) -> HalfSpace | None:
    if not item.is_a("IfcHalfSpaceSolid") or not item.BaseSurface.is_a("IfcPlane"):
        return None
    plane = placement(item.BaseSurface.Position)
    if item.is_a("IfcPolygonalBoundedHalfSpace"):
        return HalfSpace(item, plane, (placement(item.Position), np.zeros((0, 2))))
    return HalfSpace(item, plane)


def _mapped(item: entity_instance) -> list[Body] | None:
    """What an item shows of a map, as bodies of its own: a map that others show too is never changed."""
    from dfma.ifc.extrusions import operator_matrix

    matrix = operator_matrix(item.MappingTarget)
    if not np.allclose(matrix[:3, :3] @ matrix[:3, :3].T, np.eye(3), atol=1e-9) or np.linalg.det(matrix[:3, :3]) < 0:
        return None
    whole = matrix @ np.linalg.inv(placement(item.MappingSource.MappingOrigin))
    found: list[Body] = []
    for inner in item.MappingSource.MappedRepresentation.Items:
        bodies = bodies_of(inner)
        if bodies is None:
            return None
        found += [body.placed(whole) for body in bodies]
    return found


def write_position(edit: Edit, matrix: Floats) -> Ref:
    """An IfcAxis2Placement3D."""
    at, z, x = (_tidy(matrix[:3, column]) for column in (3, 2, 0))
    return edit.add(
        "IfcAxis2Placement3D", edit.add("IfcCartesianPoint", at), edit.add("IfcDirection", z),
        edit.add("IfcDirection", x),
    )  # fmt: skip


def _tidy(values: Floats) -> list[float]:
    return [round(value, 9) + 0.0 for value in values.tolist()]


def _moved(matrix: Floats, by: Floats) -> Floats:
    moved = matrix.copy()
    moved[:3, 3] += by
    return moved


def _along(own: Floats) -> bool:
    return bool(np.hypot(own[0], own[1]) <= _PARALLEL)
