"""The long table of elements × properties, put together from sets that are read once and the rows that use them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from dfma.ifc.property_values import Row
from dfma.model.properties import PROPERTY_SCHEMA

SAID_SCHEMA: dict[str, Any] = {name: PROPERTY_SCHEMA[name] for name in Row._fields}
"""Columns of what a property says, without its set and element."""

SET_SCHEMA: dict[str, Any] = {"definition": pl.Int32, "set": pl.String, **SAID_SCHEMA}
"""Columns of sets: one row per definition and property."""

USER_SCHEMA: dict[str, Any] = {"row": pl.Int32, "definition": pl.Int32, "origin": pl.String}
"""Columns of which element has which set."""


class Sets:
    """Sets that are read one by one, and which elements use them. A set of the file is known by its number there; one
    that is made up, such as that of an element's own attributes, by a negative number."""

    def __init__(self) -> None:
        self._said: list[tuple[Any, ...]] = []
        self._users: list[tuple[list[int], int, str]] = []
        self._made_up = 0

    def add(self, definition: int, name: str, rows: Iterable[Row]) -> None:
        """Take in a set of the file."""
        self._said += [(definition, name, *row) for row in rows]

    def make(self, name: str, rows: Iterable[Row]) -> int:
        """Take in a set that is made up, and return its number."""
        self._made_up -= 1
        self.add(self._made_up, name, rows)
        return self._made_up

    def use(self, rows: list[int], definition: int, origin: str) -> None:
        """Say that elements have a set."""
        self._users.append((rows, definition, origin))

    def said(self) -> pl.DataFrame:
        """What all sets say, as SET_SCHEMA."""
        return pl.DataFrame(self._said, schema=SET_SCHEMA, orient="row")

    def users(self) -> pl.DataFrame:
        """Which element has which set, as USER_SCHEMA."""
        pairs = [(row, definition, origin) for rows, definition, origin in self._users for row in rows]
        return pl.DataFrame(pairs, schema=USER_SCHEMA, orient="row")


def property_table(users: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """One row per element and property, as PROPERTY_SCHEMA, in the order of the elements.

    Of the same property of an element the occurrence's beats the type's, and that of an earlier user one of a later.
    Of a name that is said twice in one set the last counts, as in other readers of IFC.
    """
    keys = said.select(
        "definition",
        (pl.col("set").cast(pl.Categorical).to_physical().cast(pl.UInt64) * 2**32
         + pl.col("name").cast(pl.Categorical).to_physical()).alias("key"),
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"),
    ).unique(["definition", "key"], keep="last", maintain_order=True)  # fmt: skip
    chosen = (
        users.sort("origin", maintain_order=True)
        .join(keys, on="definition", maintain_order="left_right")
        .unique(["row", "key"], keep="first", maintain_order=True)
        .sort("row", maintain_order=True)
    )
    return chosen.select("row", "origin").hstack(said[chosen["place"]]).select(PROPERTY_SCHEMA.names())
