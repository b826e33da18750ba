"""Moving what lies beyond a plane along its normal: the one way in which a piece gets another size.

A shift cuts a direction into sections, each of which moves as a whole. A body gets longer where a plane cuts it, if its
edges run along there; beside the planes it keeps its shape to the last corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from dfma.model.geometry import Floats

Range: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction through some coordinates: where a point is along it."""

    along: Floats
    """(3) unit vector"""
    offset: float

    def at(self, points: Floats) -> Floats:
        """(P) of points (P, 3)."""
        place: Floats = points @ self.along + self.offset
        return place

    def seen_from(self, matrix: Floats) -> Direction:
        """The same in coordinates that a (4, 4) matrix without scale brings into these."""
        return Direction(matrix[:3, :3].T @ self.along, float(self.along @ matrix[:3, 3]) + self.offset)


@dataclass(frozen=True, slots=True)
class Shift:
    """Sections along a direction and how far each moves."""

    planes: tuple[float, ...]
    moves: tuple[float, ...]
    """One more than planes."""

    def of(self, place: Floats) -> Floats:
        """How far what is at a place moves."""
        moved: Floats = np.array(self.moves)[np.searchsorted(self.planes, place)]
        return moved

    def whole(self, reach: Range) -> float | None:
        """How far a thing moves that reaches from one place to another; None when a plane cuts it."""
        low, high = self.of(np.array(reach)).tolist()
        cut = any(reach[0] < plane < reach[1] for plane in self.planes)
        return None if cut else float(low if low == high else high)


def free_plane(zone: Range, barred: Iterable[Range], narrower: float, margin: float) -> float | None:
    """Where in a zone a plane cuts nothing that is barred: in the free part nearest to the middle of the zone. What
    becomes narrower loses as much there. None when there is no such place."""
    middle = (zone[0] + zone[1]) / 2
    needed = max(narrower, 0.0) + 2 * margin
    parts = [part for part in _free_parts(zone, sorted(barred)) if part[1] - part[0] >= needed]
    if not parts:
        return None
    low, high = min(parts, key=lambda part: max(part[0] - middle, middle - part[1], 0.0))
    half = needed / 2
    return min(max(middle, low + half), high - half)


def _free_parts(zone: Range, barred: Sequence[Range]) -> Iterable[Range]:
    at = zone[0]
    for low, high in barred:
        if low > at:
            yield at, min(low, zone[1])
        at = max(at, high)
        if at >= zone[1]:
            return
    yield at, zone[1]
