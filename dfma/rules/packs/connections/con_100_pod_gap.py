"""CON-100: an integral bathroom keeps its distance from the walls around it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts, chosen
from dfma.rules.frames import known, seen_from
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
        gap, wall = _nearest(facts, row, walls, reach)
        if gap is None:
            judge.does_not_apply([row])
        elif gap < limit - LENGTH_TOLERANCE:
            values = facts.named(row, wall=facts.label(wall), found=amount(gap, "m"), expected=amount(limit, "m"))
            judge.fails(Failure(rows=(row,), others=(wall,), found=gap, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _nearest(facts: Facts, pod: int, walls: Rows, reach: float) -> tuple[float | None, int]:
    """Metres on plan to the nearest wall that stands beside a pod, and which it is; None when there is none."""
    boxes = facts.boxes
    near = walls[
        (boxes.low[walls] <= boxes.high[pod] + reach).all(axis=1)
        & (boxes.high[walls] >= boxes.low[pod] - reach).all(axis=1)
    ]
    low, high = seen_from(boxes, pod, near)
    half = boxes.extent[pod] / 2
    apart = np.maximum(low - half, -half - high)
    beside = (apart[:, 2] < 0) & (apart[:, :2].max(axis=1) <= reach)
    if not beside.any():
        return None, -1
    gaps = np.where(beside, np.maximum(apart[:, :2].max(axis=1), 0.0), np.inf)
    return float(gaps.min()), int(near[gaps.argmin()])
