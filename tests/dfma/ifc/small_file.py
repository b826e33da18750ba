"""Writes tiny IFC files through ifcopenshell, for tests of reading."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import ifcopenshell
import polars as pl

from dfma.ifc.read_model import read_tables
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3")
Entity = Any


class SmallFile:
    """A project in millimetres with a building and one storey; `entity` adds whatever a test needs."""

    def __init__(self, schema: str = "IFC4", *, units: bool = True) -> None:
        self.file = ifcopenshell.file(schema=schema)
        self.schema = schema
        self._guids = itertools.count()
        self.history = self._history()
        assigned = [self.si("LENGTHUNIT", "METRE", "MILLI"), self.si("AREAUNIT", "SQUARE_METRE")] if units else []
        self.project = self.root(
            "IfcProject", Name="P", UnitsInContext=self.entity("IfcUnitAssignment", Units=assigned) if units else None
        )
        self.building = self.root("IfcBuilding", Name="B")
        self.storey = self.root("IfcBuildingStorey", Name="1F", Elevation=3000.0)
        self.relation("IfcRelAggregates", RelatingObject=self.project, RelatedObjects=[self.building])
        self.relation("IfcRelAggregates", RelatingObject=self.building, RelatedObjects=[self.storey])

    def entity(self, kind: str, *values: Any, **attributes: Any) -> Entity:
        return self.file.create_entity(kind, *values, **attributes)

    def root(self, kind: str, **attributes: Any) -> Entity:
        guid = f"{next(self._guids):022d}"
        return self.entity(kind, **{"GlobalId": guid, "OwnerHistory": self.history, **attributes})

    relation = root

    def value(self, kind: str, value: Any) -> Entity:
        return self.entity(kind, wrappedValue=value)

    def si(self, kind: str, name: str, prefix: str | None = None) -> Entity:
        return self.entity("IfcSIUnit", UnitType=kind, Name=name, Prefix=prefix)

    def converted(self, kind: str, name: str, factor: float, base: Entity, measure: str) -> Entity:
        return self.entity(
            "IfcConversionBasedUnit", UnitType=kind, Name=name,
            ConversionFactor=self.entity(
                "IfcMeasureWithUnit", ValueComponent=self.value(measure, factor), UnitComponent=base
            ),
        )  # fmt: skip

    def wall(self, **attributes: Any) -> Entity:
        return self.root("IfcWall", **attributes)

    def single(self, name: str, value: Entity | None, unit: Entity | None = None) -> Entity:
        return self.entity("IfcPropertySingleValue", Name=name, NominalValue=value, Unit=unit)

    def property_set(self, name: str, *properties: Entity) -> Entity:
        return self.root("IfcPropertySet", Name=name, HasProperties=properties)

    def give(self, definition: Entity, *elements: Entity) -> Entity:
        return self.relation(
            "IfcRelDefinesByProperties", RelatedObjects=elements, RelatingPropertyDefinition=definition
        )

    def type_of(self, kind: str, *elements: Entity, **attributes: Any) -> Entity:
        of = self.root(kind, **attributes)
        self.relation("IfcRelDefinesByType", RelatedObjects=elements, RelatingType=of)
        return of

    def read(self, folder: Path) -> BuildingModel:
        path = folder / "small.ifc"
        self.file.write(path)
        return read_tables(path, NoProgress())

    def _history(self) -> Entity:
        person = self.entity("IfcPerson", FamilyName="T")
        organisation = self.entity("IfcOrganization", Name="T")
        user = self.entity("IfcPersonAndOrganization", ThePerson=person, TheOrganization=organisation)
        application = self.entity(
            "IfcApplication", ApplicationDeveloper=organisation, Version="1", ApplicationFullName="Tests",
            ApplicationIdentifier="T",
        )  # fmt: skip
        return self.entity(
            "IfcOwnerHistory", OwningUser=user, OwningApplication=application, ChangeAction="ADDED", CreationDate=0
        )


def properties_of(model: BuildingModel, entity: Entity) -> dict[tuple[str, str], dict[str, Any]]:
    """Properties of an element by set and name."""
    row = model.elements.filter(step_id=entity.id())["row"].item()
    said = model.properties.filter(pl.col("row") == row, pl.col("kind") != "attribute")
    return {(one["set"], one["name"]): one for one in said.iter_rows(named=True)}


def element(model: BuildingModel, entity: Entity) -> dict[str, Any]:
    """The row of an element."""
    return model.elements.filter(step_id=entity.id()).row(0, named=True)
