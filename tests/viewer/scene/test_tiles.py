"""Merged tiles: nothing lost, millimetres kept far from zero, elements together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.model.geometry import Geometry, no_geometry
from tests.viewer.scene.shapes import BOX_CORNERS, BOX_FACES, block, geometry_of, placed, round_bar
from viewer.scene.tiles import Tile, TileStream, bounds, build_tiles, scene_origin

HERE = (0.0, 0.0, 0.0)


def box_at(matrix: np.ndarray, row: int = 0) -> Geometry:
    return geometry_of([(BOX_CORNERS, BOX_FACES)], [(0, row, matrix)])


def points_of(tile: Tile) -> np.ndarray:
    return tile.positions[:, :3].astype(np.float64) * tile.step + np.array(tile.corner) + np.array(tile.origin)


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.floats(-1e6, 1e6)] * 3), st.tuples(*[st.floats(0.05, 60)] * 3))
def test_positions_keep_the_millimetre_far_from_zero(
    place: tuple[float, float, float], size: tuple[float, float, float]
) -> None:
    geometry = box_at(placed(*place, size))
    (tile,) = build_tiles(geometry, scene_origin(geometry))
    found = points_of(tile)
    assert found.min(axis=0) == pytest.approx(np.array(place), abs=1e-3)
    assert found.max(axis=0) == pytest.approx(np.array(place) + size, abs=1e-3)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 300), st.integers(20, 3000))
def test_every_element_is_in_tiles_once_with_all_its_triangles(elements: int, budget: int) -> None:
    geometry = block(elements)
    tiles = list(build_tiles(geometry, HERE, budget))
    triangles = np.zeros(elements, int)
    for tile in tiles:
        rows = tile.elements[tile.triangles[::3]].astype(int)
        assert np.array_equal(rows, tile.elements[tile.triangles[2::3]].astype(int))
        triangles += np.bincount(rows, minlength=elements)
        changes = np.flatnonzero(np.diff(tile.elements))
        assert len(np.unique(tile.elements)) == len(changes) + 1, "the vertices of an element lie together"
    expected = np.diff(geometry.face_start)[geometry.instance_shape]
    assert np.array_equal(triangles, expected)


def test_tiles_stay_near_their_budget() -> None:
    sizes = [len(tile.triangles) // 3 for tile in build_tiles(block(3000), HERE, 10_000)]
    assert len(sizes) > 3
    assert max(sizes) <= 10_000 + 96


def test_mirrored_instances_keep_their_outside() -> None:
    mirror = placed(0, 0, 0, (-1, 1, 1))
    (tile,) = build_tiles(box_at(mirror), HERE)
    corner = points_of(tile)[tile.triangles.reshape(-1, 3)]
    turn = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normals = tile.normals[tile.triangles[::3], :3].astype(float)
    assert (np.einsum("ij,ij->i", turn, normals) > 0).all()
    outward = corner.mean(axis=1) - points_of(tile).mean(axis=0)
    assert (np.einsum("ij,ij->i", outward, normals) > 0).all()


def test_normals_of_stretched_shapes_stay_upright() -> None:
    (tile,) = build_tiles(geometry_of([round_bar(24)], [(0, 0, placed(0, 0, 0, (4, 1, 1)))]), HERE)
    normals = tile.normals[:, :3] / 127.0
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1.0, abs=0.02)
    side = np.abs(normals[:, 2]) < 0.5
    long_side = side & (np.abs(points_of(tile)[:, 0]) < 0.5)
    assert np.abs(normals[long_side, 1]).min() > 0.95


def test_closed_shapes_come_first() -> None:
    sheet = (BOX_CORNERS[:4], BOX_FACES[:2])
    shapes = [sheet, (BOX_CORNERS, BOX_FACES)]
    geometry = geometry_of(shapes, [(0, 0, placed(0, 0, 0)), (1, 1, placed(3, 0, 0))])
    closed = np.array([False, True])
    geometry = Geometry(**{**{name: getattr(geometry, name) for name in geometry.__slots__}, "shape_closed": closed})
    (tile,) = build_tiles(geometry, HERE)
    assert tile.closed == 12
    assert tile.elements[tile.triangles[: 3 * tile.closed]].tolist() == [1.0] * 36


def test_bounds_and_origin() -> None:
    low, high = bounds(box_at(placed(1e6, 2e6, 5, (10, 4, 3))))
    assert low.tolist() == [1e6, 2e6, 5]
    assert high.tolist() == [1e6 + 10, 2e6 + 4, 8]
    assert scene_origin(box_at(placed(1e6, 2e6, 5, (10, 4, 2)))) == (1_000_005.0, 2_000_002.0, 6.0)
    assert bounds(no_geometry()) is None
    assert list(build_tiles(no_geometry(), scene_origin(no_geometry()))) == []


def test_a_stream_shows_the_first_batch_at_once_and_joins_the_small_ones_after_it() -> None:
    shown: list[Tile] = []
    stream = TileStream(shown.append)
    whole = block(400)
    for start in range(0, 400, 20):
        part = slice(start, start + 20)
        names = {name: getattr(whole, name) for name in whole.__slots__}
        names |= {name: names[name][part] for name in names if name.startswith("instance")}
        stream.add(Geometry(**names))
        assert shown
    before = len(shown)
    stream.finish()
    assert before < 10
    assert {tile.origin for tile in shown} == {shown[0].origin}
    rows = [int(row) for tile in shown for row in np.unique(tile.elements)]
    assert sorted(rows) == list(range(400))
