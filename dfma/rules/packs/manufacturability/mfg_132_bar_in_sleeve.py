"""MFG-132: the bars below stand where the sleeves of the piece above are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import Facts, chosen
from dfma.rules.frames import known
from dfma.rules.judgement import Judge, Judgement, Rows
from dfma.rules.limits import fail_above, per_row
from dfma.rules.packs.manufacturability.sleeves import may_have_sleeves, sleeves_of
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_UPRIGHT = 0.9


@rule(
    "MFG-132",
    row="DR132",
    parameters={"offset": Parameter(default=0.002, unit="m"), "reach": Parameter(default=0.1, unit="m")},
)
def bar_in_sleeve(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The axis of the bar that enters an upright sleeve lies within `offset` of the axis of the sleeve.

    Applies to precast columns, walls and piers with modelled sleeves. The bar is the nearest upright one of another
    piece, or of the cast part below, whose top reaches into the sleeve, within `reach` on plan. Where no sleeve of the
    piece has such a bar the piece is not checkable: the bars are then not modelled.
    """
    judge = Judge(may_have_sleeves(facts) & ~facts.kind("beam"))
    bars = _upright_bars(facts)
    offsets = {}
    for row, sleeves in sleeves_of(facts, judge).items():
        others = bars[facts.piece_of[bars] != row]
        found = [_offset(facts, sleeve, others, number(settings, "reach")) for sleeve in sleeves.tolist()]
        entered = [offset for offset in found if offset is not None]
        if entered:
            offsets[row] = max(entered)
        else:
            judge.cannot_check([row], text("gap.bars_below"))
    fail_above(judge, facts, per_row(facts, offsets), number(settings, "offset"))
    judge.passes(judge.open_rows)
    return judge.judgement()


def _upright_bars(facts: Facts) -> Rows:
    bars = chosen(facts.kind("reinforcement"))
    bars = bars[known(facts.boxes, bars)]
    longest = facts.boxes.extent[bars].argmax(axis=1)
    upright: Floats = np.abs(facts.boxes.axes[bars, longest, 2])
    return bars[upright > _UPRIGHT]


def _offset(facts: Facts, sleeve: int, bars: Rows, reach: float) -> float | None:
    """Metres on plan between a sleeve and the nearest bar that enters it from below; None without one."""
    boxes = facts.boxes
    middle = (boxes.low[sleeve, :2] + boxes.high[sleeve, :2]) / 2
    enters = (boxes.high[bars, 2] > boxes.low[sleeve, 2]) & (boxes.low[bars, 2] < boxes.low[sleeve, 2])
    places = (boxes.low[bars[enters], :2] + boxes.high[bars[enters], :2]) / 2
    aside = np.linalg.norm(places - middle, axis=1)
    nearest = float(aside.min(initial=np.inf))
    return nearest if nearest <= reach else None
