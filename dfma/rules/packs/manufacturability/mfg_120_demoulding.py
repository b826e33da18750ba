"""MFG-120: lifting inserts carry a piece out of its mould."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.lifting import GRAVITY, judge_capacity
from dfma.rules.rule import Parameter, Setting, number, rule


@rule(
    "MFG-120",
    row="DR120",
    parameters={
        "dynamic": Parameter(default=1.2, unit="1"),
        "suction": Parameter(default=1.5, unit="kN/m2"),
        "least": Parameter(default=1.5, unit="1"),
    },
)
def demoulding(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The lifting inserts carry the weight of the piece times `dynamic` and `suction` on the face in the mould.

    Applies to precast concrete pieces but those cast upright: columns, pods and flights are turned or slid out of their
    moulds. The load is at least `least` times the weight; the face in the mould is the broadest one. Of four inserts
    three count. Pieces without modelled inserts, without a mass or without a rated capacity are not checkable.
    """
    flat = ("composite_slab", "solid_slab", "balcony", "ac_slab", "wall_panel_exterior", "wall_panel_interior")
    judge = Judge(facts.concrete_pieces & facts.kind(*flat))
    sides = -np.sort(-facts.boxes.extent[facts.body], axis=1)
    mass = facts.numbers("mass")
    suction = number(settings, "suction") * 1000 / GRAVITY * sides[:, 0] * sides[:, 1]
    load = np.maximum(number(settings, "dynamic") * mass + suction, number(settings, "least") * mass)
    judge_capacity(judge, facts, load)
    return judge.judgement()
