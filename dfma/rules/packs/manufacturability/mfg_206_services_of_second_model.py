"""MFG-206: where a service of the MEP model crosses a precast piece, a hole or sleeve is reserved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dfma.model.overlaps import near_pairs
from dfma.rules.crossings import crossing, reserved
from dfma.rules.depth_table import demand
from dfma.rules.facts import Facts, chosen
from dfma.rules.frames import known
from dfma.rules.judgement import Failure, Judge, Judgement, Rows
from dfma.rules.packs.manufacturability.mfg_106_reserved_hole import PARAMETERS
from dfma.rules.rule import Rule, Setting, number
from dfma.text import text

_SAME_PLACE = 10.0
"""Metres between two models beyond which they were exported about different origins."""


def _services_of_second_model(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """Where a pipe, duct or box of a second model goes into a precast piece, the piece has an opening or a sleeve.

    Applies to precast pieces that a service of the second model reaches by more than `depth` metres in every direction;
    give or take `clearance`, the place must lie inside an opening or an embedded part of the piece. The second model is
    given to the command (`dougong check MODEL --with MEP.ifc`) and has to share the origin of the first; without it, or
    where it lies elsewhere, nothing is checkable. The clause is that of MFG-106, which looks at services in the model.
    """
    judge = Judge(facts.pieces)
    rows = judge.open_rows
    if facts.context is None:
        judge.cannot_check(rows, text("gap.no_second_model"))
        return judge.judgement()
    judge.cannot_check(rows[~known(facts.boxes, facts.body[rows])], text("gap.no_shape", what=text("facet.shape")))
    services = chosen(facts.context.is_element & facts.context.kind("mep"))
    services = services[known(facts.context.boxes, services)]
    rows = judge.open_rows
    if not len(services) or _apart(facts, facts.context, rows, services) > _SAME_PLACE:
        judge.cannot_check(rows, text("gap.second_model_elsewhere"))
        return judge.judgement()
    crossed = facts.nothing()
    for piece, service in _near(facts, facts.context, rows, services):
        found = crossing(facts, piece, facts.context.boxes, service, number(settings, "depth"))
        if found is None:
            continue
        crossed[piece] = True
        if not reserved(facts, found, number(settings, "clearance")):
            values = facts.named(piece, service=facts.context.label(service))
            subject = facts.context.guids[service]
            judge.fails(Failure(rows=(piece,), subject=subject, values=values, points=(found.place,)))
    rows = judge.open_rows
    judge.does_not_apply(rows[~crossed[rows]])
    judge.passes(judge.open_rows)
    return judge.judgement()


def _apart(facts: Facts, context: Facts, pieces: Rows, services: Rows) -> float:
    """Metres between the boxes around all pieces and around all services."""
    own, other = facts.boxes, context.boxes
    bodies = facts.body[pieces]
    gap = np.maximum(
        other.low[services].min(axis=0) - own.high[bodies].max(axis=0, initial=-np.inf),
        own.low[bodies].min(axis=0, initial=np.inf) - other.high[services].max(axis=0),
    )
    return float(np.maximum(gap, 0.0).max())


def _near(facts: Facts, context: Facts, pieces: Rows, services: Rows) -> list[tuple[int, int]]:
    """Pairs of a piece and a service whose boxes share room, in order."""
    bodies = facts.body[pieces]
    low = np.concatenate([facts.boxes.low[bodies], context.boxes.low[services]])
    high = np.concatenate([facts.boxes.high[bodies], context.boxes.high[services]])
    pairs = near_pairs(low, high, 0.0)
    mixed = pairs[(pairs[:, 0] < len(pieces)) & (pairs[:, 1] >= len(pieces))]
    found = zip(pieces[mixed[:, 0]].tolist(), services[mixed[:, 1] - len(pieces)].tolist(), strict=True)
    return sorted(found)


_ROW = demand("DR106")
services_of_second_model = Rule(
    id="MFG-206",
    source_row=None,
    stage=_ROW.stage,
    consumers=_ROW.consumers,
    severity=_ROW.severity,
    clause=_ROW.clause,
    parameters=PARAMETERS,
    evaluate=_services_of_second_model,
)
