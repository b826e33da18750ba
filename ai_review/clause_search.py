"""Finding the demand that a question is about, among the rules that the program knows, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ai_review.encoder import TextEncoder
from ai_review.glossary import glossary
from ai_review.retrieval import Retriever
from dfma.finding import Clause
from dfma.rules.rule import Rule
from dfma.text import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a rule demands, in all languages, with the clause that it stands on."""

    rule: str
    clause: Clause
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseHit:
    """One passage that was found."""

    passage: Passage
    score: float
    """Standard deviations above the mean of all passages."""
    margin: float
    """How far it is ahead of the next one; for all but the first the negative distance to the first."""


def clause_passages(rules: Iterable[Rule], catalogues: Sequence[Catalogue]) -> tuple[Passage, ...]:
    """The passages of rules, said in the languages of the catalogues."""
    return tuple(
        Passage(
            rule=rule.id,
            clause=rule.clause,
            content=" / ".join(catalogue.say(part) for catalogue in catalogues for part in (rule.title, rule.about)),
        )
        for rule in rules
    )


def search_clauses(
    question: str, passages: Sequence[Passage], encoder: TextEncoder, count: int = 5
) -> tuple[ClauseHit, ...]:
    """The passages nearest to a question, the best first. A small margin means that the next one is as good."""
    if not passages:
        return ()
    retriever = Retriever([passage.content for passage in passages], encoder, glossary())
    return tuple(
        ClauseHit(passage=passages[hit.place], score=hit.score, margin=hit.margin)
        for hit in retriever.best(question, count)
    )
