"""Concepts: what a rule wants to know, apart from what an authoring tool calls it.

A rule reads `concrete_cover`, never "ConcreteCoverAtMainBars" or the name that a Chinese export gives it. The table of
names, readings and suppliers is `concepts.yaml`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dfma.text import Text
from dfma.yaml_data import read_yaml

TABLE = Path(__file__).parent / "concepts.yaml"
SUPPLIERS = (
    "architect",
    "structural_engineer",
    "mep_engineer",
    "detailer",
    "factory",
    "contractor",
    "bim_manager",
    "modeller",
)
"""Who can be asked for something that is missing; said as the text "supplier.<name>"."""

_FACTORS = {
    "mm": ("m", 0.001), "cm": ("m", 0.01), "m": ("m", 1.0),
    "kg": ("kg", 1.0), "t": ("kg", 1000.0), "g": ("kg", 0.001),
    "m3": ("m3", 1.0), "m\u00b3": ("m3", 1.0),
    "mpa": ("MPa", 1.0), "n/mm2": ("MPa", 1.0), "n/mm\u00b2": ("MPa", 1.0), "pa": ("MPa", 1e-6), "kpa": ("MPa", 1e-3),
    "%": ("%", 1.0), "km": ("m", 1000.0), "\u516c\u91cc": ("m", 1000.0),
    "kn": ("kg", 1000 / 9.81), "n": ("kg", 1 / 9.81),
    "1": ("1", 1.0), "deg": ("deg", 1.0), "\u00b0": ("deg", 1.0), "\u5ea6": ("deg", 1.0), "rad": ("deg", 180 / math.pi),
}  # fmt: skip
_UNIT_OF = {"length": "m", "mass": "kg", "volume": "m3", "strength": "MPa", "concrete_grade": "C", "aac_grade": "A",
            "steel_grade": "Q", "share": "%", "count": "1", "angle": "deg"}  # fmt: skip
"""Unit of the numbers of a reading; the unit of a grade is its letter."""
_AMOUNT = re.compile(r"^\s*([-+]?\d+(?:[.,]\d+)?)\s*([^\d\s.,;|]*)\s*$")
_GRADES = {"concrete_grade": (5.0, 150.0), "aac_grade": (1.0, 20.0), "steel_grade": (195.0, 960.0)}
"""MPa that a grade can have; a number outside is something else."""
_GRADE_LETTERS = ("C", "A", "Q")


@dataclass(frozen=True, slots=True)
class Written:
    """A value as the file has it: its words, and its number in SI units where `unit` says which."""

    words: str
    number: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value as understood: a word, a number in the unit of the concept, or both; neither = not understood."""

    word: str | None = None
    number: float = math.nan

    @property
    def understood(self) -> bool:
        return self.word is not None or not math.isnan(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing that rules want to know of an element."""

    name: str
    names: tuple[str, ...]
    reads: str
    supplier: str
    sets: tuple[str, ...] = ()
    material: bool = False
    """Whether the names of materials are read where no property says it."""
    attribute: str | None = None
    """Column of the element table that is read where no property says it …"""
    attribute_form: str = ""
    """… where it has this form (a regular expression)."""
    plain_unit: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    """Word as written (lower case) → what it means."""
    patterns: tuple[re.Pattern[str], ...] = ()

    @property
    def unit(self) -> str | None:
        """Unit of the numbers that `read` gives."""
        return _UNIT_OF.get(self.reads)

    @property
    def title(self) -> Text:
        return Text(f"concept.{self.name}")

    def read(self, written: Written) -> Reading:
        """Understand a value of the property table or the name of a material."""
        return _READERS[self.reads](self, written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concepts:
    """The whole table."""

    by_name: Mapping[str, Concept]
    placeholders: frozenset[str]
    answers: Mapping[str, str]
    """How yes and no are written → "yes" or "no"."""
    materials: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]
    documents: Mapping[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> Concept:
        if name not in self.by_name:
            raise ValueError(f"no concept {name!r} in {TABLE.name}")
        return self.by_name[name]

    def is_placeholder(self, value: str) -> bool:
        """Whether a value only fills a cell ("-", "n/a", "TBD" …) and says nothing."""
        return value.strip().casefold() in self.placeholders


@cache
def load_concepts() -> Concepts:
    """Read the table that ships with the program. Raises ValueError when an entry is not sound."""
    table = read_yaml(TABLE)
    patterns = {
        name: tuple(re.compile(pattern, re.IGNORECASE) for pattern in several)
        for name, several in table["patterns"].items()
    }
    return Concepts(
        by_name={name: _concept(name, entry, patterns) for name, entry in table["concepts"].items()},
        answers={word.casefold(): answer for answer, words in table["answers"].items() for word in words},
        placeholders=frozenset(word.casefold() for word in table["placeholders"]),
        materials={group: _folded(words) for group, words in table["materials"].items()},
        parts={purpose: _folded(words) for purpose, words in table["parts"].items()},
        documents={sort: _folded(words) for sort, words in table["documents"].items()},
    )


def _concept(name: str, entry: Mapping[str, Any], patterns: Mapping[str, tuple[re.Pattern[str], ...]]) -> Concept:
    if entry["reads"] not in _READERS or entry["supplier"] not in SUPPLIERS:
        raise ValueError(f"concept {name}: unknown reading or supplier")
    return Concept(
        name=name,
        names=tuple(entry["names"]),
        sets=tuple(entry.get("sets", ())),
        material=entry.get("material", False),
        attribute=entry.get("attribute"),
        attribute_form=entry.get("attribute_form", ""),
        reads=entry["reads"],
        plain_unit=entry.get("plain_unit"),
        supplier=entry["supplier"],
        choices={word.casefold(): meaning for meaning, words in entry.get("choices", {}).items() for word in words},
        patterns=patterns.get(entry["reads"], ()),
    )


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _read_words(_concept: Concept, written: Written) -> Reading:
    return Reading(word=written.words.strip())


def _read_choice(concept: Concept, written: Written) -> Reading:
    return Reading(word=concept.choices.get(written.words.strip().casefold()))


def _read_amount(concept: Concept, written: Written) -> Reading:
    """A number with its unit: that of the property, else one written behind it, else the usual one of the concept."""
    number, unit = written.number, written.unit
    if number is None:
        match = _AMOUNT.match(_half_width(written.words))
        if match is None:
            return Reading()
        number, unit = float(match[1].replace(",", ".")), match[2]
    into, factor = _FACTORS.get((unit or concept.plain_unit or "").casefold(), (None, 1.0))
    wanted = "MPa" if concept.unit in _GRADE_LETTERS else concept.unit
    return Reading(number=number * factor) if into == wanted else Reading()


def _half_width(words: str) -> str:
    """Letters, digits and units as a Chinese input method writes them in full width, in plain ones."""
    return unicodedata.normalize("NFKC", words)


def _read_grade(concept: Concept, written: Written) -> Reading:
    """A grade such as "C30", else a strength with its unit."""
    for pattern in concept.patterns:
        if match := pattern.search(_half_width(written.words)):
            return _grade(concept, written.words.strip(), float(match[1]))
    return _grade(concept, None, _read_amount(concept, written).number)


def _grade(concept: Concept, word: str | None, strength: float) -> Reading:
    """A strength as a grade, when it can be one."""
    lowest, highest = _GRADES[concept.reads]
    return Reading(word=word, number=strength) if lowest <= strength <= highest else Reading()


def _read_yes_no(_concept: Concept, written: Written) -> Reading:
    return Reading(word=load_concepts().answers.get(written.words.strip().casefold()))


def _read_yes_or_words(concept: Concept, written: Written) -> Reading:
    """Yes, no, or a description of the thing, which means yes."""
    return Reading(word=_read_yes_no(concept, written).word or "yes")


_READERS: Mapping[str, Callable[[Concept, Written], Reading]] = {
    "words": _read_words,
    "choice": _read_choice,
    "length": _read_amount,
    "mass": _read_amount,
    "volume": _read_amount,
    "strength": _read_amount,
    "share": _read_amount,
    "count": _read_amount,
    "angle": _read_amount,
    "concrete_grade": _read_grade,
    "aac_grade": _read_grade,
    "steel_grade": _read_grade,
    "yes_no": _read_yes_no,
    "yes_or_words": _read_yes_or_words,
}
