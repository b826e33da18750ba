"""Small building models for tests, written as a list of dicts instead of an IFC file.

    model = building([
        {"guid": "wall", "class": "IfcWall", "name": "W1", "box": ((0, 0, 1.5), (4, 0.2, 3)), "storey": "1F"},
        {"guid": "plate", "class": "IfcPlate", "whole": "wall", "material": "S355"},
    ], storeys={"1F": 0.0, "2F": 3.0})

Rows come in the order: the building, its storeys from the lowest up, the things as listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

import numpy as np
import polars as pl

from dfma.model.building import BuildingModel, Source
from dfma.model.elements import ELEMENT_SCHEMA, MATERIAL_SCHEMA, STOREY_SCHEMA
from dfma.model.geometry import Boxes, Geometry, no_boxes, no_geometry
from dfma.model.measures import MEASURE_SCHEMA
from dfma.model.properties import PROPERTY_SCHEMA
from dfma.model.recognition import RECOGNITION_SCHEMA
from dfma.model.relations import RELATION_SCHEMA

Vector = tuple[float, float, float]
Box = tuple[Vector, Vector] | tuple[Vector, Vector, float]
"""Centre, size along its own axes, and the angle in radians by which the box is turned about the vertical."""

Thing = TypedDict(
    "Thing",
    {
        "guid": str,  # default: "#<row>"
        "class": str,  # default: IfcBuildingElementProxy
        "role": str,  # default: by class
        "predefined_type": str,
        "object_type": str,
        "name": str,
        "description": str,
        "tag": str,
        "mark": str,
        "type_guid": str,
        "type": str,  # name of the type
        "storey": str,  # name
        "whole": str,  # guid of the thing that this one is a part of
        "material": str | Sequence[str],  # several: layers, from the outside in
        "thicknesses": Sequence[float],  # of the layers, metres
        "layer": str,
        "properties": Mapping[str, Mapping[str, object]],  # set → name → value
        "type_properties": Mapping[str, Mapping[str, object]],
        "box": Box,
        "kind": str,  # what `recognise` would say; default: other
        "casting": str,  # default: unknown
        "piece": str,  # guid
        "measures": Mapping[str, float],  # columns of MEASURE_SCHEMA
    },
    total=False,
)

_ROLES = {"IfcSpace": "space", "IfcGrid": "grid", "IfcBuilding": "spatial", "IfcBuildingStorey": "spatial"}
_CUBE = np.array([(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)], np.float64) - 0.5
_CUBE_FACES = np.array(
    [(0, 2, 1), (1, 2, 3), (4, 5, 6), (5, 7, 6), (0, 1, 4), (1, 5, 4),
     (2, 6, 3), (3, 6, 7), (0, 4, 2), (2, 4, 6), (1, 3, 5), (3, 7, 5)],
    np.int32,
)  # fmt: skip


def building(
    things: Sequence[Thing],
    *,
    storeys: Mapping[str, float] | None = None,
    relations: Iterable[tuple[str, str, str]] = (),
    schema: str = "IFC4",
) -> BuildingModel:
    """A model of the things; `whole` becomes an `aggregates` relation and `storey` a `contains` relation.

    `storeys` maps names to elevations, from the lowest up. `relations` are (kind, source guid, target guid).
    Boxes and a mesh are there for the things that have a `box`.
    """
    levels = storeys or {}
    spatial: list[Thing] = [{"guid": "building", "class": "IfcBuilding", "name": "Building"}]
    spatial += [{"guid": f"storey:{name}", "class": "IfcBuildingStorey", "name": name} for name in levels]
    rows = [*spatial, *things]
    number = {thing.get("guid", f"#{row}"): row for row, thing in enumerate(rows)}
    return BuildingModel(
        source=Source(
            path="built.ifc", sha256="0" * 64, schema=schema, header_schema=schema, project="Test",
            authoring_tool="tests", length_unit=1.0,
        ),
        elements=_elements(rows, number),
        storeys=_storeys(levels),
        properties=_properties(rows),
        materials=_materials(rows),
        relations=_relations(rows, number, relations),
        geometry=_geometry(rows),
        boxes=_boxes(rows),
        recognition=_recognition(rows, number),
        measures=_table(MEASURE_SCHEMA, [{"row": row} | dict(t.get("measures", {})) for row, t in enumerate(rows)]),
    )  # fmt: skip


def row_of(model: BuildingModel, guid: str) -> int:
    """Row of the thing with this guid."""
    return model.elements["guid"].to_list().index(guid)


def _table(schema: pl.Schema, records: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    whole = [{column: record.get(column) for column in schema} for record in records]
    return pl.DataFrame(whole, schema=schema, orient="row")


def _names(thing: Thing) -> list[str]:
    material = thing.get("material", [])
    return [material] if isinstance(material, str) else list(material)


def _elements(rows: Sequence[Thing], number: Mapping[str, int]) -> pl.DataFrame:
    records = []
    for row, thing in enumerate(rows):
        ifc_class = thing.get("class", "IfcBuildingElementProxy")
        records.append(
            dict(thing)
            | {
                "row": row,
                "guid": thing.get("guid", f"#{row}"),
                "step_id": row + 1,
                "role": thing.get("role", _ROLES.get(ifc_class, "element")),
                "ifc_class": ifc_class,
                "type_name": thing.get("type"),
                "storey": number[f"storey:{thing['storey']}"] if "storey" in thing else None,
                "whole": number[thing["whole"]] if "whole" in thing else None,
                "material": " | ".join(_names(thing)) or None,
            }
        )
    return _table(ELEMENT_SCHEMA, records)


def _storeys(levels: Mapping[str, float]) -> pl.DataFrame:
    above: list[float | None] = [*list(levels.values())[1:], None]
    return _table(
        STOREY_SCHEMA,
        [
            {
                "row": row,
                "guid": f"storey:{name}",
                "name": name,
                "building": 0,
                "elevation": float(elevation),
                "height": None if upper is None else upper - elevation,
            }
            for row, ((name, elevation), upper) in enumerate(zip(levels.items(), above, strict=False), start=1)
        ],
    )


def _properties(rows: Sequence[Thing]) -> pl.DataFrame:
    return _table(
        PROPERTY_SCHEMA,
        [
            {"row": row, "set": set_name, "name": name, "kind": "single", "origin": origin} | _value(value)
            for row, thing in enumerate(rows)
            for origin, sets in (
                ("occurrence", thing.get("properties", {})),
                ("type", thing.get("type_properties", {})),
            )
            for set_name, values in sets.items()
            for name, value in values.items()
        ],
    )


def _value(value: object) -> dict[str, object]:
    if isinstance(value, bool):
        return {"value": str(value).upper(), "value_type": "IfcBoolean"}
    if isinstance(value, int | float):
        return {"value": str(value), "number": float(value), "value_type": "IfcReal"}
    return {"value": str(value), "value_type": "IfcLabel"}


def _materials(rows: Sequence[Thing]) -> pl.DataFrame:
    records = []
    for row, thing in enumerate(rows):
        names, thicknesses = _names(thing), thing.get("thicknesses")
        for place, name in enumerate(names):
            records.append(
                {
                    "row": row,
                    "material": name,
                    "layer": place if thicknesses else None,
                    "thickness": thicknesses[place] if thicknesses else None,
                    "origin": "occurrence",
                }
            )
    return _table(MATERIAL_SCHEMA, records)


def _relations(rows: Sequence[Thing], number: Mapping[str, int], more: Iterable[tuple[str, str, str]]) -> pl.DataFrame:
    records = [{"kind": kind, "source": number[a], "target": number[b]} for kind, a, b in more]
    for row, thing in enumerate(rows):
        if "whole" in thing:
            records.append({"kind": "aggregates", "source": number[thing["whole"]], "target": row})
        elif "storey" in thing:
            records.append({"kind": "contains", "source": number[f"storey:{thing['storey']}"], "target": row})
    return _table(RELATION_SCHEMA, records)


def _frame(box: Box) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Centre, size and axes (rows) of a box."""
    centre, size = np.array(box[0], float), np.array(box[1], float)
    angle = box[2] if len(box) == 3 else 0.0
    cosine, sine = np.cos(angle), np.sin(angle)
    return centre, size, np.array([(cosine, sine, 0), (-sine, cosine, 0), (0, 0, 1)], float)


def _boxes(rows: Sequence[Thing]) -> Boxes:
    boxes = no_boxes(len(rows))
    for row, thing in enumerate(rows):
        if "box" in thing:
            centre, size, axes = _frame(thing["box"])
            reach = np.abs(axes * size[:, None]).sum(axis=0) / 2
            boxes.axes[row], boxes.centre[row], boxes.extent[row] = axes, centre, size
            boxes.low[row], boxes.high[row] = centre - reach, centre + reach
            boxes.origin[row] = 1
    return boxes


def _geometry(rows: Sequence[Thing]) -> Geometry:
    solid = [(row, *_frame(thing["box"])) for row, thing in enumerate(rows) if "box" in thing]
    if not solid:
        return no_geometry()
    count = len(solid)
    matrix = np.tile(np.eye(4), (count, 1, 1))
    for instance, (_, centre, _, axes) in enumerate(solid):
        matrix[instance, :3, :3], matrix[instance, :3, 3] = axes.T, centre
    sizes = np.array([size for _, _, size, _ in solid])
    return Geometry(
        vertices=np.concatenate([_CUBE * size for size in sizes]).astype(np.float32),
        faces=np.tile(_CUBE_FACES, (count, 1)),
        vertex_start=np.arange(0, 8 * count + 1, 8, dtype=np.int32),
        face_start=np.arange(0, 12 * count + 1, 12, dtype=np.int32),
        shape_closed=np.ones(count, np.bool_),
        shape_volume=sizes.prod(axis=1),
        shape_area=2 * (sizes * np.roll(sizes, 1, axis=1)).sum(axis=1),
        shape_colour=np.full((count, 4), np.nan, np.float32),
        instance_shape=np.arange(count, dtype=np.int32),
        instance_row=np.array([row for row, *_ in solid], np.int32),
        instance_matrix=matrix,
    )


def _recognition(rows: Sequence[Thing], number: Mapping[str, int]) -> pl.DataFrame:
    return _table(
        RECOGNITION_SCHEMA,
        [
            {
                "row": row,
                "kind": thing.get("kind", "other"),
                "kind_confidence": 1.0 if "kind" in thing else 0.0,
                "kind_reasons": [],
                "casting": thing.get("casting", "unknown"),
                "casting_confidence": 1.0 if "casting" in thing else 0.0,
                "casting_reasons": [],
                "piece": number[thing["piece"]] if "piece" in thing else None,
            }
            for row, thing in enumerate(rows)
        ],
    )
