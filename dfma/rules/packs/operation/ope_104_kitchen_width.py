"""OPE-104: kitchens are wide enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, unknown
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule("OPE-104", row="DR104", parameters={"width": Parameter(default=1.5, unit="m")})
def kitchen_width(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A kitchen with cupboards on one side is at least `width` wide.

    Applies to rooms whose name says that they are kitchens. The width is the lesser side of the room on plan; with
    cupboards on two sides more is needed. A room without a shape is not checkable.
    """
    judge = Judge(facts.spaces("kitchen"))
    width = np.min(facts.boxes.extent[:, :2], axis=1)
    unknown(judge, width, text("gap.no_shape", what=text("facet.width")))
    fail_below(judge, facts, width, number(settings, "width"))
    judge.passes(judge.open_rows)
    return judge.judgement()
