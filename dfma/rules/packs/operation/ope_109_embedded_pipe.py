"""OPE-109: pipes are not cast into precast pieces that carry the building."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import amount
from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule("OPE-109", row="DR109", parameters={"length": Parameter(default=0.5, unit="m")})
def embedded_pipe(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """No pipe, duct or conduit runs farther than `length` inside a load-bearing precast piece.

    Applies to services that touch a precast column, beam, pier or bearing wall panel. What crosses a piece is another
    rule's business; what runs in it cannot be reached or replaced while the building stands. Services without a shape
    are not checkable.
    """
    judge = Judge(facts.is_element & facts.kind("mep"))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, rows)], text("gap.service_shape"))
    carrying = (facts.pieces & facts.kind("column", "beam", "pier")) | facts.shear_walls
    none = np.zeros(0, np.int32)
    for row in judge.open_rows.tolist():
        beside = facts.neighbours.get(row, none)
        wholes = np.unique(np.where(facts.piece_of[beside] >= 0, facts.piece_of[beside], beside))
        runs = {piece: _run_inside(facts, row, piece) for piece in wholes[carrying[wholes]].tolist()}
        if not runs:
            judge.does_not_apply([row])
            continue
        piece = max(runs, key=lambda one: runs[one])
        if runs[piece] > number(settings, "length"):
            values = facts.named(row, piece=facts.label(piece), found=amount(runs[piece], "m"))
            judge.fails(Failure(rows=(row,), others=(piece,), found=runs[piece], unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _run_inside(facts: Facts, row: int, piece: int) -> float:
    """Metres of a service's longest run inside the body of a piece; 0 where it only lies against it."""
    body = int(facts.body[piece])
    low, high = seen_from(facts.boxes, body, np.array([row]))
    half = facts.boxes.extent[body] / 2
    shared = np.minimum(high[0], half) - np.maximum(low[0], -half)
    thin = np.minimum(high[0] - low[0], 0.02)
    return float(shared.max()) if (shared >= thin).all() else 0.0
