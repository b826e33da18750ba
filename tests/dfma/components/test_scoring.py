"""The arithmetic of matching: exact, independent of chunks, and never worse than looking at every form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components import scoring
from dfma.components.scoring import PARTS, Shapes, Weighing, best_forms, score_parts, size_gaps, turned
from dfma.components.signature import gap_limits, matching_rules


def shapes(sizes: np.ndarray, spread: float = 0.0, openings: int = 0) -> Shapes:
    count = len(sizes)
    return Shapes(
        low=sizes, high=sizes + spread, step=np.full(count, np.nan), count=np.full(count, openings),
        openings=np.full((count, 4), np.nan), kinds=np.ones(count, np.bool_),
    )  # fmt: skip


def weighing(thickness: int | None = 1, *, draws_openings: bool = True) -> Weighing:
    return Weighing(
        thickness=thickness, draws_openings=draws_openings, rules=matching_rules(), limits=gap_limits("wall")
    )


def test_gaps_are_piece_minus_form_and_nothing_inside_a_range() -> None:
    forms = shapes(np.array([[3000.0, 200.0, 2800.0]] * 2), spread=50.0)
    gaps = size_gaps(shapes(np.array([[3085.0, 220.0, 2790.0], [3030.0, np.nan, 2800.0]])), forms)
    assert gaps[0].tolist() == [35.0, 0.0, -10.0]
    assert gaps[1, 0] == 0.0
    assert np.isnan(gaps[1, 1])


def test_a_form_that_repeats_is_met_at_its_multiples() -> None:
    strips = replace(shapes(np.array([[600.0, 100.0, 2800.0]] * 2)), step=np.array([600.0, 600.0]))
    gaps = size_gaps(shapes(np.array([[3020.0, 100.0, 2800.0], [100.0, 100.0, 2800.0]])), strips)
    assert gaps[:, 0].tolist() == [20.0, -500.0]  # at least one panel


def test_exchangeable_sizes_are_put_in_order() -> None:
    ordered, swapped = turned(np.array([[900.0, 2400.0, 60.0], [2400.0, 900.0, 60.0]]), (0, 1))
    assert ordered.tolist() == [[2400.0, 900.0, 60.0]] * 2
    assert swapped.tolist() == [True, False]


def random_shapes(random: np.random.Generator, count: int, spread: float = 0.0) -> Shapes:
    """Sizes that recur, some unknown, some repeating, with none, one, two or three openings or an unknown number."""
    sizes = random.integers(10, 40, (count, 3)) * 100.0
    sizes[random.random((count, 3)) < 0.1] = np.nan
    made = shapes(sizes, spread)
    openings = random.integers(-1 if spread == 0 else 0, 4, count)
    faces = np.where(np.arange(4) < 2 * openings[:, None], random.integers(6, 20, (count, 4)) * 100.0, np.nan)
    repeats = np.where(spread > 0 and random.random(count) < 0.3, sizes[:, 0], np.nan)
    return replace(made, count=openings, openings=faces, step=repeats, kinds=random.random(count) < 0.5)


@settings(deadline=None)
@given(
    seed=st.integers(0, 10_000), pieces=st.integers(1, 30), variants=st.integers(1, 30), keep=st.integers(1, 5),
    thickness=st.sampled_from([None, 1, 2]), draws=st.booleans(),
)  # fmt: skip
def test_the_search_finds_the_best_of_all(
    seed: int, pieces: int, variants: int, keep: int, thickness: int | None, draws: bool
) -> None:
    random = np.random.default_rng(seed)
    some, forms, rules = random_shapes(random, pieces), random_shapes(random, 2 * variants, 100.0), weighing(thickness)
    if not draws:
        rules = weighing(thickness, draws_openings=False)
    first = np.arange(0, 2 * variants, 2)
    variant, form, parts = best_forms(some, forms, first, rules, keep)
    piece, other = (grid.ravel() for grid in np.meshgrid(np.arange(pieces), np.arange(2 * variants), indexing="ij"))
    every = (score_parts(some.take(piece), forms.take(other), rules) @ rules.weights).reshape(pieces, -1)
    expected = -np.sort(-np.maximum.reduceat(every, first, axis=1), axis=1)[:, :keep]
    assert parts @ rules.weights == pytest.approx(expected, abs=1e-6)
    assert ((form == first[variant]) | (form == first[variant] + 1)).all()
    assert np.take_along_axis(every, form, axis=1) == pytest.approx(parts @ rules.weights)
    assert parts.shape[-1] == len(PARTS)


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    some, forms = random_shapes(random, 50), random_shapes(random, 40, 100.0)
    whole = best_forms(some, forms, np.arange(40), weighing(), 3)
    monkeypatch.setattr(scoring, "CELLS", 90)
    for one, other in zip(whole, best_forms(some, forms, np.arange(40), weighing(), 3), strict=True):
        assert np.array_equal(one, other)
