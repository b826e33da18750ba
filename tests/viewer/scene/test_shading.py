"""Vertices, normals and feature edges of unique shapes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.viewer.scene.shapes import BOX_CORNERS, BOX_FACES, geometry_of, round_bar
from viewer.scene.shading import ShadedShapes, shade

ONCE = [(0, 0, np.eye(4))]


def shaded(*shapes: tuple[np.ndarray, np.ndarray]) -> ShadedShapes:
    return shade(geometry_of(list(shapes), ONCE))


def test_a_box_has_flat_faces_and_twelve_edges() -> None:
    box = shaded((BOX_CORNERS, BOX_FACES))
    assert len(box.vertices) == 24
    assert len(box.edges) == 12
    lengths = np.linalg.norm(np.diff(box.vertices[box.edges], axis=1)[:, 0], axis=1)
    assert lengths == pytest.approx(1.0)
    assert np.abs(box.normals).max(axis=1) == pytest.approx(1.0)


@settings(deadline=None, max_examples=20)
@given(st.integers(12, 60))
def test_a_round_bar_is_smooth_around_and_sharp_at_its_ends(sides: int) -> None:
    bar = shaded(round_bar(sides))
    assert len(bar.edges) == 2 * sides
    around = np.abs(bar.normals[:, 2]) < 0.5
    assert around.sum() == 2 * sides
    outward = bar.vertices[around][:, :2] * 2
    assert bar.normals[around][:, :2] == pytest.approx(outward, abs=0.15)


def test_a_bar_of_few_sides_shows_them() -> None:
    assert len(shaded(round_bar(8)).edges) == 3 * 8


def test_shapes_keep_to_themselves() -> None:
    both = shaded((BOX_CORNERS, BOX_FACES), round_bar(16))
    alone = shaded(round_bar(16))
    assert both.vertex_start.tolist() == [0, 24, 24 + len(alone.vertices)]
    assert both.face_start.tolist() == [0, 12, 12 + len(alone.faces)]
    assert np.array_equal(both.faces[12:], alone.faces)
    assert both.vertices[24:] == pytest.approx(alone.vertices)


def test_vertices_at_one_place_are_welded_for_edges() -> None:
    """Exporters repeat the corners of every triangle; that must not draw the diagonals."""
    loose = BOX_CORNERS[BOX_FACES].reshape(-1, 3)
    faces = np.arange(36, dtype=np.int32).reshape(-1, 3)
    assert len(shaded((loose, faces)).edges) == 12


def test_triangles_without_area_vanish() -> None:
    faces = np.concatenate([BOX_FACES, [[0, 0, 1], [2, 2, 2]]]).astype(np.int32)
    assert len(shaded((BOX_CORNERS, faces)).faces) == 12


def test_an_open_border_is_an_edge() -> None:
    assert len(shaded((BOX_CORNERS, BOX_FACES[2:])).edges) == 12
    assert len(shaded((BOX_CORNERS, BOX_FACES[:2])).edges) == 4


def test_a_triangle_turned_inside_out_draws_no_diagonal() -> None:
    faces = BOX_FACES.copy()
    faces[0] = faces[0][::-1]
    assert len(shaded((BOX_CORNERS, faces)).edges) == 12


def test_nothing_is_nothing() -> None:
    empty = shaded((np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32)))
    assert len(empty.vertices) == len(empty.faces) == len(empty.edges) == 0
