"""BM25 over short texts in Chinese and Latin script, as one sparse matrix product."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Scores: TypeAlias = npt.NDArray[np.float64]

_RUN = re.compile("[\u3400-\u9fff]+|[a-zà-öø-ÿœ]+|[0-9]+")
_STEM = 5
"""Letters of a Latin word that stand for its other forms and compounds ("insulated", "insulation")."""


def tokens(text: str) -> list[str]:
    """Single Chinese characters and their pairs, Latin words with their stems, numbers."""
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if "\u3400" <= run[0] <= "\u9fff":
            found += [*run, *(run[i : i + 2] for i in range(len(run) - 1))]
        else:
            found.append(run)
            if len(run) > _STEM:
                found.append(run[:_STEM])
    return found


class Bm25:
    """Texts to be found by the words that they share with a query (Robertson and Sparck Jones, k1 = 1.2, b = 0.75)."""

    def __init__(self, documents: Sequence[str], k1: float = 1.2, b: float = 0.75) -> None:
        counts = [Counter(tokens(document)) for document in documents]
        self._place = {token: i for i, token in enumerate(sorted({token for count in counts for token in count}))}
        frequency = sparse.csr_matrix(self._matrix(counts))
        documents_with = np.diff(frequency.tocsc().indptr)
        self._idf = np.log1p((len(documents) - documents_with + 0.5) / (documents_with + 0.5))
        length = np.asarray(frequency.sum(axis=1)).ravel()
        damping = k1 * (1 - b + b * length / max(length.mean(), 1e-9)) if len(documents) else length
        weighted = frequency.copy()
        rows = np.repeat(np.arange(frequency.shape[0]), np.diff(frequency.indptr))
        weighted.data = frequency.data * (k1 + 1) / (frequency.data + damping[rows])
        self._documents = weighted @ sparse.diags(self._idf)

    def scores(self, queries: Sequence[str]) -> Scores:
        """(Q, N): each distinct token of a query counts once."""
        asked = self._matrix([Counter(set(tokens(query)) & self._place.keys()) for query in queries])
        return np.asarray((asked @ self._documents.T).todense(), dtype=np.float64)

    def coverage(self, queries: Sequence[str]) -> npt.NDArray[np.float64]:
        """(Q): share of the distinct tokens of a query that occur in any document; low across languages."""
        asked = [set(tokens(query)) for query in queries]
        return np.array([len(own & self._place.keys()) / len(own) if own else 0.0 for own in asked])

    def _matrix(self, counts: Sequence[Counter[str]]) -> sparse.csr_matrix:
        rows = np.repeat(np.arange(len(counts)), [len(count) for count in counts])
        columns = [self._place[token] for count in counts for token in count]
        values = [float(value) for count in counts for value in count.values()]
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(counts), len(self._place)))
