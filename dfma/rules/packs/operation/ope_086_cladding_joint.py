"""OPE-086: the joints between outer wall panels are wide enough to be sealed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.overlaps import near_pairs
from dfma.rules.amounts import LENGTH_TOLERANCE, amount
from dfma.rules.facts import Facts, chosen
from dfma.rules.frames import known, seen_from
from dfma.rules.judgement import Failure, Judge, Judgement, Rows
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import text

_SHARED = 0.5
"""Share of thickness and height that two panels must share to stand in one line."""


@rule(
    "OPE-086",
    row="DR086",
    parameters={"width": Parameter(default=0.015, unit="m"), "reach": Parameter(default=0.06, unit="m")},
)
def cladding_joint(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Between the outer leaves of neighbouring panels in one wall line a joint of at least `width` is left.

    Applies to precast outer wall panels with a neighbour in their line, side by side or one above the other, nearer
    than `reach`. Measured is between the broad layers of the panels, leaf by leaf. A narrower joint cannot take its
    sealant or the movement of the panels. The depth of the sealant is a property (at least 8 mm and half the joint),
    which is not in the shape. Panels without a shape are not checkable.
    """
    limit, reach = number(settings, "width"), number(settings, "reach")
    panels = facts.pieces & facts.kind("wall_panel_exterior")
    judge = Judge(panels)
    rows = judge.open_rows
    judge.cannot_check(rows[~known(facts.boxes, facts.body[rows])], text("gap.no_shape", what=text("facet.gap")))
    leaves = _leaves(facts)
    pairs = leaves[near_pairs(facts.boxes.low[leaves], facts.boxes.high[leaves], reach)]
    judged = facts.nothing()
    for a, b in pairs.tolist():
        first, second = int(_panel(facts, a)), int(_panel(facts, b))
        gap = _gap(facts, a, b)
        if first == second or gap is None or gap > reach:
            continue
        judged[[first, second]] = True
        if gap < limit - LENGTH_TOLERANCE:
            values = facts.named(first, other=facts.label(second), found=amount(gap, "m"), expected=amount(limit, "m"))
            judge.fails(
                Failure(
                    rows=(first, second),
                    found=gap,
                    expected=limit,
                    unit="m",
                    subject=facts.guids[second],
                    values=values,
                )
            )
    rows = judge.open_rows
    judge.does_not_apply(rows[~judged[rows]])
    judge.passes(judge.open_rows)
    return judge.judgement()


def _leaves(facts: Facts) -> Rows:
    """Outer layers of panels: of an assembly its parts that are panels themselves but for the largest, else itself."""
    panels = facts.pieces & facts.kind("wall_panel_exterior")
    parts = facts.is_part & facts.kind("wall_panel_exterior") & panels[facts.piece_of]
    parts[facts.main_part[facts.main_part >= 0]] = False
    whole = panels.copy()
    whole[facts.piece_of[parts]] = False
    whole[facts.main_part >= 0] = False
    rows = chosen(whole | parts)
    return rows[known(facts.boxes, rows)]


def _panel(facts: Facts, row: int) -> int:
    return int(facts.piece_of[row]) if facts.is_part[row] else row


def _gap(facts: Facts, a: int, b: int) -> float | None:
    """Metres between two leaves that stand in one plane, along the plane; None where they do not."""
    low, high = seen_from(facts.boxes, a, np.array([b]))
    half = facts.boxes.extent[a] / 2
    shared = np.minimum(high[0], half) - np.maximum(low[0], -half)
    size = np.minimum(high[0] - low[0], 2 * half)
    if shared[1] < _SHARED * size[1]:
        return None
    for along, other in ((0, 2), (2, 0)):
        if shared[other] >= _SHARED * size[other] and shared[along] <= LENGTH_TOLERANCE:
            return float(max(0.0, -shared[along]))
    return None
