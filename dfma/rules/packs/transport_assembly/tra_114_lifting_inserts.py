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
_NONE = np.zeros(0, np.int32)


@rule(
    "TRA-114",
    row="DR114",
    parameters={
        "upright": Parameter(default=2.0, unit="1"),
        "flat": Parameter(default=4.0, unit="1"),
        "by_hand": Parameter(default=50.0, unit="kg"),
    },
)
def lifting_inserts(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A wall panel has at least `upright` lifting inserts, a slab or stair flight at least `flat`.

    Applies to precast wall panels, slabs, balconies and stair flights heavier than `by_hand`. Counted are embedded
    parts of the piece, or loose ones that touch it, whose name or type says that they are for lifting. Where no piece
    of a sort (upright or flat) has any, the rule is not checkable for that sort: its inserts are then in drawings or in
    a model of the detailer.
    """
    judge = Judge(facts.pieces & facts.kind(*_FLAT, *_UPRIGHT) & ~(facts.numbers("mass") < number(settings, "by_hand")))
    lifting = facts.part_purpose("lifting")
    inserts = {row: int(lifting[facts.embeds_of.get(row, _NONE)].sum()) for row in judge.open_rows.tolist()}
    for kinds, sort in ((_FLAT, "flat"), (_UPRIGHT, "upright")):
        of_sort = facts.kind(*kinds)
        rows = [row for row in inserts if of_sort[row]]
        needed = int(number(settings, sort))
        if not any(inserts[row] for row in rows):
            judge.cannot_check(rows, text("gap.lifting_inserts"))
            continue
        for row in rows:
            if (found := inserts[row]) < needed:
                values = facts.named(row, found=found, expected=needed)
                judge.fails(Failure(rows=(row,), found=float(found), expected=float(needed), unit="1", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
