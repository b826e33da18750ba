"""MUN-141: the segments of a ring close it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.packs.municipal.rings import rings
from dfma.rules.rule import Parameter, Setting, number, rule


@rule(
    "MUN-141",
    row="DR141",
    parameters={"angle": Parameter(default=360.0, unit="deg"), "tolerance": Parameter(default=0.1, unit="deg")},
)
def ring_angle(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The central angles of the segments of a ring add up to `angle`, give or take `tolerance`.

    Applies to tunnel segments. A ring is the assembly that they are parts of, or what states the same ring number; the
    angle is a property of each segment. Segments of no ring, and rings of which an angle is missing, are not checkable.
    """
    judge = Judge(facts.is_element & facts.kind("tunnel_segment") & ~facts.groups)
    angle = facts.concept("segment_angle")
    expected, tolerance = number(settings, "angle"), number(settings, "tolerance")
    for rows in rings(facts, judge).values():
        total = float(angle.numbers[rows].sum())
        if np.isnan(total):
            judge.cannot_check(rows, angle.missing)
        elif abs(total - expected) > tolerance:
            values = facts.named(int(rows[0]), found=amount(round(total, 3), "deg"), expected=amount(expected, "deg"))
            judge.fails(Failure(rows=tuple(rows.tolist()), found=total, expected=expected, unit="deg", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
