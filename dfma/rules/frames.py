"""Where neighbours lie: their boxes along the axes of an element, and how far apart two surfaces really are."""

from __future__ import annotations

import numpy as np

from dfma.model.geometry import Boxes, Floats, Geometry
from dfma.model.triangles import triangle_distances
from dfma.rules.judgement import Mask, Rows

_AT_ONCE = 64
"""Triangles that are compared at once with all of another body."""
_CORNERS = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])


def known(boxes: Boxes, rows: Rows) -> Mask:
    """Which of the rows have a box."""
    return np.asarray(~np.isnan(boxes.extent[rows]).any(axis=1), np.bool_)


def corners(boxes: Boxes, rows: Rows) -> Floats:
    """(K, 8, 3) corners of the own boxes in the building."""
    along = _CORNERS[None, :, :] * boxes.extent[rows][:, None, :]
    places: Floats = np.einsum("kci,kij->kcj", along, boxes.axes[rows]) + boxes.centre[rows][:, None, :]
    return places


def seen_from(boxes: Boxes, row: int, others: Rows, of: Boxes | None = None) -> tuple[Floats, Floats]:
    """(K, 3) least and greatest coordinates of other boxes along the axes of a row, from its centre.

    `of`: the boxes that `others` are rows of, where these are those of another model.
    """
    along = np.einsum("kcj,ij->kci", corners(of or boxes, others) - boxes.centre[row], boxes.axes[row])
    return along.min(axis=1), along.max(axis=1)


def least_gaps(boxes: Boxes, row: int, others: Rows) -> Floats:
    """(K) metres that the bodies in other boxes are at least apart from that in the box of a row; 0 where they meet."""
    low, high = seen_from(boxes, row, others)
    half = boxes.extent[row] / 2
    gaps: Floats = np.maximum(low - half, -half - high).max(axis=1, initial=0.0)
    return gaps


def triangles_of(geometry: Geometry, row: int) -> Floats:
    """(T, 3, 3) all triangles of a row, in the building."""
    meshes = [geometry.of_instance(int(instance)) for instance in np.flatnonzero(geometry.instance_row == row)]
    triangles: Floats = np.concatenate([vertices[faces] for vertices, faces in meshes] or [np.zeros((0, 3, 3))])
    return triangles


def surface_distance(geometry: Geometry, a: int, b: int, reach: float) -> float:
    """Metres between the surfaces of two rows; infinite where they are farther apart than `reach`."""
    first, second = triangles_of(geometry, a), triangles_of(geometry, b)
    first, second = _near(first, second, reach), _near(second, first, reach)
    nearest = np.inf
    for start in range(0, len(first), _AT_ONCE):
        part = first[start : start + _AT_ONCE]
        pairs = np.repeat(part, len(second), axis=0), np.tile(second, (len(part), 1, 1))
        nearest = min(nearest, float(triangle_distances(*pairs).min(initial=np.inf)))
    return nearest if nearest <= reach else np.inf


def _near(triangles: Floats, others: Floats, reach: float) -> Floats:
    """Those triangles whose box is within reach of the box around the others."""
    if not len(triangles) or not len(others):
        return triangles[:0]
    corners_of_others = others.reshape(-1, 3)
    low, high = corners_of_others.min(axis=0) - reach, corners_of_others.max(axis=0) + reach
    inside = (triangles.min(axis=1) <= high).all(axis=1) & (triangles.max(axis=1) >= low).all(axis=1)
    near: Floats = triangles[inside]
    return near
