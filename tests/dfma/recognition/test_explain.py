"""Reasons as sentences, in both languages."""

from __future__ import annotations

from pathlib import Path

import dfma
from dfma.recognition import explain, recognise
from dfma.text import load_catalogue
from tests.builders import building


def sentences(language: str, name: str) -> list[str]:
    catalogue = load_catalogue(language, [Path(dfma.__file__).parent / "locale"])
    row = recognise(building([{"class": "IfcBeam", "name": name}])).row(1, named=True)
    return [catalogue.say(text) for text in explain(row["kind_reasons"] + row["casting_reasons"])]


def test_reasons_are_said_in_both_languages() -> None:
    english, chinese = sentences("en", "预制外墙板"), sentences("zh_CN", "预制外墙板")
    assert "the word “外墙板” in the name" in english
    assert "名称中有“外墙板”" in chinese


def test_kinds_inside_a_reason_are_translated_with_their_share() -> None:
    assert "could also be beam (13%)" in sentences("en", "Column")
    assert any(sentence.startswith("也可能是梁") for sentence in sentences("zh_CN", "Column"))
