"""Areas in plan: what elements cover of their floor, each spot counted once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from dfma.model.building import BuildingModel

_NOT_SOLID = ("reinforcement", "embedded_part", "opening")
_MOST_TRIANGLES = 20_000
"""A shape with more upward triangles is taken by its convex outline."""
_BOX_LIKE = 0.005
"""Upward faces that cover the box to within this share: the outline is the box's."""
_GRID = 1e-4
"""Outlines are united on a grid of 0.1 mm, so that edges that nearly meet do meet."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """Outlines in plan of some rows, with the height of their tops."""

    shapes: npt.NDArray[np.object_]
    """shapely geometries; None where no shape is known."""
    top: Floats


def outlines(model: BuildingModel, rows: npt.NDArray[np.int32]) -> Outlines:
    """The outline in plan of each row; an assembly's is that of its solid parts."""
    shapes = np.full(len(rows), None, np.object_)
    place = {int(row): number for number, row in enumerate(rows)}
    instances: dict[int, list[int]] = {}
    owner = _owner(model)
    for instance, row in enumerate(model.geometry.instance_row):
        number = place.get(int(row), place.get(int(owner[row])) if owner[row] >= 0 else None)
        if number is not None:
            instances.setdefault(number, []).append(instance)
    for number, own in instances.items():
        shapes[number] = _outline(model, int(rows[number]), own)
    return Outlines(shapes=shapes, top=model.boxes.high[rows, 2])


def areas_counted_once(found: Outlines, same_floor: float) -> Floats:
    """Area of each outline less what earlier ones on its floor cover already; NaN where there is no outline."""
    areas = np.full(len(found.shapes), np.nan)
    known = np.flatnonzero([shape is not None for shape in found.shapes])
    shapes = found.shapes[known]
    areas[known] = shapely.area(shapes)
    later, earlier = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    tops = found.top[known]
    covers = (earlier < later) & (np.abs(tops[earlier] - tops[later]) <= same_floor)
    later, earlier = later[covers], earlier[covers]
    order = np.argsort(later, kind="stable")
    later, earlier = later[order], earlier[order]
    starts = np.flatnonzero(np.diff(later, prepend=-1))
    for start, end in pairwise([*starts, len(later)]):
        own = later[start]
        covered = shapely.union_all(shapes[earlier[start:end]], grid_size=_GRID)
        areas[known[own]] = shapely.area(shapely.difference(shapes[own], covered, grid_size=_GRID))
    return areas


def _owner(model: BuildingModel) -> npt.NDArray[np.int64]:
    """Row of the piece or whole that a solid part's outline belongs to; -1 for none."""
    kinds, piece = model.recognition["kind"], model.recognition["piece"]
    whole = model.elements["whole"]
    owner = pl.select(pl.when(kinds.is_in(_NOT_SOLID)).then(None).otherwise(piece.fill_null(whole))).to_series()
    return owner.fill_null(-1).to_numpy().astype(np.int64)


def _outline(model: BuildingModel, row: int, instances: list[int]) -> shapely.Geometry | None:
    """The outline of all triangles that face up; those that face down cover the same."""
    parts = []
    for instance in instances:
        vertices, faces = model.geometry.of_instance(instance)
        corners = vertices[faces][:, :, :2]
        along, across = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        twice = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
        parts.append(corners[twice > 1e-9])
    upward = np.concatenate(parts)
    if not len(upward):
        return None
    if len(upward) > _MOST_TRIANGLES:
        return shapely.MultiPoint(upward.reshape(-1, 2)).convex_hull
    triangles = shapely.polygons(upward)
    box = _box_outline(model, row)
    if len(instances) == 1 and box is not None and abs(shapely.area(triangles).sum() / box.area - 1) < _BOX_LIKE:
        return box
    united: shapely.Geometry = shapely.union_all(triangles, grid_size=_GRID)
    return united


def _box_outline(model: BuildingModel, row: int) -> shapely.Polygon | None:
    """The plan of an upright box."""
    axes, extent, centre = model.boxes.axes[row], model.boxes.extent[row], model.boxes.centre[row]
    if not np.isfinite(extent).all() or axes[2, 2] < 0.9999 or min(extent[:2]) <= 0:
        return None
    one, other = axes[0, :2] * extent[0] / 2, axes[1, :2] * extent[1] / 2
    return shapely.Polygon(
        [centre[:2] + one + other, centre[:2] + one - other, centre[:2] - one - other, centre[:2] - one + other]
    )
