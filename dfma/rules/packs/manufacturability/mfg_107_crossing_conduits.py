"""MFG-107: conduits that cross in a topping fit into it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement, Mask
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule("MFG-107", row="DR107", parameters={"cover": Parameter(default=0.015, unit="m")})
def crossing_conduits(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Where two conduits cross in the topping of composite slabs, both and the cover above them fit into it.

    Applies to services that lie in a cast-in-place slab on precast planks and touch another service there. The
    thicknesses of the two and `cover` together must not exceed the topping: one lies over the other. Services without
    a shape are not checkable.
    """
    judge = Judge(facts.is_element & facts.kind("mep"))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, rows)], text("gap.service_shape"))
    toppings = _toppings(facts)
    services = facts.kind("mep")
    cover = number(settings, "cover")
    thickness = facts.boxes.extent.min(axis=1)
    for row in judge.open_rows.tolist():
        beside = facts.neighbours.get(row, np.zeros(0, np.int32))
        around = [slab for slab in beside[toppings[beside]].tolist() if _inside(facts, row, slab)]
        others = [other for other in beside[services[beside]].tolist() if any(_inside(facts, other, s) for s in around)]
        if not others:
            judge.does_not_apply([row])
            continue
        room = float(min(facts.boxes.extent[slab, 2] for slab in around))
        other = max(others, key=lambda one: thickness[one])
        needed = float(thickness[row] + thickness[other]) + cover
        if needed > room + LENGTH_TOLERANCE:
            values = facts.named(row, other=facts.label(other), found=amount(needed, "m"), expected=amount(room, "m"))
            judge.fails(Failure(rows=(row,), others=(other,), found=needed, expected=room, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _toppings(facts: Facts) -> Mask:
    """Slabs cast in place that rest on precast planks."""
    planks = facts.pieces & facts.kind("composite_slab")
    below, above = facts.pairs("supports")
    on_planks = facts.nothing()
    on_planks[above[planks[below]]] = True
    return on_planks & facts.casting("cast_in_place") & facts.kind("solid_slab", "composite_slab")


def _inside(facts: Facts, service: int, slab: int) -> bool:
    """Whether the middle of a service lies between the faces of a slab."""
    middle = facts.boxes.centre[service, 2]
    return bool(facts.boxes.low[slab, 2] < middle < facts.boxes.high[slab, 2])
