"""TRA-127: heavy pieces are pointed out while the crane can still be chosen."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "TRA-127",
    row="DR127",
    parameters={"review": Parameter(default=5000.0, unit="kg"), "special": Parameter(default=8000.0, unit="kg")},
)
def mass_class(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A precast piece is light enough for an ordinary tower crane.

    Applies to all precast pieces. Above `review` the crane has to be checked at its radius, above `special` an
    uncommon crane is needed. Without a mass or a volume it is not checkable.
    """
    review, special = number(settings, "review"), number(settings, "special")
    judge = Judge(facts.pieces)
    mass = facts.numbers("mass")
    rows = judge.open_rows
    judge.cannot_check(rows[np.isnan(mass[rows])], text("gap.mass"))
    rows = judge.open_rows
    for row in rows[mass[rows] > review].tolist():
        found = float(mass[row])
        sentence, limit = ("special", special) if found > special else ("failed", review)
        values = facts.named(row, found=amount(found, "kg"), expected=amount(limit, "kg"))
        judge.fails(Failure(rows=(row,), sentence=sentence, found=found, expected=limit, unit="kg", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
