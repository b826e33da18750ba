"""MFG-051: lattice girders lie close enough to each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.girders import girders_of
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, per_row
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("MFG-051", row="DR051", parameters={"spacing": Parameter(default=0.6, unit="m")})
def girder_spacing(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Neighbouring lattice girders of a plank lie at most `spacing` apart.

    Applies to precast composite planks whose girders are modelled as parts of them; others are not checkable. The
    girders stiffen the plank until the topping has hardened.
    """
    judge = Judge(facts.pieces & facts.kind("composite_slab"))
    widest = {row: float(np.diff(girders.across).max(initial=0.0)) for row, girders in girders_of(facts, judge).items()}
    fail_above(judge, facts, per_row(facts, widest), number(settings, "spacing"))
    judge.passes(judge.open_rows)
    return judge.judgement()
