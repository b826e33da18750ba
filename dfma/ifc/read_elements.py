"""The rows of the element table, and the types that elements are of."""

from __future__ import annotations

from typing import Any

import polars as pl

from dfma.ifc.step_file import StepFile
from dfma.progress import Progress

_ROLE_OF_BASE = (
    ("IfcElement", "element"),
    ("IfcProxy", "element"),
    ("IfcGrid", "grid"),
    ("IfcSpace", "space"),
    ("IfcSpatialStructureElement", "spatial"),
    ("IfcSpatialElement", "spatial"),
    ("IfcProject", "spatial"),
    ("IfcGroup", "group"),
)
"""Who has a row, and in which role; of several bases that a class stands under, the first counts."""

_BASIC_SCHEMA = pl.Schema(
    {
        "guid": pl.String,
        "step_id": pl.Int32,
        "role": pl.String,
        "ifc_class": pl.String,
        "predefined_type": pl.String,
        "object_type": pl.String,
        "name": pl.String,
        "description": pl.String,
        "tag": pl.String,
    }
)

TYPE_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,  # the element
        "type_id": pl.Int32,  # number of its type in the file
        "type_guid": pl.String,
        "type_name": pl.String,
        "type_predefined": pl.String,
    }
)
"""Columns of what `read_types` returns, one row per typed element."""


def read_elements(step: StepFile, progress: Progress) -> pl.DataFrame:
    """What each element says of itself, in the order of the file, with row numbers."""
    role_of_class: dict[str, str] = {}
    for base, role in _ROLE_OF_BASE:
        for name in step.classes(base):
            role_of_class.setdefault(name, role)
    tables = []
    for name, role in role_of_class.items():
        progress.check()
        instances = step.instances(name)
        object_types = step.texts(name, instances, "ObjectType")
        tables.append(
            pl.DataFrame(
                {
                    "guid": step.texts(name, instances, "GlobalId"),
                    "step_id": [instance.id() for instance in instances],
                    "role": [role] * len(instances),
                    "ifc_class": [name] * len(instances),
                    "predefined_type": step.texts(name, instances, _predefined_attribute(step, name)),
                    "object_type": object_types,
                    "name": step.texts(name, instances, "Name"),
                    "description": step.texts(name, instances, "Description"),
                    "tag": step.texts(name, instances, "Tag"),
                },
                schema=_BASIC_SCHEMA,
            )
        )
    together = pl.concat(tables) if tables else pl.DataFrame(schema=_BASIC_SCHEMA)
    return (
        together.sort("step_id")
        .with_row_index("row")
        .with_columns(
            pl.col("row").cast(pl.Int32),
            # A finding names its elements by GlobalId, so an element that has none is named by its number.
            pl.col("guid").fill_null(pl.format("#{}", "step_id")),
            _said_type("predefined_type", "object_type"),
        )
    )


def _predefined_attribute(step: StepFile, name: str) -> str:
    """In IFC2X3 stairs, ramps and roofs call their predefined type a shape type."""
    return "PredefinedType" if step.position(name, "PredefinedType") is not None else "ShapeType"


def read_types(step: StepFile, rows: dict[int, int], progress: Progress) -> pl.DataFrame:
    """The type of each element that has one. `rows` maps numbers in the file to rows."""
    described: dict[int, tuple[int, str | None, str | None, str | None, str | None]] = {}
    typed: dict[int, int] = {}
    for name, relations in step.groups("IfcRelDefinesByType"):
        objects = step.column(name, relations, "RelatedObjects")
        relating = step.column(name, relations, "RelatingType")
        for members, types in zip(objects, relating, strict=True):
            progress.check()
            for of in step.entities(types)[:1]:
                if of.id() not in described:
                    described[of.id()] = _description(step, of)
                for member in step.entities(members):
                    if (row := rows.get(member.id())) is not None:
                        typed.setdefault(row, of.id())
    table = pl.DataFrame(
        [(row, *described[number]) for row, number in sorted(typed.items())],
        schema={**TYPE_SCHEMA, "type_object_type": pl.String},
        orient="row",
    )
    said = _said_type("type_predefined", "type_object_type")
    return table.with_columns(said).drop("type_object_type")


def with_types(elements: pl.DataFrame, types: pl.DataFrame) -> pl.DataFrame:
    """The element table with type columns; a type lends its predefined type to occurrences that give none."""
    return (
        elements.join(types.drop("type_id"), on="row", how="left", maintain_order="left")
        .with_columns(pl.coalesce("predefined_type", "type_predefined"))
        .drop("type_predefined")
    )


def _description(step: StepFile, of: Any) -> tuple[int, str | None, str | None, str | None, str | None]:
    """Number, GlobalId, name, predefined type of a type object, and its own word for that."""
    names = ("GlobalId", "Name", "PredefinedType", "ElementType")
    guid, name, predefined, label = (step.text(of, attribute) for attribute in names)
    return of.id(), guid, name, predefined, label


def _said_type(predefined: str, label: str) -> pl.Expr:
    """A predefined type that says something: NOTDEFINED does not, USERDEFINED refers to the label."""
    said = pl.col(predefined)
    resolved = pl.when(said == "USERDEFINED").then(pl.col(label)).otherwise(said)
    return pl.when(said != "NOTDEFINED").then(resolved).alias(predefined)
