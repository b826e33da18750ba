"""MFG-108: holes in composite planks cut no lattice girder."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from
from dfma.rules.girders import girders_of
from dfma.rules.judgement import Failure, Judge, Judgement, Mask
from dfma.rules.rule import Setting, rule


@rule("MFG-108", row="DR108")
def hole_and_girder(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """No opening of a composite plank lies where a lattice girder runs.

    Applies to precast composite planks with openings whose girders are modelled as parts of them; planks without girder
    are not checkable. A girder that is cut for a pipe no longer stiffens the plank.
    """
    holed = facts.nothing()
    holed[list(facts.openings_of)] = True
    judge = Judge(facts.pieces & facts.kind("composite_slab") & holed)
    for row, girders in girders_of(facts, judge).items():
        holes = facts.openings_of[row]
        holes = holes[known(facts.boxes, holes)]
        low, high = seen_from(facts.boxes, int(facts.body[row]), holes)
        before = (low[:, None, :2] < girders.high[None, :, :2]).all(axis=2)
        behind = (high[:, None, :2] > girders.low[None, :, :2]).all(axis=2)
        hit: Mask = np.any(before & behind, axis=1)
        cut = holes[hit]
        if len(cut):
            judge.fails(Failure(rows=(row,), others=tuple(cut.tolist()), values=facts.named(row, count=len(cut))))
    judge.passes(judge.open_rows)
    return judge.judgement()
