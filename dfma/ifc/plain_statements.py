"""Takes plainly written property statements straight from the text of a STEP file, as columns.

Most of what the tables need stands in four kinds of statements: single values, quantities, the sets of both, and the
relations that give sets to elements. Asking the parser for them costs a native call and a wrapper object per attribute;
patterns over columns of text are many times as fast (`tests/benchmarks/read_tables.py` measures it). A statement that
is not in the form that exporters write, one per line with no blanks or comments inside, is not found here and is read
through the parser instead.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import polars as pl

_TEXT = r"'[^']*(?:''[^']*)*'"
_TEXT_OR_NONE = rf"(?:{_TEXT}|\$)"
_REFERENCE_OR_NONE = r"(?:#\d{1,9}|\$)"
_REFERENCES = r"#\d{1,9}(?:,#\d{1,9})*"
_NUMBER = r"-?\d+(?:\.\d*(?:E[-+]?\d+)?)?"
_ROOT = rf"{_TEXT_OR_NONE},{_REFERENCE_OR_NONE}"
"""GlobalId and owner history."""

_STATEMENT = (
    r"^#(?<number>\d{1,9}) ?= ?IFC(?<kind>PROPERTYSINGLEVALUE|QUANTITY(?:LENGTH|AREA|VOLUME|WEIGHT|COUNT|TIME)"
    r"|PROPERTYSET|ELEMENTQUANTITY|RELDEFINESBYPROPERTIES)\((?<body>.*)\) ?;\r?$"
)
_SINGLE = (
    rf"^(?<name>{_TEXT}),{_TEXT_OR_NONE},(?:(?<type>IFC[A-Z0-9]+)\((?<value>{_TEXT}|{_NUMBER}|\.[TFU]\.)\)|\$)"
    rf",(?<unit>{_REFERENCE_OR_NONE})$"
)
_QUANTITY = (
    rf"^(?<name>{_TEXT}),{_TEXT_OR_NONE},(?<unit>{_REFERENCE_OR_NONE}),(?<value>{_NUMBER})(?:,{_TEXT_OR_NONE})?$"
)
_SET = rf"^{_ROOT},(?<set>{_TEXT_OR_NONE}),{_TEXT_OR_NONE},(?:{_TEXT_OR_NONE},)?\((?<property>{_REFERENCES})\)$"
_RELATION = rf"^{_ROOT},{_TEXT_OR_NONE},{_TEXT_OR_NONE},\((?<member>{_REFERENCES})\),#(?<definition>\d{{1,9}})$"
_ANY_RELATION = (b"IFCRELDEFINESBYPROPERTIES", b"IFCRELOVERRIDESPROPERTIES")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainStatements:
    """The statements found in a text. Texts in them are still literals, in their quotes."""

    relations: pl.DataFrame
    """`relation`, `member`, `definition`: which element has which set, by their numbers in the file."""
    all_relations: bool
    """Whether the file has no other IfcRelDefinesByProperties, nor its subtype of IFC2X3."""
    sets: pl.DataFrame
    """`definition`, `set`, `property`: name of a set, and the numbers of its properties in their order."""
    properties: pl.DataFrame
    """`property`, `quantity` (LENGTH, AREA …; null for a single value), `name`, `type` (in capitals), `value`, `unit`
    (number of the one that the property brings along)."""


def plain_statements(data: bytes) -> PlainStatements:
    """Find the plain statements of a STEP text: none where there are comments in the data, for they may hide
    statements. Of statements with the same number the last counts."""
    has_comments = data.find(b"/*", max(0, data.find(b"DATA;"))) >= 0
    lines = b"" if has_comments else data
    found = (
        pl.read_lines(io.BytesIO(lines), name="line")
        .select(pl.col("line").str.extract_groups(_STATEMENT))
        .unnest("line")
        .drop_nulls("number")
        .with_columns(pl.col("number").cast(pl.Int32))
        .unique("number", keep="last", maintain_order=True)
    )
    kind = pl.col("kind")
    singles = _matched(found.filter(kind == "PROPERTYSINGLEVALUE"), _SINGLE, "name")
    quantities = _matched(found.filter(kind.str.starts_with("QUANTITY")), _QUANTITY, "name")
    sets = _matched(found.filter(kind.is_in(["PROPERTYSET", "ELEMENTQUANTITY"])), _SET, "property")
    relations = _matched(found.filter(kind == "RELDEFINESBYPROPERTIES"), _RELATION, "definition")
    properties = pl.concat([singles, quantities], how="diagonal").select(
        pl.col("number").alias("property"),
        kind.str.strip_prefix("QUANTITY").replace("PROPERTYSINGLEVALUE", None).alias("quantity"),
        "name",
        "type",
        "value",
        pl.col("unit").str.strip_prefix("#").cast(pl.Int32, strict=False),
    )
    capitals = data.upper()
    return PlainStatements(
        all_relations=sum(map(capitals.count, _ANY_RELATION)) == relations.height,
        relations=relations.select(
            pl.col("number").alias("relation"), _numbers("member"), pl.col("definition").cast(pl.Int32)
        ).explode("member"),
        sets=sets.select(pl.col("number").alias("definition"), "set", _numbers("property")).explode("property"),
        properties=properties,
    )


def _matched(statements: pl.DataFrame, pattern: str, essential: str) -> pl.DataFrame:
    """The statements whose body fits a pattern, with its groups as columns; `essential` is one that is never empty."""
    return statements.with_columns(pl.col("body").str.extract_groups(pattern)).unnest("body").drop_nulls(essential)


def _numbers(references: str) -> pl.Expr:
    return pl.col(references).str.replace_all("#", "", literal=True).str.split(",").cast(pl.List(pl.Int32))
