"""Lines and words over the model: the outline of what a piece could be, a dimension, a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dfma.model.geometry import Floats
from viewer.scene.camera import Vector

Colour = tuple[int, int, int]

CANDIDATE: Colour = (196, 60, 140)
"""Of what could be in place of what is: told from every severity and from the accent, also by eyes that see no red."""

_CORNERS = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float64)
_EDGES = np.array([(a, b) for a in range(8) for b in range(a + 1, 8) if np.abs(_CORNERS[a] - _CORNERS[b]).sum() == 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Plain words at a point (metres, in the building)."""

    point: Vector
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Drawn over everything, never picked, in no way part of the model."""

    lines: Floats
    """(n, 2, 3) ends, metres, in the building."""
    notes: tuple[Note, ...] = ()
    colour: Colour = CANDIDATE

    def described(self, origin: Vector) -> dict[str, Any]:
        """For the page, counted from the origin of its scene."""
        start = np.asarray(origin)
        return {
            "lines": (self.lines - start).ravel().tolist(),
            "notes": [{"point": (np.asarray(note.point) - start).tolist(), "words": note.words} for note in self.notes],
            "colour": self.colour,
        }


def box_outline(corner: Floats, axes: Floats, extent: Floats) -> Floats:
    """(12, 2, 3) the edges of a box with `corner` (3), unit `axes` as rows (3, 3) and `extent` (3) along them."""
    edges: Floats = corner + (_CORNERS * extent) @ axes
    outline: Floats = edges[_EDGES]
    return outline


def tick(point: Floats, along: Floats, across: Floats, size: float) -> Floats:
    """(2, 2, 3) the two slanting strokes that end a dimension line at a point."""
    slant = (along + across) * size
    return np.array([[point - slant, point + slant], [point - across * 2 * size, point + across * 2 * size]])


def united(lines: Sequence[Floats]) -> Floats:
    """One array of several (n, 2, 3)."""
    return np.concatenate([np.zeros((0, 2, 3)), *lines])
