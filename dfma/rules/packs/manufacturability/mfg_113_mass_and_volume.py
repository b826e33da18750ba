"""MFG-113: volume and mass of a precast piece are there and fit each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import amount
from dfma.rules.facets import LayerFacet
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text


@rule(
    "MFG-113",
    row="DR113",
    parameters={
        "lightest": Parameter(default=2400.0, unit="kg/m3"),
        "heaviest": Parameter(default=2550.0, unit="kg/m3"),
        "tolerance": Parameter(default=2.0, unit="%"),
    },
)
def mass_and_volume(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The mass that the file gives for a precast piece is that of its volume in reinforced concrete.

    Applies to precast pieces of concrete; left out are sandwich panels that are one body with their insulation. Mass
    over volume must lie between `lightest` and `heaviest` (GB 50009: 24-25 kN/m³; some offices use 25.5), give or take
    `tolerance`. Cranes are chosen and trucks are loaded by this mass. A piece whose mass is not written in the file, or
    whose volume is not known, is not checkable.
    """
    one_body = facts.body == np.arange(facts.rows)
    judge = Judge(facts.concrete_pieces & ~(one_body & LayerFacet("insulation").column(facts).present))
    authored = (facts.model.measures["mass_origin"] == "authored").fill_null(False).to_numpy()
    mass = np.where(authored, facts.numbers("mass"), np.nan)
    volume = facts.numbers("volume")
    rows = judge.open_rows
    judge.cannot_check(rows[np.isnan(mass[rows])], facts.concept("mass").missing)
    judge.cannot_check(rows[~np.isnan(mass[rows]) & np.isnan(volume[rows])], text("gap.volume"))
    slack = number(settings, "tolerance") / 100
    lightest, heaviest = number(settings, "lightest"), number(settings, "heaviest")
    rows = judge.open_rows
    density = mass[rows] / volume[rows]
    wrong = (density < lightest * (1 - slack)) | (density > heaviest * (1 + slack))
    for row, found in zip(rows[wrong].tolist(), density[wrong].tolist(), strict=True):
        values = facts.named(
            row,
            mass=amount(float(mass[row]), "kg"),
            volume=amount(float(volume[row]), "m3"),
            density=round(found),
            lightest=round(lightest),
            heaviest=round(heaviest),
        )
        judge.fails(Failure(rows=(row,), found=found, expected=lightest, unit="kg/m3", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()
