"""DEP-024: basement walls and columns are cast in place."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_KINDS = ("wall", "wall_panel_exterior", "wall_panel_interior", "column")


@rule("DEP-024", row="DR024", parameters={"elevation": Parameter(default=-2.0, unit="m")})
def basement(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Walls and columns of storeys below ground are not precast.

    Applies to walls and columns on storeys whose floor lies at or below `elevation` (a level just under zero is a
    foundation or a plinth, not a basement). The basement fixes the building in the ground and keeps water out; the
    joints of precast pieces would do neither. An element of unknown casting is not checkable.
    """
    elevation = StoreyFacet("elevation").column(facts)
    below = elevation.numbers <= number(settings, "elevation")
    judge = Judge(facts.is_element & ~facts.is_part & facts.kind(*_KINDS) & below)
    rows = judge.open_rows
    for row in rows[facts.casting("precast")[rows]].tolist():
        storey = facts.label(int(facts.storey_of[row]))
        judge.fails(Failure(rows=(row,), values=facts.named(row, storey=storey)))
    unknown = rows[facts.casting("unknown")[rows]]
    judge.cannot_check(unknown, text("gap.casting"))
    judge.passes(judge.open_rows)
    return judge.judgement()
