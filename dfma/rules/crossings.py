"""Where services go through precast pieces, and whether the piece has an opening or a sleeve there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dfma.model.geometry import Boxes, Floats
from dfma.rules.amounts import point
from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Where a service lies in a piece: a box along the axes of the piece's body, metres from its centre."""

    piece: int
    body: int
    low: Floats
    high: Floats
    place: tuple[float, float, float]
    """Its middle, in the building."""


def crossing(facts: Facts, piece: int, services: Boxes, row: int, depth: float) -> Crossing | None:
    """The crossing of a row of `services`, when it reaches into the body and does not only lie against it."""
    body = int(facts.body[piece])
    low, high = seen_from(facts.boxes, body, np.array([row]), services)
    half = facts.boxes.extent[body] / 2
    inside_low, inside_high = np.maximum(low[0], -half), np.minimum(high[0], half)
    needed = np.minimum(depth, high[0] - low[0])
    if not (inside_high - inside_low >= needed).all():  # also where the body has no box
        return None
    middle = (inside_low + inside_high) / 2 @ facts.boxes.axes[body] + facts.boxes.centre[body]
    return Crossing(piece=piece, body=body, low=inside_low, high=inside_high, place=point(middle))


def reserved(facts: Facts, crossing: Crossing, clearance: float) -> bool:
    """Whether the crossing lies inside an opening or an embedded part of the piece."""
    none = np.zeros(0, np.int32)
    spaces = np.concatenate([facts.openings_of.get(crossing.piece, none), facts.embeds_of.get(crossing.piece, none)])
    spaces = spaces[known(facts.boxes, spaces)]
    low, high = seen_from(facts.boxes, crossing.body, spaces)
    within = (low <= crossing.low + clearance) & (high >= crossing.high - clearance)
    return bool(within.all(axis=1).any())
