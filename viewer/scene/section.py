"""Section planes: what lies behind one is not drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dfma.model.geometry import Floats
from viewer.scene.camera import Vector

Axis = Literal["x", "y", "z"]

AXES: Mapping[Axis, Vector] = {"x": (-1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, -1.0)}
"""Normals that keep the part one usually wants to see: below a level, behind a façade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlane:
    """Keeps the points p with (p − point) · normal ≥ 0; metres, in the building."""

    normal: Vector
    point: Vector

    def __post_init__(self) -> None:
        if not np.isfinite([*self.normal, *self.point]).all() or not np.linalg.norm(self.normal) > 0:
            raise ValueError("a section plane needs a finite point and a normal that is not zero")

    def constant(self, origin: Vector) -> float:
        """d of the plane n·p + d = 0 with unit n, counted from an origin."""
        normal = self.unit_normal()
        return -float(normal @ (np.asarray(self.point) - np.asarray(origin)))

    def unit_normal(self) -> Floats:
        normal = np.asarray(self.normal, np.float64)
        return normal / np.linalg.norm(normal)

    def flipped(self) -> SectionPlane:
        """The same plane that keeps the other side."""
        x, y, z = self.normal
        return SectionPlane(normal=(-x, -y, -z), point=self.point)


def section_at(axis: Axis, fraction: float, low: Floats, high: Floats) -> SectionPlane:
    """A plane across an axis at a fraction (0…1) of the way through a box."""
    x, y, z = (float(value) for value in low + (high - low) * min(max(fraction, 0.0), 1.0))
    return SectionPlane(normal=AXES[axis], point=(x, y, z))
