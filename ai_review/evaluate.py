"""How well the assistant finds texts: `python -m ai_review.evaluate BENCHMARK.json`.

The benchmark is a JSON object with `corpora` (name → list of [id, text]) and `queries` (list of [corpus, style, text,
id that is wanted]). Prints recall at 1 and 5 in percent and the mean reciprocal rank, per corpus and style and over
all, for words alone, the encoder alone, and both with the glossary.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ai_review.bm25 import Scores
from ai_review.encoder import TextEncoder, load_encoder
from ai_review.glossary import glossary
from ai_review.retrieval import Retriever

Query = tuple[str, str, str, str]
Ranks = dict[Query, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """Over a set of queries; ranks count from 1."""

    queries: int
    recall_1: float
    recall_5: float
    reciprocal_rank: float

    @classmethod
    def of(cls, ranks: Sequence[float]) -> Figures:
        """From the ranks of the texts that were wanted."""
        values = np.array(ranks)
        return cls(len(values), float((values <= 1).mean()), float((values <= 5).mean()), float((1 / values).mean()))

    def __str__(self) -> str:
        return f"{100 * self.recall_1:5.1f} {100 * self.recall_5:5.1f} {self.reciprocal_rank:6.3f}"


def rank_of(scores: Scores, wanted: int) -> float:
    """Rank of one text among all, from 1; equal scores share their ranks."""
    better = int((scores > scores[wanted]).sum())
    equal = int((scores == scores[wanted]).sum())
    return better + (equal + 1) / 2


def evaluate(benchmark: dict[str, list[list[str]]], method: str, encoder: TextEncoder) -> Ranks:
    """Rank of the wanted text for every query."""
    corpora: dict[str, list[list[str]]] = benchmark["corpora"]  # type: ignore[assignment]
    ranks: Ranks = {}
    for name, texts in corpora.items():
        queries: list[Query] = [(q[0], q[1], q[2], q[3]) for q in benchmark["queries"] if q[0] == name]
        if not queries:
            continue
        places = {key: place for place, (key, _) in enumerate(texts)}
        scores = _scores([content for _, content in texts], [query[2] for query in queries], method, encoder)
        for query, row in zip(queries, scores, strict=True):
            ranks[query] = rank_of(row, places[query[3]])
    return ranks


METHODS = ("bm25", "encoder", "bm25+glossary", "encoder+bm25", "hybrid")


def _scores(texts: list[str], queries: list[str], method: str, encoder: TextEncoder) -> Scores:
    terms = glossary() if method in ("bm25+glossary", "hybrid") else None
    if method == "encoder":
        return Retriever(texts, encoder, None, word_weight=0.0).scores(queries)
    return Retriever(texts, None if method.startswith("bm25") else encoder, terms).scores(queries)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("benchmark", type=Path)
    parser.add_argument(
        "--encoder", type=Path, help="folder of a sentence-transformers model instead of the packaged one"
    )
    parser.add_argument("--cache", type=Path, help="folder in which vectors are kept")
    arguments = parser.parse_args()
    benchmark = json.loads(arguments.benchmark.read_text(encoding="utf-8"))
    encoder = load_encoder(arguments.encoder, arguments.cache)
    print(encoder.name)  # noqa: T201
    for method in METHODS:
        ranks = evaluate(benchmark, method, encoder)
        groups: dict[str, list[float]] = defaultdict(list)
        for (corpus, style, _, _), rank in ranks.items():
            groups[f"{corpus}/{style}"].append(rank)
        groups["all"] = list(ranks.values())
        print(f"\n{method:16s}     n   R@1   R@5    MRR")  # noqa: T201
        for group, values in groups.items():
            figures = Figures.of(values)
            print(f"  {group:14s} {figures.queries:5d} {figures}")  # noqa: T201


if __name__ == "__main__":
    main()
