"""What a building is made of, kind by kind. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dfma.model.building import BuildingModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Elements of one kind and casting; a sum counts what is known, and says of how many."""

    kind: str
    casting: str
    count: int
    types: int
    volume: float | None
    volume_known: int
    mass: float | None
    mass_known: int
    confidence: float
    """Mean of how sure recognition is."""


def schedule(model: BuildingModel) -> tuple[Line, ...]:
    """One line per kind and casting, without parts of pieces and without what is not built."""
    table = model.elements.select("role", "whole", "type_name").hstack(
        model.recognition.select("kind", "casting", "kind_confidence")
    )
    table = table.hstack(model.measures.select("volume", "mass"))
    built = table.filter(pl.col("role") == "element", pl.col("whole").is_null(), pl.col("kind") != "opening")
    lines = built.group_by("kind", "casting").agg(
        pl.len().alias("count"),
        pl.col("type_name").drop_nulls().n_unique().alias("types"),
        *(_sum(name) for name in ("volume", "mass")),
        *(pl.col(name).count().alias(f"{name}_known") for name in ("volume", "mass")),
        pl.col("kind_confidence").mean().alias("confidence"),
    )
    return tuple(Line(**line) for line in lines.sort("count", "kind", descending=[True, False]).iter_rows(named=True))


def _sum(name: str) -> pl.Expr:
    """The sum of what is known; null, not 0, where nothing is."""
    return pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name)
