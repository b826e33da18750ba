from __future__ import annotations

import re

from app.bootstrap import catalogue
from app.ui.words import Words
from tests.conftest import ROOT

UI = ROOT / "app" / "ui"


def test_switching_tells_once_and_only_when_it_changes(qtbot: object, words: Words) -> None:
    told: list[str] = []
    words.changed.connect(lambda: told.append(words.language))
    words.switch("en")
    words.switch("zh_CN")
    assert told == ["zh_CN"]


def test_names_begin_with_a_capital_where_the_script_has_one(words: Words) -> None:
    assert words.name("kind", "beam") == "Beam"
    assert words.name("kind", None) == "unknown"
    assert words.name("type_name", "made up") == "Made up"


def test_every_sentence_of_the_window_is_used() -> None:
    """A sentence is used when its key, or what stands before a value in a composed key, is written in the code."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))
    whole = set(re.findall(r'"(ui\.[a-z_A-Z.]+)"', code))
    composed = tuple({start for start in re.findall(r'f"(ui\.[a-z_A-Z.]*)\{', code) if start != "ui."})
    listed = tuple(f"{key}." for key in re.findall(r'(?:empty=|name\(|said\([^"]*)"(ui\.[a-z_.]+)"', code))
    used = {key for key in catalogue("en") if key in whole or key.startswith((*composed, *listed))}
    assert {key for key in catalogue("en") if key.startswith("ui.")} - used == set()
