"""MOD-016: dwellings repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from dfma.rules.amounts import amount
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.packs.operation.dwellings import use_of
from dfma.rules.rule import Parameter, Setting, number, rule
from dfma.text import Value, text


@rule(
    "MOD-016",
    row="DR016",
    parameters={"share": Parameter(default=70.0, unit="%"), "types": Parameter(default=3.0, unit="1")},
)
def unit_types(facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    """The most repeated types of dwelling make up at least `share` of the floor area of all of them.

    Applies to the model as a whole when it groups rooms by types of dwelling (IfcZone). Zones of one name are one type;
    the area of a zone is that of its rooms on plan. An indicator of the superseded GB/T 51129-2015, not a demand in
    force. Not checkable where a building of dwellings has no zones, or its rooms have no shape.
    """
    judge = Judge(facts.nothing())
    if not (facts.pieces.any() and "dwelling" in use_of(facts)):
        judge.whole_does_not_apply()
        return judge.judgement()
    areas = _areas(facts)
    total = sum(areas.values())
    if not areas or not total > 0:
        judge.whole_cannot_be_checked(text("gap.zones"))
        return judge.judgement()
    most = sorted(areas.values(), reverse=True)[: int(number(settings, "types"))]
    share, expected = 100 * sum(most) / total, number(settings, "share")
    if share >= expected - 1e-9:
        judge.whole_passes()
    else:
        values: dict[str, Value] = {
            "types": len(areas),
            "most": len(most),
            "found": amount(round(share, 1), "%"),
            "expected": amount(expected, "%"),
        }
        judge.fails(Failure(rows=(), found=share, expected=expected, unit="%", values=values))
    return judge.judgement()


def _areas(facts: Facts) -> dict[str, float]:
    """m² of each type of dwelling; NaN where a room of it has no shape."""
    zones, rooms = facts.pairs("groups")
    are = facts.ifc_class("IfcZone")[zones] & facts.ifc_class("IfcSpace")[rooms]
    area = np.prod(facts.boxes.extent[:, :2], axis=1)
    areas: dict[str, float] = defaultdict(float)
    for zone, room in zip(zones[are].tolist(), rooms[are].tolist(), strict=True):
        areas[facts.label(zone)] += float(area[room])
    return dict(areas)
