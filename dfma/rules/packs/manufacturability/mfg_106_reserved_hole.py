"""MFG-106: where a pipe or duct crosses a precast piece, a hole or sleeve is reserved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.amounts import point
from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "MFG-106",
    row="DR106",
    parameters={"depth": Parameter(default=0.02, unit="m"), "clearance": Parameter(default=0.01, unit="m")},
)
def reserved_hole(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Where a pipe, duct or box goes into a precast piece, the piece has an opening or a sleeve in that place.

    Applies to services that touch a precast piece and reach into its body by more than `depth` metres in every
    direction. The place of the crossing must lie inside an opening of the piece, or inside an embedded part of it, give
    or take `clearance` metres. A hole that is drilled on site cuts reinforcement. Services without a shape are not
    checkable.
    """
    judge = Judge(facts.is_element & facts.kind("mep"))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, rows)], text("gap.service_shape"))
    for row in judge.open_rows.tolist():
        found = [_crossing(facts, row, piece, number(settings, "depth")) for piece in _pieces_at(facts, row)]
        crossings = [crossing for crossing in found if crossing is not None]
        if not crossings:
            judge.does_not_apply([row])
        for crossing in crossings:
            if not _reserved(facts, crossing, number(settings, "clearance")):
                values = facts.named(row, piece=facts.label(crossing.piece))
                judge.fails(Failure(rows=(row,), others=(crossing.piece,), values=values, points=(crossing.place,)))
    judge.passes(judge.open_rows)
    return judge.judgement()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crossing:
    """Where a service lies in a piece: a box along the axes of the piece's body, metres from its centre."""

    piece: int
    body: int
    low: Floats
    high: Floats
    place: tuple[float, float, float]
    """Its middle, in the building."""


def _pieces_at(facts: Facts, row: int) -> list[int]:
    """Precast pieces that a row touches, itself or by one of their parts."""
    neighbours = facts.neighbours.get(row, np.zeros(0, np.int32))
    wholes = np.where(facts.piece_of[neighbours] >= 0, facts.piece_of[neighbours], neighbours)
    pieces: list[int] = np.unique(wholes[facts.pieces[wholes]]).tolist()
    return pieces


def _crossing(facts: Facts, row: int, piece: int, depth: float) -> _Crossing | None:
    """The crossing, when the service reaches into the body and does not only lie against it."""
    body = int(facts.body[piece])
    low, high = seen_from(facts.boxes, body, np.array([row]))
    half = facts.boxes.extent[body] / 2
    inside_low, inside_high = np.maximum(low[0], -half), np.minimum(high[0], half)
    needed = np.minimum(depth, high[0] - low[0])
    if not (inside_high - inside_low >= needed).all():  # also where the body has no box
        return None
    middle = (inside_low + inside_high) / 2 @ facts.boxes.axes[body] + facts.boxes.centre[body]
    return _Crossing(piece=piece, body=body, low=inside_low, high=inside_high, place=point(middle))


def _reserved(facts: Facts, crossing: _Crossing, clearance: float) -> bool:
    """Whether the crossing lies inside an opening or an embedded part of the piece."""
    none = np.zeros(0, np.int32)
    spaces = np.concatenate([facts.openings_of.get(crossing.piece, none), facts.embeds_of.get(crossing.piece, none)])
    spaces = spaces[known(facts.boxes, spaces)]
    low, high = seen_from(facts.boxes, crossing.body, spaces)
    within = (low <= crossing.low + clearance) & (high >= crossing.high - clearance)
    return bool(within.all(axis=1).any())
