"""The glossary: terms are found in sentences and named in the other languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ai_review import glossary as module
from ai_review.glossary import LANGUAGES, Glossary, glossary

CONCEPTS = yaml.safe_load((Path(module.__file__).parent / "data" / "glossary.yaml").read_text(encoding="utf-8"))


def test_every_concept_has_chinese_and_english() -> None:
    for concept in CONCEPTS:
        assert concept.keys() <= set(LANGUAGES)
        assert concept["zh"]
        assert concept["en"]
        assert all(isinstance(term, str) and term.strip() for terms in concept.values() for term in terms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two hollow-core slabs", "Spannbetonhohlplatte"),
        ("Doppelwand Achse 3", "double wall"),
        ("KANAALPLAAT 200", "hollow core slab"),
        ("Fertigteilbalken", "precast"),
    ],
)
def test_terms_are_found_in_plurals_compounds_and_capitals(text: str, expected: str) -> None:
    assert expected.casefold() in [term.casefold() for term in glossary().translations(text)]


def test_the_longest_term_wins() -> None:
    terms = Glossary([{"zh": ["A"], "en": ["wall"]}, {"zh": ["B"], "en": ["wall panel"]}])
    assert terms.translations("one wall panel") == ("B",)
    assert terms.widen("one wall panel") == "one wall panel B"


def test_short_latin_terms_are_whole_words() -> None:
    terms = Glossary([{"zh": ["X"], "nl": ["kit"]}])
    assert terms.translations("kit") == ("X",)
    assert terms.translations("kitchen") == ()
