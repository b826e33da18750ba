"""What the sample building is made of, as values: solids, things with a place, properties. Millimetres throughout.

A `Thing` becomes one IFC entity. Its path (such as "storey-03/exterior/south-2/insert-1") is its identity: the GlobalId
is derived from it, so that the clean and the flawed building can be compared element by element.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from dfma.model.outlines import Outline, Plane, Point, rectangle, signed_area


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """A profile extruded along the third axis of its plane, less the solids in `minus`.

    With a `radius` the profile is a circle around its only point.
    """

    outline: Outline
    depth: float
    start: float = 0.0
    """Where the extrusion begins on its axis."""
    plane: Plane = "xy"
    holes: tuple[Outline, ...] = ()
    radius: float | None = None
    minus: tuple[Solid, ...] = ()
    style: str = "concrete"

    @property
    def area(self) -> float:
        """Of the profile, mm²."""
        if self.radius is not None:
            return math.pi * self.radius**2
        return abs(signed_area(self.outline)) - sum(abs(signed_area(hole)) for hole in self.holes)

    @property
    def volume(self) -> float:
        """mm³; the solids taken away must lie wholly inside."""
        return self.area * self.depth - sum(solid.volume for solid in self.minus)

    @property
    def bounds(self) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
        """Least and greatest x, y and z."""
        r = self.radius or 0.0
        first, second = ((min(c) - r, max(c) + r) for c in zip(*self.outline, strict=True))
        along = (self.start, self.start + self.depth)
        order = {"xy": (first, second, along), "zx": (second, along, first), "yz": (along, first, second)}
        return order[self.plane]

    @property
    def centre_y(self) -> float:
        """y of the centroid of a solid in plane "xy", less what is taken from it."""
        moment = _first_moment(self.outline) * self.depth
        moment -= sum(_first_moment(solid.outline) * solid.depth for solid in self.minus)
        return moment / self.volume

    @property
    def middle(self) -> tuple[float, float, float]:
        """Centre of the bounds."""
        x, y, z = ((low + high) / 2 for low, high in self.bounds)
        return x, y, z


def _first_moment(outline: Outline) -> float:
    """Of an outline about its first axis: area times the second coordinate of its centroid."""
    pairs = zip(outline, outline[1:] + outline[:1], strict=True)
    cross = [(a[0] * b[1] - b[0] * a[1], a[1] + b[1]) for a, b in pairs]
    return sum(c * y for c, y in cross) / 6 * (1.0 if sum(c for c, _ in cross) > 0 else -1.0)


def box(x: Point, y: Point, z: Point, style: str = "concrete", minus: tuple[Solid, ...] = ()) -> Solid:
    """A block between two values on each axis."""
    return Solid(outline=rectangle(*x, *y), depth=z[1] - z[0], start=z[0], style=style, minus=minus)


def slab_of_wall(outline: Outline, y: Point, holes: tuple[Outline, ...] = (), style: str = "concrete") -> Solid:
    """An upright plate: outline and holes as (z, x), thickness along y."""
    return Solid(outline=outline, holes=holes, depth=y[1] - y[0], start=y[0], plane="zx", style=style)


def cylinder(
    centre: Point, radius: float, start: float, depth: float, plane: Plane = "xy", style: str = "steel"
) -> Solid:
    """A round bar along the extrusion axis of a plane."""
    return Solid(outline=(centre,), radius=radius, depth=depth, start=start, plane=plane, style=style)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a thing stands: relative to its storey, or to the thing that it is a part of. Turns are quarter turns."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    quarter_turns: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its IFC type, in units of the file (mm, m², m³, kg, Pa)."""

    ifc_type: str
    value: float | str | bool


PropertyValue = str | bool | int | Measure
PropertySets = Mapping[str, Mapping[str, PropertyValue]]
"""Set name → property name → value. Sets named Qto_… are written as quantities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One element, part, opening or space."""

    path: str
    ifc_class: str
    name: str
    storey: int
    """From 1; the storey above the last one is the roof."""
    frame: Frame
    solids: tuple[Solid, ...] = ()
    predefined: str | None = None
    object_type: str | None = None
    tag: str | None = None
    type_name: str | None = None
    whole: str | None = None
    """Path of the thing that this is a part of."""
    nested: bool = False
    """A part that is fixed to its whole (IfcRelNests) rather than one that makes it up (IfcRelAggregates)."""
    voids: str | None = None
    """Path of the thing that this opening is cut from; the frame is relative to it."""
    fills: str | None = None
    """Path of the opening that this door or window closes; the frame is relative to it."""
    material: str | None = None
    layers: tuple[tuple[str, float], ...] = ()
    """Material and thickness, from the outside in."""
    classification: str | None = None
    sets: PropertySets = field(default_factory=dict)

    @property
    def volume(self) -> float:
        """mm³ of its own solids, openings not deducted."""
        return sum(solid.volume for solid in self.solids)
