"""CON-079: the strips cast between precast walls are wide enough."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import LENGTH_TOLERANCE
from dfma.rules.facts import WALL_PANELS, Facts
from dfma.rules.frames import known, seen_from
from dfma.rules.judgement import Judge, Judgement
from dfma.rules.limits import one_failure
from dfma.rules.rule import Parameter, Setting, number, rule

_ALONGSIDE = 0.5
"""Share of the panel's thickness that a strip must cover to stand in its line."""


@rule(
    "CON-079",
    row="DR079",
    parameters={"width": Parameter(default=0.2, unit="m"), "widest": Parameter(default=1.5, unit="m")},
)
def wall_strip(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """A strip cast between two precast walls of one line is at least as wide as they are thick, and at least `width`.

    Applies to walls cast in place, no longer than `widest` along the line, that stand beside at least two precast
    panels. The loops of the panels have to lap in the strip. Walls without a shape cannot be told from strips and are
    not looked at.
    """
    boxes = facts.boxes
    strips = facts.is_element & facts.casting("cast_in_place") & facts.kind("wall")
    judge = Judge(strips & ~np.isnan(boxes.extent).any(axis=1))
    panels = facts.pieces & facts.kind(*WALL_PANELS)
    none = np.zeros(0, np.int32)
    for row in judge.open_rows.tolist():
        beside = facts.neighbours.get(row, none)
        wholes = np.where(facts.piece_of[beside] >= 0, facts.piece_of[beside], beside)
        wholes = np.unique(wholes[panels[wholes]])
        wholes = wholes[known(boxes, facts.body[wholes])]
        widths, needed, in_line = [], [], []
        for panel in wholes.tolist():
            body = int(facts.body[panel])
            low, high = seen_from(boxes, body, np.array([row]))
            half = boxes.extent[body] / 2
            shared = min(high[0, 1], half[1]) - max(low[0, 1], -half[1])
            outside = low[0, 0] >= half[0] - LENGTH_TOLERANCE or high[0, 0] <= LENGTH_TOLERANCE - half[0]
            if outside and shared >= _ALONGSIDE * boxes.extent[body, 1]:
                widths.append(float(high[0, 0] - low[0, 0]))
                needed.append(max(number(settings, "width"), float(boxes.extent[body, 1])))
                in_line.append(panel)
        if len(in_line) < 2 or min(widths) > number(settings, "widest"):
            judge.does_not_apply([row])
        elif min(widths) < max(needed) - LENGTH_TOLERANCE:
            judge.fails(one_failure(facts, row, min(widths), max(needed), "m", tuple(in_line)))
    judge.passes(judge.open_rows)
    return judge.judgement()
