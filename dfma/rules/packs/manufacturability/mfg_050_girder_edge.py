"""MFG-050: the outer lattice girders lie near the edges of a plank."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.girders import girders_of
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, per_row
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("MFG-050", row="DR050", parameters={"edge": Parameter(default=0.3, unit="m")})
def girder_edge(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The outermost lattice girder on each side lies at most `edge` from the edge of the plank.

    Applies to precast composite planks whose girders are modelled as parts of them; others are not checkable. The bare
    strip beyond the last girder breaks off when the plank is lifted.
    """
    judge = Judge(facts.pieces & facts.kind("composite_slab"))
    distances = {
        row: float(max(girders.across[0] + girders.half[1], girders.half[1] - girders.across[-1]))
        for row, girders in girders_of(facts, judge).items()
    }
    fail_above(judge, facts, per_row(facts, distances), number(settings, "edge"))
    judge.passes(judge.open_rows)
    return judge.judgement()
