"""Distances between triangles, many pairs at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dfma.model.geometry import Floats

_TINY = 1e-18
_PARALLEL = 1e-9
"""Sine below which a segment runs along a triangle and cannot pierce it; rounding makes it anything but zero."""


def triangle_distances(a: Floats, b: Floats) -> Floats:
    """(K) distance of triangle `a[k]` from triangle `b[k]`, both (K, 3, 3); 0 where they cross.

    Two triangles that do not cross are nearest at a corner of one and a point of the other, or at two edges. Edges that
    pierce the other triangle give 0. After Ericson, Real-Time Collision Detection, 5.1.9 and 5.1.10.
    """
    squared = np.full(len(a), np.inf)
    for i in range(3):
        squared = np.minimum(squared, _point_triangle(a[:, i], b))
        squared = np.minimum(squared, _point_triangle(b[:, i], a))
        for j in range(3):
            edges = (a[:, i], a[:, (i + 1) % 3], b[:, j], b[:, (j + 1) % 3])
            squared = np.minimum(squared, _segment_segment(*edges))
    crossing = np.zeros(len(a), np.bool_)
    for i in range(3):
        crossing |= _pierces(a[:, i], a[:, (i + 1) % 3], b)
        crossing |= _pierces(b[:, i], b[:, (i + 1) % 3], a)
    distances: Floats = np.sqrt(np.where(crossing, 0.0, squared))
    return distances


def _dot(u: Floats, v: Floats) -> Floats:
    product: Floats = np.einsum("ij,ij->i", u, v)
    return product


def _segment_segment(p: Floats, p_end: Floats, q: Floats, q_end: Floats) -> Floats:
    """(K) squared distance of two segments."""
    d, e, r = p_end - p, q_end - q, p - q
    dd, ee, de = _dot(d, d), _dot(e, e), _dot(d, e)
    dr, er = _dot(d, r), _dot(e, r)
    denominator = dd * ee - de * de
    s = np.where(denominator > _TINY, (de * er - dr * ee) / np.maximum(denominator, _TINY), 0.0).clip(0.0, 1.0)
    t = np.where(ee > _TINY, (de * s + er) / np.maximum(ee, _TINY), 0.0).clip(0.0, 1.0)
    s = np.where(dd > _TINY, (de * t - dr) / np.maximum(dd, _TINY), 0.0).clip(0.0, 1.0)
    between = r + d * s[:, None] - e * t[:, None]
    return _dot(between, between)


def _point_triangle(point: Floats, triangle: Floats) -> Floats:
    """(K) squared distance of a point from the plane of a triangle where it lies over it; infinite elsewhere (there an
    edge or a corner is nearer, which the edges tell)."""
    u, v, w = triangle[:, 1] - triangle[:, 0], triangle[:, 2] - triangle[:, 0], point - triangle[:, 0]
    normal = np.cross(u, v)
    size = _dot(normal, normal)
    with np.errstate(divide="ignore", invalid="ignore"):
        beta, gamma = _dot(np.cross(w, v), normal) / size, _dot(np.cross(u, w), normal) / size
        height = _dot(w, normal) ** 2 / size
        over = (beta >= 0) & (gamma >= 0) & (beta + gamma <= 1) & (size > _TINY)
    return np.where(over, height, np.inf)


def _pierces(start: Floats, end: Floats, triangle: Floats) -> npt.NDArray[np.bool_]:
    """(K) whether a segment goes through a triangle (Möller and Trumbore)."""
    u, v = triangle[:, 1] - triangle[:, 0], triangle[:, 2] - triangle[:, 0]
    direction = end - start
    across = np.cross(direction, v)
    determinant = _dot(u, across)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = 1.0 / determinant
        w = start - triangle[:, 0]
        beta = _dot(w, across) * inverse
        aside = np.cross(w, u)
        gamma = _dot(direction, aside) * inverse
        along = _dot(v, aside) * inverse
        inside = (beta >= 0) & (gamma >= 0) & (beta + gamma <= 1) & (along >= 0) & (along <= 1)
    steep = np.abs(determinant) > np.maximum(
        _PARALLEL * np.sqrt(_dot(direction, direction) * _dot(u, u) * _dot(v, v)), _TINY
    )
    hit: npt.NDArray[np.bool_] = inside & steep
    return hit


def point_inside(point: Floats, triangles: Floats) -> bool:
    """Whether a point lies inside a closed mesh of triangles (F, 3, 3), by the solid angle that they fill around it
    (van Oosterom and Strackee, 1983)."""
    corners = triangles - point
    length = np.linalg.norm(corners, axis=2)
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    volume = _dot(a, np.cross(b, c))
    rest = length.prod(axis=1) + _dot(a, b) * length[:, 2] + _dot(b, c) * length[:, 0] + _dot(c, a) * length[:, 1]
    return bool(abs(np.arctan2(volume, rest).sum()) > np.pi)
