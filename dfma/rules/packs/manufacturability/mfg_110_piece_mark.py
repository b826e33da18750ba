"""MFG-110: each precast piece has a mark, and a mark never means two different pieces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import Value, text


@rule(
    "MFG-110",
    row="DR110",
    parameters={"identical_may_share": Parameter(default=True), "difference": Parameter(default=0.002, unit="m")},
)
def piece_mark(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Every precast piece carries a mark, and pieces with the same mark are the same piece.

    Applies to all precast pieces. Factories mark either every piece or every series of identical pieces; with
    `identical_may_share` a shared mark is good as long as no side of the pieces differs by more than `difference`
    metres. Without it every mark must be used once. Pieces that share a mark but have no shape to compare are not
    checkable.
    """
    judge = Judge(facts.pieces)
    column = facts.concept("piece_mark")
    by_mark: dict[str, list[int]] = defaultdict(list)
    for row in judge.open_rows.tolist():
        mark = column.words[row]
        if mark is None:
            judge.fails(Failure(rows=(row,), sentence="missing", values=facts.named(row)))
        else:
            by_mark[mark].append(row)
    for mark, rows in by_mark.items():
        if len(rows) > 1:
            _compare(judge, facts, mark, rows, settings)
    judge.passes(judge.open_rows)
    return judge.judgement()


def _compare(judge: Judge, facts: Facts, mark: str, rows: list[int], settings: Mapping[str, Setting]) -> None:
    values: dict[str, Value] = {"mark": mark, "count": len(rows)}
    if not settings["identical_may_share"]:
        judge.fails(Failure(rows=tuple(rows), sentence="repeated", found=mark, values=values))
        return
    sides = np.sort(facts.boxes.extent[facts.body[rows]], axis=1)
    if np.isnan(sides).any():
        judge.cannot_check(rows, text("gap.mark_shapes"))
    elif np.ptp(sides, axis=0).max() > number(settings, "difference"):
        judge.fails(Failure(rows=tuple(rows), found=mark, values=values))
