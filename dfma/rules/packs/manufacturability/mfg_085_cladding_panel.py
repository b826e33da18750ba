"""MFG-085: cladding panels are one storey high and thick enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, fail_below, unknown
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule("MFG-085", row="DR085", parameters={"thickness": Parameter(default=0.1, unit="m")})
def cladding_panel(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A precast cladding panel is no higher than its storey and at least `thickness` thick.

    Applies to precast outer wall panels of concrete that the file calls non-bearing. Without a shape it is not
    checkable; where the height of the storey is not known, only the thickness is judged.
    """
    hung = np.array([word == "no" for word in facts.concept("load_bearing").words], np.bool_)
    judge = Judge(facts.concrete_pieces & facts.kind("wall_panel_exterior") & hung)
    extent = facts.boxes.extent[facts.body]
    unknown(judge, extent[:, 1], text("gap.no_shape", what=text("facet.width")))
    fail_below(judge, facts, extent[:, 1], number(settings, "thickness"))
    storey = StoreyFacet("height").column(facts).numbers
    fail_above(judge, facts, extent[:, 2], np.where(np.isnan(storey), np.inf, storey))
    judge.passes(judge.open_rows)
    return judge.judgement()
