"""MFG-106: where a pipe or duct crosses a precast piece, a hole or sleeve is reserved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.crossings import crossing, reserved
from dfma.rules.facts import Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

PARAMETERS = {"depth": Parameter(default=0.02, unit="m"), "clearance": Parameter(default=0.01, unit="m")}


@rule("MFG-106", row="DR106", parameters=PARAMETERS)
def reserved_hole(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Where a pipe, duct or box goes into a precast piece, the piece has an opening or a sleeve in that place.

    Applies to services that touch a precast piece and reach into its body by more than `depth` metres in every
    direction. The place of the crossing must lie inside an opening of the piece, or inside an embedded part of it, give
    or take `clearance` metres. A hole that is drilled on site cuts reinforcement. Services without a shape are not
    checkable. MFG-206 asks the same of the services of a second model.
    """
    judge = Judge(facts.is_element & facts.kind("mep"))
    depth = number(settings, "depth")
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, rows)], text("gap.service_shape"))
    for row in judge.open_rows.tolist():
        found = [crossing(facts, piece, facts.boxes, row, depth) for piece in _pieces_at(facts, row)]
        crossings = [one for one in found if one is not None]
        if not crossings:
            judge.does_not_apply([row])
        for one in crossings:
            if not reserved(facts, one, number(settings, "clearance")):
                values = facts.named(row, piece=facts.label(one.piece))
                judge.fails(Failure(rows=(row,), others=(one.piece,), values=values, points=(one.place,)))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _pieces_at(facts: Facts, row: int) -> list[int]:
    """Precast pieces that a row touches, itself or by one of their parts."""
    neighbours = facts.neighbours.get(row, np.zeros(0, np.int32))
    wholes = np.where(facts.piece_of[neighbours] >= 0, facts.piece_of[neighbours], neighbours)
    pieces: list[int] = np.unique(wholes[facts.pieces[wholes]]).tolist()
    return pieces
