"""CON-044: cast strips between composite planks are wide enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement, Rows
from dfma.rules.rule import Parameter, Setting, number, rule


@rule(
    "CON-044",
    row="DR044",
    parameters={"width": Parameter(default=0.2, unit="m"), "widest": Parameter(default=0.6, unit="m")},
)
def cast_strip(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A strip cast between two composite planks is at least `width` wide, so that their bars can lap in it.

    Applies to slabs cast in place that lie beside at least two precast planks, level with them, and are no wider than
    `widest`; wider ones are slabs of their own. Strips without a shape cannot be told from slabs and are not looked at.
    """
    limit, widest = number(settings, "width"), number(settings, "widest")
    cast = facts.is_element & facts.casting("cast_in_place") & facts.kind("composite_slab", "solid_slab")
    cast &= facts.boxes.extent[:, 1] <= widest
    judge = Judge(cast)
    planks = facts.pieces & facts.kind("composite_slab")
    for row in judge.open_rows.tolist():
        beside = facts.neighbours.get(row, np.zeros(0, np.int32))
        beside = beside[planks[beside] & known(facts.boxes, beside)]
        level = _shared_height(facts, row, beside) >= facts.boxes.extent[row, 2] / 2
        if level.sum() < 2:
            judge.does_not_apply([row])
            continue
        width = float(facts.boxes.extent[row, 1])
        if width < limit - LENGTH_TOLERANCE:
            values = facts.named(row, found=amount(width, "m"), expected=amount(limit, "m"))
            others = tuple(beside[level].tolist())
            judge.fails(Failure(rows=(row,), others=others, found=width, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _shared_height(facts: Facts, row: int, others: Rows) -> Floats:
    """Metres of height in which a row and others overlap."""
    low, high = facts.boxes.low[:, 2], facts.boxes.high[:, 2]
    shared: Floats = np.minimum(high[row], high[others]) - np.maximum(low[row], low[others])
    return shared
