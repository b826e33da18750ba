"""Unique shapes made ready to draw: split vertices with normals, and the feature edges.

All shapes are worked on at once. Corners of triangles that meet over a smooth edge become one vertex; every other edge
(a crease, an open border, more than two triangles) is a feature edge that is drawn as a line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from dfma.model.geometry import Geometry

CREASE_DEGREES = 32.0
"""Triangles that meet at a sharper angle are divided by a visible edge; a round of 12 or more sides stays smooth."""

WELD = 1e-5
"""Vertices nearer than this, in metres, are one point."""

_HASH = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadedShapes:
    """S shapes with V vertices, F triangles and E feature edges; degenerate triangles are gone."""

    vertices: npt.NDArray[np.float32]
    """(V, 3) in the shape's own coordinates."""
    normals: npt.NDArray[np.float32]
    """(V, 3) unit vectors."""
    faces: Numbers
    """(F, 3) vertex numbers counted from the first vertex of the shape."""
    edges: Numbers
    """(E, 2) vertex numbers counted from the first vertex of the shape."""
    vertex_start: Numbers
    """(S + 1)"""
    face_start: Numbers
    """(S + 1)"""
    edge_start: Numbers
    """(S + 1)"""


def shade(geometry: Geometry) -> ShadedShapes:
    """Split vertices, normals and feature edges of all unique shapes."""
    shapes = len(geometry.vertex_start) - 1
    face_shape = np.repeat(np.arange(shapes), np.diff(geometry.face_start))
    corners = geometry.faces.astype(np.int64) + geometry.vertex_start[face_shape].astype(np.int64)[:, None]
    welded = _weld(geometry)[corners]
    normals = _face_normals(geometry.vertices, corners)
    length = np.linalg.norm(normals, axis=1)
    sound = (
        (length > 0) & (welded[:, 0] != welded[:, 1]) & (welded[:, 1] != welded[:, 2]) & (welded[:, 2] != welded[:, 0])
    )
    corners, welded, normals, face_shape = corners[sound], welded[sound], normals[sound], face_shape[sound]
    units = normals / length[sound][:, None]

    edges = _Edges(welded, units)
    vertex_of_corner, count = _smooth_corners(edges, 3 * len(corners))
    vertex_shape = np.empty(count, np.int64)
    vertex_shape[vertex_of_corner] = np.repeat(face_shape, 3)
    vertices = np.empty((count, 3), np.float32)
    vertices[vertex_of_corner] = geometry.vertices[corners.ravel()]
    vertex_start = _starts(vertex_shape, shapes)

    lines = vertex_of_corner[edges.feature_corners]
    line_shape = vertex_shape[lines[:, 0]]
    order = np.argsort(line_shape, kind="stable")
    lines, line_shape = lines[order], line_shape[order]
    return ShadedShapes(
        vertices=vertices,
        normals=_vertex_normals(vertex_of_corner, np.repeat(normals, 3, axis=0), count),
        faces=vertex_of_corner.reshape(-1, 3) - vertex_start[face_shape][:, None],
        edges=lines - vertex_start[line_shape][:, None],
        vertex_start=vertex_start,
        face_start=_starts(face_shape, shapes),
        edge_start=_starts(line_shape, shapes),
    )


class _Edges:
    """The edges of triangles, once per pair of welded points, and what meets at each."""

    def __init__(self, welded: Numbers, units: npt.NDArray[np.float64]) -> None:
        start = welded.ravel()
        end = np.roll(welded, -1, axis=1).ravel()
        corner = np.arange(len(start))
        next_corner = np.roll(corner.reshape(-1, 3), -1, axis=1).ravel()
        forward = start < end
        low, high = np.where(forward, start, end), np.where(forward, end, start)
        # Corner of the triangle at the lower and at the higher point of the edge.
        self._at = np.column_stack([np.where(forward, corner, next_corner), np.where(forward, next_corner, corner)])

        order = np.lexsort((high, low))
        new = np.ones(len(order), np.bool_)
        new[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
        first = np.flatnonzero(new)
        pairs = np.diff(first, append=len(order)) == 2
        one, other = order[first[pairs]], order[first[pairs] + 1]
        cosine = np.einsum("ij,ij->i", units[one // 3], units[other // 3])
        opposite = forward[one] != forward[other]
        flat = np.where(opposite, cosine, -cosine) > np.cos(np.radians(CREASE_DEGREES))
        # Neighbours that turn opposite ways (a shell that is partly inside out) share no normal, but no line either.
        smooth = flat & opposite

        self.smooth_corners = np.concatenate(
            [np.stack([self._at[one[smooth], side], self._at[other[smooth], side]], axis=1) for side in (0, 1)]
        )
        feature = np.ones(len(first), np.bool_)
        feature[np.flatnonzero(pairs)[flat]] = False
        self.feature_corners = self._at[order[first[feature]]]


def _weld(geometry: Geometry) -> Numbers:
    """A number per vertex, the same for vertices of a shape at the same place."""
    cells = np.rint(geometry.vertices.astype(np.float64) / WELD).astype(np.int64).view(np.uint64)
    shape = np.repeat(np.arange(len(geometry.vertex_start) - 1, dtype=np.uint64), np.diff(geometry.vertex_start))
    # One 64-bit hash sorts many times faster than four columns; a collision would cost one wrong shade.
    key = shape * _HASH[0]
    for axis in range(3):
        key = (key ^ (key >> np.uint64(29))) * _HASH[3] + cells[:, axis] * _HASH[axis]
    _, number = np.unique(key, return_inverse=True)
    return number.astype(np.int64)


def _face_normals(vertices: npt.NDArray[np.float32], corners: Numbers) -> npt.NDArray[np.float64]:
    a, b, c = (vertices[corners[:, side]].astype(np.float64) for side in range(3))
    return np.cross(b - a, c - a)


def _smooth_corners(edges: _Edges, corners: int) -> tuple[Numbers, int]:
    """Number of the vertex of every corner, ascending in order of the triangles, and how many there are."""
    one, other = edges.smooth_corners.T
    graph = coo_matrix((np.ones(len(one), np.bool_), (one, other)), shape=(corners, corners))
    count, label = connected_components(graph, directed=False)
    return label.astype(np.int64), int(count)


def _vertex_normals(vertex: Numbers, weighted: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float32]:
    """Mean of the normals at a vertex, each weighed by the area of its triangle."""
    total = np.stack([np.bincount(vertex, weighted[:, axis], count) for axis in range(3)], axis=1)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return (total / np.where(length > 0, length, 1.0)).astype(np.float32)


def _starts(owner: Numbers, owners: int) -> Numbers:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=owners))]).astype(np.int64)
