"""DEP-022: every concrete element says whether it is precast or cast in place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import CONCRETE_STRUCTURE, Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Setting, rule
from dfma.text import Text


@rule("DEP-022", row="DR022")
def casting_stated(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """A property of the element, of its type or of the assembly that it belongs to says how it is cast.

    Applies to whole structural elements of concrete; those of steel, timber and masonry are left out. What the program
    only concludes from names or shapes does not count: without a statement no assembly rate can be computed that
    others can follow. A value that is neither is not checkable.
    """
    made_otherwise = facts.casting("steel", "timber", "masonry")
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind(*CONCRETE_STRUCTURE) & ~made_otherwise)
    column = facts.concept("casting_method")
    rows = judge.open_rows
    present = column.present[rows]
    castings = facts.model.recognition["casting"]
    for row in rows[~present].tolist():
        taken = Text(f"casting.{castings[row]}")
        judge.fails(Failure(rows=(row,), values=facts.named(row, taken=taken)))
    for row in rows[present & ~column.understood[rows]].tolist():
        judge.cannot_check(np.array([row]), column.not_understood(row))
    judge.passes(judge.open_rows)
    return judge.judgement()
