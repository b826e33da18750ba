"""Grouting sleeves of a piece: what MFG-067 and MFG-068 share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.frames import known
from dfma.rules.judgement import Judge, Mask, Rows
from dfma.text import text

_NONE = np.zeros(0, np.int32)
_SLEEVED = ("column", "wall_panel_exterior", "wall_panel_interior", "beam", "pier")


def may_have_sleeves(facts: Facts) -> Mask:
    """Precast columns, walls, beams and piers."""
    return facts.concrete_pieces & facts.kind(*_SLEEVED)


def sleeves_of(facts: Facts, judge: Judge) -> Mapping[int, Rows]:
    """The sleeves of each open row that have a shape; rows without any are not checkable."""
    called = facts.part_purpose("sleeve")
    found = {}
    for row in judge.open_rows.tolist():
        inserts = facts.embeds_of.get(row, _NONE)
        inserts = inserts[called[inserts] & known(facts.boxes, inserts)]
        if len(inserts) and known(facts.boxes, facts.body[[row]]).all():
            found[row] = inserts
        else:
            judge.cannot_check([row], text("gap.sleeves"))
    return found
