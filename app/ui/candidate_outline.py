"""A candidate over the piece that it could replace: its outline in 3D, each dimension with the gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from app.ui.words import Words
from dfma.components.component import DIMENSIONS
from dfma.model.building import BuildingModel
from dfma.model.geometry import Floats
from dfma.model.measures import dimension_axes
from viewer.scene.annotation import Annotation, Note, box_outline, tick, united
from viewer.scene.camera import Vector

_APART = 0.15
"""Metres from the outline to its dimension lines, and to the words on them."""
_TICK = 0.04
_SAME_MM = 0.5


class Fit(Protocol):
    """By how much a piece is larger than what could be in its place: a `Match`, or a variant chosen by hand."""

    @property
    def gaps_mm(self) -> Mapping[str, float]: ...


def candidate_outline(
    model: BuildingModel, row: int, match: Fit, words: Words, before_mm: float = 0.0
) -> Annotation | None:
    """The box of a candidate at the foot and the starting end of the piece's own box; None where the piece has none.

    A dimension that the component does not state is as large as the piece's. So much of what the length gains lies
    before the starting end: `before_mm`.
    """
    axes, extent = model.boxes.axes[row], model.boxes.extent[row]
    if np.isnan(extent).any():
        return None
    corner = model.boxes.centre[row] - (extent / 2) @ axes
    along = dimension_axes(model.recognition["kind"].gather([row]), extent[None], axes[None])[0]
    target = extent.copy()
    for name, axis in zip(DIMENSIONS, along, strict=True):
        target[axis] -= match.gaps_mm.get(name, 0.0) / 1000
    corner -= axes[along[0]] * before_mm / 1000
    lines, notes = [box_outline(corner, axes, target)], []
    for name, axis in zip(DIMENSIONS, along, strict=True):
        if name not in match.gaps_mm:
            continue
        # Dimensions lie off the corner, each to the side of an axis that it does not run along.
        aside = -axes[(axis + 1) % 3] if axis != 0 else -axes[1]
        start = corner + aside * _APART
        end = start + axes[axis] * target[axis]
        lines += [np.array([[start, end]]), tick(start, axes[axis], aside, _TICK), tick(end, axes[axis], aside, _TICK)]
        notes.append(
            Note(point=_point((start + end) / 2 + aside * _APART), words=_said(name, target[axis], match, words))
        )
    return Annotation(lines=united(lines), notes=tuple(notes))


def _said(name: str, size: float, match: Fit, words: Words) -> str:
    """A dimension of the component in millimetres, and by how much the piece is larger where it is not the same."""
    gap = match.gaps_mm[name]
    key = "ui.match.dimension" if abs(gap) >= _SAME_MM else "ui.match.same_dimension"
    return words(key, name=words.name("ui.fact", name), size=size * 1000, gap=gap)


def _point(place: Floats) -> Vector:
    x, y, z = place.tolist()
    return x, y, z
