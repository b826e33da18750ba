"""Sentences: values, plurals, nesting, and templates from strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfma.text import Catalogue, load_catalogue, text


def test_values_plurals_and_nested_sentences() -> None:
    english = Catalogue("en", {"count": "{n} {n:plural|piece|pieces} of {kind}", "slab": "slab"})
    assert english.say(text("count", n=1, kind=text("slab"))) == "1 piece of slab"
    assert english.say(text("count", n=2, kind=text("slab"))) == "2 pieces of slab"


def test_lists_and_numbers() -> None:
    english = Catalogue("en", {"gap": "{gap:.1f} mm at {where}"})
    assert english.say(text("gap", gap=3.25, where=("A", "B"))) == "3.2 mm at A, B"


def test_equal_sentences_are_equal_values() -> None:
    assert text("a", x=1, y=2) == text("a", y=2, x=1)


@pytest.mark.parametrize("template", ["{name.__class__}", "{name[0]}"])
def test_a_template_cannot_reach_into_a_value(template: str) -> None:
    with pytest.raises(ValueError, match="not reach into"):
        Catalogue("en", {"bad": template}).say(text("bad", name="x"))


def test_an_unknown_key_is_visible() -> None:
    assert Catalogue("en", {}).say(text("nowhere")) == "⟨nowhere⟩"


def test_a_key_explained_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "en.yaml").write_text("same: text\n", encoding="utf-8")
    with pytest.raises(ValueError, match="explained twice"):
        load_catalogue("en", [tmp_path / "a", tmp_path / "b"])
