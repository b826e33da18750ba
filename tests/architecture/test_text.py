"""Every sentence stands in a catalogue, in both languages, with the same values; and in no Python file."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dfma.text import LANGUAGES, read_templates
from tests.conftest import ROOT

PACKAGES = ("app", "viewer", "dfma", "ai_review", "component_library")
LOCALES = sorted(path.parent for package in PACKAGES for path in (ROOT / package).glob("**/locale/en.yaml"))
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).glob("**/*.py"))
CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def fields(template: str) -> set[str]:
    """Names of the values that a template says; the plural helper is a matter of one language."""
    return {
        name
        for _, name, spec, _ in string.Formatter().parse(template)
        if name and not (spec or "").startswith("plural|")
    }


@pytest.mark.parametrize("folder", LOCALES, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_both_languages_say_the_same_keys_with_the_same_values(folder: Path) -> None:
    english, chinese = (read_templates(folder / f"{language}.yaml") for language in ("en", "zh_CN"))
    assert english.keys() == chinese.keys()
    assert {key for key in english if fields(english[key]) != fields(chinese[key])} == set()


def test_no_key_is_explained_twice() -> None:
    for language in LANGUAGES:
        keys = [key for folder in LOCALES for key in read_templates(folder / f"{language}.yaml")]
        assert len(keys) == len(set(keys)), sorted({key for key in keys if keys.count(key) > 1})


def text_keys(tree: ast.AST) -> Iterator[str]:
    """Literal keys handed to text(), Text() or say_key()."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0]
        if name in ("text", "Text", "say_key") and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


@cache
def known_keys() -> set[str]:
    """All keys that some catalogue explains."""
    return {key for folder in LOCALES for key in read_templates(folder / "en.yaml")}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_named_in_the_code_is_explained(source: Path) -> None:
    named = set(text_keys(ast.parse(source.read_text(encoding="utf-8"))))
    assert named - known_keys() == set()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_chinese_sentence_in_python(source: Path) -> None:
    lines = source.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if CJK.search(line)] == []
