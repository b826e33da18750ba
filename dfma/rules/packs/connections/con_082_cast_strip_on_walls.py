"""CON-082: the strip cast on top of precast walls at a floor is as high as the floor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement, Rows
from dfma.rules.limits import one_failure
from dfma.rules.packs.connections.ring_beam import carries_walls, on_walls
from dfma.rules.rule import Setting, rule

_NONE = np.zeros(0, np.int32)


@rule("CON-082", row="DR082")
def cast_strip_on_walls(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """A strip cast between the precast walls of two storeys is at least as high as the floor slab beside it.

    Applies to beams cast in place that rest on precast wall panels and carry others. The floor is the slab cast in
    place, or topping and plank together, that touch the strip. Its bars (two of 12 mm) are checked where the strip's
    reinforcement is modelled, which this rule does not do. A strip that touches no slab is not what the rule is about.
    """
    strips = on_walls(facts) & carries_walls(facts)
    judge = Judge(strips)
    boxes = facts.boxes
    slabs = facts.kind("solid_slab", "composite_slab")
    for row in judge.open_rows.tolist():
        beside = facts.neighbours.get(row, _NONE)
        beside = beside[slabs[beside] & ~np.isnan(boxes.extent[beside, 2])]
        level = (boxes.high[beside, 2] > boxes.low[row, 2]) & (boxes.low[beside, 2] < boxes.high[row, 2])
        beside = beside[level]
        if not len(beside):
            judge.does_not_apply([row])
            continue
        floor = max(_thickness(facts, slab, beside) for slab in beside.tolist())
        height = float(boxes.extent[row, 2])
        if height < floor - LENGTH_TOLERANCE:
            judge.fails(one_failure(facts, row, height, floor, "m", (int(beside[boxes.extent[beside, 2].argmax()]),)))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _thickness(facts: Facts, slab: int, beside: Rows) -> float:
    """Metres of a slab, with those of the slabs around the strip that rest on it: topping and plank are one floor."""
    over = facts.resting_on.get(slab, _NONE)
    tops = facts.boxes.high[over[np.isin(over, beside)], 2]
    return float(max(facts.boxes.high[slab, 2], tops.max(initial=-np.inf)) - facts.boxes.low[slab, 2])
