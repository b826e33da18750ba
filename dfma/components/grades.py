"""Concrete grades of pieces and components, as characteristic cube strength in MPa."""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

from dfma.components.signature import matching_rules
from dfma.model.building import BuildingModel
from dfma.model.properties import find_property

_GRADE = re.compile(r"(?<![A-Za-z0-9])C(\d{2,3})(?:/(\d{2,3}))?(?![\dxX*.])")
_PLAUSIBLE = range(15, 116)
"""C15 … C100/115; a greater number is a channel section or something else."""


@lru_cache(maxsize=1024)
def concrete_grade(words: str) -> float | None:
    """30 of "C30" (GB/T 50010 counts cubes), 37 of "C30/37" (EN 206: cylinder/cube); None where no grade is named."""
    found = _GRADE.search(words)
    if found is None:
        return None
    strength = int(found[2] or found[1])
    return float(strength) if strength in _PLAUSIBLE else None


def element_grades(model: BuildingModel) -> dict[int, float]:
    """The concrete grade by row: as a property states it, else as a material's name does."""
    stated = find_property(model.properties, matching_rules()["grade_properties"]).select("row", words=pl.col("value"))
    named = model.materials.select("row", words=pl.col("material"))
    written = pl.concat([stated, named]).drop_nulls("words")
    read = {words: grade for words in written["words"].unique().to_list() if (grade := concrete_grade(words))}
    found: dict[int, float] = {}
    for row, words in written.filter(pl.col("words").is_in(list(read))).iter_rows():
        found.setdefault(row, read[words])
    return found
