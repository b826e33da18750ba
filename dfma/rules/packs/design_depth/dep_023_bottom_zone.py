"""DEP-023: the strengthened bottom zone of a high precast shear-wall building is cast in place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.building_size import levels_of
from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "DEP-023",
    row="DR023",
    parameters={
        "high_rise": Parameter(default=24.0, unit="m"),
        "storeys": Parameter(default=2.0, unit="1"),
        "share": Parameter(default=0.1, unit="1"),
    },
)
def bottom_zone(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """In the strengthened bottom zone of a high shear-wall building the shear walls are cast in place.

    Applies to concrete walls in the zone of buildings higher than `high_rise` that have precast shear walls. The zone
    is the lowest `storeys` storeys above ground, or `share` of the height when that is more. In an earthquake the walls
    yield there. Walls that the file calls non-bearing are left out; a wall of unknown casting is not checkable.
    """
    bottom = StoreyFacet("elevation").column(facts).numbers
    walls = facts.is_element & ~facts.is_part & facts.kind("wall", "wall_panel_exterior", "wall_panel_interior")
    hung = np.array([word == "no" for word in facts.concept("load_bearing").words], np.bool_)
    zone = np.full(facts.rows, -np.inf)
    for building in np.unique(facts.building_of[facts.shear_walls]).tolist():
        of_building = facts.building_of == building
        zone[of_building] = _zone_top(facts, building, settings)
    inside = (bottom >= 0.0) & (bottom < zone)
    judge = Judge(walls & ~hung & inside & ~facts.casting("masonry", "timber", "steel"))
    rows = judge.open_rows
    for row in rows[facts.casting("precast")[rows]].tolist():
        storey = facts.label(int(facts.storey_of[row]))
        judge.fails(Failure(rows=(row,), values=facts.named(row, storey=storey)))
    rows = judge.open_rows
    judge.cannot_check(rows[facts.casting("unknown")[rows]], text("gap.casting"))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _zone_top(facts: Facts, building: int, settings: Mapping[str, Setting]) -> float:
    """Elevation at which the zone of a building ends; minus infinity where the building is not high."""
    levels = levels_of(facts, building)
    if len(levels) < 2 or levels[-1] < number(settings, "high_rise"):
        return -np.inf
    count = min(int(number(settings, "storeys")), len(levels) - 1)
    return float(max(levels[count], number(settings, "share") * levels[-1]))
