"""TRA-114: a precast piece has enough lifting inserts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_FLAT = ("composite_slab", "solid_slab", "stair_flight", "balcony", "ac_slab")
_UPRIGHT = ("wall_panel_exterior", "wall_panel_interior", "parapet")


@rule(
    "TRA-114",
    row="DR114",
    parameters={"upright": Parameter(default=2.0, unit="1"), "flat": Parameter(default=4.0, unit="1")},
)
def lifting_inserts(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A wall panel has at least `upright` lifting inserts, a slab or stair flight at least `flat`.

    Applies to precast wall panels, slabs, balconies and stair flights. Counted are embedded parts of the piece, or
    loose ones that touch it, whose name or type says that they are for lifting. In a model without any lifting insert
    the rule is not checkable: the inserts are then in drawings or in a model of the detailer.
    """
    judge = Judge(facts.pieces & facts.kind(*_FLAT, *_UPRIGHT))
    lifting = facts.part_purpose("lifting")
    if not any(lifting[embeds].any() for embeds in facts.embeds_of.values()):
        judge.cannot_check(judge.open_rows, text("gap.lifting_inserts"))
        return judge.judgement()
    flat = facts.kind(*_FLAT)
    for row in judge.open_rows.tolist():
        embeds = facts.embeds_of.get(row, np.zeros(0, np.int32))
        inserts = embeds[lifting[embeds]]
        needed = int(number(settings, "flat" if flat[row] else "upright"))
        if len(inserts) < needed:
            values = facts.named(row, found=len(inserts), expected=needed)
            judge.fails(
                Failure(rows=(row,), found=float(len(inserts)), expected=float(needed), unit="1", values=values)
            )
    judge.passes(judge.open_rows)
    return judge.judgement()
