"""MFG-072: the opening of a precast shear wall lies near its middle."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, per_row
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.rules.wall_openings import holes_of
from dfma.text import text


@rule(
    "MFG-072",
    row="DR072",
    parameters={"offset": Parameter(default=30.0, unit="%"), "opening": Parameter(default=0.5, unit="m")},
)
def centred_opening(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The only opening of a precast shear wall lies no farther from its middle than `offset` of its length.

    Applies to precast wall panels, but those that the file calls non-bearing, with one opening of at least `opening`
    metres on both sides. The clause asks that it be central and gives no number; the series of the atlases have doors
    near one end, so only openings that nearly touch the end are pointed out.
    """
    judge = Judge(facts.shear_walls)
    offsets = {}
    for row in judge.open_rows.tolist():
        holes = holes_of(facts, row, number(settings, "opening")) if row in facts.openings_of else ()
        if holes is None:
            judge.cannot_check([row], text("gap.opening_shape"))
        elif len(holes) != 1:
            judge.does_not_apply([row])
        else:
            length = float(facts.boxes.extent[facts.body[row], 0])
            offsets[row] = abs((holes[0].start + holes[0].end) / 2 - length / 2) / length * 100
    fail_above(judge, facts, per_row(facts, offsets), number(settings, "offset"), "%")
    judge.passes(judge.open_rows)
    return judge.judgement()
