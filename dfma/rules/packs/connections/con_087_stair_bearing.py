"""CON-087: a precast stair flight bears long enough at both ends."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement, Rows
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule("CON-087", row="DR087", parameters={"bearing": Parameter(default=0.075, unit="m")})
def stair_bearing(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A precast stair flight lies at least `bearing` deep on what carries it, at the lower and at the upper end.

    Applies to precast stair flights. The bearing is how far flight and carrier overlap along the run of the flight
    (75 mm at 6 or 7 degrees of seismic intensity, 100 mm at 8: set the parameter). In an earthquake the sliding end
    must not drop off. A flight that is not carried at both ends in the model is not checkable.
    """
    limit = number(settings, "bearing")
    judge = Judge(facts.pieces & facts.kind("stair_flight"))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, facts.body[rows])], text("gap.no_shape", what=text("facet.bearing")))
    for row in judge.open_rows.tolist():
        below = facts.carried_by(row)
        below = below[known(facts.boxes, below)]
        bearings, carriers = _bearings(facts, row, below)
        if np.isnan(bearings).any():
            judge.cannot_check([row], text("gap.stair_supports"))
            continue
        end = int(bearings.argmin())
        found = float(bearings[end])
        if found < limit - LENGTH_TOLERANCE:
            values = facts.named(
                row,
                found=amount(found, "m"),
                expected=amount(limit, "m"),
                carrier=facts.label(int(carriers[end])),
            )
            others = (int(carriers[end]),)
            judge.fails(Failure(rows=(row,), others=others, found=found, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _bearings(facts: Facts, row: int, below: Rows) -> tuple[Floats, Rows]:
    """(2) greatest overlap at each end of the flight along its run, NaN where nothing carries that end; and by what."""
    body = int(facts.body[row])
    run = facts.boxes.axes[body, 0].copy()
    run[2] = 0.0
    run /= np.linalg.norm(run)
    start, end = facts.reach_along(body, run)
    reaches = np.array([facts.reach_along(int(facts.body[one]), run) for one in below]).reshape(-1, 2)
    shared = np.minimum(end, reaches[:, 1]) - np.maximum(start, reaches[:, 0])
    at_top = reaches.mean(axis=1) > (start + end) / 2
    found, carriers = np.full(2, np.nan), np.full(2, -1, np.int32)
    for side in (0, 1):
        here = np.flatnonzero((at_top == bool(side)) & ~np.isnan(shared))
        if len(here):
            best = here[shared[here].argmax()]
            found[side], carriers[side] = max(0.0, shared[best]), below[best]
    return found, carriers
