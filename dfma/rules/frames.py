"""Boxes of neighbours as seen along the axes of an element: what lies where in it, and by how much two overlap."""

from __future__ import annotations

import numpy as np

from dfma.model.geometry import Boxes, Floats
from dfma.rules.judgement import Mask, Rows

_CORNERS = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])


def known(boxes: Boxes, rows: Rows) -> Mask:
    """Which of the rows have a box."""
    return np.asarray(~np.isnan(boxes.extent[rows]).any(axis=1), np.bool_)


def corners(boxes: Boxes, rows: Rows) -> Floats:
    """(K, 8, 3) corners of the own boxes in the building."""
    along = _CORNERS[None, :, :] * boxes.extent[rows][:, None, :]
    places: Floats = np.einsum("kci,kij->kcj", along, boxes.axes[rows]) + boxes.centre[rows][:, None, :]
    return places


def seen_from(boxes: Boxes, row: int, others: Rows) -> tuple[Floats, Floats]:
    """(K, 3) least and greatest coordinates of other boxes along the axes of a row, from its centre."""
    along = np.einsum("kcj,ij->kci", corners(boxes, others) - boxes.centre[row], boxes.axes[row])
    return along.min(axis=1), along.max(axis=1)


def overlap_along(boxes: Boxes, row: int, others: Rows, direction: Floats) -> Floats:
    """(K) metres that other boxes share with that of a row along a direction; negative = the gap between them."""
    own = corners(boxes, np.array([row]))[0] @ direction
    theirs = corners(boxes, others) @ direction
    shared: Floats = np.minimum(own.max(), theirs.max(axis=1)) - np.maximum(own.min(), theirs.min(axis=1))
    return shared
