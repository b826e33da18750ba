"""Which tunnel segments make up a ring: what MUN-141 and MUN-201 share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from dfma.rules.facts import Facts
from dfma.rules.judgement import Judge, Rows

_LONELY = 2
"""Segments that a ring must have at least to be taken as one."""


def rings(facts: Facts, judge: Judge) -> Mapping[str, Rows]:
    """The open segments by ring: by the assembly that they are parts of, else by the ring number that they state.

    Segments of no ring are not checkable.
    """
    number = facts.concept("ring_number")
    whole = facts.model.elements["whole"].fill_null(-1).to_numpy()
    members: dict[str, list[int]] = defaultdict(list)
    for row in judge.open_rows.tolist():
        said = number.words[row]
        if whole[row] >= 0:
            members[facts.guids[whole[row]]].append(row)
        elif said is not None:
            members[f"number {said}"].append(row)
    found = {ring: np.array(rows, np.int32) for ring, rows in members.items() if len(rows) >= _LONELY}
    in_ring = np.concatenate([*found.values(), np.zeros(0, np.int32)])
    rows = judge.open_rows
    judge.cannot_check(rows[~np.isin(rows, in_ring)], number.missing)
    return found
