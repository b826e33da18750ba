"""Small buildings whose rates are worked by hand, for several tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from dfma.model.building import BuildingModel
from dfma.model.properties import PROPERTY_SCHEMA
from tests.builders import Thing, building

REGION = Path(__file__).parent / "made_up_region.yaml"
BEARING = {"Pset_WallCommon": {"LoadBearing": True}}
FILLING = {"Pset_WallCommon": {"LoadBearing": False}}
INSIDE = {"Pset_WallCommon": {"LoadBearing": False, "IsExternal": False}}
OUTSIDE = {"Pset_WallCommon": {"LoadBearing": False, "IsExternal": True}}
ALL_STATED = {"enclosure_integrated": 65, "partitions_integrated": 0, "full_fitout": "yes", "dry_floors": 70,
              "kitchen": 80, "bathroom": "none", "pipes_separate": 60}  # fmt: skip


def wall(
    guid: str, kind: str, casting: str, length: float, height: float, thickness: float = 0.2, **more: Any
) -> Thing:
    sizes = {"length": length, "width": thickness, "height": height, "volume": length * thickness * height}
    thing: Thing = {
        "guid": guid,
        "class": "IfcWall",
        "kind": kind,
        "casting": casting,
        "measures": sizes,
        "storey": "1F",
    }
    return thing | more  # type: ignore[return-value]


def slab(guid: str, kind: str, casting: str, x: float, y: float, length: float, width: float, **more: Any) -> Thing:
    thing: Thing = {"guid": guid, "class": "IfcSlab", "kind": kind, "casting": casting, "storey": "1F",
                    "box": ((x + length / 2, y + width / 2, 2.97), (length, width, 0.06)),
                    "measures": {"length": max(length, width), "width": min(length, width), "height": 0.06,
                                 "volume": length * width * 0.06}}  # fmt: skip
    return thing | more  # type: ignore[return-value]


def housing() -> BuildingModel:
    """One floor of 24 m² with shear walls: all that the first two groups ask about is modelled and stated."""
    things: list[Thing] = [
        wall("w1", "wall_panel_interior", "precast", 3.0, 2.8),  # 1.68 m³
        wall("w2", "wall_panel_interior", "precast", 3.0, 2.8),  # 1.68 m³
        wall("w3", "wall", "cast_in_place", 4.1, 2.0, properties=BEARING),  # 1.64 m³
        slab("s1", "composite_slab", "precast", 0, 0, 3, 3),
        slab("s2", "composite_slab", "precast", 3, 0, 3, 3),
        slab("s3", "solid_slab", "cast_in_place", 0, 3, 6, 1),
        wall("e1", "wall_panel_exterior", "precast", 5.0, 2.8, properties=FILLING),  # 14 m²
        wall("e2", "wall", "masonry", 1.0, 2.8, properties=OUTSIDE),  # 2.8 m²
        wall("p1", "partition_panel", "precast", 4.0, 2.5, 0.1),  # 10 m²
        wall("p2", "wall", "masonry", 2.0, 2.5, properties=INSIDE),  # 5 m²
    ]
    model = building(things, storeys={"1F": 0.0})
    return with_floor_area(model, 24.0)


def with_floor_area(model: BuildingModel, area: float) -> BuildingModel:
    """The storey states its floor area as a quantity."""
    row = int(model.storeys["row"][0])
    quantity = {
        "row": row,
        "name": "GrossFloorArea",
        "number": area,
        "unit": "m2",
        "kind": "quantity",
        "origin": "occurrence",
    }
    whole = {column: quantity.get(column) for column in PROPERTY_SCHEMA}
    return model.with_(properties=pl.concat([model.properties, pl.DataFrame([whole], schema=PROPERTY_SCHEMA)]))
