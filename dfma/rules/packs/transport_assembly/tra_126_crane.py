"""TRA-126: the crane lifts every piece at its radius."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.amounts import amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.limits import unknown
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_MARK = re.compile(r"^\s*(?:TC|QTZ)?\s*(\d{2})(\d{2})(?:\s*-\s*(\d{1,2}))?[A-Z]?\s*$", re.IGNORECASE)
"""TC7020-12: 70 m of jib, 2.0 t at its tip, 12 t at most."""


@rule(
    "TRA-126",
    row="DR126",
    parameters={
        "crane": Parameter(default=""),
        "x": Parameter(default=0.0, unit="m"),
        "y": Parameter(default=0.0, unit="m"),
        "falls": Parameter(default=0.95, unit="1"),
        "gear": Parameter(default=0.0, unit="kg"),
    },
)
def crane(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Every precast piece, with `gear`, weighs no more than the crane lifts at the distance of its place.

    Applies to precast pieces. `crane` is the mark of the tower crane (TC7020-12), `x` and `y` its place in the model in
    metres. Its chart is approximated: the load at the tip times the jib over the radius, times `falls`, but no more
    than the greatest load; the maker's chart replaces it. Not checkable as long as the crane is not set, and for pieces
    without a mass or a shape.
    """
    judge = Judge(facts.pieces)
    chart = _chart(str(settings["crane"]), number(settings, "falls"))
    if chart is None:
        wrong = str(settings["crane"]).strip()
        judge.cannot_check(judge.open_rows, text("gap.crane_mark", value=wrong) if wrong else text("gap.crane"))
        return judge.judgement()
    boxes, mass = facts.boxes, facts.numbers("mass") + number(settings, "gear")
    unknown(judge, mass, text("gap.mass"))
    place = np.array([number(settings, "x"), number(settings, "y")])
    radius = np.linalg.norm((boxes.low[facts.body, :2] + boxes.high[facts.body, :2]) / 2 - place, axis=1)
    unknown(judge, radius, text("gap.no_shape", what=text("facet.radius")))
    lifts = chart.at(radius)
    rows = judge.open_rows
    for row in rows[mass[rows] > lifts[rows]].tolist():
        sentence = "failed" if lifts[row] > 0 else "out_of_reach"
        values = facts.named(
            row,
            found=amount(float(mass[row]), "kg"),
            expected=amount(float(lifts[row]), "kg"),
            radius=amount(float(radius[row]), "m"),
        )
        judge.fails(
            Failure(rows=(row,), sentence=sentence, found=mass[row], expected=lifts[row], unit="kg", values=values)
        )
    judge.passes(judge.open_rows)
    return judge.judgement()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    jib: float
    tip: float
    """kg at the tip of the jib."""
    most: float
    falls: float

    def at(self, radius: Floats) -> Floats:
        """(N) kg that it lifts at these radii; 0 beyond the jib."""
        by_moment = self.tip * self.jib / np.maximum(radius, 1.0) * self.falls
        lifts: Floats = np.where(radius > self.jib, 0.0, np.minimum(self.most, by_moment))
        return lifts


def _chart(mark: str, falls: float) -> _Chart | None:
    found = _MARK.match(mark)
    if found is None:
        return None
    most = float(found[3]) * 1000 if found[3] else np.inf
    return _Chart(jib=float(found[1]), tip=float(found[2]) * 100, most=most, falls=falls)
