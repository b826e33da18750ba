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
from dfma.text import Text, text


def parameters(share: float, sizes: float) -> dict[str, Parameter]:
    """Parameters of a rule about repetition."""
    return {
        "share": Parameter(default=share, unit="%"),
        "sizes": Parameter(default=sizes, unit="1"),
        "difference": Parameter(default=0.005, unit="m"),
        "least_pieces": Parameter(default=4.0, unit="1"),
    }


def judge_repetition(facts: Facts, settings: Mapping[str, Setting], *groups: tuple[str, ...]) -> Judgement:
    """Judge the model as a whole: in each group of kinds the most repeated sizes make up the share asked for."""
    judge = Judge(facts.nothing())
    judge.whole_does_not_apply()
    for kinds in groups:
        rows = chosen(facts.pieces & facts.kind(*kinds))
        if len(rows) < number(settings, "least_pieces"):
            continue
        sides = -np.sort(-facts.boxes.extent[facts.body[rows]], axis=1)
        kind_names = tuple(Text(f"kind.{kind}") for kind in kinds)
        if np.isnan(sides).any():
            judge.whole_cannot_be_checked(text("gap.sizes_of", kinds=kind_names))
            continue
        _judge_group(judge, sides, settings, kind_names)
    return judge.judgement()


def _judge_group(judge: Judge, sides: Floats, settings: Mapping[str, Setting], kind_names: tuple[Text, ...]) -> None:
    steps = np.round(sides / number(settings, "difference")).astype(np.int64)
    counted = Counter(map(tuple, steps.tolist()))
    sizes = int(number(settings, "sizes"))
    share = 100 * sum(times for _, times in counted.most_common(sizes)) / len(sides)
    expected = number(settings, "share")
    if share >= expected:
        judge.whole_passes()
        return
    judge.fails(
        Failure(
            rows=(),
            sentence="rule.repetition.failed",
            subject=str(kind_names[0].key),
            found=share,
            expected=expected,
            unit="%",
            values={
                "kinds": kind_names,
                "pieces": len(sides),
                "different": len(counted),
                "sizes": sizes,
                "found": amount(round(share, 1), "%"),
                "expected": amount(expected, "%"),
            },
        )
    )
