"""Mesh facts on cubes that are whole, torn, turned inside out, nested and put side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.model.meshes import MeshFacts, mesh_facts

_CORNERS = np.array([(i & 1, i >> 1 & 1, i >> 2) for i in range(8)], np.float64)
_FACES = np.array(
    [(0, 2, 1), (1, 2, 3), (4, 5, 6), (5, 7, 6), (0, 1, 4), (1, 5, 4),
     (2, 6, 3), (3, 6, 7), (0, 4, 2), (2, 4, 6), (1, 3, 5), (3, 7, 5)],
    np.int32,
)  # fmt: skip
Mesh = tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]


def cube(size: float = 1.0, at: tuple[float, float, float] = (0, 0, 0), *, inside_out: bool = False) -> Mesh:
    return _CORNERS * size + at, _FACES[:, ::-1] if inside_out else _FACES


def together(*meshes: Mesh) -> Mesh:
    """One mesh of several bodies."""
    start = np.cumsum([0, *(len(vertices) for vertices, _ in meshes)])
    return (
        np.concatenate([vertices for vertices, _ in meshes]),
        np.concatenate([faces + first for (_, faces), first in zip(meshes, start[:-1], strict=True)]).astype(np.int32),
    )


def facts(*meshes: Mesh) -> MeshFacts:
    vertices, faces = together(*meshes)
    return mesh_facts(
        vertices,
        faces,
        np.cumsum([0, *(len(v) for v, _ in meshes)], dtype=np.int32),
        np.cumsum([0, *(len(f) for _, f in meshes)], dtype=np.int32),
    )


def torn(mesh: Mesh) -> Mesh:
    """The same triangles, each with corners of its own."""
    vertices, faces = mesh
    return vertices[faces].reshape(-1, 3), np.arange(faces.size, dtype=np.int32).reshape(-1, 3)


def test_several_meshes_are_measured_apart() -> None:
    vertices, faces = cube(2.0)
    found = facts(cube(), cube(3.0), (vertices, faces[:-1]), cube(inside_out=True))
    assert found.closed.tolist() == [True, True, False, True]
    assert found.volume[[0, 1, 3]] == pytest.approx([1.0, 27.0, 1.0])
    assert np.isnan(found.volume[2])
    assert found.area == pytest.approx([6.0, 54.0, 22.0, 6.0])


def test_corners_at_one_place_are_one_corner() -> None:
    found = facts(torn(cube()), torn(cube(inside_out=True)))
    assert found.closed.all()
    assert found.volume == pytest.approx([1.0, 1.0])


def test_an_inside_out_body_is_turned_round() -> None:
    found = facts(cube(inside_out=True))
    corners = _CORNERS[found.faces]
    outward = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert ((corners.mean(axis=1) - 0.5) * outward).sum(axis=1).min() > 0


def test_a_cavity_is_taken_off_and_stays_as_it_is() -> None:
    hollow = together(cube(3.0), cube(1.0, (1, 1, 1), inside_out=True))
    found = facts(hollow)
    assert found.volume == pytest.approx([26.0])
    assert np.array_equal(found.faces, hollow[1])


def test_an_inside_out_body_beside_another_is_no_cavity() -> None:
    assert facts(together(cube(), cube(1.0, (1, 0, 0), inside_out=True))).volume == pytest.approx([2.0])


def test_bodies_that_may_overlap_have_no_volume() -> None:
    found = facts(together(cube(), cube(1.0, (0.5, 0.5, 0.5))))
    assert found.closed.all()
    assert np.isnan(found.volume[0])


def test_an_edge_with_four_faces_is_not_closed() -> None:
    first, second = cube(), cube(1.0, (1, 1, 0))
    shared = together(first, second)
    welded = {tuple(corner): number for number, corner in reversed(list(enumerate(shared[0].tolist())))}
    number = np.array([welded[tuple(corner)] for corner in shared[0].tolist()], np.int32)
    assert not facts((shared[0], number[shared[1]])).closed[0]


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 11), st.floats(1e-2, 1e2), st.floats(-1e6, 1e6))
def test_without_a_triangle_no_cube_is_closed_and_with_all_it_has_its_volume(
    missing: int, size: float, far: float
) -> None:
    vertices, faces = cube(size, (far, 0, -far))
    found = facts((vertices, faces), (vertices, np.delete(faces, missing, axis=0)))
    assert found.closed.tolist() == [True, False]
    assert found.volume[0] == pytest.approx(size**3, rel=1e-5 + 3e-9 * abs(far) / size)
