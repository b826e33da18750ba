"""The presentation (CAD) layer of each element."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dfma.ifc.step_file import StepFile
from dfma.progress import Progress

if TYPE_CHECKING:
    import ifcopenshell


def read_layers(step: StepFile, rows: dict[int, int], progress: Progress) -> pl.DataFrame:
    """Columns `row`, `layer`: the first layer that a representation of the element, or an item of it, is put on."""
    layer_of = _layers(step)
    found: dict[int, str] = {}
    if layer_of:
        for name, products in step.groups("IfcProduct"):
            progress.check()
            shapes = step.column(name, products, "Representation")
            for product, shape in zip(products, shapes, strict=True):
                row = rows.get(product.id())
                if row is not None and (layer := _layer(step, shape, layer_of)) is not None:
                    found[row] = layer
    return pl.DataFrame(
        {"row": list(found), "layer": list(found.values())}, schema={"row": pl.Int32, "layer": pl.String}
    )


def _layers(step: StepFile) -> dict[int, str]:
    """Name of the layer by the number of the representation or item that is assigned to it."""
    layer_of: dict[int, str] = {}
    for name, assignments in step.groups("IfcPresentationLayerAssignment"):
        names = step.texts(name, assignments, "Name")
        items = step.column(name, assignments, "AssignedItems")
        for layer, assigned in zip(names, items, strict=True):
            if layer is not None:
                layer_of.update((entity.id(), layer) for entity in step.entities(assigned))
    return layer_of


def _layer(step: StepFile, shape: ifcopenshell.entity_instance | None, layer_of: dict[int, str]) -> str | None:
    representations = [
        representation
        for definition in step.entities(shape)
        for representation in step.many(definition, "Representations")
    ]
    for representation in representations:
        if layer := layer_of.get(representation.id()):
            return layer
    for representation in representations:
        for item in step.many(representation, "Items"):
            if layer := layer_of.get(item.id()) or _layer_of_map(step, item, layer_of):
                return layer
    return None


def _layer_of_map(step: StepFile, item: ifcopenshell.entity_instance, layer_of: dict[int, str]) -> str | None:
    """Layer of the shared representation that a mapped item stands for."""
    if item.is_a() != "IfcMappedItem":
        return None
    mapped = step.one(step.one(item, "MappingSource"), "MappedRepresentation")
    return None if mapped is None else layer_of.get(mapped.id())
