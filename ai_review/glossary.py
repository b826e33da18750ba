"""Terms of the trade in four languages: a text is widened by what its terms are called in the other ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from dfma.yaml_data import read_yaml

_TABLE = Path(__file__).parent / "data" / "glossary.yaml"
LANGUAGES = ("zh", "en", "nl", "de")
_CHINESE = re.compile("[\u3400-\u9fff]")
_LEAST_COMPOUND = 5
"""Letters of a Dutch or German term that may be found inside a compound."""

Concept = Mapping[str, Sequence[str]]


class Glossary:
    """Finds the terms in a text, the longest first, and names each in the other languages."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._others: dict[str, dict[str, None]] = {}
        for concept in concepts:
            for language, terms in concept.items():
                others = [concept[other][0] for other in LANGUAGES if other != language and concept.get(other)]
                for term in terms:
                    self._others.setdefault(_fold(term), {}).update(dict.fromkeys(others))
        terms = sorted(self._others, key=lambda term: (-len(term), term))
        self._pattern = re.compile("|".join(map(_as_pattern, terms)))

    def __len__(self) -> int:
        return len(self._others)

    def translations(self, text: str) -> tuple[str, ...]:
        """What the terms of a text are called in the other languages, in the order of the text."""
        found: dict[str, None] = {}
        for match in self._pattern.finditer(_fold(text)):
            found.update(self._others.get(match.group(), {}) or self._others.get(match.group().removesuffix("s"), {}))
        return tuple(found)

    def widen(self, text: str) -> str:
        """The text with its translations behind it."""
        return " ".join((text, *self.translations(text)))


@cache
def glossary() -> Glossary:
    """The glossary of the program."""
    return Glossary(read_yaml(_TABLE))


def _as_pattern(term: str) -> str:
    """Chinese terms stand anywhere; Latin ones as whole words, long single ones also inside compounds."""
    escaped = re.escape(term)
    if _CHINESE.search(term):
        return escaped
    if len(term) >= _LEAST_COMPOUND and term.isalpha():
        return rf"{escaped}s?"
    return rf"(?<![a-zà-ÿ]){escaped}s?(?![a-zà-ÿ])"


def _fold(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text).casefold())
