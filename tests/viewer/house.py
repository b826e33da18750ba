"""A small precast house for tests of the viewer: walls, slabs and columns, and one name that is out to do harm."""

from __future__ import annotations

from collections.abc import Iterator

from dfma.finding import Clause, Finding, Origin, Severity
from dfma.model.building import BuildingModel
from dfma.text import Text, text
from tests.builders import Thing, building

HOSTILE = "</script><img src=x onerror=\"document.title='broken'\"><!--"

WALLS = [((6, 0.1), (12, 0.2)), ((6, 7.9), (12, 0.2)), ((0.1, 4), (0.2, 7.6)), ((11.9, 4), (0.2, 7.6))]


def house(storeys: int = 3) -> BuildingModel:
    """Per storey four walls, four slabs and five columns; the first wall has a hostile name."""
    things = [thing for level in range(storeys) for thing in _storey(level)]
    return building(things, storeys={f"{level + 1}F": 3.0 * level for level in range(storeys)})


def _storey(level: int) -> Iterator[Thing]:
    base, storey = 3.0 * level, f"{level + 1}F"
    for number, ((x, y), (length, width)) in enumerate(WALLS):
        yield {
            "guid": f"wall-{level}-{number}",
            "class": "IfcWall",
            "name": HOSTILE if (level, number) == (0, 0) else f"WQ-{level}{number}",
            "kind": "wall_panel_exterior",
            "casting": "precast",
            "storey": storey,
            "box": ((x, y, base + 1.4), (length, width, 2.8)),
            "properties": {"Pset_WallCommon": {"LoadBearing": True, "Reference": f"R{number}"}},
        }
    for number in range(4):
        yield {
            "guid": f"slab-{level}-{number}",
            "class": "IfcSlab",
            "name": f"DBS-{number}",
            "mark": f"YB{level}{number}",
            "kind": "composite_slab",
            "casting": "precast",
            "storey": storey,
            "box": ((1.5 + 3 * number, 4, base + 2.9), (2.96, 7.6, 0.13)),
        }
    for number in range(5):
        yield {
            "guid": f"column-{level}-{number}",
            "class": "IfcColumn",
            "name": f"KZ{number}",
            "kind": "column",
            "casting": "cast_in_place",
            "storey": storey,
            "box": ((1 + 2.5 * number, 4, base + 1.4), (0.4, 0.4, 2.8)),
        }


def findings() -> tuple[Finding, ...]:
    """One of each severity; the first says the hostile name and stands on the wall that bears it."""
    clause = Clause(document="GB/T 51231", number="5.1", confidence="own")
    said = [
        (Severity.ERROR, Text("viewer.legend.storey", (("name", HOSTILE),)), "wall-0-0", Origin.RULE),
        (Severity.WARNING, text("viewer.legend.no_finding"), "slab-1-2", Origin.RULE),
        (Severity.ADVICE, text("viewer.legend.no_finding"), "column-2-1", Origin.ASSISTANT),
    ]
    return tuple(
        Finding(
            source=f"DEP-{number}", severity=severity, message=message, elements=(guid,), clause=clause, origin=origin
        )
        for number, (severity, message, guid, origin) in enumerate(said)
    )
