"""MOD-007: the axes of a building lie on a module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import Value, text

_SETS = ("IfcGrid.UAxes", "IfcGrid.VAxes", "IfcGrid.WAxes")
"""Sets under which the reader keeps the straight axes of a grid: their tags and their places across."""


@rule(
    "MOD-007",
    row="DR007",
    parameters={"two_modules": Parameter(default=0.2, unit="m"), "three_modules": Parameter(default=0.3, unit="m")},
)
def grid(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Neighbouring axes of a grid lie a multiple of `two_modules` or of `three_modules` apart.

    Applies to grids of which the file gives straight parallel axes (IfcGrid); others are not checkable. Components of
    the series fit between axes on 2M or 3M.
    """
    judge = Judge(facts.ifc_class("IfcGrid"))
    axes = facts.model.properties.filter(pl.col("set").is_in(_SETS))
    modules = (number(settings, "two_modules"), number(settings, "three_modules"))
    for row in judge.open_rows.tolist():
        own = axes.filter(pl.col("row") == row)
        if own.height < 2:
            judge.cannot_check([row], text("gap.grid_axes"))
        for first, second, spacing in _spacings(own):
            if min(abs(spacing - round(spacing / module) * module) for module in modules) > LENGTH_TOLERANCE:
                values: dict[str, Value] = {"first": first, "second": second, "found": amount(spacing, "m")}
                judge.fails(Failure(rows=(row,), found=spacing, unit="m", subject=f"{first}-{second}", values=values))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _spacings(axes: pl.DataFrame) -> Iterator[tuple[str, str, float]]:
    """Tags of neighbouring axes of one direction and the metres between them."""
    for _, one_way in axes.group_by("set", maintain_order=True):
        ordered = one_way.sort("number", maintain_order=True)
        tags, places = ordered["name"].to_list(), ordered["number"].to_numpy()
        yield from zip(tags, tags[1:], np.diff(places).tolist(), strict=False)
