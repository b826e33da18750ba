"""Where one looks from: cameras as values, the standard views, and fitting a box into the picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dfma.model.geometry import Floats

Vector = tuple[float, float, float]
Projection = Literal["perspective", "parallel"]

FIELD_OF_VIEW = 40.0
"""Degrees from the lower to the upper edge of the picture."""

MARGIN = 1.08
"""How much larger the picture is than what is fitted into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Lengths in metres, in the coordinates of the building."""

    position: Vector
    target: Vector
    """The point that one turns around; in the middle of the picture."""
    up: Vector = (0.0, 0.0, 1.0)
    projection: Projection = "perspective"
    height: float | None = None
    """Metres from the lower to the upper edge of the picture; only in parallel projection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardView:
    """From where, and what is up in the picture."""

    towards: Vector
    up: Vector


STANDARD_VIEWS: Mapping[str, StandardView] = {
    "isometric": StandardView(towards=(-0.62, 0.62, -0.48), up=(0.0, 0.0, 1.0)),
    "top": StandardView(towards=(0.0, 0.0, -1.0), up=(0.0, 1.0, 0.0)),
    "bottom": StandardView(towards=(0.0, 0.0, 1.0), up=(0.0, 1.0, 0.0)),
    "front": StandardView(towards=(0.0, 1.0, 0.0), up=(0.0, 0.0, 1.0)),
    "back": StandardView(towards=(0.0, -1.0, 0.0), up=(0.0, 0.0, 1.0)),
    "left": StandardView(towards=(1.0, 0.0, 0.0), up=(0.0, 0.0, 1.0)),
    "right": StandardView(towards=(-1.0, 0.0, 0.0), up=(0.0, 0.0, 1.0)),
}
"""Front looks north: the south façade is what one sees."""


def fit(low: Floats, high: Floats, view: StandardView, aspect: float, projection: Projection = "perspective") -> Camera:
    """A camera that sees the whole box from a standard view, in a picture of the given width per height."""
    middle = (low + high) / 2
    radius = max(float(np.linalg.norm(high - low)) / 2, 1e-3) * MARGIN
    towards = np.asarray(view.towards) / np.linalg.norm(view.towards)
    half = math.radians(FIELD_OF_VIEW) / 2
    narrow = min(half, math.atan(math.tan(half) * aspect))
    position = middle - towards * radius / math.sin(narrow)
    return Camera(
        position=_vector(position),
        target=_vector(middle),
        up=view.up,
        projection=projection,
        height=2 * radius / min(1.0, aspect) if projection == "parallel" else None,
    )


def _vector(values: Floats) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
