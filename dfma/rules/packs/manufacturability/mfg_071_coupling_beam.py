"""MFG-071: the coupling beam above an opening of a precast shear wall is high enough."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.rules.wall_openings import FLUSH, holes_of
from dfma.text import text


@rule(
    "MFG-071",
    row="DR071",
    parameters={"height": Parameter(default=0.25, unit="m"), "opening": Parameter(default=0.5, unit="m")},
)
def coupling_beam(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Above every door or window opening of a precast wall panel at least `height` metres of wall are left.

    Applies to precast wall panels, but those that the file calls non-bearing, with openings of at least `opening`
    metres on both sides that do not run through the top. What is left above an opening is the coupling beam; it has to
    hold its reinforcement and to survive lifting. Without shapes it is not checkable.
    """
    least = number(settings, "height")
    judge = Judge(facts.shear_walls)
    for row in judge.open_rows.tolist():
        holes = holes_of(facts, row, number(settings, "opening")) if row in facts.openings_of else ()
        if holes is None:
            judge.cannot_check([row], text("gap.opening_shape"))
            continue
        top = float(facts.boxes.extent[facts.body[row], 2])
        beams = [top - hole.head for hole in holes if top - hole.head > FLUSH]
        if not beams:
            judge.does_not_apply([row])
        elif min(beams) < least - LENGTH_TOLERANCE:
            values = facts.named(row, found=amount(min(beams), "m"), expected=amount(least, "m"))
            judge.fails(Failure(rows=(row,), found=min(beams), expected=least, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
