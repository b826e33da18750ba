"""Finding the words of a table in a name: longest match, negations, and which word is the head of the name.

A name is cut into units: a run of Latin letters, a number, or one Chinese character; what stands between them does not
matter, so "hollow core", "Hollow-Core" and "HollowCore" are one word. Names are many and words are few: `gist` keeps of
each name only the units that words are made of, column by column, and `read` is asked once for each gist.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import polars as pl

from dfma.recognition.votes import Vote, Weights, parse_weights

_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")
_SEGMENT = re.compile("[:\uff1a|\x1f]")
_UNIT = re.compile("[a-zà-öø-ÿœ]+|[0-9]+|[#\u3400-\u9fff]")
_PIECE = "[a-zà-öø-ÿœ]+|[0-9]+|[\u3400-\u9fff]|[:|\x1f]"
"""A unit, or what parts two segments; in a text that is folded."""
_UNKNOWN = "~"
_BESIDE_HEAD = 0.4
"""How much a word counts that names a kind but is not the head of its name."""
_NEGATED_CASTING = 0.6
_LEAST_STEM = 3
"""Letters that a word with `*` has to have beside it."""


class _Find(NamedTuple):
    weights: Weights
    spelling: str
    negated: bool

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that it names."""
        return frozenset(answer for question, answer, _ in self.weights if question == "kind" and not self.negated)


class Lexicon:
    """A table of words as in words.yaml. A word that stands in several entries has the votes of all of them."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        votes: dict[str, dict[str, float]] = {}
        for entry in table["words"]:
            for language, words in entry.items():
                if language != "votes":
                    for word in words:
                        votes.setdefault(_fold(str(word)), {}).update(entry["votes"])
        self._exact: dict[str, Weights] = {}
        self._lengths: dict[str, list[int]] = {}
        self._starts: dict[str, Weights] = {}
        self._ends: dict[str, Weights] = {}
        self._units: set[str] = set()
        for word, weights in votes.items():
            self._learn(word, parse_weights(weights))
        self._negations = {_fold(word) for word in table["negations"]}
        self._stems = f"^(?:{'|'.join(self._starts)})|(?:{'|'.join(self._ends)})$"
        self._units |= self._negations | set(":|\x1f0")
        self.read = lru_cache(maxsize=200_000)(self._read)

    def _learn(self, word: str, weights: Weights) -> None:
        if word.endswith("*"):
            self._starts[_stem(word)] = weights
        elif word.startswith("*"):
            self._ends[_stem(word)] = weights
        else:
            units = _UNIT.findall(word)
            joined = "".join(units)
            self._exact[joined] = weights
            # Latin words that belong together are also written as one.
            for spelling in (units, [joined]) if joined.isascii() and joined.isalpha() else (units,):
                self._units.update(spelling)
                lengths = self._lengths.get(spelling[0], [])
                self._lengths[spelling[0]] = sorted({*lengths, len(spelling)}, reverse=True)

    def gist(self, texts: pl.Series) -> pl.Series:
        """The texts reduced to units that words are made of, numbers as 0, all else as one mark; null stays null."""
        distinct = pl.DataFrame({"text": texts.drop_nulls().unique()})
        folded = (
            pl.col("text")
            .str.replace_all("([a-zà-öø-ÿ])([A-ZÀ-ÖØ-Þ])", "${1} ${2}")
            .str.normalize("NFKC")
            .str.to_lowercase()
            .str.replace_all("ß", "ss", literal=True)
            .str.replace_all("[0-9]+", "0")
        )
        long = distinct.select("text", folded.str.extract_all(_PIECE).alias("unit")).explode("unit")
        known = pl.col("unit").is_in(list(self._units)) | pl.col("unit").str.contains(self._stems)
        kept = pl.when(known).then("unit").otherwise(pl.lit(_UNKNOWN))
        spaced = pl.when(kept.str.contains("^[^\u3400-\u9fff]")).then(pl.format(" {} ", kept)).otherwise(kept)
        joined = long.select("text", spaced.alias("gist")).group_by("text").agg(pl.col("gist").str.join(""))
        # Numbers after something unknown belong to it; W1 and W2 are one, so are X-1-2 and Y-3.
        short = joined.with_columns(
            pl.col("gist").str.replace_all("~[~0 ]*", f"{_UNKNOWN} ").str.replace_all(" +", " ")
        )
        return pl.DataFrame({"text": texts}).join(short, on="text", how="left", maintain_order="left")["gist"]

    def _read(self, name: str) -> tuple[Vote, ...]:
        """Votes of the words in a name; the detail of a vote is the word as it was found.

        The head is the last word that names a kind in the first segment that has one ("family:type:number").
        """
        votes: list[Vote] = []
        head: frozenset[str] = frozenset()
        for segment in _SEGMENT.split(_CAMEL.sub(" ", name)):
            finds = list(self._find(_fold(segment)))
            naming = [find.kinds for find in finds if find.kinds]
            if naming and not head:
                head = naming[-1]
            for find in finds:
                votes += _opposite(find) if find.negated else _said(find, head)
        return tuple(votes)

    def _find(self, folded: str) -> Iterator[_Find]:
        spans = [match.span() for match in _UNIT.finditer(folded)]
        units = [folded[start:end] for start, end in spans]
        numbered = ["#" if unit.isdecimal() else unit for unit in units]
        spellings = [units] if numbered == units else [units, numbered]
        place = 0
        while place < len(units):
            length, weights = self._longest(spellings, place)
            if weights is not None:
                negated = place > 0 and units[place - 1] in self._negations
                yield _Find(weights, folded[spans[place][0] : spans[place + length - 1][1]], negated)
            place += length

    def _longest(self, spellings: Sequence[Sequence[str]], place: int) -> tuple[int, Weights | None]:
        """How many units the longest word from here takes, and its votes; 1 and None where there is no word."""
        first = spellings[0][place]
        for length in self._lengths.get(first, ()):
            if place + length > len(spellings[0]):
                continue
            for units in spellings:
                if (weights := self._exact.get("".join(units[place : place + length]))) is not None:
                    return length, weights
        return 1, self._by_stem(first)

    def _by_stem(self, unit: str) -> Weights | None:
        """Votes of the words with `*` in a compound: the longest stem at its start and one behind it at its end."""
        sizes = range(len(unit), _LEAST_STEM - 1, -1)
        start = next((size for size in sizes if unit[:size] in self._starts), 0)
        end = next((size for size in sizes if size <= len(unit) - start and unit[-size:] in self._ends), 0)
        if not start and not end:
            return None
        return self._starts.get(unit[:start], ()) + (self._ends[unit[-end:]] if end else ())


def _said(find: _Find, head: frozenset[str]) -> list[Vote]:
    """A word that names another kind than the head says little of kind and casting; of the side it says all."""
    factor = 1.0 if not find.kinds or find.kinds & head else _BESIDE_HEAD
    return [
        Vote(question, answer, weight if question == "side" else weight * factor, "name", find.spelling)
        for question, answer, weight in find.weights
    ]


def _opposite(find: _Find) -> list[Vote]:
    """What a negated word says: not precast is cast in place; of a kind that it is not, nothing can be concluded."""
    if any(answer == "precast" for _, answer, _ in find.weights):
        return [Vote("casting", "cast_in_place", _NEGATED_CASTING, "negated", find.spelling)]
    return []


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _stem(word: str) -> str:
    stem = word.strip("*")
    if len(stem) < _LEAST_STEM or not _UNIT.fullmatch(stem):
        raise ValueError(f"a word with * needs one stem of at least {_LEAST_STEM} letters: {word}")
    return stem
