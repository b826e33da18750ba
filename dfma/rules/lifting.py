"""Lifting inserts of precast pieces: which they are, what they carry, and where the piece's weight is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Judge, Rows
from dfma.rules.limits import fail_above, per_row, unknown
from dfma.text import text

GRAVITY = 9.81
_NONE = np.zeros(0, np.int32)


def lifting_points(facts: Facts, judge: Judge) -> Mapping[int, Rows]:
    """The lifting inserts of each open row; rows without any are not checkable."""
    lifting = facts.part_purpose("lifting")
    found = {}
    for row in judge.open_rows.tolist():
        inserts = facts.embeds_of.get(row, _NONE)
        inserts = inserts[lifting[inserts] & known(facts.boxes, inserts)]
        if len(inserts):
            found[row] = inserts
        else:
            judge.cannot_check([row], text("gap.lifting_places"))
    return found


def judge_capacity(judge: Judge, facts: Facts, load: Floats) -> None:
    """Judge the open rows by what their lifting inserts carry against a load (N) in kilograms.

    Of four inserts three count (GB/T 50010, 9.7.6); the weakest insert is what one of them carries.
    """
    points = lifting_points(facts, judge)
    unknown(judge, load, text("gap.mass"))
    capacity = facts.concept("insert_capacity")
    shares, weakest = {}, {}
    for row in judge.open_rows.tolist():
        inserts = points[row]
        carrying = 3 if len(inserts) == 4 else len(inserts)
        shares[row] = float(load[row]) / carrying
        weakest[row] = float(capacity.numbers[inserts].min())
    unknown(judge, per_row(facts, weakest), capacity.missing)
    fail_above(judge, facts, per_row(facts, shares), per_row(facts, weakest), "kg")
    judge.passes(judge.open_rows)


def centre_of_gravity(facts: Facts, row: int) -> Floats:
    """(3) where the weight of a piece and its parts acts; NaN without closed shapes.

    Each part weighs by its volume and its density; one whose mass is unknown weighs like concrete.
    """
    rows = np.concatenate([[row], facts.parts_of.get(row, _NONE)]).astype(np.int32)
    rows = rows[~facts.kind("embedded_part", "reinforcement")[rows]]
    mass, volume = facts.numbers("mass"), facts.numbers("volume")
    weights, places = [], []
    for one in rows.tolist():
        for instance in facts.instances_of(one).tolist():
            size, centre = facts.solid_of_instance(instance)
            density = mass[one] / volume[one] if one != row or len(rows) == 1 else np.nan
            weights.append(size * (density if np.isfinite(density) else 1.0))
            places.append(centre)
    if not weights or not sum(weights) > 0:
        return np.full(3, np.nan)
    return np.average(np.array(places), axis=0, weights=np.array(weights))
