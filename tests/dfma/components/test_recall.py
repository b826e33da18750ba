"""Matching finds what a piece was drawn from, on series and seeds that nothing was tuned on; see `perturbed.py`.

The full tables are printed by `tests/benchmarks/matching.py`; this is the same in small.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from dfma.components.catalogue import seed_catalogue
from tests.dfma.components.perturbed import CHANGES, distractor_set, halves, judge, perturbed_set

SEED = 105


@cache
def held_out(*, recognised: bool) -> pl.DataFrame:
    _, components = halves(seed_catalogue())
    return judge(perturbed_set(seed_catalogue(), components, 420, SEED, recognised=recognised), seed_catalogue())


def test_the_set_is_the_same_every_time_and_holds_every_change() -> None:
    components, _ = halves(seed_catalogue())
    one, other = (perturbed_set(seed_catalogue(), components, 60, 7) for _ in range(2))
    assert one.cases == other.cases
    assert one.model.measures.equals(other.model.measures)
    assert {case.change for case in one.cases} == set(CHANGES)


def test_tuned_and_held_out_series_are_different_ones() -> None:
    tuned, others = halves(seed_catalogue())
    assert not set(tuned) & set(others)
    assert abs(len(tuned) - len(others)) <= 1


def test_a_clear_piece_of_known_kind_is_found() -> None:
    clear = held_out(recognised=False).filter(pl.col("possible") == 1)
    assert clear.height >= 120
    assert clear["three"].mean() >= 0.98
    assert clear["first"].mean() >= 0.93


def test_a_clear_piece_with_a_name_is_found_with_its_kind_recognised() -> None:
    clear = held_out(recognised=True).filter((pl.col("possible") == 1) & (pl.col("change") != "nameless"))
    assert clear.height >= 100
    assert clear["three"].mean() >= 0.98
    assert clear["first"].mean() >= 0.93


def test_all_pieces_come_near_to_what_is_possible() -> None:
    rows = held_out(recognised=False)
    assert rows["three"].mean() >= (3 / rows["possible"]).clip(upper_bound=1).mean() - 0.03


def test_pieces_of_no_component_are_offered_none() -> None:
    rows = judge(distractor_set(seed_catalogue(), 150, SEED, recognised=False), seed_catalogue())
    assert rows["offered"].sum() == 0
