"""TRA-115: a piece hangs level from its lifting inserts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.lifting import centre_of_gravity, lifting_points
from dfma.rules.limits import fail_above, per_row, unknown
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_FLAT = ("composite_slab", "solid_slab", "stair_flight", "balcony", "ac_slab")
_UPRIGHT = ("wall_panel_exterior", "wall_panel_interior", "parapet")


@rule("TRA-115", row="DR115", parameters={"offset": Parameter(default=0.05, unit="m")})
def lifting_centre(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The middle of the lifting inserts lies over the centre of gravity, give or take `offset`.

    Applies to precast wall panels, slabs and flights. Of flat pieces the distance on plan counts, of upright ones that
    along their length: across its thickness a sandwich panel cannot hang level, its leaf outside is heavier. The centre
    of gravity is that of the shapes of all parts, openings left out. Pieces whose inserts or closed shapes are missing
    are not checkable.
    """
    judge = Judge(facts.pieces & facts.kind(*_FLAT, *_UPRIGHT))
    upright = facts.kind(*_UPRIGHT)
    offsets = {}
    for row, inserts in lifting_points(facts, judge).items():
        aside = facts.boxes.centre[inserts].mean(axis=0) - centre_of_gravity(facts, row)
        axis = facts.boxes.axes[int(facts.body[row]), 0]
        offsets[row] = abs(float(aside @ axis)) if upright[row] else float(np.hypot(aside[0], aside[1]))
    unknown(judge, per_row(facts, offsets), text("gap.closed_shape"))
    fail_above(judge, facts, per_row(facts, offsets), number(settings, "offset"))
    judge.passes(judge.open_rows)
    return judge.judgement()
