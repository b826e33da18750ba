"""OPE-009: storeys of new dwellings are high enough."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facets import StoreyFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.packs.operation.dwellings import only_dwellings
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import Value

_LEAST_STOREY = 2.0
"""Metres: levels nearer to each other are landings, plinths or roof edges, not storeys."""


@rule("OPE-009", row="DR009", parameters={"height": Parameter(default=3.0, unit="m")})
def storey_height(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A storey of a new dwelling is at least `height` high.

    Applies to storeys above ground of buildings whose use is given as a dwelling, but for the topmost, whose height is
    not known from the levels. A building that does not say its use is not checkable.
    """
    height = StoreyFacet("height").column(facts)
    elevation = StoreyFacet("elevation").column(facts)
    storeys = facts.ifc_class("IfcBuildingStorey")
    judge = Judge(storeys & (height.numbers >= _LEAST_STOREY) & ~(elevation.numbers < -LENGTH_TOLERANCE))
    only_dwellings(facts, judge)
    limit = number(settings, "height")
    rows = judge.open_rows
    for row in rows[height.numbers[rows] < limit - LENGTH_TOLERANCE].tolist():
        found = float(height.numbers[row])
        values: dict[str, Value] = {
            "storey": facts.label(row),
            "found": amount(found, "m"),
            "expected": amount(limit, "m"),
        }
        judge.fails(Failure(rows=(row,), found=found, expected=limit, unit="m", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
