"""Ranking: z-scores, margins, and what each part adds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_review.glossary import Glossary
from ai_review.retrieval import Retriever, standardised
from tests.ai_review.fake_encoder import LettersEncoder

TEXTS = ["floor slab with lattice girder", "outer wall panel", "stair flight", "bathroom pod"]


def test_the_text_that_shares_words_comes_first_with_its_margin() -> None:
    hits = Retriever(TEXTS, LettersEncoder(), None).best("a stair flight of concrete", count=3)
    assert hits[0].place == 2
    assert hits[0].margin == hits[0].score - hits[1].score > 0
    assert hits[1].margin < 0


def test_the_glossary_crosses_languages() -> None:
    terms = Glossary([{"en": ["stair flight"], "de": ["Treppenlauf"]}])
    assert Retriever(TEXTS, None, terms).best("Treppenlauf 12")[0].place == 2
    assert Retriever(TEXTS, None, None).best("Treppenlauf 12")[0].score == 0


def test_one_text_alone_has_no_margin() -> None:
    (hit,) = Retriever(["wall"], None, None).best("wall")
    assert (hit.place, hit.score, hit.margin) == (0, 0.0, 0.0)


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), min_size=1, max_size=4))
def test_standardised_rows_have_mean_zero_and_keep_their_order(rows: list[list[float]]) -> None:
    scores = np.array(rows)
    result = standardised(scores)
    assert np.all(np.isfinite(result))
    np.testing.assert_allclose(result.mean(axis=1), 0, atol=1e-6)
    for row, standard in zip(scores, result, strict=True):
        assert np.all(np.diff(standard[np.argsort(row, kind="stable")]) >= 0)
