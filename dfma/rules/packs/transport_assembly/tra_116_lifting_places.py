"""TRA-116: slabs and flights are lifted where they bend least."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.lifting import lifting_points
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_KINDS = ("composite_slab", "solid_slab", "stair_flight")


@rule(
    "TRA-116",
    row="DR116",
    parameters={
        "share": Parameter(default=20.7, unit="%"),
        "deviation": Parameter(default=7.0, unit="%"),
        "most": Parameter(default=0.9, unit="m"),
    },
)
def lifting_places(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The outer lifting inserts lie at about `share` of the length from the ends, in slabs at most `most`.

    Applies to precast slabs and stair flights of which the inserts are modelled. At 0.207 of the length the moments at
    the inserts and between them are equal; `deviation` is how far the share may differ.
    """
    share, deviation = number(settings, "share") / 100, number(settings, "deviation") / 100
    judge = Judge(facts.pieces & facts.kind(*_KINDS))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, facts.body[rows])], text("gap.no_shape", what=text("facet.length")))
    slabs = ~facts.kind("stair_flight")
    for row, inserts in lifting_points(facts, judge).items():
        body = int(facts.body[row])
        low, high = seen_from(facts.boxes, body, inserts)
        length = float(facts.boxes.extent[body, 0])
        places = (low[:, 0] + high[:, 0]) / 2 + length / 2
        ends = np.array([places.min(), length - places.max()])
        worst = float(ends[np.abs(ends / length - share).argmax()])
        too_far = slabs[row] and ends.max() > number(settings, "most") + LENGTH_TOLERANCE
        if too_far or abs(worst / length - share) > deviation:
            found, limit = (float(ends.max()), number(settings, "most")) if too_far else (worst, share * length)
            values = facts.named(row, found=amount(found, "m"), expected=amount(limit, "m"))
            others = tuple(inserts.tolist())
            judge.fails(Failure(rows=(row,), others=others, found=found, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
