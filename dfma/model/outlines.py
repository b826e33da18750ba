"""Flat outlines that solids are extruded from."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
Outline: TypeAlias = tuple[Point, ...]
Plane: TypeAlias = Literal["xy", "zx", "yz"]
"""A profile in "xy" is (x, y) and extruded along z; in "zx" it is (z, x), along y; in "yz" it is (y, z), along x."""


def rectangle(x0: float, x1: float, y0: float, y1: float) -> Outline:
    """A counter-clockwise outline."""
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def signed_area(outline: Outline) -> float:
    """Positive where the outline runs counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(outline, outline[1:] + outline[:1], strict=True)) / 2


def arc_scale(angle: float, segments: int) -> float:
    """What the radius of an arc is multiplied by, so that its chords enclose the area of the true sector."""
    step = angle / segments
    return math.sqrt(step / math.sin(step))


def circle(centre: Point, diameter: float, segments: int = 24) -> Outline:
    """A regular polygon with the area of the circle, so that volumes are those of the round hole."""
    radius = diameter / 2 * arc_scale(2 * math.pi, segments)
    angles = (2 * math.pi * number / segments for number in range(segments))
    return tuple((centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles)
