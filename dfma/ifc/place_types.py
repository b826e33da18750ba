"""A library of types as a model: each type of a file gets one occurrence, so that everything that reads, recognises and
measures elements reads, recognises and measures types."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dfma.errors import UserError
from dfma.ifc.open_file import readable
from dfma.progress import Progress
from dfma.text import text

if TYPE_CHECKING:
    import ifcopenshell

_APART = 1000.0
"""Lengths of the file between two occurrences: far enough that none touches another."""
_NAMESPACE = uuid.UUID("2b3f7a54-3a5e-5f0e-8a86-0d1f7f4f0c55")
_PROXY = "IfcBuildingElementProxy"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedType:
    """A type and the occurrence that stands for it."""

    guid: str
    """GlobalId of the type."""
    occurrence: str
    """GlobalId of the occurrence."""
    name: str
    has_shape: bool


def place_types(path: Path, target: Path, progress: Progress) -> tuple[PlacedType, ...]:
    """Write a model with one occurrence of each type of the file and nothing else that has a shape.

    Raises UserError when the file cannot be read or holds no types.
    """
    import ifcopenshell

    with readable(path, progress) as source:
        try:
            file = ifcopenshell.open(str(source.path))
        except (ifcopenshell.Error, OSError, RuntimeError) as error:
            raise UserError(text("ifc.open.damaged", name=path.name)) from error
    types = [one for one in file.by_type("IfcTypeProduct") if one.is_a() not in _NO_PIECES]
    if not types:
        raise UserError(text("ifc.types.none", name=path.name))
    for product in file.by_type("IfcProduct"):
        if product.is_a("IfcElement"):
            product.Representation = None
    storey = _storey(file)
    placed = [_place(file, one, number, storey) for number, one in enumerate(types, start=1)]
    file.write(str(target))
    return tuple(placed)


_NO_PIECES = frozenset(["IfcSpaceType", "IfcSpatialZoneType", "IfcDoorType", "IfcWindowType", "IfcDoorStyle",
                        "IfcWindowStyle", "IfcFurnitureType"])  # fmt: skip
"""Types of things that no concrete works or panel maker makes."""


def _storey(file: ifcopenshell.file) -> Any:
    """A storey of its own for the occurrences; a library file has no building, and may have no project."""
    projects = file.by_type("IfcProject")
    project = projects[0] if projects else _project(file)
    building = _root(file, "IfcBuilding", "building")
    storey = _root(file, "IfcBuildingStorey", "storey")
    _root(file, "IfcRelAggregates", "project-building", RelatingObject=project, RelatedObjects=[building])
    _root(file, "IfcRelAggregates", "building-storey", RelatingObject=building, RelatedObjects=[storey])
    return storey


def _project(file: ifcopenshell.file) -> Any:
    """A project with the units and contexts of the library."""
    libraries = file.by_type("IfcContext")
    library = libraries[0] if libraries else None
    return _root(
        file,
        "IfcProject",
        "project",
        Name=library.Name if library else None,
        UnitsInContext=library.UnitsInContext if library else None,
        RepresentationContexts=file.by_type("IfcGeometricRepresentationContext", include_subtypes=False) or None,
    )


def _place(file: ifcopenshell.file, of: Any, number: int, storey: Any) -> PlacedType:
    occurrence = _root(file, _occurrence_class(file, of), f"occurrence {of.GlobalId}", Name=of.Name)
    place = file.create_entity("IfcAxis2Placement3D", _point(file, (number * _APART, 0.0, 0.0)))
    occurrence.ObjectPlacement = file.create_entity("IfcLocalPlacement", None, place)
    shapes = [_mapped(file, source) for source in of.RepresentationMaps or ()]
    if shapes:
        occurrence.Representation = file.create_entity("IfcProductDefinitionShape", Representations=shapes)
    _root(file, "IfcRelDefinesByType", f"typed {of.GlobalId}", RelatedObjects=[occurrence], RelatingType=of)
    _root(
        file,
        "IfcRelContainedInSpatialStructure",
        f"contained {of.GlobalId}",
        RelatedElements=[occurrence],
        RelatingStructure=storey,
    )
    name = of.Name or of.GlobalId
    return PlacedType(guid=of.GlobalId, occurrence=occurrence.GlobalId, name=name, has_shape=bool(shapes))


def _occurrence_class(file: ifcopenshell.file, of: Any) -> str:
    """IfcWall of IfcWallType; a proxy where the schema has no such class."""
    import ifcopenshell.ifcopenshell_wrapper as wrapper

    wanted = of.is_a().removesuffix("Type")
    try:
        declared = wrapper.schema_by_name(file.schema_identifier).declaration_by_name(wanted).as_entity()
    except RuntimeError:
        return _PROXY
    return wanted if declared is not None and not declared.is_abstract() and wanted != of.is_a() else _PROXY


def _mapped(file: ifcopenshell.file, source: Any) -> Any:
    shown = source.MappedRepresentation
    operator = file.create_entity("IfcCartesianTransformationOperator3D", None, None, _point(file, (0.0, 0.0, 0.0)))
    return file.create_entity(
        "IfcShapeRepresentation",
        shown.ContextOfItems,
        shown.RepresentationIdentifier,
        "MappedRepresentation",
        [file.create_entity("IfcMappedItem", source, operator)],
    )


def _point(file: ifcopenshell.file, place: tuple[float, float, float]) -> Any:
    return file.create_entity("IfcCartesianPoint", place)


def _root(file: ifcopenshell.file, ifc_class: str, name: str, **attributes: Any) -> Any:
    import ifcopenshell.guid

    guid = ifcopenshell.guid.compress(uuid.uuid5(_NAMESPACE, name).hex)
    histories = file.by_type("IfcOwnerHistory") if file.schema == "IFC2X3" else ()
    history = {"OwnerHistory": histories[0]} if histories else {}
    return file.create_entity(ifc_class, GlobalId=guid, **history, **attributes)
