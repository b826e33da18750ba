"""Section planes keep the side that they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.scene.section import SectionPlane, section_at

NUMBERS = st.floats(-1e3, 1e3)
VECTORS = st.tuples(NUMBERS, NUMBERS, NUMBERS)


@settings(deadline=None, max_examples=40)
@given(VECTORS, VECTORS.filter(lambda v: sum(map(abs, v)) > 1e-3), VECTORS, VECTORS)
def test_the_constant_counts_from_the_origin(
    point: tuple[float, ...], normal: tuple[float, ...], origin: tuple[float, ...], other: tuple[float, ...]
) -> None:
    plane = SectionPlane(normal=normal, point=point)
    in_scene = plane.unit_normal() @ (np.array(other) - origin) + plane.constant(origin)
    in_building = plane.unit_normal() @ (np.array(other) - point)
    assert in_scene == pytest.approx(in_building, abs=1e-6)
    assert plane.flipped().unit_normal() == pytest.approx(-plane.unit_normal())


def test_a_level_cut_keeps_what_is_below() -> None:
    plane = section_at("z", 0.25, np.zeros(3), np.array([10.0, 10.0, 8.0]))
    assert plane.point[2] == 2.0
    assert plane.unit_normal() @ (np.array([0, 0, 1]) - plane.point) > 0


@pytest.mark.parametrize("normal", [(0, 0, 0), (float("nan"), 0, 1), (float("inf"), 0, 0)])
def test_a_plane_without_direction_is_refused(normal: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="normal"):
        SectionPlane(normal=normal, point=(0, 0, 0))
