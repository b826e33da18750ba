"""CON-046: cast strips between planks lie across the direction that carries less."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.packs.connections.slab_field import topping_over, two_way
from dfma.rules.rule import Parameter, Setting, number, rule


@rule(
    "CON-046",
    row="DR046",
    parameters={"square": Parameter(default=1.25, unit="1"), "widest": Parameter(default=0.6, unit="m")},
)
def joint_direction(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A strip cast between planks of a slab that works in two directions runs along the shorter side of the field.

    Applies to strips no wider than `widest` beside such planks and under a topping. The shorter side is the main span:
    a strip along it cuts only the bars of the other direction. Fields whose sides differ by less than the factor
    `square` have no main span. Where the greatest moment lies the model does not say: that part of the clause is left
    to the engineer.
    """
    boxes = facts.boxes
    strips = facts.is_element & facts.casting("cast_in_place") & facts.kind("composite_slab", "solid_slab")
    judge = Judge(strips & (boxes.extent[:, 1] <= number(settings, "widest")))
    planks = two_way(facts)
    none = np.zeros(0, np.int32)
    for row in judge.open_rows.tolist():
        above = topping_over(facts, row)
        beside = facts.neighbours.get(row, none)
        if not len(above) or planks[beside].sum() < 2:
            judge.does_not_apply([row])
            continue
        field = int(above[boxes.extent[above].prod(axis=1).argmax()])
        sides, axes = boxes.extent[field, :2], boxes.axes[field]
        longer = axes[int(sides.argmax())]
        along_longer = abs(float(boxes.axes[row, 0] @ longer)) > np.sqrt(0.5)
        if along_longer and sides.max() > number(settings, "square") * sides.min():
            judge.fails(Failure(rows=(row,), others=(field,), values=facts.named(row)))
    judge.passes(judge.open_rows)
    return judge.judgement()
