from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.library.mesh import Mesh
from dfma.components.catalogue import seed_catalogue
from dfma.components.solids import block
from dfma.components.variant import typical_variant

SEED = seed_catalogue().components
ANGLES = st.floats(-3.1, 3.1)
TILTS = st.floats(-1.4, 1.4)


@given(ANGLES, TILTS)
def test_of_a_box_three_faces_are_seen_and_fill_its_outline(turn: float, tilt: float) -> None:
    a, b, c = 2.0, 3.0, 4.0
    seen = Mesh([block((0, a * 1000), (0, b * 1000), (0, c * 1000))]).seen(turn, tilt)
    assert 2 <= len(seen.corners) <= 6
    u, v = seen.corners[:, 1] - seen.corners[:, 0], seen.corners[:, 2] - seen.corners[:, 0]
    area = (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / 2
    assert (area > -1e-6).all()  # all look at us, so nothing seen is drawn inside out
    x, y, z = math.cos(tilt) * math.sin(turn), math.cos(tilt) * math.cos(turn), math.sin(tilt)
    assert area.sum() == pytest.approx(abs(x) * b * c + abs(y) * a * c + abs(z) * a * b, rel=1e-3)


def test_only_edges_of_the_piece_are_drawn() -> None:
    seen = Mesh([block((0, 1000), (0, 1000), (0, 1000))]).seen(0.6, 0.5)
    assert seen.edges.sum(axis=1).tolist() == [2] * 6  # never the diagonal of a face


def test_a_near_solid_is_painted_over_a_far_one() -> None:
    near, far = block((0, 1000), (0, 100), (0, 1000)), block((0, 1000), (500, 600), (0, 1000), "insulation")
    for solids in ([near, far], [far, near]):
        colours = Mesh(solids).seen(0.0, 0.2).colours
        yellow = colours[:, 0] - colours[:, 2] > 0.2
        assert yellow.any()
        assert (np.diff(yellow.astype(int)) <= 0).all()  # first all of the far one


def test_the_face_in_front_is_painted_over_what_lies_in_its_own_solid() -> None:
    stair = typical_variant(SEED["ST"])
    assert stair is not None
    mesh = Mesh(stair.solids)
    for turn in (-0.65, 0.4, 2.5):
        seen = mesh.seen(turn, 0.5)
        assert 0 < len(seen.corners) < mesh.triangles


@pytest.mark.parametrize("name", [name for name, one in SEED.items() if (v := typical_variant(one)) and v.solids])
def test_every_series_has_a_mesh_that_paints_quickly(name: str) -> None:
    variant = typical_variant(SEED[name])
    assert variant is not None
    mesh = Mesh(variant.solids)
    assert mesh.triangles < 5000
    assert np.isfinite(mesh.seen(-0.65, 0.5).corners).all()
