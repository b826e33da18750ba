"""Which family a material belongs to (concrete, steel, …), by words in its name; the words are data."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import polars as pl

from dfma.yaml_data import read_yaml


def families(names: pl.Series) -> pl.Series:
    """The family of each material name, null where none of the words occurs. Equal names are read once."""
    known = {name: material_family(name) for name in names.drop_nulls().unique().to_list()}
    return names.replace_strict(known, default=None, return_dtype=pl.String).alias("family")


@functools.lru_cache(maxsize=4096)
def material_family(name: str) -> str | None:
    """The first family of which a word occurs in the name."""
    lowered = name.casefold()
    for family, pattern in _patterns():
        if pattern.search(lowered):
            return family
    return None


@functools.cache
def quantity_data() -> dict[str, Any]:
    """The tables of `quantities.yaml`."""
    data: dict[str, Any] = read_yaml(Path(__file__).parent / "quantities.yaml")
    return data


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(row["family"], re.compile("|".join(map(_pattern, row["words"])))) for row in quantity_data()["families"]]


def _pattern(word: str) -> str:
    if not word.isascii() and not word[0].isalpha():
        return re.escape(word)
    if word.endswith("#"):
        return rf"\b{re.escape(word[:-1].casefold())}\d"
    lowered = re.escape(word.casefold())
    if ord(word[0]) > 0x2E80:  # Chinese is written without gaps between words
        return lowered
    return rf"\b{lowered}|{lowered}\b" if len(word) > 4 else rf"\b{lowered}\b"
