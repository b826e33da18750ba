"""Materials of elements: single, listed, in layers, as constituents or with profiles; own or of the type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from dfma.ifc.step_file import StepFile, as_text
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
                definition = next(iter(self._step.entities(self._step.value(definition, holder))), definition)
                break
        kind = definition.is_a()
        number: int = definition.id()
        if number not in self.said:
            self.said[number] = list(self._uses(definition, kind))
        return number

    def _uses(self, definition: ifcopenshell.entity_instance, kind: str) -> Iterator[_Use]:
        for whole, holder, read in _WHOLES:
            if kind == whole:
                for place, part in enumerate(self._step.entities(self._step.value(definition, holder))):
                    yield read(part, place, self._metre)
                return
        for single, read in _SINGLES:
            if self._step.is_a(kind, single):
                yield read(definition, 0, self._metre)


def _material(entity: Any, *_: Any) -> _Use:
    return _Use(as_text(entity.Name), as_text(getattr(entity, "Category", None)))


def _layer(entity: Any, place: int, metre: float) -> _Use:
    thickness = entity.LayerThickness
    return _of_material(entity)._replace(
        layer=place, thickness=thickness * metre if isinstance(thickness, int | float) else None
    )


def _of_material(entity: Any, *_: Any) -> _Use:
    """The material of a layer, constituent or profile; an air gap has none."""
    category = as_text(getattr(entity, "Category", None))
    role = as_text(getattr(entity, "Name", None))
    if entity.Material is None:
        return _Use(None, category, role=role)
    use = _material(entity.Material)
    return use._replace(category=use.category or category, role=role)


_USAGES = (("IfcMaterialLayerSetUsage", "ForLayerSet"), ("IfcMaterialProfileSetUsage", "ForProfileSet"))
_Reader = Callable[[Any, int, float], _Use]
"""Reads one part, given its place and metres per unit."""

_WHOLES: tuple[tuple[str, str, _Reader], ...] = (
    ("IfcMaterialList", "Materials", _material),
    ("IfcMaterialLayerSet", "MaterialLayers", _layer),
    ("IfcMaterialConstituentSet", "MaterialConstituents", _of_material),
    ("IfcMaterialProfileSet", "MaterialProfiles", _of_material),
)
_SINGLES: tuple[tuple[str, _Reader], ...] = (
    ("IfcMaterial", _material),
    ("IfcMaterialLayer", _layer),
    ("IfcMaterialConstituent", _of_material),
    ("IfcMaterialProfile", _of_material),
)
