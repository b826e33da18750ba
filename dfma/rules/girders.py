"""Lattice girders of composite planks, where they are modelled: their places across the plank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import Facts
from dfma.rules.frames import known, seen_from
from dfma.rules.judgement import Judge, Rows
from dfma.text import text

_NONE = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Girders:
    """The girders of one plank, from one edge to the other, along the axes of the plank's body from its centre."""

    rows: Rows
    low: Floats
    """(K, 3)"""
    high: Floats
    half: Floats
    """(3) half of the plank."""

    @property
    def across(self) -> Floats:
        """(K) places of their middles across the plank, in order."""
        middles: Floats = (self.low[:, 1] + self.high[:, 1]) / 2
        return middles


def girders_of(facts: Facts, judge: Judge) -> Mapping[int, Girders]:
    """The girders of each open row; rows without any, or without a shape, are not checkable."""
    called = facts.part_purpose("girder") & (facts.kind("reinforcement", "embedded_part", "steel_member"))
    found = {}
    for row in judge.open_rows.tolist():
        body = int(facts.body[row])
        parts = facts.parts_of.get(row, _NONE)
        parts = parts[called[parts] & known(facts.boxes, parts)]
        if not len(parts) or not known(facts.boxes, np.array([body])).all():
            judge.cannot_check([row], text("gap.girders"))
            continue
        low, high = seen_from(facts.boxes, body, parts)
        order = np.argsort(low[:, 1] + high[:, 1], kind="stable")
        found[row] = Girders(rows=parts[order], low=low[order], high=high[order], half=facts.boxes.extent[body] / 2)
    return found
