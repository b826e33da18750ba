"""The element table: one row per thing that the file names.

Rows are the elements (IfcElement and its subtypes, openings and assemblies included), spaces, grids and groups, and the
spatial structure above them. A row number is the index into every other table and array of the model, inside the
process only; outside it a thing is named by its GlobalId.
"""

from __future__ import annotations

import polars as pl

ELEMENT_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "guid": pl.String,
        "step_id": pl.Int32,  # number of the entity in the file
        "role": pl.String,  # one of ROLES
        "ifc_class": pl.String,
        "predefined_type": pl.String,  # of the occurrence, else of its type; USERDEFINED is resolved to object_type
        "object_type": pl.String,
        "name": pl.String,
        "description": pl.String,
        "tag": pl.String,
        "mark": pl.String,  # piece mark as the factory and the drawings use it; null when the file gives none
        "type_guid": pl.String,
        "type_name": pl.String,
        "storey": pl.Int32,  # row of the IfcBuildingStorey, also for parts of assemblies and things in spaces
        "whole": pl.Int32,  # row that this row is a direct part of (IfcRelAggregates/IfcRelNests, both ends elements)
        "material": pl.String,  # names, " | " between several
        "layer": pl.String,  # presentation layer (CAD layer)
    }
)
"""Columns of `BuildingModel.elements`; null means that the file does not say."""

ROLES = ("element", "space", "grid", "spatial", "group")
"""`element`: IfcElement, IfcProxy; `space`: IfcSpace; `grid`: IfcGrid; `spatial`: project, site, building, storey …;
`group`: IfcGroup with its systems and zones, which have neither place nor shape."""

STOREY_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,  # into the element table
        "guid": pl.String,
        "name": pl.String,
        "building": pl.Int32,  # row of the building, null when there is none
        "elevation": pl.Float64,  # metres above the building's zero
        "height": pl.Float64,  # metres to the next storey of the same building; null for the topmost
    }
)
"""Columns of `BuildingModel.storeys`, from the lowest up."""

MATERIAL_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "material": pl.String,
        "category": pl.String,
        "layer": pl.Int32,  # position in a layer set, from 0; null when the material is not in layers
        "thickness": pl.Float64,  # metres; null when not in layers
        "role": pl.String,  # name of the layer or constituent
        "origin": pl.String,  # "occurrence" or "type"
    }
)
"""Columns of `BuildingModel.materials`, long: one row per element and material."""
