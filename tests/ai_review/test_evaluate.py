"""Measuring: ranks, figures, and the figures of the development benchmark."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ai_review.encoder import SentenceEncoder
from ai_review.evaluate import Figures, evaluate, rank_of


def test_equal_scores_share_their_ranks() -> None:
    scores = np.array([3.0, 1.0, 3.0, 0.0])
    assert [rank_of(scores, place) for place in range(4)] == [1.5, 3.0, 1.5, 4.0]


def test_figures_of_ranks() -> None:
    figures = Figures.of([1, 2, 10, 1])
    assert (figures.queries, figures.recall_1, figures.recall_5) == (4, 0.5, 0.75)
    assert figures.reciprocal_rank == pytest.approx((1 + 0.5 + 0.1 + 1) / 4)


def test_both_together_find_more_than_either_alone(
    shared: Callable[[str], Path], packaged_encoder: SentenceEncoder
) -> None:
    benchmark = json.loads(shared("data/retrieval/benchmark-dev.json").read_text(encoding="utf-8"))
    recall = {
        method: Figures.of(list(evaluate(benchmark, method, packaged_encoder).values())).recall_1
        for method in ("bm25", "encoder", "hybrid")
    }
    assert recall["hybrid"] > 0.6
    assert recall["hybrid"] > max(recall["bm25"], recall["encoder"]) + 0.15
