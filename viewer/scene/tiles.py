"""From geometry to tiles: merged buffers of moderate size, ready for the graphics card.

A tile holds many elements in few buffers. Positions are 16-bit steps from the tile's own corner, which is given in
double precision from the origin of the scene, so that buildings far from zero keep their millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from dfma.model.geometry import Floats, Geometry
from viewer.scene.camera import Vector
from viewer.scene.shading import Numbers, ShadedShapes, shade

TRIANGLES_PER_TILE = 120_000
"""Keeps one transfer to the page at a few megabytes, and culling useful."""

Part = TypeVar("Part", np.uint16, np.int8)

STEPS = 65_535
_GRID_BITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """Merged geometry of some elements: V vertices, T triangles, E feature edges."""

    positions: npt.NDArray[np.uint16]
    """(V, 4) steps from `corner`; the last column is padding that keeps vertices on 8 bytes."""
    normals: npt.NDArray[np.int8]
    """(V, 4) unit vectors × 127; the last column is padding."""
    elements: npt.NDArray[np.float32]
    """(V) row of the element; whole numbers are exact up to 16 million."""
    triangles: npt.NDArray[np.uint32]
    """(T × 3) vertex numbers; triangles of closed shapes come first."""
    closed: int
    """How many of the triangles belong to closed shapes: where a section cuts those, the cut is filled."""
    edges: npt.NDArray[np.uint32]
    """(E × 2) vertex numbers."""
    origin: Vector
    """Origin of the scene in the building; the same for all tiles of a scene."""
    corner: Vector
    """Least corner of the tile in metres from the origin of the scene."""
    step: float
    """Metres per step of the positions."""

    @property
    def nbytes(self) -> int:
        return sum(part.nbytes for part in (self.positions, self.normals, self.elements, self.triangles, self.edges))


def bounds(geometry: Geometry) -> tuple[Floats, Floats] | None:
    """Least and greatest corner of everything, in the building; None when there is nothing."""
    if len(geometry.instance_shape) == 0:
        return None
    low, high = _instance_boxes(geometry)
    return low.min(axis=0), high.max(axis=0)


def scene_origin(geometry: Geometry) -> Vector:
    """A point of the building near its middle, in whole metres: the scene counts from there."""
    box = bounds(geometry)
    if box is None:
        return (0.0, 0.0, 0.0)
    x, y, z = (float(value) for value in np.rint((box[0] + box[1]) / 2))
    return x, y, z


def build_tiles(geometry: Geometry, origin: Vector, triangles: int = TRIANGLES_PER_TILE) -> Iterator[Tile]:
    """Cut the geometry into tiles of neighbours, each of about so many triangles.

    Batches that arrive one after the other become tiles one after the other, with the origin of the first.
    """
    if len(geometry.instance_shape) == 0:
        return
    shapes = shade(geometry)
    for instances in _groups(geometry, shapes, triangles):
        tile = _merge(geometry, shapes, instances, origin)
        if len(tile.triangles):
            yield tile


class TileStream:
    """Makes tiles of geometry that arrives in small batches.

    The first batch is shown at once; later ones wait until there are as many triangles as are shown already (at most a
    tile full), so that there are few tiles in the end and something new to see all the time.
    """

    def __init__(self, deliver: Callable[[Tile], None]) -> None:
        self._deliver = deliver
        self._origin: Vector | None = None
        self._waiting: list[Geometry] = []
        self._shown = 0

    def add(self, geometry: Geometry) -> None:
        """One more batch; may deliver tiles."""
        if len(geometry.instance_shape) == 0:
            return
        self._waiting.append(geometry)
        if self._triangles() >= min(self._shown, TRIANGLES_PER_TILE):
            self.finish()

    def finish(self) -> None:
        """Deliver what waits. More may come after it."""
        if self._waiting:
            geometry = _united(self._waiting)
            self._shown += self._triangles()
            self._waiting.clear()
            if self._origin is None:
                self._origin = scene_origin(geometry)
            for tile in build_tiles(geometry, self._origin):
                self._deliver(tile)

    def _triangles(self) -> int:
        return sum(int(np.diff(geometry.face_start)[geometry.instance_shape].sum()) for geometry in self._waiting)


def _united(batches: Sequence[Geometry]) -> Geometry:
    """One geometry of several that stand alone."""
    if len(batches) == 1:
        return batches[0]
    vertices = np.cumsum([0, *(len(batch.vertices) for batch in batches)])
    faces = np.cumsum([0, *(len(batch.faces) for batch in batches)])
    shapes = np.cumsum([0, *(len(batch.vertex_start) - 1 for batch in batches)])
    joined = {
        name: np.concatenate([getattr(batch, name) for batch in batches])
        for name in ("vertices", "faces", "shape_closed", "shape_volume", "shape_area", "shape_colour", "instance_row")
    }
    matrices = np.concatenate([batch.instance_matrix for batch in batches])
    return Geometry(
        **joined,
        vertex_start=_joined_starts([batch.vertex_start for batch in batches], vertices),
        face_start=_joined_starts([batch.face_start for batch in batches], faces),
        instance_shape=np.concatenate(
            [batch.instance_shape + shapes[number] for number, batch in enumerate(batches)]
        ).astype(np.int32),
        instance_matrix=matrices,
    )


def _joined_starts(starts: Sequence[npt.NDArray[np.int32]], before: Numbers) -> npt.NDArray[np.int32]:
    parts = [start[:-1] + before[number] for number, start in enumerate(starts)]
    return np.concatenate([*parts, before[-1:]]).astype(np.int32)


def _groups(geometry: Geometry, shapes: ShadedShapes, budget: int) -> Iterator[Numbers]:
    """Instances of each tile, ordered by row so that the vertices of an element lie together."""
    low, high = _instance_boxes(geometry)
    order = np.argsort(_morton((low + high) / 2), kind="stable")
    size = np.diff(shapes.face_start)[geometry.instance_shape[order]]
    tile = (np.cumsum(size) - size) // budget
    for instances in np.split(order, np.flatnonzero(np.diff(tile)) + 1):
        yield instances[np.argsort(geometry.instance_row[instances], kind="stable")]


def _merge(geometry: Geometry, shapes: ShadedShapes, instances: Numbers, origin: Vector) -> Tile:
    shape = geometry.instance_shape[instances]
    matrix = geometry.instance_matrix[instances]
    vertices, owner = _gather(shapes.vertex_start, shape)
    turn = matrix[:, :3, :3]
    shift = matrix[:, :3, 3] - np.asarray(origin)
    points = np.einsum("nij,nj->ni", turn[owner], shapes.vertices[vertices].astype(np.float64)) + shift[owner]
    normals = np.einsum("nij,nj->ni", _normal_matrices(turn)[owner], shapes.normals[vertices].astype(np.float64))
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)

    corner = points.min(axis=0, initial=np.inf) if len(points) else np.zeros(3)
    step = max(float((points - corner).max(initial=0.0)), 1e-3) / STEPS
    first = np.cumsum(np.diff(shapes.vertex_start)[shape]) - np.diff(shapes.vertex_start)[shape]
    faces, face_owner = _gather(shapes.face_start, shape)
    triangles = shapes.faces[faces] + first[face_owner][:, None]
    # A mirroring matrix turns triangles inside out; turn them back.
    mirrored = (np.linalg.det(turn) < 0)[face_owner]
    triangles[mirrored] = triangles[mirrored][:, ::-1]
    closed = geometry.shape_closed[shape][face_owner]
    triangles = np.concatenate([triangles[closed], triangles[~closed]])
    lines, line_owner = _gather(shapes.edge_start, shape)
    return Tile(
        positions=_padded(np.rint((points - corner) / step).astype(np.uint16)),
        normals=_padded(np.rint(normals * 127).astype(np.int8)),
        elements=geometry.instance_row[instances][owner].astype(np.float32),
        triangles=triangles.ravel().astype(np.uint32),
        closed=int(closed.sum()),
        edges=(shapes.edges[lines] + first[line_owner][:, None]).ravel().astype(np.uint32),
        origin=origin,
        corner=(float(corner[0]), float(corner[1]), float(corner[2])),
        step=step,
    )


def _gather(start: Numbers, shape: npt.NDArray[np.int32]) -> tuple[Numbers, Numbers]:
    """Positions in a shared buffer of the parts of each shape in turn, and to which of them each belongs."""
    count = np.diff(start)[shape]
    owner = np.repeat(np.arange(len(shape)), count)
    before = np.cumsum(count) - count
    return start[shape][owner] + np.arange(len(owner)) - before[owner], owner


def _normal_matrices(turn: Floats) -> Floats:
    """Inverse transposed matrices; where there is no inverse (a flattened shape) the matrix itself."""
    result = turn.copy()
    regular = np.abs(np.linalg.det(turn)) > 1e-12
    result[regular] = np.linalg.inv(turn[regular]).transpose(0, 2, 1)
    return result


def _padded(columns: npt.NDArray[Part]) -> npt.NDArray[Part]:
    """A fourth column of zeros."""
    result = np.zeros((len(columns), 4), columns.dtype)
    result[:, :3] = columns
    return result


def _instance_boxes(geometry: Geometry) -> tuple[Floats, Floats]:
    """Axis-parallel box of each instance in the building, from the box of its shape."""
    low, high = _shape_boxes(geometry)
    centre, half = ((low + high) / 2)[geometry.instance_shape], ((high - low) / 2)[geometry.instance_shape]
    turn = geometry.instance_matrix[:, :3, :3]
    middle = np.einsum("nij,nj->ni", turn, centre) + geometry.instance_matrix[:, :3, 3]
    reach = np.einsum("nij,nj->ni", np.abs(turn), half)
    return middle - reach, middle + reach


def _shape_boxes(geometry: Geometry) -> tuple[Floats, Floats]:
    shapes = len(geometry.vertex_start) - 1
    low, high = np.zeros((shapes, 3)), np.zeros((shapes, 3))
    filled = np.diff(geometry.vertex_start) > 0
    start = geometry.vertex_start[:-1][filled]
    if len(start):
        low[filled] = np.minimum.reduceat(geometry.vertices, start, axis=0)
        high[filled] = np.maximum.reduceat(geometry.vertices, start, axis=0)
    return low, high


def _morton(points: Floats) -> npt.NDArray[np.uint64]:
    """Position along a curve that keeps neighbours together: the bits of x, y and z in turn."""
    low = points.min(axis=0)
    extent = max(float((points - low).max()), 1e-9)
    cells = np.minimum((points - low) / extent * 2**_GRID_BITS, 2**_GRID_BITS - 1).astype(np.uint64)
    code = np.zeros(len(points), np.uint64)
    for bit in range(_GRID_BITS):
        for axis in range(3):
            code |= ((cells[:, axis] >> np.uint64(bit)) & np.uint64(1)) << np.uint64(3 * bit + axis)
    return code
