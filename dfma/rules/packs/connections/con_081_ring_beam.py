"""CON-081: precast walls end in a ring beam under the roof."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE
from dfma.rules.building_size import levels_of
from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import one_failure
from dfma.rules.packs.connections.ring_beam import on_walls, walls_below
from dfma.rules.rule import Parameter, Setting, number, rule


@rule("CON-081", row="DR081", parameters={"height": Parameter(default=0.25, unit="m")})
def ring_beam(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A beam cast on the precast walls under the roof is at least `height` high and as broad as the wall is thick.

    Applies to beams cast in place that rest on precast wall panels on the topmost level of a building. The ring beam
    holds the walls together where no further storey weighs them down. Its breadth is judged where no slab is cast
    against it. Set-backs are not told from floors and are left
    to the engineer.
    """
    elevation = StoreyFacet("elevation").column(facts).numbers
    roof = np.full(facts.rows, np.nan)
    beams = on_walls(facts)
    for building in np.unique(facts.building_of[beams]).tolist():
        levels = levels_of(facts, building)
        if len(levels) > 1:
            roof[facts.building_of == building] = levels[-1]
    judge = Judge(beams & (elevation == roof))
    for row in judge.open_rows.tolist():
        walls = walls_below(facts, row)
        thickness = float(np.nanmax(facts.boxes.extent[facts.body[walls], 1]))
        breadth, height = float(facts.boxes.extent[row, 1]), float(facts.boxes.extent[row, 2])
        others = tuple(walls.tolist())
        if height < number(settings, "height") - LENGTH_TOLERANCE:
            judge.fails(one_failure(facts, row, height, number(settings, "height"), "m", others))
        elif not _in_slab(facts, row) and breadth < thickness - LENGTH_TOLERANCE:
            judge.fails(one_failure(facts, row, breadth, thickness, "m", others))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _in_slab(facts: Facts, row: int) -> bool:
    """Whether a slab cast in place meets the beam, which then goes on in the slab."""
    beside = facts.neighbours.get(row, np.zeros(0, np.int32))
    cast = facts.casting("cast_in_place") & facts.kind("solid_slab", "roof")
    return bool(cast[beside].any())
