"""Reads the tables of a building model from a received IFC file; shapes are made elsewhere."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dfma.errors import UserError
from dfma.ifc.marks import marks
from dfma.ifc.open_file import OpenedFile, open_ifc
from dfma.ifc.read_elements import read_elements, read_types, with_types
from dfma.ifc.read_grids import read_grids
from dfma.ifc.read_layers import read_layers
from dfma.ifc.read_materials import material_names, read_materials
from dfma.ifc.read_properties import read_properties
from dfma.ifc.read_relations import nearest_above, parents, read_relations, wholes
from dfma.ifc.read_storeys import read_storeys
from dfma.ifc.step_file import StepFile, as_text
from dfma.ifc.units import Units
from dfma.model.building import BuildingModel, Source
from dfma.model.elements import ELEMENT_SCHEMA
from dfma.model.geometry import no_boxes, no_geometry
from dfma.model.measures import no_measures
from dfma.model.recognition import no_recognition
from dfma.progress import Progress
from dfma.text import Text, text


def read_tables(path: Path, progress: Progress) -> BuildingModel:
    """Everything that the file says in words and numbers: elements, properties, materials, storeys, relations.

    Geometry, boxes, recognition and measures are left unknown. Raises `UserError` when the file is not a readable IFC
    file, and `Cancelled`.
    """
    progress.report(text("ifc.step.open", name=path.name))
    return tables_of(path, open_ifc(path, progress), progress)


def tables_of(path: Path, opened: OpenedFile, progress: Progress) -> BuildingModel:
    """As `read_tables`, of a file that is open already."""
    try:
        return _read(path, opened, progress)
    except RuntimeError as error:
        # Attributes are parsed when they are first read, and the parser stops at the first that is no STEP at all.
        raise UserError(text("ifc.open.damaged", name=path.name)) from error


def _read(path: Path, opened: OpenedFile, progress: Progress) -> BuildingModel:
    step = StepFile(opened.file)
    units = Units(step)
    progress.report(text("ifc.step.elements"))
    elements = read_elements(step, progress)
    rows = dict(zip(elements["step_id"], elements["row"], strict=True))
    types = read_types(step, rows, progress)
    elements = with_types(elements, types)
    progress.report(text("ifc.step.relations"))
    relations = read_relations(step, rows, progress)
    progress.report(text("ifc.step.properties"))
    properties = read_properties(step, opened.data, rows, types, units, progress)
    grids = read_grids(step, rows, units.length, progress)
    properties = pl.concat([properties, grids]).sort("row", maintain_order=True) if grids.height else properties
    progress.report(text("ifc.step.materials"))
    materials = read_materials(step, rows, types, units.length, progress)
    parent = parents(relations, elements.height)
    buildings = nearest_above(parent, elements["ifc_class"] == "IfcBuilding")
    storeys = nearest_above(parent, elements["ifc_class"] == "IfcBuildingStorey")
    elements = (
        elements.with_columns(storeys.alias("storey"))
        .join(wholes(relations, elements), on="row", how="left", maintain_order="left")
        .join(material_names(materials), on="row", how="left", maintain_order="left")
        .join(read_layers(step, rows, progress), on="row", how="left", maintain_order="left")
        .join(marks(elements, properties), on="row", how="left", maintain_order="left")
        .select(ELEMENT_SCHEMA.names())
    )
    return BuildingModel(
        source=_source(path, opened, step, elements, units),
        elements=elements,
        storeys=read_storeys(step, elements, buildings, units.length),
        properties=properties,
        materials=materials,
        relations=relations,
        geometry=no_geometry(),
        boxes=no_boxes(elements.height),
        recognition=no_recognition(elements.height),
        measures=no_measures(elements.height),
    )


def _source(path: Path, opened: OpenedFile, step: StepFile, elements: pl.DataFrame, units: Units) -> Source:
    project = elements.filter(ifc_class="IfcProject")["name"].drop_nulls()
    header = opened.file.header.file_name
    return Source(
        path=str(path),
        sha256=opened.sha256,
        schema=opened.file.schema,
        header_schema=opened.header_schema,
        project=project[0] if len(project) else "",
        authoring_tool=_authoring_tool(step) or as_text(header.originating_system) or "",
        length_unit=units.length,
        notes=(*opened.notes, *_notes(elements, units)),
    )


def _authoring_tool(step: StepFile) -> str | None:
    """Full name and version of the first application that the file names."""
    for application in step.instances("IfcApplication"):
        said = (step.text(application, "ApplicationFullName"), step.text(application, "Version"))
        return " ".join(part for part in said if part) or None
    return None


def _notes(elements: pl.DataFrame, units: Units) -> list[Text]:
    notes = []
    if repeated := int(elements["guid"].is_duplicated().sum()):
        notes.append(text("ifc.note.repeated_guids", count=repeated))
    if unnamed := int(elements["guid"].str.starts_with("#").sum()):
        notes.append(text("ifc.note.no_guids", count=unnamed))
    if units.unassigned:
        notes.append(text("ifc.note.no_units", units=tuple(sorted(units.unassigned))))
    return notes
