"""Facts about triangle meshes, many at once: closed or not, area, volume, which way round.

All functions take meshes laid end to end: mesh `s` owns the vertices `vertex_start[s]` to `vertex_start[s + 1]` and the
triangles `face_start[s]` to `face_start[s + 1]`; triangles count vertices from the first of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dfma.model.geometry import Floats, Ints

_WELD = 1e-6
"""Metres: vertices that agree on this grid are one corner. Kernels weld at 1e-5 or not at all."""
_MOST_BODIES = 1000
"""Bodies of one mesh that are compared with each other; beyond it they may overlap for all we know."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshFacts:
    """What is known of each of S meshes."""

    faces: Ints
    """(F, 3) the triangles, of closed bodies turned so that they look outwards."""
    closed: Flags
    """(S) each edge is shared by exactly two triangles, which run it in opposite directions."""
    volume: Floats
    """(S) m³; NaN where the mesh is not closed or its bodies may overlap."""
    area: Floats
    """(S) m² of all triangles."""


def mesh_facts(vertices: Floats, faces: Ints, vertex_start: Ints, face_start: Ints) -> MeshFacts:
    """Measure S meshes of V vertices and F triangles.

    Volume by the divergence theorem. A closed body that is inside out is turned round by the sign of its volume; a
    body that is inside out within another one is a cavity and stays.
    """
    count = len(face_start) - 1
    owner = np.repeat(np.arange(count), np.diff(face_start))
    joined = faces
    closed = closed_meshes(faces, owner, count, len(vertices))
    if not closed.all():
        joined = np.where(closed[owner][:, None], faces, _welded(vertices, vertex_start)[faces])
        whole = (joined != np.roll(joined, 1, axis=1)).all(axis=1)
        closed = closed_meshes(joined[whole], owner[whole], count, len(vertices))
    # Measured from a corner of their own, far meshes lose no digits.
    corners = vertices[faces] - vertices[vertex_start[owner]][:, None]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = _sums(owner, np.linalg.norm(normal, axis=1) / 2, count)
    body, body_mesh = _bodies(joined, vertex_start)
    face_body = body[joined[:, 0]]
    signed = _sums(face_body, np.einsum("ij,ij->i", corners[:, 0], normal) / 6, len(body_mesh))
    volume, turned = _mend(signed, body, body_mesh, vertices, closed)
    faces = np.where(turned[face_body][:, None], faces[:, ::-1], faces)
    return MeshFacts(faces=faces, closed=closed, volume=volume, area=area)


def _sums(group: npt.NDArray[np.integer], values: Floats, count: int) -> Floats:
    """(count) sums of values by group."""
    return np.bincount(group, values, count).astype(np.float64)


def closed_meshes(faces: Ints, owner: npt.NDArray[np.int64], count: int, vertices: int) -> Flags:
    """(count) which meshes have each edge exactly twice, once in each direction; a mesh without triangles has not.

    `owner` is the mesh of each triangle.
    """
    start, end = faces.ravel().astype(np.int64), np.roll(faces, -1, axis=1).ravel().astype(np.int64)
    mesh = np.repeat(owner, 3)
    edge = start * vertices + end
    order = np.argsort(edge, kind="stable")
    ordered = edge[order]
    good = np.zeros(count, np.bool_)
    if not len(ordered):
        return good
    good[owner] = True
    twice = np.flatnonzero(ordered[1:] == ordered[:-1])
    good[mesh[order[twice]]] = False
    back = end * vertices + start
    place = np.minimum(np.searchsorted(ordered, back), len(ordered) - 1)
    good[mesh[ordered[place] != back]] = False
    return good


def _welded(vertices: Floats, vertex_start: Ints) -> npt.NDArray[np.int64]:
    """(V) for each vertex the first one of its mesh at the same place."""
    mesh = np.repeat(np.arange(len(vertex_start) - 1), np.diff(vertex_start))
    relative = vertices - vertices[vertex_start[mesh]]
    grid = np.rint(relative / _WELD).astype(np.int64)
    order = np.lexsort((grid[:, 2], grid[:, 1], grid[:, 0], mesh))
    sorted_grid, sorted_mesh = grid[order], mesh[order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (sorted_mesh[1:] != sorted_mesh[:-1]) | (sorted_grid[1:] != sorted_grid[:-1]).any(axis=1)
    first = order[fresh][np.cumsum(fresh) - 1]
    welded = np.empty(len(order), np.int64)
    welded[order] = first
    return welded


def _bodies(faces: Ints, vertex_start: Ints) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Connected parts: (V) the body of each vertex, (B) the mesh of each body.

    Each vertex takes over the least number among its neighbours, and that vertex's number, until nothing changes.
    """
    label = np.arange(int(vertex_start[-1]))
    while True:
        least = label.copy()
        np.minimum.at(least, faces, label[faces].min(axis=1, keepdims=True))
        least = least[least]
        if np.array_equal(least, label):
            break
        label = least
    roots, body = np.unique(label, return_inverse=True)
    mesh = np.repeat(np.arange(len(vertex_start) - 1), np.diff(vertex_start))
    return body, mesh[roots]


def _mend(
    signed: Floats, body: npt.NDArray[np.int64], body_mesh: npt.NDArray[np.int64], vertices: Floats, closed: Flags
) -> tuple[Floats, Flags]:
    """The volume of each mesh, and which bodies have to be turned round."""
    turned = (signed < 0) & closed[body_mesh]
    bodies = np.bincount(body_mesh[signed != 0], minlength=len(closed))
    overlapping = np.zeros(len(closed), np.bool_)
    several = np.flatnonzero(closed & (bodies > 1))
    if len(several):
        low = np.full((len(signed), 3), np.inf)
        high = np.full((len(signed), 3), -np.inf)
        np.minimum.at(low, body, vertices)
        np.maximum.at(high, body, vertices)
    for mesh in several:
        own = np.flatnonzero((body_mesh == mesh) & (signed != 0))
        cavity, overlapping[mesh] = _nested(signed[own], low[own], high[own])
        turned[own[cavity]] = False
    volume = _sums(body_mesh, np.where(turned, -signed, signed), len(closed))
    volume[~closed | overlapping] = np.nan
    return volume, turned


def _nested(signed: Floats, low: Floats, high: Floats) -> tuple[Flags, bool]:
    """Which bodies of one mesh are cavities of another one, and whether solid bodies may overlap (by their boxes)."""
    if len(signed) > _MOST_BODIES:
        return np.zeros(len(signed), np.bool_), True
    slack = 1e-3  # metres by which boxes may overlap and the bodies still only touch
    inside = (low[:, None] >= low[None] - _WELD).all(axis=2) & (high[:, None] <= high[None] + _WELD).all(axis=2)
    inside &= np.abs(signed)[:, None] < np.abs(signed)[None]
    solid_around = inside & (signed > 0)[None]
    cavity = (signed < 0) & solid_around.any(axis=1)
    solid_low, solid_high = low[~cavity], high[~cavity]
    common = np.minimum(solid_high[:, None], solid_high[None]) - np.maximum(solid_low[:, None], solid_low[None])
    overlap = np.triu(np.min(common, axis=2) > slack, k=1)
    return cavity, bool(overlap.any())
