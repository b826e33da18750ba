"""Near boxes against a comparison of all with all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.model.overlaps import near_pairs, slices


def _all_with_all(low: np.ndarray, high: np.ndarray, gap: float) -> set[tuple[int, int]]:
    return {
        (i, j)
        for i in range(len(low))
        for j in range(i + 1, len(low))
        if (low[i] - high[j] <= gap).all() and (low[j] - high[i] <= gap).all()
    }


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 60), st.integers(0, 10**6), st.sampled_from([0.0, 0.01, 0.5]), st.sampled_from([0.0, 5e5]))
def test_the_pairs_are_those_of_a_comparison_of_all_with_all(count: int, seed: int, gap: float, far: float) -> None:
    random = np.random.default_rng(seed)
    low = random.uniform(0, 5, (count, 3)) + far
    high = low + 10 ** random.uniform(-2, 1, (count, 3))  # from bolts to slabs
    pairs = near_pairs(low, high, gap)
    assert len({tuple(pair) for pair in pairs.tolist()}) == len(pairs)
    assert {tuple(pair) for pair in pairs.tolist()} == _all_with_all(low, high, gap)


@pytest.mark.parametrize("count", [0, 1])
def test_less_than_two_boxes_have_no_pairs(count: int) -> None:
    assert near_pairs(np.zeros((count, 3)), np.ones((count, 3)), 0.1).shape == (0, 2)


def test_equal_boxes_of_no_size_are_near() -> None:
    assert near_pairs(np.zeros((3, 3)), np.zeros((3, 3)), 0.0).tolist() == [[0, 1], [0, 2], [1, 2]]


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.integers(0, 50)), st.integers(1, 100))
def test_slices_cover_all_in_order(counts: list[int], most: int) -> None:
    parts = list(slices(np.array(counts, np.int64), most))
    assert [n for part in parts for n in range(part.start, part.stop)] == list(range(len(counts)))
    assert all(sum(counts[part]) < most + max(counts[part]) for part in parts if any(counts[part]))
