"""Oriented boxes: of unique shapes first, then of the elements, then of the assemblies that the elements make up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from dfma.model.geometry import Boxes, Floats, Geometry, Ints, no_boxes
from dfma.model.overlaps import slices

FROM_EXTRUSION, FROM_MESH, FROM_PARTS = 1, 2, 3
"""Values of `Boxes.origin`."""

AGREES = 2e-3
"""Metres by which the box of the extrusion data may differ from the mesh and still be believed."""

_WELL_FILLED = 0.9
"""Share of its box that a body fills; beyond it no other box can be much tighter."""
_MUCH_TIGHTER = 0.95
"""Authored axes are kept unless another box is smaller than this share of theirs."""
_THINNEST = 1e-4
"""Metres: flat shapes count as this thick when boxes are compared by volume."""
_CHUNK = 1 << 20
"""Vertices that are worked on at once."""

Rows: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeBoxes:
    """One oriented box per unique shape, in the coordinates of the shape."""

    axes: Floats
    """(S, 3, 3) unit vectors as rows."""
    centre: Floats
    """(S, 3)"""
    extent: Floats
    """(S, 3) full size along the axes."""
    origin: npt.NDArray[np.int8]
    """(S) FROM_EXTRUSION or FROM_MESH."""


def mesh_box(vertices: Floats, vertex_start: Ints, axes: Floats) -> tuple[Floats, Floats]:
    """(S, 3) least and greatest coordinates along each shape's `axes` (S, 3, 3)."""
    along = np.einsum("vj,vkj->vk", vertices, np.repeat(axes, np.diff(vertex_start), axis=0))
    return np.minimum.reduceat(along, vertex_start[:-1]), np.maximum.reduceat(along, vertex_start[:-1])


def shape_boxes(vertices: Floats, vertex_start: Ints, volume: Floats, authored: ShapeBoxes) -> ShapeBoxes:
    """The best box of each of S shapes.

    `authored` holds the axes that the file suggests, and centre and extent where the body is one plain extrusion (NaN
    elsewhere). An authored box counts where the mesh agrees with it; else the mesh is measured, along the authored axes
    or, when these are poor, along those of the rectangle of least area around the shape as seen along one of them.
    `volume` (S) of the bodies, NaN where unknown. No shape may be without vertices.
    """
    low, high = mesh_box(vertices, vertex_start, authored.axes)
    axes, centre, extent = authored.axes.copy(), (low + high) / 2, high - low
    middle = np.einsum("sk,skj->sj", centre, axes)
    exact = agrees(authored, low, high)
    poor = ~(volume / _solid(extent) >= _WELL_FILLED)
    for source in (axes, _principal_axes(vertices, vertex_start, np.flatnonzero(poor & ~exact))):
        candidates = np.flatnonzero(poor)
        poor[candidates] = False
        for shape, found in zip(candidates, _tightest(vertices, vertex_start, source, candidates), strict=True):
            own = vertices[vertex_start[shape] : vertex_start[shape + 1]] @ found.T
            size = own.max(axis=0) - own.min(axis=0)
            if _solid(size) < _MUCH_TIGHTER * _solid(extent[shape]):
                axes[shape], extent[shape], exact[shape] = found, size, False
                middle[shape] = (own.max(axis=0) + own.min(axis=0)) / 2 @ found
            poor[shape] = not exact[shape] and not volume[shape] / _solid(extent[shape]) >= _WELL_FILLED / 2
    return ShapeBoxes(
        axes=axes,
        centre=np.where(exact[:, None], authored.centre, middle),
        extent=np.where(exact[:, None], authored.extent, extent),
        origin=np.where(exact, FROM_EXTRUSION, FROM_MESH).astype(np.int8),
    )


def agrees(authored: ShapeBoxes, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """(S) whether the authored box and that of the mesh along the same axes differ by less than `AGREES`."""
    centre = np.einsum("sj,skj->sk", authored.centre, authored.axes)
    off = np.maximum(np.abs(centre - authored.extent / 2 - low), np.abs(centre + authored.extent / 2 - high))
    within: npt.NDArray[np.bool_] = off.max(axis=1) <= AGREES  # NaN is not
    return within


def _solid(extent: Floats) -> Floats:
    volume: Floats = np.maximum(extent, _THINNEST).prod(axis=-1)
    return volume


def _principal_axes(vertices: Floats, vertex_start: Ints, shapes: Rows) -> Floats:
    """(S, 3, 3) axes of the scatter of the vertices of some shapes; the identity for the others."""
    axes = np.tile(np.eye(3), (len(vertex_start) - 1, 1, 1))
    for shape in shapes:
        own = vertices[vertex_start[shape] : vertex_start[shape + 1]]
        spread = own - own.mean(axis=0)
        axes[shape] = np.linalg.eigh(spread.T @ spread)[1].T
    return axes


def _tightest(vertices: Floats, vertex_start: Ints, axes: Floats, shapes: Rows) -> Floats:
    """(len(shapes), 3, 3) axes of the smallest box among those that share one axis with `axes`."""
    if not len(shapes):
        return np.zeros((0, 3, 3))
    points = ranges(vertex_start[shapes], vertex_start[shapes + 1])
    owner = np.repeat(np.arange(len(shapes)), np.diff(vertex_start)[shapes])
    along = np.einsum("vj,vkj->vk", vertices[points], axes[shapes][owner])
    first = np.searchsorted(owner, np.arange(len(shapes)))
    size = np.maximum.reduceat(along, first) - np.minimum.reduceat(along, first)
    best, best_volume = axes[shapes].copy(), np.full(len(shapes), np.inf)
    for kept in range(3):
        u, v = (kept + 1) % 3, (kept + 2) % 3
        rectangle = shapely.oriented_envelope(shapely.multipoints(along[:, [u, v]], indices=owner))
        flat = np.flatnonzero(shapely.get_type_id(rectangle) == shapely.GeometryType.POLYGON)
        if not len(flat):
            continue
        corners = shapely.get_coordinates(rectangle[flat]).reshape(-1, 5, 2)
        side = corners[:, 1] - corners[:, 0]
        volume = shapely.area(rectangle[flat]) * np.maximum(size[flat, kept], _THINNEST)
        side /= np.linalg.norm(side, axis=1)[:, None]
        turned = axes[shapes[flat]].copy()
        turned[:, u] = side[:, :1] * axes[shapes[flat], u] + side[:, 1:] * axes[shapes[flat], v]
        turned[:, v] = np.cross(axes[shapes[flat], kept], turned[:, u])
        better = volume < best_volume[flat]
        best[flat[better]], best_volume[flat[better]] = turned[better], volume[better]
    return best


def element_boxes(geometry: Geometry, shapes: ShapeBoxes, whole: Rows, weight: Floats) -> Boxes:
    """The boxes of N element rows.

    `whole` (N) is the row of which a row is a direct part, -1 for none. An assembly without a shape of its own gets the
    box around its parts along the axes of the part of greatest `weight` (N).
    """
    boxes = no_boxes(len(whole))
    if not len(geometry.instance_row):
        return boxes
    rows = geometry.instance_row.astype(np.int64)
    unit = np.tile(np.eye(3), (len(rows), 1, 1))
    low, high = extents_along(geometry, np.arange(len(rows)), unit)
    _spread(boxes.low, boxes.high, rows, low, high)
    rotation = geometry.instance_matrix[:, :3, :3]
    kind = geometry.instance_shape
    boxes.axes[rows] = np.einsum("skj,sij->ski", shapes.axes[kind], rotation)
    boxes.centre[rows] = np.einsum("sj,sij->si", shapes.centre[kind], rotation) + geometry.instance_matrix[:, :3, 3]
    boxes.extent[rows] = shapes.extent[kind]
    boxes.origin[rows] = shapes.origin[kind]
    several = np.flatnonzero(np.bincount(rows, minlength=len(whole))[rows] > 1)
    _enclose(boxes, geometry, several, rows[several], FROM_MESH)
    instances, assemblies = part_instances(geometry, whole)
    _enclose_parts(boxes, geometry, instances, assemblies, weight)
    return _ordered(boxes)


def part_instances(geometry: Geometry, whole: Rows) -> tuple[Rows, Rows]:
    """Pairs (instance, assembly row): the shapes that make up each assembly that has no shape of its own."""
    bodiless = np.ones(len(whole), np.bool_)
    bodiless[geometry.instance_row] = False
    instances, above = np.arange(len(geometry.instance_row)), whole[geometry.instance_row]
    found: list[tuple[Rows, Rows]] = []
    for _ in range(64):  # deeper than any assembly; a circle of parts ends here too
        instances, above = instances[above >= 0], above[above >= 0]
        if not len(above):
            break
        found.append((instances[bodiless[above]], above[bodiless[above]]))
        above = whole[above]
    empty = (np.zeros(0, np.int64), np.zeros(0, np.int64))
    pairs = np.concatenate([np.stack(pair) for pair in [empty, *found]], axis=1)
    return pairs[0], pairs[1]


def extents_along(geometry: Geometry, instances: Rows, axes: Floats) -> tuple[Floats, Floats]:
    """(P, 3) least and greatest coordinate of P instances along `axes` (P, 3, 3), unit rows in the building."""
    low, high = np.empty((len(instances), 3)), np.empty((len(instances), 3))
    matrix = geometry.instance_matrix[instances]
    local = axes @ matrix[:, :3, :3]
    offset = np.einsum("pkj,pj->pk", axes, matrix[:, :3, 3])
    start, stop = (geometry.vertex_start[geometry.instance_shape[instances] + end] for end in (0, 1))
    for part in slices(stop - start, _CHUNK):
        length = (stop - start)[part]
        vertices = geometry.vertices[ranges(start[part], stop[part])]
        along = np.einsum("vj,vkj->vk", vertices, np.repeat(local[part], length, axis=0))
        first = np.cumsum(length) - length
        low[part] = np.minimum.reduceat(along, first) + offset[part]
        high[part] = np.maximum.reduceat(along, first) + offset[part]
    return low, high


def _enclose(boxes: Boxes, geometry: Geometry, instances: Rows, target: Rows, origin: int) -> None:
    """Put around each target row, along its axes, a box that holds its instances."""
    low, high = extents_along(geometry, instances, boxes.axes[target])
    least, greatest = np.full_like(boxes.centre, np.nan), np.full_like(boxes.centre, np.nan)
    _spread(least, greatest, target, low, high)
    rows = np.unique(target)
    boxes.centre[rows] = np.einsum("rk,rkj->rj", (least[rows] + greatest[rows]) / 2, boxes.axes[rows])
    boxes.extent[rows] = greatest[rows] - least[rows]
    boxes.origin[rows] = origin


def _enclose_parts(boxes: Boxes, geometry: Geometry, instances: Rows, assemblies: Rows, weight: Floats) -> None:
    parts = geometry.instance_row[instances]
    order = np.lexsort((-parts, weight[parts], assemblies))  # the heaviest last; of equals the first row
    boxes.axes[assemblies[order]] = boxes.axes[parts[order]]
    _enclose(boxes, geometry, instances, assemblies, FROM_PARTS)
    _spread(boxes.low, boxes.high, assemblies, boxes.low[parts], boxes.high[parts])


def _spread(least: Floats, greatest: Floats, rows: Rows, low: Floats, high: Floats) -> None:
    """Widen the ranges of rows, of which several may be the same."""
    np.fmin.at(least, rows, low)
    np.fmax.at(greatest, rows, high)


def _ordered(boxes: Boxes) -> Boxes:
    """Turn the axes: the last is nearest to the vertical and points up, the first is the longer of the others."""
    rows = np.arange(len(boxes.axes))[:, None]
    rise = np.nan_to_num(np.abs(boxes.axes[:, :, 2]), nan=0.0)
    upright = np.argmax(rise > rise.max(axis=1, keepdims=True) - 1e-6, axis=1)
    length = boxes.extent.copy()
    length[rows[:, 0], upright] = -1.0  # to the end
    order = np.argsort(-length, axis=1, kind="stable")
    axes, extent = boxes.axes[rows, order], boxes.extent[rows, order]
    axes[axes[:, 2, 2] < 0, 2] *= -1
    lead = np.take_along_axis(axes[:, 0], np.argmax(np.abs(np.nan_to_num(axes[:, 0])) > 1e-6, axis=1)[:, None], axis=1)
    axes[lead[:, 0] < 0, 0] *= -1
    axes[:, 1] = np.cross(axes[:, 2], axes[:, 0])
    return Boxes(axes=axes, centre=boxes.centre, extent=extent, low=boxes.low, high=boxes.high, origin=boxes.origin)


def ranges(start: npt.NDArray[np.integer], stop: npt.NDArray[np.integer]) -> Rows:
    """The numbers start[0] … stop[0] - 1, start[1] … stop[1] - 1 and so on, in one array."""
    length = (stop - start).astype(np.int64)
    numbers: Rows = np.arange(length.sum()) + np.repeat(start - (np.cumsum(length) - length), length)
    return numbers


def parts_of(elements: pl.DataFrame) -> Rows:
    """(N) for each row the row that it is a direct part of, -1 for none."""
    return elements["whole"].fill_null(-1).to_numpy().astype(np.int64)
