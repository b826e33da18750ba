"""Ranking texts for a query: meaning (encoder), words (BM25) and translated terms (glossary) together.

Cosines of an encoder mean nothing by themselves, so every score is a z-score over the texts that are ranked: how far a
text stands out from the others for this query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ai_review.bm25 import Bm25, Scores
from ai_review.encoder import TextEncoder
from ai_review.glossary import Glossary
from dfma.progress import NoProgress, Progress

WORD_WEIGHT = 1.0
"""Of the z-score by words against that by meaning, for a query all of whose words occur in the texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One text that was found."""

    place: int
    """Its number among the texts."""
    score: float
    """Standard deviations above the mean of all texts."""
    margin: float
    """How far it is ahead of the next one; negative distance to the best for all but the first."""


class Retriever:
    """Texts ready to be searched. Without an encoder by words alone, without a glossary within one language."""

    def __init__(
        self,
        texts: Sequence[str],
        encoder: TextEncoder | None,
        glossary: Glossary | None,
        word_weight: float = WORD_WEIGHT,
    ) -> None:
        self._texts = list(texts)
        self._encoder = encoder
        self._glossary = glossary
        self._word_weight = word_weight
        self._words = Bm25(self._widened(self._texts))

    def scores(self, queries: Sequence[str], progress: Progress | None = None) -> Scores:
        """(Q, N) z-scores."""
        asked = self._widened(queries)
        by_words = standardised(self._words.scores(asked))
        if self._encoder is None:
            return by_words
        everything = self._encoder.encode([*self._texts, *queries], progress or NoProgress())
        texts, questions = everything[: len(self._texts)], everything[len(self._texts) :]
        by_meaning = standardised((questions @ texts.T).astype(np.float64))
        # Words count as far as the query speaks the language of the texts.
        weight = self._word_weight * self._words.coverage(asked)
        return by_meaning + weight[:, None] * by_words

    def best(self, query: str, count: int = 5) -> tuple[Hit, ...]:
        """The best texts for a query; fewer where there are fewer."""
        (scores,) = self.scores([query])
        order = np.argsort(-scores, kind="stable")[: max(count, 2)]
        margins = [scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0]
        margins += [scores[place] - scores[order[0]] for place in order[1:]]
        return tuple(
            Hit(place=int(place), score=float(scores[place]), margin=float(margin))
            for place, margin in zip(order[:count], margins, strict=False)
        )

    def _widened(self, texts: Sequence[str]) -> list[str]:
        return [self._glossary.widen(one) for one in texts] if self._glossary else list(texts)


def standardised(scores: Scores) -> Scores:
    """Each row with mean 0 and standard deviation 1; a row without differences is 0."""
    deviation = scores.std(axis=1, keepdims=True)
    centred: Scores = scores - scores.mean(axis=1, keepdims=True)
    # Equal scores deviate by rounding only.
    level = deviation <= 1e-9 * np.abs(scores).max(axis=1, keepdims=True)
    return np.where(level, 0.0, centred / np.where(level, 1.0, deviation))
