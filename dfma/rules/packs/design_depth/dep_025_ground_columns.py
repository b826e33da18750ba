"""DEP-025: the columns of the ground floor of a frame are cast in place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.building_size import levels_of
from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Setting, rule
from dfma.text import text


@rule("DEP-025", row="DR025")
def ground_columns(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    """The columns of the first storey above ground are not precast.

    Applies to columns on the lowest level above ground of buildings that have precast columns anywhere. In an
    earthquake the feet of these columns yield. A column of unknown casting is not checkable.
    """
    elevation = StoreyFacet("elevation").column(facts).numbers
    columns = facts.is_element & ~facts.is_part & facts.kind("column")
    ground = np.full(facts.rows, np.nan)
    for building in np.unique(facts.building_of[facts.pieces & columns]).tolist():
        levels = levels_of(facts, building)
        if len(levels):
            ground[facts.building_of == building] = levels[0]
    judge = Judge(columns & (elevation == ground))
    rows = judge.open_rows
    for row in rows[facts.casting("precast")[rows]].tolist():
        judge.fails(Failure(rows=(row,), values=facts.named(row, storey=facts.label(int(facts.storey_of[row])))))
    rows = judge.open_rows
    judge.cannot_check(rows[facts.casting("unknown")[rows]], text("gap.casting"))
    judge.passes(judge.open_rows)
    return judge.judgement()
