"""Where products stand: the chains of IfcLocalPlacement as matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

_SQUARE = 1e-6
"""Largest cosine between axes that still count as square to each other."""
_DEEPEST = 64
"""Placements in one chain; a longer one is a circle."""


def placement(position: entity_instance) -> Floats:
    """(4, 4) matrix of an IfcAxis2Placement3D, in units of the file. A missing or useless direction is the default."""
    location, axis, reference = position[0], position[1], position[2]
    z = _unit(axis[0] if axis is not None else (0.0, 0.0, 1.0))
    x = np.array(reference[0] if reference is not None else _default_reference(z), float)
    x -= z * (x @ z)
    if not (length := float(np.sqrt(x @ x))) > _SQUARE:
        x = np.array(_default_reference(z))
        x -= z * (x @ z)
        length = float(np.sqrt(x @ x))
    matrix = np.eye(4)
    x0, x1, x2 = x / length
    z0, z1, z2 = z
    matrix[:3, 0] = x0, x1, x2
    matrix[:3, 1] = z1 * x2 - z2 * x1, z2 * x0 - z0 * x2, z0 * x1 - z1 * x0
    matrix[:3, 2] = z
    matrix[:3, 3] = location[0]
    return matrix


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
        if (
            not place.is_a("IfcLocalPlacement")
            or not place.RelativePlacement.is_a("IfcAxis2Placement3D")
            or not deepest
        ):
            return None
        own = placement(place.RelativePlacement)
        if place.PlacementRelTo is None:
            return own
        above = self.chain(place.PlacementRelTo, deepest - 1)
        return None if above is None else above @ own


def _unit(ratios: tuple[float, ...]) -> Floats:
    vector = np.array(ratios, float)
    length = float(np.sqrt(vector @ vector))
    return vector / length if length > _SQUARE else np.array([0.0, 0.0, 1.0])


def _default_reference(z: Floats) -> tuple[float, float, float]:
    return (1.0, 0.0, 0.0) if abs(z[0]) < 1 - _SQUARE else (0.0, 0.0, 1.0)
