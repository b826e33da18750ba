"""CON-100: an integral bathroom keeps its distance from the walls around it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts, chosen
from dfma.rules.frames import known, least_gaps, surface_distance
from dfma.rules.judgement import Failure, Judge, Judgement, Rows
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_WALLS = ("wall", "wall_panel_exterior", "wall_panel_interior", "partition_panel", "column")


@rule(
    "CON-100",
    row="DR100",
    parameters={"gap": Parameter(default=0.05, unit="m"), "reach": Parameter(default=0.5, unit="m")},
)
def pod_gap(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Between a bathroom pod and the walls around it at least `gap` is left.

    Applies to bathroom pods with walls or columns within `reach`. 50 mm is the least without pipes; with pipes 70 mm,
    at a basin drain 90 mm are needed: set the parameter. Without the gap the pod cannot be put in and pipes cannot be
    connected. A pod without a shape is not checkable.
    """
    limit, reach = number(settings, "gap"), number(settings, "reach")
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind("bathroom_pod"))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, rows)], text("gap.no_shape", what=text("facet.gap")))
    walls = chosen(facts.is_element & facts.kind(*_WALLS))
    walls = walls[known(facts.boxes, walls)]
    for row in judge.open_rows.tolist():
        near = walls_beside(facts, row, walls, reach)
        if not len(near):
            judge.does_not_apply([row])
            continue
        near = near[least_gaps(facts.boxes, row, near) < limit - LENGTH_TOLERANCE]
        gaps = [surface_distance(facts.model.geometry, row, wall, limit) for wall in near.tolist()]
        if (gap := min(gaps, default=limit)) < limit - LENGTH_TOLERANCE:
            wall = int(near[gaps.index(gap)])
            values = facts.named(row, wall=facts.label(wall), found=amount(gap, "m"), expected=amount(limit, "m"))
            judge.fails(Failure(rows=(row,), others=(wall,), found=gap, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def walls_beside(facts: Facts, pod: int, walls: Rows, reach: float) -> Rows:
    """Walls that stand beside a pod, not only above or below it, within reach of its box."""
    boxes = facts.boxes
    margin = np.array([reach, reach, -LENGTH_TOLERANCE])
    beside = (boxes.low[walls] <= boxes.high[pod] + margin).all(axis=1)
    beside &= (boxes.high[walls] >= boxes.low[pod] - margin).all(axis=1)
    near: Rows = walls[beside]
    return near
