"""The long table of elements × properties, put together from sets that are read once and the rows that use them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dfma.ifc.property_values import Row
from dfma.model.properties import PROPERTY_SCHEMA

_FACT_SCHEMA = {"key": pl.Int32, "set": pl.String} | {
    name: PROPERTY_SCHEMA[name] for name in ("name", "value", "number", "value_type", "unit", "kind")
}


class PropertySets:
    """All sets that were read, and which rows use them. What two sets say alike is kept once."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, Row], int] = {}
        self._definitions: tuple[list[int], list[int]] = ([], [])
        self._count = 0
        self._users: dict[str, tuple[list[int], list[int]]] = {"occurrence": ([], []), "type": ([], [])}

    def add(self, set_name: str, rows: Sequence[Row]) -> int:
        """Take in a set and return the number by which it is used. Of a name that is said twice in one set the last
        counts, as in other readers of IFC."""
        self._count += 1
        if len({row.name for row in rows}) < len(rows):
            rows = list({row.name: row for row in rows}.values())
        definitions, facts = self._definitions
        definitions += [self._count] * len(rows)
        facts += [self._facts.setdefault((set_name, row), len(self._facts)) for row in rows]
        return self._count

    def use(self, rows: list[int], definition: int, origin: str) -> None:
        """Say that elements have a set."""
        using, used = self._users[origin]
        using += rows
        used += [definition] * len(rows)

    def table(self) -> pl.DataFrame:
        """One row per element and property, in the order of the elements. Of the same property of an element an
        occurrence's beats the type's, and one told earlier in the file one told later."""
        facts = self._fact_table()
        definitions, said = self._definitions
        sets = pl.DataFrame(
            {"definition": definitions, "fact": said}, schema={"definition": pl.Int32, "fact": pl.Int32}
        ).with_columns(facts["key"].gather(said))
        chosen = (
            self._all_users()
            .join(sets, on="definition", maintain_order="left_right")
            .unique(["row", "key"], keep="first", maintain_order=True)
            .sort("row", maintain_order=True)
        )
        return chosen.select("row", "origin").hstack(facts[chosen["fact"]]).select(PROPERTY_SCHEMA.names())

    def _fact_table(self) -> pl.DataFrame:
        """Every different thing that is said; `key` is shared by the values of one property of one set."""
        keys: dict[tuple[str, str], int] = {}
        facts = [(keys.setdefault((name, row.name), len(keys)), name, *row) for name, row in self._facts]
        columns = list(zip(*facts, strict=True)) or [()] * len(_FACT_SCHEMA)
        return pl.DataFrame(dict(zip(_FACT_SCHEMA, columns, strict=True)), schema=_FACT_SCHEMA)

    def _all_users(self) -> pl.DataFrame:
        return pl.concat(
            pl.DataFrame(
                {"row": rows, "definition": definitions, "origin": [origin] * len(rows)},
                schema={"row": pl.Int32, "definition": pl.Int32, "origin": pl.String},
            )
            for origin, (rows, definitions) in self._users.items()
        )
