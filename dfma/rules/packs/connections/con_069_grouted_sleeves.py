"""CON-069: the columns of higher buildings are joined by grouted sleeves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.building_size import height_of, levels_of
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule

_NONE = np.zeros(0, np.int32)


@rule(
    "CON-069",
    row="DR069",
    parameters={"height": Parameter(default=12.0, unit="m"), "storeys": Parameter(default=3.0, unit="1")},
)
def grouted_sleeves(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Precast columns of buildings above `height` or of more than `storeys` storeys are joined by grouted sleeves.

    Applies to precast columns. A column is joined so when it has sleeves among its embedded parts or says so in a
    property. A column that says nothing and has no sleeve is not checkable.
    """
    judge = Judge(facts.concrete_pieces & facts.kind("column"))
    rows = judge.open_rows
    for building in np.unique(facts.building_of[rows]).tolist():
        higher = height_of(facts, building) > number(settings, "height")
        if not (higher or len(levels_of(facts, building)) > number(settings, "storeys") + 1):
            judge.does_not_apply(rows[facts.building_of[rows] == building])
    sleeves, said = facts.part_purpose("sleeve"), facts.concept("joint_connection")
    words = (*facts.concepts.parts["sleeve"], *facts.concepts.parts["grouted"])
    for row in judge.open_rows.tolist():
        how = said.words[row]
        if sleeves[facts.embeds_of.get(row, _NONE)].any():
            judge.passes([row])
        elif how is None:
            judge.cannot_check([row], said.missing)
        elif not any(word in how.casefold() for word in words):
            judge.fails(Failure(rows=(row,), found=how, values=facts.named(row, found=how)))
    judge.passes(judge.open_rows)
    return judge.judgement()
