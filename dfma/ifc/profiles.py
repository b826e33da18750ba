"""Profiles that can be stretched: rectangles, and outlines of straight edges with or without holes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dfma.ifc.extrusions import polygon, profile_box
from dfma.ifc.shifts import Range, Shift
from dfma.ifc.step_patch import Argument, Ref
from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit

_STRAIGHT = 1e-5
"""Sine of the angle up to which an edge runs along a direction."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A plane figure as rings of corners, the first not repeated; its box where its form is not stretched."""

    entity: entity_instance
    rings: tuple[Floats, ...]
    """(P, 2) each"""
    straight: bool
    """Consists of these rings; else they are no more than its box."""
    moved: bool = False

    @property
    def points(self) -> Floats:
        """(P, 2)"""
        return np.concatenate(self.rings)

    def barred(self, along: Floats, offset: float) -> list[Range]:
        """Where a plane across `along` may not cut: where an edge does not run along it."""
        if not self.straight:
            at = self.points @ along + offset
            return [(float(at.min()), float(at.max()))]
        found = []
        for ring in self.rings:
            edges = np.roll(ring, -1, axis=0) - ring
            at = ring @ along + offset
            ends = np.sort(np.stack([at, np.roll(at, -1)]), axis=0)
            across = np.abs(edges[:, 0] * along[1] - edges[:, 1] * along[0])
            oblique = (across > _STRAIGHT * np.linalg.norm(edges, axis=1)) & (ends[1] - ends[0] > _STRAIGHT)
            found += [(float(low), float(high)) for low, high in ends[:, oblique].T]
        return found

    def shifted(self, along: Floats, offset: float, shift: Shift) -> Profile:
        """With every corner moved as the shift says."""
        rings = tuple(ring + np.outer(shift.of(ring @ along + offset), along) for ring in self.rings)
        return replace(self, rings=rings, moved=True)

    def write(self, edit: Edit) -> Ref:
        """The profile of the file, or a copy of it with other corners."""
        if not self.moved:
            return Ref(self.entity.id())
        if self.entity.is_a("IfcRectangleProfileDef"):
            return self._rectangle(edit)
        changed: dict[str, Argument] = {"OuterCurve": _curve(edit, self.entity.OuterCurve, self.rings[0])}
        if self.entity.is_a("IfcArbitraryProfileDefWithVoids"):
            inner = zip(self.entity.InnerCurves, self.rings[1:], strict=True)
            changed["InnerCurves"] = [_curve(edit, curve, ring) for curve, ring in inner]
        return edit.copy(self.entity, **changed)

    def _rectangle(self, edit: Edit) -> Ref:
        ring = self.rings[0]
        middle = ring.mean(axis=0)
        x, y = (float(np.linalg.norm(ring[n] - ring[n - 1])) for n in (1, 2))
        at = edit.add("IfcCartesianPoint", _numbers(middle))
        old = self.entity.Position
        place = edit.add("IfcAxis2Placement2D", at, None) if old is None else edit.copy(old, Location=at)
        return edit.copy(self.entity, Position=place, XDim=_number(x), YDim=_number(y))


def profile_of(entity: entity_instance) -> Profile | None:
    """The profile; None when not even its box is known."""
    low, high, axes = profile_box(entity)
    corners = np.array([(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]) @ axes
    if entity.is_a("IfcArbitraryClosedProfileDef"):
        curves = [entity.OuterCurve, *(getattr(entity, "InnerCurves", None) or ())]
        rings = [polygon(curve) for curve in curves]
        if all(ring is not None for ring in rings):
            return Profile(entity, tuple(_open(ring) for ring in rings if ring is not None), straight=True)
    if not np.isfinite(corners).all():
        return None
    return Profile(entity, (corners,), straight=entity.is_a() == "IfcRectangleProfileDef")


def _open(ring: Floats) -> Floats:
    """Without the repeated corner at the end."""
    return ring[:-1] if len(ring) > 1 and np.allclose(ring[0], ring[-1]) else ring


def _curve(edit: Edit, curve: entity_instance, ring: Floats) -> Ref:
    """A closed curve through other corners, of the class that it had."""
    if curve.is_a("IfcPolyline"):
        points = [edit.add("IfcCartesianPoint", _numbers(point)) for point in ring]
        return edit.copy(curve, Points=[*points, points[0]])
    repeated = len(curve.Points.CoordList) > len(ring)
    corners = [_numbers(point) for point in (np.concatenate([ring, ring[:1]]) if repeated else ring)]
    return edit.copy(curve, Points=edit.copy(curve.Points, CoordList=corners))


def _numbers(values: Floats) -> list[float]:
    return [_number(value) for value in values.tolist()]


def _number(value: float) -> float:
    """Without the noise of turning things to and fro."""
    return round(value, 9) + 0.0
