"""MFG-110: each precast piece has a mark, and a mark never means two different pieces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import Value, text

_FEW = 0.05
"""Share of marked pieces: where fewer share their mark with another, the project marks every piece by itself."""


@rule(
    "MFG-110",
    row="DR110",
    parameters={"sharing": Parameter(default="auto"), "difference": Parameter(default=0.002, unit="m")},
)
def piece_mark(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Every precast piece carries a mark, and a mark never means two different pieces.

    Applies to all precast pieces but partition panels, which are cut on site. Factories mark either every piece or
    every series of identical pieces: with `sharing` "no" every mark must be used once, with "yes" identical pieces may
    share one, and "auto" sees from the model which of the two is meant. Pieces are identical when no side differs by
    more than `difference` metres; those that share a mark but have no shape to compare are not checkable.
    """
    judge = Judge(facts.pieces & ~facts.kind("partition_panel"))
    column = facts.concept("piece_mark")
    by_mark: dict[str, list[int]] = defaultdict(list)
    for row in judge.open_rows.tolist():
        mark = column.words[row]
        if mark is None:
            judge.fails(Failure(rows=(row,), sentence="missing", values=facts.named(row)))
        else:
            by_mark[mark].append(row)
    shared = {mark: rows for mark, rows in by_mark.items() if len(rows) > 1}
    may_share = _may_share(settings, sum(map(len, shared.values())), sum(map(len, by_mark.values())))
    for mark, rows in shared.items():
        values: dict[str, Value] = {"mark": mark, "count": len(rows)}
        if may_share:
            _compare(judge, facts, rows, number(settings, "difference"), values)
        else:
            judge.fails(Failure(rows=tuple(rows), sentence="repeated", found=mark, values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _may_share(settings: Mapping[str, Setting], sharing: int, marked: int) -> bool:
    if settings["sharing"] == "auto":
        return sharing > _FEW * marked
    return settings["sharing"] == "yes"


def _compare(judge: Judge, facts: Facts, rows: list[int], difference: float, values: Mapping[str, Value]) -> None:
    sides = np.sort(facts.boxes.extent[facts.body[rows]], axis=1)
    shaped = ~np.isnan(sides).any(axis=1)
    alike = np.array(rows, np.int32)
    judge.cannot_check(alike[~shaped], text("gap.mark_shapes"))
    if shaped.sum() > 1 and np.ptp(sides[shaped], axis=0).max() > difference:
        judge.fails(Failure(rows=tuple(alike[shaped].tolist()), found=str(values["mark"]), values=values))
