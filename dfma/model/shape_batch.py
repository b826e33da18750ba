"""Shapes on their way from the process that makes them: small geometries that stand alone, and their union."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dfma.model.boxes import ShapeBoxes
from dfma.model.geometry import Geometry, Ints, no_geometry


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeBatch:
    """A few elements' shapes, complete in themselves, so that a viewer can show them at once."""

    geometry: Geometry
    boxes: ShapeBoxes
    identity: tuple[bytes, ...]
    """(S) equal for equal shapes of any batch."""


def united(batches: Sequence[ShapeBatch]) -> tuple[Geometry, ShapeBoxes]:
    """One geometry of all batches, each shape once, with the boxes of its shapes. Arrays are read-only."""
    number: dict[bytes, int] = {}
    chosen: list[list[int]] = []  # of each batch, its shapes that no earlier batch has
    for batch in batches:
        fresh = []
        for shape, identity in enumerate(batch.identity):
            if identity not in number:
                number[identity] = len(number)
                fresh.append(shape)
        chosen.append(fresh)
    if not number:
        return no_geometry(), _no_shape_boxes()
    parts = [_picked(batch, shapes) for batch, shapes in zip(batches, chosen, strict=True)]
    geometries, boxes = [geometry for geometry, _ in parts], [box for _, box in parts]
    whole = [batch.geometry for batch in batches]
    instance_shape = [
        np.array([number[identity] for identity in batch.identity], np.int32)[batch.geometry.instance_shape]
        for batch in batches
    ]
    geometry = Geometry(
        vertices=np.concatenate([g.vertices for g in geometries]),
        faces=np.concatenate([g.faces for g in geometries]),
        vertex_start=_joined([g.vertex_start for g in geometries]),
        face_start=_joined([g.face_start for g in geometries]),
        shape_closed=np.concatenate([g.shape_closed for g in geometries]),
        shape_volume=np.concatenate([g.shape_volume for g in geometries]),
        shape_area=np.concatenate([g.shape_area for g in geometries]),
        shape_colour=np.concatenate([g.shape_colour for g in geometries]),
        instance_shape=np.concatenate(instance_shape),
        instance_row=np.concatenate([g.instance_row for g in whole]),
        instance_matrix=np.concatenate([g.instance_matrix for g in whole]),
    )
    for array in (getattr(geometry, name) for name in Geometry.__slots__):
        array.setflags(write=False)
    return geometry, ShapeBoxes(
        axes=np.concatenate([box.axes for box in boxes]),
        centre=np.concatenate([box.centre for box in boxes]),
        extent=np.concatenate([box.extent for box in boxes]),
        origin=np.concatenate([box.origin for box in boxes]),
    )


def _picked(batch: ShapeBatch, shapes: list[int]) -> tuple[Geometry, ShapeBoxes]:
    """Some shapes of a batch, without instances."""
    all_of_it, boxes = batch.geometry, batch.boxes
    spans = [(slice(*all_of_it.vertex_start[s : s + 2]), slice(*all_of_it.face_start[s : s + 2])) for s in shapes]
    none = no_geometry()
    picked = Geometry(
        vertices=np.concatenate([none.vertices, *(all_of_it.vertices[v] for v, _ in spans)]),
        faces=np.concatenate([none.faces, *(all_of_it.faces[f] for _, f in spans)]),
        vertex_start=np.cumsum([0, *(v.stop - v.start for v, _ in spans)], dtype=np.int32),
        face_start=np.cumsum([0, *(f.stop - f.start for _, f in spans)], dtype=np.int32),
        shape_closed=all_of_it.shape_closed[shapes],
        shape_volume=all_of_it.shape_volume[shapes],
        shape_area=all_of_it.shape_area[shapes],
        shape_colour=all_of_it.shape_colour[shapes],
        instance_shape=none.instance_shape,
        instance_row=none.instance_row,
        instance_matrix=none.instance_matrix,
    )
    return picked, ShapeBoxes(
        axes=boxes.axes[shapes], centre=boxes.centre[shapes], extent=boxes.extent[shapes], origin=boxes.origin[shapes]
    )


def _joined(starts: list[Ints]) -> Ints:
    """Starts of parts laid end to end."""
    lengths = np.concatenate([np.diff(start) for start in starts])
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)


def _no_shape_boxes() -> ShapeBoxes:
    return ShapeBoxes(
        axes=np.zeros((0, 3, 3)), centre=np.zeros((0, 3)), extent=np.zeros((0, 3)), origin=np.zeros(0, np.int8)
    )
