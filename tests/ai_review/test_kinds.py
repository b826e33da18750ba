"""Kinds of free-text names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_review import kinds as module
from ai_review.encoder import SentenceEncoder
from ai_review.kinds import confidence_of, name_kinds, wording
from dfma.model.recognition import KINDS
from tests.ai_review.fake_encoder import LettersEncoder

EXAMPLES = yaml.safe_load((Path(module.__file__).parent / "data" / "kinds.yaml").read_text(encoding="utf-8"))


def test_there_are_examples_of_every_kind_but_holes_and_rooms() -> None:
    assert set(KINDS) - set(EXAMPLES) == {"opening", "space"}
    assert set(EXAMPLES) <= set(KINDS)


def test_a_name_that_holds_an_example_is_of_its_kind() -> None:
    names = ["PRECAST STAIR-FLIGHT 12", "Basic: hollow core slab 200:338821", "badkamerunit B2"]
    guesses = name_kinds(names, LettersEncoder())
    assert [guess.kind for guess in guesses] == ["stair_flight", "hollow_core_slab", "bathroom_pod"]
    assert [guess.name for guess in guesses] == names
    assert all(guess.margin > 0 and guess.runner_up != guess.kind for guess in guesses)


def test_a_name_without_words_means_nothing() -> None:
    (guess,) = name_kinds(["12-300x400"], LettersEncoder())
    assert (guess.kind, guess.confidence) == (None, 0.0)


@pytest.mark.parametrize(
    ("name", "expected"), [("Wall:200 x 3000:1234", "Wall"), ("A-12", ""), ("W_01 panel (2)", "W panel"), ("", "")]
)
def test_wording_takes_numbers_and_punctuation_off(name: str, expected: str) -> None:
    assert wording(name) == expected


@settings(deadline=None)
@given(st.floats(0, 10), st.floats(0, 10))
def test_a_greater_margin_is_never_less_sure(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 < confidence_of(low) <= confidence_of(high) < 1


def test_most_names_of_the_development_benchmark_are_read_rightly(
    shared: Callable[[str], Path], packaged_encoder: SentenceEncoder
) -> None:
    benchmark = json.loads(shared("data/retrieval/benchmark-dev.json").read_text(encoding="utf-8"))
    wanted = yaml.safe_load((Path(__file__).parent / "concept_kinds.yaml").read_text(encoding="utf-8"))
    names = {
        query: wanted[concept]
        for corpus, style, query, concept in benchmark["queries"]
        if corpus == "comp_bi" and style != "c" and concept in wanted
    }
    guesses = name_kinds(list(names), packaged_encoder)
    right = [guess.kind == names[guess.name] for guess in guesses]
    sure = [good for good, guess in zip(right, guesses, strict=True) if guess.confidence >= 0.8]
    assert sum(right) / len(right) > 0.8
    assert sum(sure) / len(sure) > 0.9
