"""MFG-053: the chords of lattice girders have enough concrete around them."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.girders import girders_of
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, per_row
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("MFG-053", row="DR053", parameters={"cover": Parameter(default=0.015, unit="m")})
def girder_cover(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Under the lower chords of the girders and beyond their ends at least `cover` of concrete is left.

    Applies to precast composite planks whose girders are modelled as parts of them; others are not checkable. Measured
    is from the underside of the plank, and from its ends where the girder stays inside.
    """
    judge = Judge(facts.pieces & facts.kind("composite_slab"))
    covers = {}
    for row, girders in girders_of(facts, judge).items():
        below = girders.low[:, 2] + girders.half[2]
        ends = [girders.low[:, 0] + girders.half[0], girders.half[0] - girders.high[:, 0]]
        covers[row] = float(min(below.min(), *(end[end > 0].min(initial=below.min()) for end in ends)))
    fail_below(judge, facts, per_row(facts, covers), number(settings, "cover"))
    judge.passes(judge.open_rows)
    return judge.judgement()
