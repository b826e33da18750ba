"""Fitting boxes and cutting them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.scene.camera import FIELD_OF_VIEW, STANDARD_VIEWS, Camera, fit

SIZES = st.tuples(*[st.floats(0.1, 500)] * 3)


def in_picture(camera: Camera, aspect: float, point: np.ndarray) -> tuple[float, float]:
    """Place of a point in the picture; within −1 … 1 it is seen."""
    towards = np.array(camera.target) - camera.position
    distance = np.linalg.norm(towards)
    towards = towards / distance
    right = np.cross(towards, camera.up)
    right /= np.linalg.norm(right)
    up = np.cross(right, towards)
    offset = point - np.array(camera.position)
    if camera.height is not None:
        half = camera.height / 2
    else:
        half = float(offset @ towards) * math.tan(math.radians(FIELD_OF_VIEW) / 2)
    return float(offset @ right) / (half * aspect), float(offset @ up) / half


@pytest.mark.parametrize("name", STANDARD_VIEWS)
@pytest.mark.parametrize("projection", ["perspective", "parallel"])
@settings(deadline=None, max_examples=25)
@given(size=SIZES, aspect=st.floats(0.4, 2.5))
def test_the_whole_box_is_in_the_picture(
    name: str, projection: str, size: tuple[float, float, float], aspect: float
) -> None:
    low = np.array([1000.0, -2000.0, 30.0])
    high = low + size
    camera = fit(low, high, STANDARD_VIEWS[name], aspect, projection)
    for corner in np.stack(np.meshgrid(*zip(low, high, strict=True)), axis=-1).reshape(-1, 3):
        assert max(map(abs, in_picture(camera, aspect, corner))) <= 1


def test_front_is_the_south_side() -> None:
    camera = fit(np.zeros(3), np.ones(3), STANDARD_VIEWS["front"], 1.0)
    assert camera.position[1] < 0
