"""TRA-123: a precast piece fits the width of a truck."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import WALL_PANELS, Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_HOLLOW = ("bathroom_pod", "kitchen_pod", "room_module", "box_culvert")


@rule("TRA-123", row="DR123", parameters={"width": Parameter(default=2.55, unit="m")})
def transport_width(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A precast piece is no wider than a truck, in the position in which it travels.

    Applies to precast pieces but wall and partition panels, which travel upright (TRA-124), and composite slabs, which
    have their own limit (TRA-054). Flat and long pieces travel lying on their broadest face: their width is the middle
    one of the three sides. Pods, room modules and culverts travel as they will stand: their width is the lesser side on
    plan. Wider loads need a permit for over-limit transport. Without a shape it is not checkable.
    """
    limit = number(settings, "width")
    judge = Judge(facts.pieces & ~facts.kind(*WALL_PANELS, "partition_panel", "composite_slab"))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, facts.body[rows])], text("gap.no_shape", what=text("facet.width")))
    extent = facts.boxes.extent[facts.body]
    width = np.where(facts.kind(*_HOLLOW), extent[:, :2].min(axis=1), np.sort(extent, axis=1)[:, 1])
    rows = judge.open_rows
    for row in rows[width[rows] > limit + LENGTH_TOLERANCE].tolist():
        found = float(width[row])
        values = facts.named(row, found=amount(found, "m"), expected=amount(limit, "m"))
        judge.fails(Failure(rows=(row,), found=found, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
