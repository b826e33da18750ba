"""Where products stand: the chains of IfcLocalPlacement as matrices."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

Vector: TypeAlias = tuple[float, float, float]

_UP: Vector = (0.0, 0.0, 1.0)
_SQUARE = 1e-6
"""Largest cosine between axes that still count as square to each other."""
_DEEPEST = 64
"""Placements in one chain; a longer one is a circle."""


def placement(position: entity_instance) -> Floats:
    """(4, 4) matrix of an IfcAxis2Placement3D, in units of the file. A missing or useless direction is the default.

    Worked out on plain numbers: for three of them that is several times as fast as on arrays, and files hold thousands.
    """
    location, axis, reference = position[0], position[1], position[2]
    z0, z1, z2 = _unit(axis[0]) if axis is not None else _UP
    x0, x1, x2 = _square_to((z0, z1, z2), reference[0]) if reference is not None else (0.0, 0.0, 0.0)
    length = math.sqrt(x0 * x0 + x1 * x1 + x2 * x2)
    if not length > _SQUARE:
        x0, x1, x2 = _square_to((z0, z1, z2), (1.0, 0.0, 0.0) if abs(z0) < 1 - _SQUARE else (0.0, 0.0, 1.0))
        length = math.sqrt(x0 * x0 + x1 * x1 + x2 * x2)
    x0, x1, x2 = x0 / length, x1 / length, x2 / length
    y0, y1, y2 = z1 * x2 - z2 * x1, z2 * x0 - z0 * x2, z0 * x1 - z1 * x0
    p0, p1, p2 = location[0]
    return np.array([(x0, y0, z0, p0), (x1, y1, z1, p1), (x2, y2, z2, p2), (0.0, 0.0, 0.0, 1.0)], np.float64)


class Placements:
    """Matrices of products in metres; each placement of the file is worked out once."""

    def __init__(self, length_unit: float) -> None:
        self._length_unit = length_unit
        self._known: dict[int, Floats | None] = {}

    def of(self, product: entity_instance) -> Floats | None:
        """(4, 4) from the product's own coordinates to the building; None where the chain has other placements than
        local ones."""
        place = product[5]
        if place is None:
            return np.eye(4)
        matrix = self.chain(place)
        if matrix is None:
            return None
        metres = matrix.copy()
        metres[:3, 3] *= self._length_unit
        return metres

    def chain(self, place: entity_instance, deepest: int = _DEEPEST) -> Floats | None:
        """(4, 4) of a placement, in units of the file."""
        number = place.id()
        if number not in self._known:
            self._known[number] = self._matrix(place, deepest)
        return self._known[number]

    def _matrix(self, place: entity_instance, deepest: int) -> Floats | None:
        if not deepest or place.is_a() != "IfcLocalPlacement":
            return None
        relative_to, position = place[0], place[1]
        if position.is_a() != "IfcAxis2Placement3D":
            return None
        own = placement(position)
        if relative_to is None:
            return own
        above = self.chain(relative_to, deepest - 1)
        return None if above is None else above @ own


def _unit(ratios: Sequence[float]) -> Vector:
    x, y, z = ratios
    length = math.sqrt(x * x + y * y + z * z)
    return (x / length, y / length, z / length) if length > _SQUARE else _UP


def _square_to(z: Vector, ratios: Sequence[float]) -> Vector:
    """A direction without its part along the unit vector z."""
    x0, x1, x2 = ratios
    along = x0 * z[0] + x1 * z[1] + x2 * z[2]
    return x0 - z[0] * along, x1 - z[1] * along, x2 - z[2] * along
