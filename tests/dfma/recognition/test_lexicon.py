"""Words in names: the longest wins, the last is the head, a negated one is not meant."""

from __future__ import annotations

import polars as pl
import pytest

from dfma.recognition.lexicon import Lexicon
from dfma.recognition.sources.by_name import LEXICON

SMALL = {
    "negations": ["not", "非"],
    "words": [
        {"votes": {"kind.wall": 0.8}, "en": ["wall"], "zh": ["墙"], "de": ["*wand"]},
        {"votes": {"kind.beam": 0.8}, "en": ["beam"], "zh": ["梁"]},
        {"votes": {"kind.parapet": 0.9}, "zh": ["女儿墙"]},
        {"votes": {"casting.precast": 0.9}, "en": ["precast"], "zh": ["预制"], "de": ["fertigteil*"]},
        {"votes": {"kind.hollow_core_slab": 0.9}, "en": ["hollow core"]},
        {"votes": {"kind.steel_member": 0.9}, "en": ["hea#"]},
        {"votes": {}, "en": ["wall plug"]},
    ],
}


def answers(name: str) -> dict[str, float]:
    return {vote.answer: round(vote.weight, 3) for vote in Lexicon(SMALL).read(name)}


def test_the_longest_word_wins() -> None:
    assert answers("女儿墙") == {"parapet": 0.9}
    assert answers("wall plug") == {}


@pytest.mark.parametrize("name", ["hollow core", "Hollow-Core", "HOLLOW_CORE", "HollowCore", "hollowcore"])
def test_separators_and_capitals_do_not_matter(name: str) -> None:
    assert answers(name) == {"hollow_core_slab": 0.9}


@pytest.mark.parametrize("name", ["wallet", "drywall2go", "beams"])
def test_a_latin_word_is_not_found_inside_another(name: str) -> None:
    assert answers(name) == {}


def test_the_last_word_that_names_a_kind_is_the_head() -> None:
    assert answers("wall beam") == {"wall": pytest.approx(0.32), "beam": 0.8}
    assert answers("墙梁") == {"wall": pytest.approx(0.32), "beam": 0.8}


def test_the_first_segment_that_names_a_kind_has_the_head() -> None:
    assert answers("Basic Wall:for beam:1234")["wall"] == 0.8


def test_a_negated_word_is_not_meant() -> None:
    assert answers("非预制墙") == {"cast_in_place": 0.6, "wall": 0.8}
    assert answers("not precast") == {"cast_in_place": 0.6}
    assert answers("not a precast") == {"precast": 0.9}


def test_both_ends_of_a_compound_speak() -> None:
    assert answers("Fertigteilaußenwand") == {"precast": 0.9, "wall": 0.8}


def test_a_number_stands_for_any_number() -> None:
    assert answers("HEA 300") == answers("hea240") == {"steel_member": 0.9}
    assert answers("HEA") == {}


def test_gist_keeps_what_words_are_made_of_and_says_the_same() -> None:
    names = ["预制外墙板_YWQ1-12", "Hollow-Core 200 abc", "Basic Wall:Party - CMU:130893", "X-1", "", None]
    gist = LEXICON.gist(pl.Series(names, dtype=pl.String))
    assert gist[5] is None
    for name, short in zip(names, gist, strict=True):
        said = {(vote.answer, vote.weight) for vote in LEXICON.read(name or "")}
        assert {(vote.answer, vote.weight) for vote in LEXICON.read(short or "")} == said
    alike = LEXICON.gist(pl.Series(["Wand-001 abc7", "Wand-94711 xyz"]))
    assert alike.n_unique() == 1


def test_a_stem_of_two_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="stem"):
        Lexicon({"negations": [], "words": [{"votes": {"kind.wall": 0.5}, "en": ["wa*"]}]})
