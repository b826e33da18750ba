"""CON-043: a composite slab that works in two directions is not too long."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, per_row, unknown
from dfma.rules.packs.connections.slab_field import field_sides, two_way
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule("CON-043", row="DR043", parameters={"ratio": Parameter(default=3.0, unit="1")})
def side_ratio(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A slab field designed in two directions is at most `ratio` times as long as it is wide.

    Applies to precast composite planks that say they work in two directions. The field is the topping that lies over
    them all. Longer fields carry across only; their planks are to be designed in one direction, with separated joints.
    Not checkable where no topping is modelled.
    """
    judge = Judge(two_way(facts))
    sides = {row: field_sides(facts, row) for row in judge.open_rows.tolist()}
    found = per_row(facts, {row: longer / shorter for row, (shorter, longer) in sides.items()})
    unknown(judge, found, text("gap.slab_field"))
    fail_above(judge, facts, found, number(settings, "ratio"), "1")
    judge.passes(judge.open_rows)
    return judge.judgement()
