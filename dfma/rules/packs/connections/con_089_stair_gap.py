"""CON-089: a precast stair flight keeps its distance from the walls beside it."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.amounts import LENGTH_TOLERANCE
from dfma.rules.facts import Facts, chosen
from dfma.rules.frames import known, least_gaps, surface_distance
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import one_failure
from dfma.rules.packs.connections.con_100_pod_gap import walls_beside
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_WALLS = ("wall", "wall_panel_exterior", "wall_panel_interior", "partition_panel")


@rule(
    "CON-089",
    row="DR089",
    parameters={"gap": Parameter(default=0.02, unit="m"), "reach": Parameter(default=0.2, unit="m")},
)
def stair_gap(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Between a precast flight and the walls beside it at least `gap` is left.

    Applies to precast stair flights with walls within `reach`. Without the gap the flight cannot be lowered into place,
    and it would lean on the wall when it slides in an earthquake. A flight without a shape is not checkable.
    """
    limit, reach = number(settings, "gap"), number(settings, "reach")
    judge = Judge(facts.pieces & facts.kind("stair_flight"))
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, facts.body[rows])], text("gap.no_shape", what=text("facet.gap")))
    walls = chosen(facts.is_element & facts.kind(*_WALLS))
    walls = walls[known(facts.boxes, walls)]
    for row in judge.open_rows.tolist():
        body = int(facts.body[row])
        near = walls_beside(facts, body, walls, reach)
        if not len(near):
            judge.does_not_apply([row])
            continue
        near = near[least_gaps(facts.boxes, body, near) < limit - LENGTH_TOLERANCE]
        gaps = [surface_distance(facts.model.geometry, body, wall, limit) for wall in near.tolist()]
        if (gap := min(gaps, default=limit)) < limit - LENGTH_TOLERANCE:
            judge.fails(one_failure(facts, row, gap, limit, "m", (int(near[gaps.index(gap)]),)))
    judge.passes(judge.open_rows)
    return judge.judgement()
