"""MFG-068: grouting sleeves leave room between each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import Facts
from dfma.rules.frames import seen_from
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, per_row
from dfma.rules.packs.manufacturability.sleeves import may_have_sleeves, sleeves_of
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("MFG-068", row="DR068", parameters={"gap": Parameter(default=0.025, unit="m")})
def sleeve_spacing(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The clear distance between neighbouring grouting sleeves of a piece is at least `gap`.

    Applies to precast columns, walls, beams and piers whose sleeves are modelled. Concrete has to pass between them
    when the piece is cast. Sleeves stand parallel: measured is between circles across them.
    """
    judge = Judge(may_have_sleeves(facts))
    gaps = {}
    for row, sleeves in sleeves_of(facts, judge).items():
        if len(sleeves) < 2:
            judge.does_not_apply([row])
        else:
            gaps[row] = _least_gap(*seen_from(facts.boxes, int(facts.body[row]), sleeves))
    fail_below(judge, facts, per_row(facts, gaps), number(settings, "gap"))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _least_gap(low: Floats, high: Floats) -> float:
    along = int((high - low).sum(axis=0).argmax())
    across = [axis for axis in range(3) if axis != along]
    middle = ((low + high) / 2)[:, across]
    radius = (high - low)[:, across].max(axis=1) / 2
    apart = np.linalg.norm(middle[:, None] - middle[None], axis=2) - radius[:, None] - radius[None]
    np.fill_diagonal(apart, np.inf)
    return float(apart.min())
