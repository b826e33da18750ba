"""Distances of triangles against a search by points, and against what can be seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.model.triangles import point_inside, triangle_distances
from tests.dfma.model.test_meshes import cube

FLAT = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0)], float)


@pytest.mark.parametrize(
    ("other", "distance"),
    [
        (np.add(FLAT, (0, 0, 0.3)), 0.3),  # parallel planes
        (np.add(FLAT, (3, 0, 0)), 2.0),  # corner to corner in one plane
        (np.array([(0.2, 0.2, 0.1), (0.2, 0.2, 1), (0.3, 0.2, 1)]), 0.1),  # a corner over the face
        (np.array([(0.2, 0.2, -1), (0.2, 0.2, 1), (0.3, 0.2, 1)]), 0.0),  # pierced
        (np.array([(0.5, -0.2, -1), (0.5, -0.2, 1), (0.5, -1, 0)]), 0.2),  # edge to edge
        (FLAT, 0.0),
    ],
)
def test_distances_that_can_be_seen(other: np.ndarray, distance: float) -> None:
    assert triangle_distances(FLAT[None], other[None])[0] == pytest.approx(distance)
    assert triangle_distances(other[None], FLAT[None])[0] == pytest.approx(distance)


def test_triangles_without_area_are_measured_as_the_segments_that_they_are() -> None:
    needle = np.array([(0.2, 0.2, 0.5), (0.2, 0.2, 0.7), (0.2, 0.2, 0.6)])
    assert triangle_distances(FLAT[None], needle[None])[0] == pytest.approx(0.5)
    dot = np.full((3, 3), 2.0)
    assert triangle_distances(dot[None], dot[None])[0] == pytest.approx(0.0)


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 10**6))
def test_no_points_of_two_triangles_are_nearer_than_their_distance(seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b = random.uniform(-1, 1, (2, 3, 3))
    b += random.uniform(-2, 2, 3)
    u, v = np.meshgrid(np.linspace(0, 1, 25), np.linspace(0, 1, 25))
    share = np.stack([u, v, 1 - u - v], axis=2)[u + v <= 1 + 1e-12]
    apart = np.linalg.norm((share @ a)[:, None] - (share @ b)[None], axis=2).min()
    distance = triangle_distances(a[None], b[None])[0]
    assert distance <= apart + 1e-9
    assert distance >= apart - 0.2  # the points lie on a grid of a twenty-fifth of the triangle


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 10**6))
def test_distance_does_not_depend_on_order_or_place(seed: int) -> None:
    random = np.random.default_rng(seed)
    a, b = random.uniform(-1, 1, (2, 1, 3, 3))
    distance = triangle_distances(a, b)
    assert triangle_distances(b, a) == pytest.approx(distance, abs=1e-9)
    assert triangle_distances(a[:, [2, 0, 1]] + 7, b[:, [1, 0, 2]] + 7) == pytest.approx(distance, abs=1e-7)


@pytest.mark.parametrize(
    ("point", "inside"), [((0.5, 0.5, 0.5), True), ((0.01, 0.9, 0.5), True), ((1.5, 0.5, 0.5), False)]
)
def test_a_point_is_inside_or_not_whichever_way_the_mesh_is_turned(point: tuple[float, ...], inside: bool) -> None:
    vertices, faces = cube()
    assert point_inside(np.array(point), vertices[faces]) is inside
    assert point_inside(np.array(point), vertices[faces[:, ::-1]]) is inside
