"""Questions in either language lead to the rule that answers them."""

from __future__ import annotations

import pytest

from ai_review.clause_search import Passage, clause_passages, search_clauses
from ai_review.encoder import SentenceEncoder
from dfma.rules.pack import load_packs
from dfma.text import LANGUAGES, Catalogue, load_catalogue
from tests.ai_review.fake_encoder import LettersEncoder
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    """Of all rules that ship with the program."""
    folders = sorted(path.parent for path in (ROOT / "dfma").glob("**/locale/en.yaml"))
    catalogues: list[Catalogue] = [load_catalogue(language, folders) for language in LANGUAGES]
    return clause_passages([rule for pack in load_packs() for rule in pack.rules], catalogues)


def test_every_rule_is_said_in_both_languages(passages: tuple[Passage, ...]) -> None:
    assert len(passages) > 30
    assert all("\u27e8" not in passage.content and " / " in passage.content for passage in passages)


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("How long must a stair flight bear on the landing beam?", "CON-087"),
        ("\u697c\u68af\u68af\u6bb5\u6401\u7f6e\u957f\u5ea6\u8981\u591a\u5c11", "CON-087"),
        ("Does every piece need its own mark?", "MFG-110"),
        ("panel too wide for a lorry", "TRA-054"),
        ("\u6784\u4ef6\u7f16\u53f7\u662f\u5426\u552f\u4e00", "MFG-110"),
    ],
)
def test_a_question_leads_to_its_rule(
    passages: tuple[Passage, ...], packaged_encoder: SentenceEncoder, question: str, rule: str
) -> None:
    hits = search_clauses(question, passages, packaged_encoder, count=3)
    assert rule in [hit.passage.rule for hit in hits]
    assert hits[0].score > hits[1].score
    assert hits[0].passage.clause.document


def test_nothing_to_search_in() -> None:
    assert search_clauses("anything", (), LettersEncoder()) == ()
