"""The building model: a value, not a live file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import polars as pl

from dfma.model.elements import ELEMENT_SCHEMA, MATERIAL_SCHEMA, STOREY_SCHEMA
from dfma.model.geometry import Boxes, Geometry
from dfma.model.measures import MEASURE_SCHEMA
from dfma.model.properties import PROPERTY_SCHEMA
from dfma.model.recognition import RECOGNITION_SCHEMA
from dfma.model.relations import RELATION_SCHEMA
from dfma.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file that a model was read from."""

    path: str
    sha256: str
    schema: str
    """IFC2X3, IFC4 or IFC4X3: the schema it was read as."""
    header_schema: str
    """What the file's header says; differs from `schema` for near schemas such as IFC4X3_RC2."""
    project: str
    authoring_tool: str
    length_unit: float
    """Metres per unit of length of the file."""
    notes: tuple[Text, ...] = ()
    """What a person should know of how the file was read (near schema, repaired encoding, …)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedShape:
    """An element whose shape could not be made, and why. The element itself is in the model."""

    guid: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingModel:
    """All that is known of a building, as tables and arrays over the same row numbers; metres, kilograms, radians.

    Nothing in it ever changes, so a worker, the 3D scene and a report read the same model with no lock.
    `recognition` and `measures` have one row per element row, in row order.
    """

    source: Source
    elements: pl.DataFrame
    storeys: pl.DataFrame
    properties: pl.DataFrame
    materials: pl.DataFrame
    relations: pl.DataFrame
    geometry: Geometry
    boxes: Boxes
    recognition: pl.DataFrame
    measures: pl.DataFrame
    skipped: tuple[SkippedShape, ...] = ()

    def __post_init__(self) -> None:
        expected = {
            "elements": ELEMENT_SCHEMA,
            "storeys": STOREY_SCHEMA,
            "properties": PROPERTY_SCHEMA,
            "materials": MATERIAL_SCHEMA,
            "relations": RELATION_SCHEMA,
            "recognition": RECOGNITION_SCHEMA,
            "measures": MEASURE_SCHEMA,
        }
        for name, schema in expected.items():
            if (found := getattr(self, name).schema) != schema:
                raise ValueError(f"{name} has columns {found}, expected {schema}")

    def with_(self, **changes: Any) -> Self:
        """A copy with some parts replaced."""
        return replace(self, **changes)

    def guids(self, rows: list[int]) -> list[str]:
        """GlobalIds of rows, for results that leave the process."""
        return self.elements["guid"].gather(rows).to_list()
