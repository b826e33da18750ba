"""OPE-092: steps of stairs in dwellings are low and deep enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.packs.operation.dwellings import only_dwellings
from dfma.rules.rule import Parameter, Setting, number, rule


@rule(
    "OPE-092",
    row="DR092",
    parameters={"riser": Parameter(default=0.175, unit="m"), "tread": Parameter(default=0.26, unit="m")},
)
def stair_steps(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Steps of a common stair in a dwelling are no higher than `riser` and no less deep than `tread`.

    Applies to stair flights, precast or not, in buildings whose use is given as a dwelling. Riser and tread are read
    from properties of the flight. What is not given is not checkable.
    """
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind("stair_flight"))
    only_dwellings(facts, judge)
    riser, tread = facts.concept("riser_height"), facts.concept("tread_length")
    steepest, shortest = number(settings, "riser"), number(settings, "tread")
    rows = judge.open_rows
    too_steep = riser.numbers[rows] > steepest + LENGTH_TOLERANCE
    too_short = tread.numbers[rows] < shortest - LENGTH_TOLERANCE
    for row, steep in zip(rows[too_steep | too_short].tolist(), too_steep[too_steep | too_short], strict=True):
        column, limit, sentence = (riser, steepest, "riser") if steep else (tread, shortest, "tread")
        found = float(column.numbers[row])
        values = facts.named(row, found=amount(found, "m"), expected=amount(limit, "m"))
        judge.fails(
            Failure(
                rows=(row,), sentence=sentence, found=found, expected=limit, unit="m", subject=sentence, values=values
            )
        )
    for column in (riser, tread):
        rows = judge.open_rows
        judge.cannot_check(rows[np.isnan(column.numbers[rows])], column.missing)
    judge.passes(judge.open_rows)
    return judge.judgement()
