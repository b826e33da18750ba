"""MFG-134: inserts keep clear of the edges and openings of their piece."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import one_failure
from dfma.rules.rule import Parameter, Setting, number, rule

_NONE = np.zeros(0, np.int32)


@rule("MFG-134", row="DR134", parameters={"edge": Parameter(default=0.05, unit="m")})
def insert_edge(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The middle of an insert lies at least `edge` from the edges of the face on which it sits, and from openings.

    Applies to precast concrete pieces with modelled embedded parts; bars are not looked at. The face is the one nearest
    to the insert. Concrete between an insert and an edge breaks away when the insert is loaded.
    """
    limit = number(settings, "edge")
    inserts = facts.kind("embedded_part")
    has = facts.nothing()
    has[[row for row, rows in facts.embeds_of.items() if inserts[rows].any()]] = True
    judge = Judge(facts.concrete_pieces & has & known(facts.boxes, facts.body))
    for row in judge.open_rows.tolist():
        body = int(facts.body[row])
        own = facts.embeds_of[row]
        own = own[inserts[own] & known(facts.boxes, own)]
        room = _from_edges(*seen_from(facts.boxes, body, own), facts.boxes.extent[body] / 2)
        holes = facts.openings_of.get(row, _NONE)
        holes = holes[known(facts.boxes, holes)]
        room = np.minimum(room, _from_holes(seen_from(facts.boxes, body, own), seen_from(facts.boxes, body, holes)))
        near = np.flatnonzero(room < limit - 1e-6)
        if len(near):
            worst = int(room.argmin())
            judge.fails(one_failure(facts, row, float(room[worst]), limit, "m", tuple(own[near].tolist())))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _from_edges(low: Floats, high: Floats, half: Floats) -> Floats:
    """(K) from the middle of each insert to the nearest edge of the face that it sits on; infinite beyond the body."""
    face = np.minimum(low + half, half - high)
    middle = half - np.abs((low + high) / 2)
    middle[np.arange(len(low)), face.argmin(axis=1)] = np.inf
    nearest: Floats = np.where((middle > 0).all(axis=1), middle.min(axis=1), np.inf)
    return nearest


def _from_holes(inserts: tuple[Floats, Floats], holes: tuple[Floats, Floats]) -> Floats:
    """(K) from the middle of each insert to the nearest opening beside it; infinite for inserts inside an opening."""
    middle = (inserts[0] + inserts[1]) / 2
    gap = np.maximum(holes[0][None] - middle[:, None], middle[:, None] - holes[1][None])
    aside = np.linalg.norm(np.maximum(gap, 0.0), axis=2)
    inside = (gap <= 0).all(axis=2)
    nearest: Floats = np.where(inside, np.inf, aside).min(axis=1, initial=np.inf)
    return nearest
