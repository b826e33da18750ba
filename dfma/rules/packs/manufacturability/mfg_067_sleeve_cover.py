"""MFG-067: grouting sleeves have enough concrete around them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.frames import seen_from
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, per_row
from dfma.rules.packs.manufacturability.sleeves import may_have_sleeves, sleeves_of
from dfma.rules.rule import Parameter, Setting, number, rule


@rule(
    "MFG-067",
    row="DR067",
    parameters={"wall": Parameter(default=0.015, unit="m"), "column": Parameter(default=0.02, unit="m")},
)
def sleeve_cover(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Between a grouting sleeve and the faces of its piece at least `wall` (walls) or `column` (others) is left.

    Applies to precast columns, walls, beams and piers whose sleeves are modelled. The clause asks it of the stirrup
    around the sleeve: a sleeve that has less cover itself fails in any case, one that has more still needs room for its
    stirrup. Across the sleeve only; along it the sleeve ends at the joint.
    """
    judge = Judge(may_have_sleeves(facts))
    covers = {}
    for row, sleeves in sleeves_of(facts, judge).items():
        body = int(facts.body[row])
        low, high = seen_from(facts.boxes, body, sleeves)
        half = facts.boxes.extent[body] / 2
        along = (high - low).argmax(axis=1)
        room = np.minimum(low + half, half - high)
        room[np.arange(len(sleeves)), along] = np.inf
        covers[row] = float(room.min())
    walls = facts.kind("wall_panel_exterior", "wall_panel_interior")
    limits = np.where(walls, number(settings, "wall"), number(settings, "column"))
    fail_below(judge, facts, per_row(facts, covers), limits)
    judge.passes(judge.open_rows)
    return judge.judgement()
