"""The joint under a precast piece: what CON-064 and CON-083 share."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.amounts import amount
from dfma.rules.facts import CONCRETE_STRUCTURE, Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement, Mask
from dfma.rules.rule import Parameter, Setting, number
from dfma.text import text

PARAMETERS = {"gap": Parameter(default=0.02, unit="m"), "tolerance": Parameter(default=0.005, unit="m")}


def judge_joint(facts: Facts, settings: Mapping[str, Setting], applies: Mask) -> Judgement:
    """Judge the free height between each row that the rule applies to and the highest concrete that carries it."""
    judge = Judge(applies)
    expected, tolerance = number(settings, "gap"), number(settings, "tolerance")
    concrete = facts.kind(*CONCRETE_STRUCTURE)
    low, high = facts.boxes.low[:, 2], facts.boxes.high[:, 2]
    for row in judge.open_rows.tolist():
        below = facts.carried_by(row)
        below = below[concrete[below] & known(facts.boxes, below)]
        if not len(below):
            judge.cannot_check([row], text("gap.nothing_below"))
            continue
        carrier = int(below[high[below].argmax()])
        gap = max(0.0, float(low[facts.body[row]] - high[carrier]))
        if abs(gap - expected) > tolerance:
            values = facts.named(
                row, found=amount(gap, "m"), expected=amount(expected, "m"), below=facts.label(carrier)
            )
            judge.fails(
                Failure(
                    rows=(row,),
                    others=(carrier,),
                    sentence="rule.base_joint.failed",
                    found=gap,
                    expected=expected,
                    unit="m",
                    values=values,
                )
            )
    judge.passes(judge.open_rows)
    return judge.judgement()
