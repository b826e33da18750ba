"""The piece mark: by which name the factory and the drawings know an element."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import polars as pl

from dfma.model.properties import find_property
from dfma.yaml_data import read_yaml


def marks(elements: pl.DataFrame, properties: pl.DataFrame) -> pl.DataFrame:
    """Columns `row`, `mark`: from the first property of `marks.yaml` that the element carries, else from its tag."""
    table = _table()
    names = [name.lower() for place in table["properties"] for name in place["names"]]
    candidates = properties.filter(pl.col("name").str.to_lowercase().is_in(names), _says_something(pl.col("value")))
    found = [
        find_property(candidates, place["names"], place.get("sets", ())).select(
            "row", mark=pl.col("value").str.strip_chars()
        )
        for place in table["properties"]
    ]
    tagged = elements.filter(_is_mark(pl.col("tag"), table["tag"])).select("row", mark="tag")
    return pl.concat([*found, tagged]).unique("row", keep="first", maintain_order=True)


def _says_something(value: pl.Expr) -> pl.Expr:
    return value.str.strip_chars().str.len_chars() > 0


def _is_mark(tag: pl.Expr, patterns: dict[str, list[str]]) -> pl.Expr:
    fits = [tag.str.contains(pattern) for pattern in patterns["all_of"]]
    excluded = [~tag.str.contains(pattern) for pattern in patterns["none_of"]]
    return pl.all_horizontal(*fits, *excluded)


@functools.cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_yaml(Path(__file__).parent / "marks.yaml")
    return table
