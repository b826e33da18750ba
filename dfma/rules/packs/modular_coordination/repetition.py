"""How often sizes repeat: what MOD-030, MOD-031 and MOD-032 share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.amounts import amount
from dfma.rules.facts import Facts, chosen
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number
from dfma.text import Text, Value, text


def parameters(share: float, sizes: float) -> dict[str, Parameter]:
    """Parameters of a rule about repetition."""
    return {
        "share": Parameter(default=share, unit="%"),
        "sizes": Parameter(default=sizes, unit="1"),
        "difference": Parameter(default=0.005, unit="m"),
        "least_pieces": Parameter(default=4.0, unit="1"),
    }


def judge_repetition(facts: Facts, settings: Mapping[str, Setting], *groups: tuple[str, ...]) -> Judgement:
    """Judge the model as a whole: in each group of kinds the most repeated sizes make up the share asked for.

    Sizes are the three sides rounded to `difference`. Pieces without a shape leave it open only where they could turn
    the verdict.
    """
    judge = Judge(facts.nothing())
    judge.whole_does_not_apply()
    for kinds in groups:
        rows = chosen(facts.pieces & facts.kind(*kinds))
        if len(rows) >= number(settings, "least_pieces"):
            _judge_group(judge, np.sort(facts.boxes.extent[facts.body[rows]], axis=1), settings, kinds)
    return judge.judgement()


def _judge_group(judge: Judge, sides: Floats, settings: Mapping[str, Setting], kinds: tuple[str, ...]) -> None:
    names = tuple(Text(f"kind.{kind}") for kind in kinds)
    shaped = sides[~np.isnan(sides).any(axis=1)]
    counted = Counter(map(tuple, np.round(shaped / number(settings, "difference")).astype(np.int64).tolist()))
    sizes = int(number(settings, "sizes"))
    repeated = sum(times for _, times in counted.most_common(sizes))
    expected = number(settings, "share")
    if 100 * repeated / len(sides) >= expected:
        judge.whole_passes()
    elif 100 * (repeated + len(sides) - len(shaped)) / len(sides) >= expected:
        judge.whole_cannot_be_checked(text("gap.sizes_of", kinds=names))
    else:
        share = 100 * repeated / len(shaped)
        values: dict[str, Value] = {
            "kinds": names,
            "pieces": len(shaped),
            "different": len(counted),
            "sizes": sizes,
            "found": amount(round(share, 1), "%"),
            "expected": amount(expected, "%"),
        }
        judge.fails(
            Failure(
                rows=(),
                sentence="rule.repetition.failed",
                subject=kinds[0],
                found=share,
                expected=expected,
                unit="%",
                values=values,
            )
        )
