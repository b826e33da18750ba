"""CON-095: strip panels that are spliced on top of each other make no wall that is too high."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, unknown
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_THICKNESSES = (0.09, 0.12, 0.15, 0.18)
"""Metres: thicknesses of the series, each with a limit of its own; between two the thinner one's limit holds."""


@rule(
    "CON-095",
    row="DR095",
    parameters={
        "at_90": Parameter(default=3.6, unit="m"),
        "at_120": Parameter(default=4.5, unit="m"),
        "at_150": Parameter(default=4.8, unit="m"),
        "at_180": Parameter(default=5.4, unit="m"),
    },
)
def strip_height(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A wall of strip panels is no higher than its thickness allows.

    Applies to precast partition panels; measured is the panel itself. Panels thinner than 90 mm are not in the clause
    and are judged as the thinnest. Without a shape it is not checkable.
    """
    judge = Judge(facts.pieces & facts.kind("partition_panel"))
    extent = facts.boxes.extent[facts.body]
    thickness, height = extent[:, :2].min(axis=1), extent[:, 2]
    limits = np.array([number(settings, f"at_{round(t * 1000)}") for t in _THICKNESSES])
    step = np.searchsorted(np.array(_THICKNESSES) - 0.0005, np.nan_to_num(thickness), side="right") - 1
    unknown(judge, height, text("gap.no_shape", what=text("facet.height")))
    fail_above(judge, facts, height, limits[np.maximum(step, 0)])
    judge.passes(judge.open_rows)
    return judge.judgement()
