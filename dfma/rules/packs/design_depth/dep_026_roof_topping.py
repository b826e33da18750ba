"""DEP-026: composite slabs of a roof have a thick topping."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.building_size import levels_of
from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, unknown
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("DEP-026", row="DR026", parameters={"thickness": Parameter(default=0.1, unit="m")})
def roof_topping(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Where composite slabs make the roof, their topping is at least `thickness` thick.

    Applies to precast composite slabs on the topmost level of a building. The roof floor holds the walls together and
    takes heat and rain; the same holds for floors of complex plan, which a model does not name. The topping is what a
    property says; without it the slab is not checkable.
    """
    elevation = StoreyFacet("elevation").column(facts).numbers
    roof = np.full(facts.rows, np.nan)
    for building in np.unique(facts.building_of[facts.pieces]).tolist():
        levels = levels_of(facts, building)
        if len(levels) > 1:
            roof[facts.building_of == building] = levels[-1]
    judge = Judge(facts.pieces & facts.kind("composite_slab") & (elevation == roof))
    topping = facts.concept("topping_thickness")
    unknown(judge, topping.numbers, topping.missing)
    fail_below(judge, facts, topping.numbers, number(settings, "thickness"))
    judge.passes(judge.open_rows)
    return judge.judgement()
