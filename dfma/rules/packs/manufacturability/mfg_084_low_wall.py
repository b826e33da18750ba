"""MFG-084: the walls of multi-storey precast wall buildings are thick enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, unknown
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "MFG-084",
    row="DR084",
    parameters={"thickness": Parameter(default=0.14, unit="m"), "share": Parameter(default=25.0, unit="1")},
)
def low_wall(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A precast wall of a multi-storey wall building is `thickness` thick, and a `share`-th of the storey's height.

    Applies to precast wall panels, but non-bearing ones, of buildings whose structural system is stated as this one.
    Without the system, or without a shape, it is not checkable.
    """
    system = facts.said_of_building("structural_system")
    judge = Judge(facts.shear_walls)
    rows = judge.open_rows
    judge.cannot_check(rows[~system.understood[rows]], system.missing)
    judge.does_not_apply([row for row in judge.open_rows.tolist() if system.words[row] != "multi_storey_wall"])
    thickness = facts.boxes.extent[facts.body, 1]
    storey = np.nan_to_num(StoreyFacet("height").column(facts).numbers)
    unknown(judge, thickness, text("gap.no_shape", what=text("facet.width")))
    limits = np.maximum(number(settings, "thickness"), storey / number(settings, "share"))
    fail_below(judge, facts, thickness, limits)
    judge.passes(judge.open_rows)
    return judge.judgement()
