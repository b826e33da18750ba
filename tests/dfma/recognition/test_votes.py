"""Tables of votes are sound, and each code they give has a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dfma
from dfma.model.recognition import KINDS
from dfma.recognition.decide import SCHEME
from dfma.recognition.sources.by_designation import BY_DESIGNATION
from dfma.recognition.votes import ANSWERS, parse_weights, read_data, strongest
from dfma.text import load_catalogue


@pytest.mark.parametrize("bad", [{"kind.wal": 0.5}, {"kind.wall": 1.0}, {"colour.red": 0.5}, {"casting.unknown": 0.5}])
def test_a_vote_for_an_unknown_answer_or_beyond_doubt_is_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not a vote"):
        parse_weights(bad)


@pytest.mark.parametrize("entry", read_data("designations.yaml")["series"], ids=lambda entry: entry["id"])
def test_each_designation_reads_its_own_examples(entry: dict[str, object]) -> None:
    for example in entry["examples"]:  # type: ignore[attr-defined]
        assert re.fullmatch(str(entry["pattern"]), example)
        said = {(vote.question, vote.answer): vote.weight for vote in BY_DESIGNATION.witness(example)}
        for question, answer, weight in parse_weights(entry["votes"]):  # type: ignore[arg-type]
            assert said[question, answer] == weight
    assert entry["confidence"] in ("verified", "verified-part", "memory-high", "memory-low", "own")


def test_every_word_is_in_one_entry_only_once() -> None:
    for table in ("words.yaml", "materials.yaml"):
        for entry in read_data(table)["words"]:
            for language, words in entry.items():
                if language != "votes":
                    assert len(words) == len(set(words)), (table, entry)


def test_families_hold_each_kind_once() -> None:
    kinds = [kind for entry in SCHEME["families"].values() for kind in (entry["default"], *entry["kinds"])]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= ANSWERS["kind"]
    assert set(SCHEME["bodies"]) | set(SCHEME["never_cast"]) | set(SCHEME["pods"]) <= set(KINDS)


def test_the_strongest_vote_for_each_answer_is_kept() -> None:
    votes = BY_DESIGNATION.witness("YWQ1")
    assert sorted(strongest([*votes, *votes])) == sorted(votes)


def test_every_code_of_a_reason_is_a_sentence_in_both_languages() -> None:
    folder = Path(dfma.__file__).parent
    shapes = read_data("shapes.yaml")
    codes = {f"shape_{shape}" for shape in shapes["votes"]} | {section["code"] for section in shapes["sections"]}
    codes |= {f"joint_{count}" for count in shapes["joint"]["votes"]}
    sides = {"class", "name", "designation", "property", "material", "main_part", "whole"}
    sides |= {f"position_{place}" for place in shapes["position"]["votes"]}
    codes |= {f"side_{code}" for code in sides} | {
        "side_unknown",
        "made_of_steel",
        "inserts",
        "negated",
        "property_set",
    }
    codes |= {f"{code}_{question}" for code in ("alternative", "uncertain") for question in ("kind", "casting")}
    for language in ("en", "zh_CN"):
        catalogue = load_catalogue(language, [folder / "locale"])
        assert {code for code in codes if f"reason.{code}" not in catalogue} == set()
