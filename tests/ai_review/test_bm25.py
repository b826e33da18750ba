"""BM25 against the formula written out, and its edges."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_review.bm25 import Bm25, tokens

WORDS = st.lists(st.sampled_from(["wall", "slab", "panel", "stair", "\u53e0\u5408\u677f", "\u5899"]), max_size=6).map(
    " ".join
)


def by_the_formula(documents: list[str], query: str, place: int, k1: float = 1.2, b: float = 0.75) -> float:
    counts = [Counter(tokens(document)) for document in documents]
    lengths = [sum(count.values()) for count in counts]
    score = 0.0
    for token in set(tokens(query)):
        holding = sum(token in count for count in counts)
        if holding and counts[place][token]:
            idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            f = counts[place][token]
            score += idf * f * (k1 + 1) / (f + k1 * (1 - b + b * lengths[place] / (sum(lengths) / len(lengths))))
    return score


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_scores_are_those_of_the_formula(documents: list[str], query: str) -> None:
    (scores,) = Bm25(documents).scores([query])
    expected = [by_the_formula(documents, query, place) for place in range(len(documents))]
    np.testing.assert_allclose(scores, expected, atol=1e-9)


def test_tokens_of_both_scripts() -> None:
    assert tokens("\u5899\u677f Panel_12") == ["\u5899", "\u677f", "\u5899\u677f", "panel", "12"]
    assert tokens("insulation")[1] == tokens("insulated")[1] == "insul"


def test_coverage_is_low_across_languages() -> None:
    index = Bm25(["floor slab", "wall panel"])
    assert index.coverage(["slab", "\u677f", ""]).tolist() == [1.0, 0.0, 0.0]
