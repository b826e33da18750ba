"""MFG-131: bars that stick out of one piece do not run into those of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from dfma.model.overlaps import near_pairs
from dfma.rules.facts import Facts, as_mask
from dfma.rules.frames import surface_distance
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("MFG-131", row="DR131", parameters={"distance": Parameter(default=0.001, unit="m")})
def bar_clash(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """No modelled bar of a piece comes nearer than `distance` to a bar of another piece.

    Applies to pieces with modelled bars. Bars of neighbours that meet in a joint have to pass each other, or the second
    piece cannot be lowered into place. Sleeves and the bars that enter them are another rule's business.
    """
    bars = facts.bars["row"].to_numpy()
    piece = facts.piece_of
    judge = Judge(as_mask(np.unique(piece[bars]).tolist(), facts.rows) & facts.pieces)
    limit = number(settings, "distance")
    low, high = facts.boxes.low[bars], facts.boxes.high[bars]
    pairs = bars[near_pairs(low, high, limit)] if len(bars) else np.zeros((0, 2), np.int32)
    pairs = pairs[piece[pairs[:, 0]] != piece[pairs[:, 1]]]
    clashes: dict[tuple[int, int], list[int]] = defaultdict(list)
    for a, b in pairs.tolist():
        if surface_distance(facts.model.geometry, a, b, limit) < limit:
            first, second = sorted((int(piece[a]), int(piece[b])))
            clashes[first, second] += [a, b]
    for (first, second), involved in clashes.items():
        values = facts.named(first, other=facts.label(second), count=len(involved) // 2)
        others = tuple(dict.fromkeys(involved))
        judge.fails(Failure(rows=(first, second), others=others, subject=facts.guids[second], values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
