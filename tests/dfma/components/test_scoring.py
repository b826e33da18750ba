"""The arithmetic of matching: exact, independent of chunks, and never worse than looking at every form."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components import scoring
from dfma.components.scoring import PARTS, Shapes, best_forms, score_parts, size_gaps, turned
from dfma.components.signature import matching_rules


def shapes(sizes: np.ndarray, spread: float = 0.0, openings: int = 0) -> Shapes:
    count = len(sizes)
    return Shapes(
        low=sizes, high=sizes + spread, step=np.full(count, np.nan), count=np.full(count, openings),
        openings=np.full((count, 4), np.nan), kinds=np.ones(count, np.bool_),
    )  # fmt: skip


def test_gaps_are_piece_minus_form_and_nothing_inside_a_range() -> None:
    form = shapes(np.array([[3000.0, 200.0, 2800.0]]), spread=50.0)
    gaps = size_gaps(np.array([[3085.0, 220.0, 2790.0], [3030.0, np.nan, 2800.0]]), form)
    assert gaps[0, 0].tolist() == [35.0, 0.0, -10.0]
    assert gaps[1, 0, 0] == 0.0
    assert np.isnan(gaps[1, 0, 1])


def test_a_form_that_repeats_is_met_at_its_multiples() -> None:
    strip = shapes(np.array([[600.0, 100.0, 2800.0]]))
    strip = Shapes(
        low=strip.low,
        high=strip.high,
        step=np.array([600.0]),
        count=strip.count,
        openings=strip.openings,
        kinds=strip.kinds,
    )
    gaps = size_gaps(np.array([[3020.0, 100.0, 2800.0], [100.0, 100.0, 2800.0]]), strip)
    assert gaps[:, 0, 0].tolist() == [20.0, -500.0]  # at least one panel


def test_exchangeable_sizes_are_put_in_order() -> None:
    ordered, swapped = turned(np.array([[900.0, 2400.0, 60.0], [2400.0, 900.0, 60.0]]), (0, 1))
    assert ordered.tolist() == [[2400.0, 900.0, 60.0]] * 2
    assert swapped.tolist() == [True, False]


@settings(deadline=None)
@given(seed=st.integers(0, 10_000), pieces=st.integers(1, 40), variants=st.integers(1, 30), keep=st.integers(1, 5))
def test_the_best_variants_are_the_best_of_all(seed: int, pieces: int, variants: int, keep: int) -> None:
    random = np.random.default_rng(seed)
    some = shapes(random.uniform(1000, 4000, (pieces, 3)))
    forms = shapes(random.uniform(1000, 4000, (2 * variants, 3)), spread=100.0)
    first = np.arange(0, 2 * variants, 2)
    variant, form, parts = best_forms(some, forms, first, 1, matching_rules(), keep)
    weights = np.array([matching_rules()["weights"][part] for part in PARTS])
    every = score_parts(some, forms, 1, matching_rules()) @ weights
    expected = -np.sort(-np.maximum.reduceat(every, first, axis=1), axis=1)[:, :keep]
    assert parts @ weights == pytest.approx(expected, abs=1e-6)
    assert ((form == first[variant]) | (form == first[variant] + 1)).all()


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    some, forms = shapes(random.uniform(1000, 4000, (50, 3))), shapes(random.uniform(1000, 4000, (40, 3)))
    whole = best_forms(some, forms, np.arange(40), None, matching_rules(), 3)
    monkeypatch.setattr(scoring, "CELLS", 90)
    for one, other in zip(whole, best_forms(some, forms, np.arange(40), None, matching_rules(), 3), strict=True):
        assert np.array_equal(one, other)
