"""Boxes seen from each other, and distances of surfaces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.rules.frames import corners, known, seen_from, surface_distance
from tests.builders import building

ANGLES = st.floats(0, np.pi)


@settings(deadline=None)  # a busy machine is no failure
@given(st.floats(0.01, 3), ANGLES)
def test_the_distance_of_two_walls_does_not_depend_on_how_they_are_turned(gap: float, angle: float) -> None:
    across = np.array([-np.sin(angle), np.cos(angle), 0]) * (gap + 0.2)
    model = building(
        [
            {"guid": "a", "box": ((0, 0, 1.5), (4, 0.2, 3), angle)},
            {"guid": "b", "box": ((across[0], across[1], 1.5), (4, 0.2, 3), angle)},
        ]
    )
    assert surface_distance(model.geometry, 1, 2, 5.0) == pytest.approx(gap, abs=1e-5)
    assert surface_distance(model.geometry, 1, 2, gap / 2) == np.inf


@settings(deadline=None)  # a busy machine is no failure
@given(ANGLES)
def test_a_box_seen_from_itself_is_its_own_size(angle: float) -> None:
    boxes = building([{"box": ((3, 1, 2), (4, 0.5, 3), angle)}]).boxes
    low, high = seen_from(boxes, 1, np.array([1], np.int32))
    assert (high - low)[0] == pytest.approx([4, 0.5, 3])
    assert corners(boxes, np.array([1], np.int32)).shape == (1, 8, 3)


def test_what_has_no_box_is_not_known() -> None:
    boxes = building([{"guid": "a"}, {"guid": "b", "box": ((0, 0, 0), (1, 1, 1))}]).boxes
    assert known(boxes, np.array([1, 2], np.int32)).tolist() == [False, True]


def test_what_has_no_shape_is_out_of_reach() -> None:
    model = building([{"guid": "a"}, {"guid": "b", "box": ((0, 0, 0), (1, 1, 1))}])
    assert surface_distance(model.geometry, 1, 2, 10.0) == np.inf
