"""CON-060: the topping of a composite beam is high enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import fail_below, unknown
from dfma.rules.rule import Parameter, Setting, number, rule


@rule(
    "CON-060",
    row="DR060",
    parameters={"main": Parameter(default=0.15, unit="m"), "secondary": Parameter(default=0.12, unit="m")},
)
def beam_topping(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The concrete cast on a composite beam is at least `main` high on a main beam and `secondary` on another.

    Applies to precast beams. The height is a property of the beam, and so is whether it is a main beam; a beam that
    does not say it is taken as a main beam. Without the height it is not checkable.
    """
    judge = Judge(facts.concrete_pieces & facts.kind("beam"))
    topping, role = facts.concept("topping_thickness"), facts.concept("beam_role")
    unknown(judge, topping.numbers, topping.missing)
    secondary = np.array([word == "secondary" for word in role.words], np.bool_)
    limits = np.where(secondary, number(settings, "secondary"), number(settings, "main"))
    fail_below(judge, facts, topping.numbers, limits)
    judge.passes(judge.open_rows)
    return judge.judgement()
