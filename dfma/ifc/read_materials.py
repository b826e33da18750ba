"""Materials of elements: single, listed, in layers, as constituents or with profiles; own or of the type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from dfma.ifc.step_file import StepFile
from dfma.model.elements import MATERIAL_SCHEMA
from dfma.progress import Progress

if TYPE_CHECKING:
    import ifcopenshell

_SAID_SCHEMA = {
    "definition": pl.Int32,
    "material": pl.String,
    "category": pl.String,
    "layer": pl.Int32,
    "thickness": pl.Float64,
    "role": pl.String,
}


class _Use(NamedTuple):
    """One material in a definition."""

    material: str | None
    category: str | None
    layer: int | None = None
    thickness: float | None = None
    role: str | None = None


def read_materials(
    step: StepFile, rows: dict[int, int], types: pl.DataFrame, metre: float, progress: Progress
) -> pl.DataFrame:
    """Materials of all rows. An element that has materials of its own does not inherit those of its type.

    `rows` maps numbers in the file to rows, `types` is what `read_types` returned, `metre` is metres per unit.
    """
    reader = _MaterialReader(step, metre)
    own: list[tuple[int, int]] = []
    of_types: list[tuple[int, int]] = []
    known_types = set(types["type_id"])
    for name, relations in step.groups("IfcRelAssociatesMaterial"):
        objects = step.column(name, relations, "RelatedObjects")
        materials = step.column(name, relations, "RelatingMaterial")
        for members, material in zip(objects, materials, strict=True):
            progress.check()
            for definition in step.entities(material)[:1]:
                number = reader.read(definition)
                numbers = [member.id() for member in step.entities(members)]
                own += [(row, number) for member in numbers if (row := rows.get(member)) is not None]
                of_types += [(member, number) for member in numbers if member in known_types]
    return _table(reader.said, own, of_types, types)


def material_names(materials: pl.DataFrame) -> pl.DataFrame:
    """Columns `row`, `material`: the different names of an element's materials, joined."""
    return (
        materials.drop_nulls("material")
        .group_by("row", maintain_order=True)
        .agg(pl.col("material").unique(maintain_order=True).str.join(" | "))
    )


def _table(
    said: dict[int, list[_Use]], own: list[tuple[int, int]], of_types: list[tuple[int, int]], types: pl.DataFrame
) -> pl.DataFrame:
    pair = {"row": pl.Int32, "definition": pl.Int32}
    occurrences = pl.DataFrame(own, schema=pair, orient="row").with_columns(origin=pl.lit("occurrence"))
    inherited = (
        types.join(
            pl.DataFrame(of_types, schema={"type_id": pl.Int32, "definition": pl.Int32}, orient="row"), on="type_id"
        )
        .join(occurrences, on="row", how="anti")
        .select("row", "definition", origin=pl.lit("type"))
    )
    definitions = pl.DataFrame(
        [(number, *use) for number, uses in said.items() for use in uses], schema=_SAID_SCHEMA, orient="row"
    )
    return (
        pl.concat([occurrences, inherited])
        .unique(maintain_order=True)
        .join(definitions, on="definition", maintain_order="left_right")
        .sort("row", maintain_order=True)
        .select(MATERIAL_SCHEMA.names())
    )


class _MaterialReader:
    """Reads each definition of materials once: layer sets are shared by all walls of a type."""

    def __init__(self, step: StepFile, metre: float) -> None:
        self._step = step
        self._metre = metre
        self.said: dict[int, list[_Use]] = {}

    def read(self, definition: ifcopenshell.entity_instance) -> int:
        """Read an IfcMaterialSelect and return the number that its materials are kept by."""
        for usage, holder in _USAGES:
            if self._step.is_a(definition.is_a(), usage):
                definition = self._step.one(definition, holder) or definition
                break
        number: int = definition.id()
        if number not in self.said:
            self.said[number] = list(self._uses(definition))
        return number

    def _uses(self, definition: ifcopenshell.entity_instance) -> Iterator[_Use]:
        kind = definition.is_a()
        if holder := _WHOLES.get(kind):
            for place, part in enumerate(self._step.many(definition, holder)):
                yield self._part(part, place)
        elif any(self._step.is_a(kind, part) for part in _PARTS):
            yield self._part(definition, 0)

    def _part(self, part: ifcopenshell.entity_instance, place: int) -> _Use:
        """A material; or the material of a layer, constituent or profile, of which an air gap has none."""
        if part.is_a() == "IfcMaterial":
            return _Use(self._step.text(part, "Name"), self._step.text(part, "Category"))
        material = self._step.one(part, "Material")
        use = _Use(
            material=self._step.text(material, "Name"),
            category=self._step.text(material, "Category") or self._step.text(part, "Category"),
            role=self._step.text(part, "Name"),
        )
        if not self._step.is_a(part.is_a(), "IfcMaterialLayer"):
            return use
        thickness = self._step.number(part, "LayerThickness")
        return use._replace(layer=place, thickness=None if thickness is None else thickness * self._metre)


_USAGES = (("IfcMaterialLayerSetUsage", "ForLayerSet"), ("IfcMaterialProfileSetUsage", "ForProfileSet"))
_WHOLES = {
    "IfcMaterialList": "Materials",
    "IfcMaterialLayerSet": "MaterialLayers",
    "IfcMaterialConstituentSet": "MaterialConstituents",
    "IfcMaterialProfileSet": "MaterialProfiles",
}
"""Attribute that holds the parts."""
_PARTS = ("IfcMaterial", "IfcMaterialLayer", "IfcMaterialConstituent", "IfcMaterialProfile")
