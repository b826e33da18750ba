"""Free height under and above a pod: what CON-101 and CON-102 share."""

from __future__ import annotations

from typing import Literal

import numpy as np

from dfma.model.geometry import Floats
from dfma.rules.facts import SLABS, Facts, chosen
from dfma.rules.frames import known
from dfma.rules.judgement import Rows
from dfma.rules.limits import per_row


def clearances(facts: Facts, pods: Rows, side: Literal["below", "above"], reach: float) -> Floats:
    """(N) metres between a pod and the nearest slab below or above its middle; NaN where none is within reach."""
    boxes = facts.boxes
    slabs = chosen(facts.is_element & (facts.kind(*SLABS) | facts.kind("foundation", "roof")))
    slabs = slabs[known(boxes, slabs)]
    found = {}
    for pod in pods.tolist():
        middle = (boxes.low[pod, :2] + boxes.high[pod, :2]) / 2
        over = ((boxes.low[slabs, :2] <= middle) & (middle <= boxes.high[slabs, :2])).all(axis=1)
        if side == "below":
            gaps = boxes.low[pod, 2] - boxes.high[slabs[over], 2]
        else:
            gaps = boxes.low[slabs[over], 2] - boxes.high[pod, 2]
        gaps = gaps[(gaps > -reach) & (gaps <= reach)]
        found[pod] = float(max(0.0, gaps[np.abs(gaps).argmin()])) if len(gaps) else np.nan
    return per_row(facts, found)
