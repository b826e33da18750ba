"""A mesh as a picture: which triangles are seen from a direction, in which order they are painted, and how light."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dfma.components.solids import Solid, preview_geometry
from dfma.model.geometry import Floats

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_LIGHT = np.array([-0.35, 0.55, 0.75]) / np.linalg.norm([-0.35, 0.55, 0.75])
"""From the piece towards the lamp, in the axes of the picture: from the upper left, behind the viewer."""
_SHARP = 0.96
"""Cosine of the angle from which an edge is drawn, as in `dfma.components.drawing`."""
_FLAT = 1e-4
"""Metres that a point may stand out of a plane it lies in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a painter draws, the first one first."""

    corners: Floats
    """(n, 3, 2) to the right and upwards, metres."""
    colours: Floats
    """(n, 3) red, green, blue, 0 … 1."""
    edges: Bools
    """(n, 3) which sides of the triangle are edges of the piece."""


class Mesh:
    """Solids as triangles. Those of one solid that have all of it behind them hide others and are hidden by none of
    it, so they are painted last; the rest by distance. Solids follow each other by their nearest corner. That is right
    for the layers and strips that recipes build, not for anything that could be modelled."""

    def __init__(self, solids: Sequence[Solid]) -> None:
        shape = preview_geometry(solids)
        vertices = shape.vertices.astype(np.float64)
        starts, faces = shape.vertex_start, shape.face_start
        self._owner = np.repeat(np.arange(len(solids)), np.diff(faces))
        self._triangles = shape.faces.astype(np.int64) + starts[:-1][self._owner][:, None]
        self._points = vertices[self._triangles]
        normals = np.cross(self._points[:, 1] - self._points[:, 0], self._points[:, 2] - self._points[:, 0])
        length = np.linalg.norm(normals, axis=1)
        whole = length > 0
        self._normals = np.divide(normals, length[:, None], out=np.zeros_like(normals), where=whole[:, None])
        self._colours = shape.shape_colour[self._owner, :3].astype(np.float64)
        self._edges = _sharp_edges(self._triangles, self._normals)
        self._outer = self._faces_outside(vertices, starts, faces)
        self.centre = (vertices.min(axis=0) + vertices.max(axis=0)) / 2

    @property
    def triangles(self) -> int:
        return len(self._triangles)

    def seen(self, turn: float, tilt: float) -> Seen:
        """From a direction: `turn` about the vertical and `tilt` above the horizon, radians."""
        view = _axes(turn, tilt)
        placed = (self._points - self.centre) @ view.T
        facing = self._normals @ view.T
        shown = np.flatnonzero(facing[:, 2] > 1e-6)
        depth = placed[:, :, 2]
        nearest = np.array([depth[self._owner == solid].max() for solid in range(self._owner.max() + 1)]).round(4)
        order = shown[np.lexsort((depth[shown].mean(axis=1), self._outer[shown], nearest[self._owner[shown]]))]
        light = 0.72 + 0.28 * np.clip(facing[order] @ _LIGHT, 0.0, 1.0)
        return Seen(
            corners=placed[order][:, :, :2],
            colours=np.clip(self._colours[order] * light[:, None], 0.0, 1.0),
            edges=self._edges[order],
        )

    def _faces_outside(self, vertices: Floats, starts: npt.NDArray[np.int32], faces: npt.NDArray[np.int32]) -> Bools:
        """(triangles) whether all of its solid lies behind it."""
        outer = np.zeros(len(self._triangles), np.bool_)
        for own, mine in zip(_slices(starts), _slices(faces), strict=True):
            planes = np.einsum("ij,ij->i", self._normals[mine], self._points[mine][:, 0])
            ahead = self._normals[mine] @ vertices[own].T - planes[:, None]
            outer[mine] = ahead.max(axis=1) <= _FLAT
        return outer


def _slices(starts: npt.NDArray[np.int32]) -> Iterator[slice]:
    return (slice(low, high) for low, high in pairwise(starts.tolist()))


def _axes(turn: float, tilt: float) -> Floats:
    """Rows: to the right, up, towards the viewer."""
    towards = np.array([np.cos(tilt) * np.sin(turn), -np.cos(tilt) * np.cos(turn), np.sin(tilt)])
    right = np.array([np.cos(turn), np.sin(turn), 0.0])
    return np.array([right, np.cross(towards, right), towards])


def _sharp_edges(triangles: Ints, normals: Floats) -> Bools:
    """(triangles, 3) whether the side from corner k to the next is one where the surface bends."""
    sides = np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2).reshape(-1, 2)
    _, number = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True)
    number = number.ravel()
    owner = np.repeat(np.arange(len(triangles)), 3)
    total = np.zeros((number.max() + 1, 3))
    np.add.at(total, number, normals[owner])
    # Two unit normals n and m that meet at an edge: n·(n + m) = 1 + cosine between them.
    cosine = np.einsum("ij,ij->i", normals[owner], total[number]) - 1.0
    sharp: Bools = (cosine < _SHARP).reshape(-1, 3)
    return sharp
