"""Beams and strips cast on top of precast walls: what CON-081 and CON-082 share."""

from __future__ import annotations

import numpy as np

from dfma.rules.facts import WALL_PANELS, Facts
from dfma.rules.judgement import Mask, Rows

_NONE = np.zeros(0, np.int32)


def on_walls(facts: Facts) -> Mask:
    """Beams cast in place that rest on precast wall panels and have a shape."""
    panels = facts.pieces & facts.kind(*WALL_PANELS)
    below, above = facts.pairs("supports")
    whole = np.where(facts.piece_of[below] >= 0, facts.piece_of[below], below)
    rests = facts.nothing()
    rests[above[panels[whole]]] = True
    cast = facts.is_element & facts.casting("cast_in_place") & facts.kind("beam")
    return rests & cast & ~np.isnan(facts.boxes.extent).any(axis=1)


def walls_below(facts: Facts, row: int) -> Rows:
    """Precast wall panels that carry a beam."""
    below = facts.supports_below.get(row, _NONE)
    whole = np.unique(np.where(facts.piece_of[below] >= 0, facts.piece_of[below], below))
    panels = facts.pieces & facts.kind(*WALL_PANELS)
    walls: Rows = whole[panels[whole]]
    return walls


def carries_walls(facts: Facts) -> Mask:
    """Rows on which a precast wall panel rests."""
    panels = facts.pieces & facts.kind(*WALL_PANELS)
    below, above = facts.pairs("supports")
    whole = np.where(facts.piece_of[above] >= 0, facts.piece_of[above], above)
    carries = facts.nothing()
    carries[below[panels[whole]]] = True
    return carries
