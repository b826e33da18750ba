"""OPE-105: an integrated kitchen has all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Setting, rule
from dfma.text import Text, text

_NEEDED = ("cabinet", "sink", "cooker", "hood")
_NONE = np.zeros(0, np.int32)


@rule("OPE-105", row="DR105")
def kitchen_complete(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """Every kitchen holds cupboards, a sink, a cooker and a hood.

    Applies to rooms whose name says that they are kitchens, and to kitchen pods. What is placed in the room, or is a
    part of the pod, is known by its name. Only complete kitchens count in the assembly rate. Where no kitchen of the
    model has any of it the furniture is in another model, and the kitchens are not checkable.
    """
    judge = Judge(facts.spaces("kitchen") | (facts.pieces & facts.kind("kitchen_pod")))
    called = {need: facts.part_purpose(need) for need in _NEEDED}
    rooms, things = facts.pairs("contains")
    inside = {
        row: np.concatenate([things[rooms == row], facts.parts_of.get(row, _NONE)]) for row in judge.open_rows.tolist()
    }
    missing = {row: [need for need in _NEEDED if not called[need][own].any()] for row, own in inside.items()}
    if all(len(needs) == len(_NEEDED) for needs in missing.values()):
        judge.cannot_check(judge.open_rows, text("gap.kitchens"))
    for row in judge.open_rows.tolist():
        if missing[row]:
            lacking = tuple(Text(f"part.{need}") for need in missing[row])
            judge.fails(Failure(rows=(row,), values=facts.named(row, missing=lacking)))
    judge.passes(judge.open_rows)
    return judge.judgement()
