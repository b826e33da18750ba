"""The long table of elements × properties, put together from sets that are read once and the rows that use them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from dfma.ifc.property_values import Row
from dfma.model.properties import PROPERTY_SCHEMA

_SET_SCHEMA = {
    "definition": pl.Int32,
    "key": pl.Int32,
    "set": pl.String,
    "name": pl.String,
    "value": pl.String,
    "number": pl.Float64,
    "value_type": pl.String,
    "unit": pl.String,
    "kind": pl.String,
}


class PropertySets:
    """All sets that were read, and which rows use them."""

    def __init__(self) -> None:
        self._rows: list[tuple[Any, ...]] = []
        self._keys: dict[tuple[str, str], int] = {}
        self._count = 0
        self._users: dict[str, tuple[list[int], list[int]]] = {"occurrence": ([], []), "type": ([], [])}

    def add(self, set_name: str, rows: Iterable[Row]) -> int:
        """Take in a set and return the number by which it is used."""
        self._count += 1
        for row in rows:
            key = self._keys.setdefault((set_name, row.name), len(self._keys))
            self._rows.append((self._count, key, set_name, *row))
        return self._count

    def use(self, rows: list[int], definition: int, origin: str) -> None:
        """Say that elements have a set."""
        using, used = self._users[origin]
        using += rows
        used += [definition] * len(rows)

    def table(self) -> pl.DataFrame:
        """One row per element and property, in the order of the elements. Of the same property of an element an
        occurrence's beats the type's, and one told earlier in the file one told later."""
        columns = list(zip(*self._rows, strict=True)) or [()] * len(_SET_SCHEMA)
        said = pl.DataFrame(dict(zip(_SET_SCHEMA, columns, strict=True)), schema=_SET_SCHEMA).with_row_index("place")
        chosen = (
            self._all_users()
            .join(said.select("definition", "key", "place"), on="definition", maintain_order="left_right")
            .unique(["row", "key"], keep="first", maintain_order=True)
            .sort("row", maintain_order=True)
        )
        values = said.select(pl.exclude("place", "definition", "key"))[chosen["place"]]
        return chosen.select("row", "origin").hstack(values).select(PROPERTY_SCHEMA.names())

    def _all_users(self) -> pl.DataFrame:
        return pl.concat(
            pl.DataFrame(
                {"row": rows, "definition": definitions, "origin": [origin] * len(rows)},
                schema={"row": pl.Int32, "definition": pl.Int32, "origin": pl.String},
            )
            for origin, (rows, definitions) in self._users.items()
        )
