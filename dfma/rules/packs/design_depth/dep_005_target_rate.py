"""DEP-005: the target assembly rate is stated."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import amount
from dfma.rules.facts import Facts, chosen
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("DEP-005", row="DR005", parameters={"rate": Parameter(default=50.0, unit="%")})
def target_rate(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A building with precast pieces says which assembly rate it aims at, and it is a rate that can be graded.

    Applies to the model as a whole when it has precast pieces. Everything that is designed later is measured against
    this figure, so the scheme has to fix it on the building or the project.
    """
    judge = Judge(facts.nothing())
    if not facts.pieces.any():
        judge.whole_does_not_apply()
        return judge.judgement()
    column = facts.concept("target_rate")
    rows = chosen(column.present & facts.ifc_class("IfcProject", "IfcSite", "IfcBuilding"))
    limit = number(settings, "rate")
    if not len(rows):
        judge.fails(Failure(rows=(), sentence="missing", expected=limit, unit="%"))
    for row in rows.tolist():
        rate = float(column.numbers[row])
        if np.isnan(rate):
            judge.whole_cannot_be_checked(column.not_understood(row))
        elif rate < limit:
            values = {"found": amount(rate, "%"), "expected": amount(limit, "%")}
            judge.fails(Failure(rows=(), found=rate, expected=limit, unit="%", values=values))
        else:
            judge.whole_passes()
    return judge.judgement()
