"""CON-039: the topping of a composite slab is thick enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule("CON-039", row="DR039", parameters={"thickness": Parameter(default=0.06, unit="m")})
def topping(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The concrete cast on a composite plank is at least `thickness` thick.

    Applies to precast composite slabs. The thickness is what a property of the plank says; failing that, that of the
    slab cast in place which rests on it. The topping makes the plank a floor: it has to hold the reinforcement over the
    supports, the conduits and the lattice girders. With neither a property nor a modelled topping it is not checkable.
    """
    judge = Judge(facts.pieces & facts.kind("composite_slab"))
    column = facts.concept("topping_thickness")
    limit = number(settings, "thickness")
    rows = judge.open_rows
    for row in rows[column.present[rows] & ~column.understood[rows]].tolist():
        judge.cannot_check([row], column.not_understood(row))
    cast = facts.casting("cast_in_place") & facts.kind("solid_slab", "composite_slab", "other")
    for row in judge.open_rows.tolist():
        found = float(column.numbers[row])
        above = facts.on_top_of(row)
        above = above[cast[above] & ~np.isnan(facts.boxes.extent[above, 2])]
        if np.isnan(found) and len(above):
            found = float(facts.boxes.extent[above, 2].min())
        if np.isnan(found):
            judge.cannot_check([row], text("gap.topping", names=column.missing))
        elif found < limit - LENGTH_TOLERANCE:
            values = facts.named(row, found=amount(found, "m"), expected=amount(limit, "m"))
            others = tuple(above.tolist())
            judge.fails(Failure(rows=(row,), others=others, found=found, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
