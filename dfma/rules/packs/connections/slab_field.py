"""The field of a floor that several composite planks carry together: what CON-043 and CON-046 share."""

from __future__ import annotations

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import Facts
from dfma.rules.judgement import Mask, Rows

_NONE = np.zeros(0, np.int32)


def two_way(facts: Facts) -> Mask:
    """Precast planks that say they work in two directions."""
    action = facts.concept("slab_action")
    said = np.array([word == "two_way" for word in action.words], np.bool_)
    return facts.pieces & facts.kind("composite_slab") & said & action.understood


def topping_over(facts: Facts, row: int) -> Rows:
    """Slabs cast in place that rest on a plank or a strip, and have a shape."""
    above = facts.on_top_of(row)
    cast = facts.casting("cast_in_place") & facts.kind("solid_slab", "composite_slab")
    return above[cast[above] & ~np.isnan(facts.boxes.extent[above, 0])] if len(above) else _NONE


def field_sides(facts: Facts, row: int) -> tuple[float, float]:
    """Shorter and longer side on plan of the largest topping over a plank; NaN without one."""
    above = topping_over(facts, row)
    if not len(above):
        return np.nan, np.nan
    sides: Floats = np.sort(facts.boxes.extent[above], axis=1)[:, 1:]
    shorter, longer = sides[sides.prod(axis=1).argmax()]
    return float(shorter), float(longer)
