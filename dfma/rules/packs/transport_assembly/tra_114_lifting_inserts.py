"""TRA-114: a precast piece has enough lifting inserts."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.packs.transport_assembly.inserts import judge_inserts
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_FLAT = ("composite_slab", "solid_slab", "stair_flight", "balcony", "ac_slab")
_UPRIGHT = ("wall_panel_exterior", "wall_panel_interior", "parapet")


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
    for kinds, sort in ((_FLAT, "flat"), (_UPRIGHT, "upright")):
        judge_inserts(judge, facts, "lifting", kinds, int(number(settings, sort)), text("gap.lifting_inserts"))
    judge.passes(judge.open_rows)
    return judge.judgement()
