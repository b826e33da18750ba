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
_SAME_AREA = 0.005
"""Outlines whose areas differ by no more than this share are the same."""
_SLIVER = 1e-7
"""Twice the least area in plan, m², of a triangle that counts."""
_FLAT = 1e-3
"""Metres of rise up to which a triangle is level."""
_GRID = 1e-4
"""Outlines are united on a grid of 0.1 mm, so that edges that nearly meet do meet."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """Outlines in plan of some rows, with the height of their tops."""

    shapes: npt.NDArray[np.object_]
    """shapely geometries; None where no shape is known."""
    top: Floats

    def take(self, which: npt.NDArray[np.bool_]) -> Outlines:
        """Some of them."""
        return Outlines(shapes=self.shapes[which], top=self.top[which])


class PlanOutlines:
    """Outlines in plan of the rows of a model; each is worked out once, and each shape once for all its instances."""

    def __init__(self, model: BuildingModel) -> None:
        self._model = model
        self._of_shape: dict[int, shapely.Geometry | None] = {}
        self._of_row: dict[int, shapely.Geometry | None] = {}
        self._areas: dict[tuple[bytes, float], Floats] = {}
        owner = _owner(model)
        self._instances: dict[int, list[int]] = {}
        for instance, row in enumerate(model.geometry.instance_row.tolist()):
            for concerned in {row, owner[row]}:
                self._instances.setdefault(concerned, []).append(instance)

    def of_rows(self, rows: npt.NDArray[np.int32]) -> Outlines:
        """The outline of each row; an assembly's is that of its solid parts."""
        shapes = np.full(len(rows), None, np.object_)
        for number, row in enumerate(rows.tolist()):
            if row not in self._of_row:
                self._of_row[row] = self._united([self._of_instance(one) for one in self._instances.get(row, ())])
            shapes[number] = self._of_row[row]
        return Outlines(shapes=shapes, top=self._model.boxes.high[rows, 2])

    def counted_once(self, rows: npt.NDArray[np.int32], same_floor: float) -> Floats:
        """What `areas_counted_once` says of some rows, worked out once."""
        key = (rows.tobytes(), same_floor)
        if key not in self._areas:
            self._areas[key] = areas_counted_once(self.of_rows(rows), same_floor)
        return self._areas[key]

    def _united(self, outlines: list[shapely.Geometry | None]) -> shapely.Geometry | None:
        known = [outline for outline in outlines if outline is not None]
        if len(known) < 2:
            return known[0] if known else None
        united: shapely.Geometry = shapely.union_all(known, grid_size=_GRID)
        return united

    def _of_instance(self, instance: int) -> shapely.Geometry | None:
        geometry = self._model.geometry
        matrix = geometry.instance_matrix[instance]
        if matrix[2, 2] < 1 - 1e-9:  # tilted: what faces up depends on how it stands
            vertices, faces = geometry.of_instance(instance)
            return _outline(vertices[faces])
        shape = int(geometry.instance_shape[instance])
        if shape not in self._of_shape:
            local = geometry.vertices[geometry.vertex_start[shape] : geometry.vertex_start[shape + 1]].astype(
                np.float64
            )
            self._of_shape[shape] = _outline(
                local[geometry.faces[geometry.face_start[shape] : geometry.face_start[shape + 1]]]
            )
        outline = self._of_shape[shape]
        if outline is None:
            return None
        moved: shapely.Geometry = shapely.transform(outline, lambda plan: plan @ matrix[:2, :2].T + matrix[:2, 3])
        return moved


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


def _owner(model: BuildingModel) -> list[int]:
    """Row of the piece or whole that a solid part's outline belongs to; -1 for none."""
    kinds, piece = model.recognition["kind"], model.recognition["piece"]
    whole = model.elements["whole"]
    owner = pl.select(pl.when(kinds.is_in(_NOT_SOLID)).then(None).otherwise(piece.fill_null(whole))).to_series()
    rows: list[int] = owner.fill_null(-1).to_list()
    return rows


def _outline(corners: Floats) -> shapely.Geometry | None:
    """The outline of all triangles (n, 3, 3) that face up; those that face down cover the same."""
    upward = corners[_twice_plan_area(corners) > _SLIVER]
    if not len(upward):
        return None
    hull = shapely.MultiPoint(upward[:, :, :2].reshape(-1, 2)).convex_hull
    if len(upward) > _MOST_TRIANGLES or _greatest_level(upward) > (1 - _SAME_AREA) * hull.area:
        return hull
    united: shapely.Geometry = shapely.union_all(shapely.polygons(upward[:, :, :2]), grid_size=_GRID)
    return united


def _greatest_level(corners: Floats) -> float:
    """The greatest area of triangles that lie at one height: they cannot cover each other, so the whole outline is at
    least as great. Where it fills the hull, as the top of nearly every slab and wall does, nothing need be united."""
    top = corners[:, :, 2].max(axis=1)
    flat = top - corners[:, :, 2].min(axis=1) < _FLAT
    if not flat.any():
        return 0.0
    _, level = np.unique(np.round(top[flat], 3), return_inverse=True)
    return float(np.bincount(level, weights=_twice_plan_area(corners[flat])).max()) / 2


def _twice_plan_area(corners: Floats) -> Floats:
    """Twice the area of triangles in plan, negative where they face down."""
    along, across = corners[:, 1, :2] - corners[:, 0, :2], corners[:, 2, :2] - corners[:, 0, :2]
    twice: Floats = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    return twice
