"""The joint under a precast piece: what CON-064 and CON-083 share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import CONCRETE_STRUCTURE, Facts, chosen
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement, Mask
from dfma.rules.rule import Parameter, Setting, number
from dfma.text import text

PARAMETERS = {
    "gap": Parameter(default=0.02, unit="m"),
    "tolerance": Parameter(default=0.005, unit="m"),
    "reach": Parameter(default=0.1, unit="m"),
}
FLUSH = 0.005
"""Metres by which a foot may reach into what carries it and still stand on it."""


def judge_joint(facts: Facts, settings: Mapping[str, Setting], applies: Mask) -> Judgement:
    """Judge the free height between each row that the rule applies to and the highest concrete below it.

    Looked at is concrete whose top lies at most `reach` metres below the foot of the piece and under its middle.
    """
    judge = Judge(applies)
    expected, tolerance = number(settings, "gap"), number(settings, "tolerance")
    feet = _Feet(facts, number(settings, "reach"))
    for row in judge.open_rows.tolist():
        carrier = feet.below(row)
        if carrier is None:
            judge.cannot_check([row], text("gap.nothing_below"))
            continue
        gap = max(0.0, float(facts.boxes.low[facts.body[row], 2] - facts.boxes.high[carrier, 2]))
        if abs(gap - expected) > tolerance + LENGTH_TOLERANCE:
            below = facts.label(int(facts.piece_of[carrier]) if facts.is_part[carrier] else carrier)
            values = facts.named(row, found=amount(gap, "m"), expected=amount(expected, "m"), below=below)
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


class _Feet:
    """Finds what a piece stands on: the shapes of concrete in the order of their tops."""

    def __init__(self, facts: Facts, reach: float) -> None:
        self._facts, self._reach = facts, reach
        rows = chosen(facts.is_element & facts.kind(*CONCRETE_STRUCTURE))
        rows = rows[known(facts.boxes, rows) & (facts.body[rows] == rows)]
        self._rows = rows[np.argsort(facts.boxes.high[rows, 2], kind="stable")]
        self._tops = facts.boxes.high[self._rows, 2]

    def below(self, row: int) -> int | None:
        """The highest concrete under the middle of a piece, within reach; None when there is none."""
        facts = self._facts
        body = int(facts.body[row])
        foot = facts.boxes.low[body, 2]
        if np.isnan(foot):
            return None
        near = self._rows[slice(*np.searchsorted(self._tops, [foot - self._reach, foot + FLUSH]))]
        middle = (facts.boxes.low[body, :2] + facts.boxes.high[body, :2]) / 2
        under = ((facts.boxes.low[near, :2] <= middle) & (middle <= facts.boxes.high[near, :2])).all(axis=1)
        candidates = near[under & (near != body)]
        return int(candidates[-1]) if len(candidates) else None
