"""TRA-128: stacks are not too high."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_above, unknown
from dfma.rules.rule import Parameter, Setting, number, rule

_KINDS = {
    "slabs": ("composite_slab", "solid_slab", "balcony", "ac_slab"),
    "flights": ("stair_flight",),
    "members": ("beam", "column"),
}


@rule(
    "TRA-128",
    row="DR128",
    parameters={
        "slabs": Parameter(default=6.0, unit="1"),
        "flights": Parameter(default=4.0, unit="1"),
        "members": Parameter(default=3.0, unit="1"),
    },
)
def stack_layers(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Slabs are stacked at most `slabs` layers high, flights `flights`, beams and columns `members`.

    Applies to these precast pieces. The layers are a property of the piece; without it the piece is not checkable.
    """
    judge = Judge(facts.concrete_pieces & facts.kind(*sum(_KINDS.values(), ())))
    layers = facts.concept("stack_layers")
    unknown(judge, layers.numbers, layers.missing)
    limits = np.full(facts.rows, np.inf)
    for name, kinds in _KINDS.items():
        limits[facts.kind(*kinds)] = number(settings, name)
    fail_above(judge, facts, layers.numbers, limits, "1")
    judge.passes(judge.open_rows)
    return judge.judgement()
