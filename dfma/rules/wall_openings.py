"""Openings of a wall panel as rectangles in its plane, for rules about what is left of the wall around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from

FLUSH = 0.005
"""Metres: an opening that comes nearer than this to an edge runs through it, and nothing is left there."""
_THROUGH = 0.9
"""Share of the thickness that an opening must take; less is a recess or a box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """An opening in the plane of its wall: metres from the start of the wall and from its foot."""

    row: int
    start: float
    end: float
    sill: float
    head: float


def holes_of(facts: Facts, wall: int, least: float) -> tuple[Hole, ...] | None:
    """Openings through a wall with both sides at least `least` metres, from its start to its end.

    None when a shape is missing: that of the wall, or that of an opening and of what fills it.
    """
    openings = facts.openings_of.get(wall, np.zeros(0, np.int32))
    body = int(facts.body[wall])
    shaped = np.array([_shaped(facts, int(opening)) for opening in openings], np.int32)
    if not known(facts.boxes, np.array([body])).all() or (shaped < 0).any():
        return None
    extent: Floats = facts.boxes.extent[body]
    low, high = seen_from(facts.boxes, body, shaped)
    low, high = np.maximum(low, -extent / 2) + extent / 2, np.minimum(high, extent / 2) + extent / 2
    size = high - low
    through = size[:, 1] >= _THROUGH * extent[1]
    wide = (size[:, 0] >= least) & (size[:, 2] >= least)
    return tuple(
        Hole(
            row=int(openings[place]),
            start=float(low[place, 0]),
            end=float(high[place, 0]),
            sill=float(low[place, 2]),
            head=float(high[place, 2]),
        )
        for place in sorted(np.flatnonzero(through & wide), key=lambda place: (low[place, 0], low[place, 2]))
    )


def _shaped(facts: Facts, opening: int) -> int:
    """The opening, or the door or window in it, whichever has a shape; -1 = neither."""
    candidates = np.concatenate([[opening], facts.fillings_of.get(opening, [])]).astype(np.int32)
    with_box = candidates[known(facts.boxes, candidates)]
    return int(with_box[0]) if len(with_box) else -1
