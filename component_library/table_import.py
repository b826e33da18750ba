"""Components from a table that people fill in: descriptions, or every mistake with its row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from component_library.received_table import Row, read_rows
from dfma.components.catalogue import read_component
from dfma.components.content import CONFIDENCES
from dfma.components.designation import MILLIMETRES
from dfma.errors import UserError
from dfma.model.recognition import KINDS
from dfma.text import Text, text
from dfma.yaml_data import read_yaml

_FIELD = re.compile(r"\{(\w+):(" + "|".join(MILLIMETRES) + r")(\d)\}")
_DIMENSIONS = ("length", "width", "height")
_OPENING_KINDS = ("door", "window")
_LANGUAGES = {"zh_CN": "zh", "en": "en"}
_AMOUNTS = {"volume_m3": "net_volume", "mass_kg": "net_mass"}
"""Parameters that hold the amounts of each row."""
_KEYS = {"volume_m3": "volume", "mass_kg": "mass"}
"""Where a description says which parameter they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the table."""

    name: str
    family: bool = False
    """All rows of one component say the same."""
    number: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMistake:
    """One thing to put right."""

    row: int
    """As the spreadsheet counts."""
    column: str
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TableImport:
    """What a table holds. With mistakes there are no descriptions: a table comes in whole or not at all."""

    descriptions: tuple[dict[str, Any], ...]
    mistakes: tuple[TableMistake, ...]


@cache
def columns() -> tuple[Column, ...]:
    """All columns, in the order of the template."""
    return tuple(Column(**column) for column in read_yaml(Path(__file__).parent / "table_columns.yaml"))


def read_table(path: Path) -> TableImport:
    """Read a CSV or XLSX file. Raises UserError when it is no table with the columns of the template."""
    headings, rows = read_rows(path)
    if missing := [column.name for column in columns() if column.required and column.name not in headings]:
        raise UserError(text("library.table.columns_missing", path=str(path), columns=tuple(missing)))
    if unknown := [heading for heading in headings if heading and heading not in {c.name for c in columns()}]:
        raise UserError(text("library.table.columns_unknown", path=str(path), columns=tuple(unknown)))
    mistakes = [mistake for row in rows for mistake in _mistakes(row)]
    families: dict[str, list[Row]] = {}
    for row in rows:
        families.setdefault(str(row.cells.get("id", "")), []).append(row)
    mistakes += [mistake for family in families.values() for mistake in _differences(family)]
    if mistakes:
        return TableImport(descriptions=(), mistakes=tuple(sorted(mistakes, key=lambda one: one.row)))
    return _described(list(families.values()))


def _described(families: Sequence[Sequence[Row]]) -> TableImport:
    descriptions, mistakes = [], []
    for family in families:
        description = _description(family)
        try:
            read_component(description).variants()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            message = text("library.table.no_component", reason=str(error))
            mistakes.append(TableMistake(row=family[0].number, column="id", message=message))
        descriptions.append(description)
    return TableImport(descriptions=() if mistakes else tuple(descriptions), mistakes=tuple(mistakes))


def _mistakes(row: Row) -> list[TableMistake]:
    """What is wrong within one row."""
    found = [_mistake(row, name, "formula") for name in sorted(row.formulas)]
    for column in columns():
        cell = row.cells.get(column.name)
        if cell is None:
            if column.required and column.name not in row.formulas:
                found.append(_mistake(row, column.name, "empty_cell"))
        elif column.number and _number(cell) is None:
            found.append(_mistake(row, column.name, "no_number", value=str(cell)))
    for name, allowed in (("kind", KINDS), ("confidence", CONFIDENCES), *_opening_choices()):
        cell = row.cells.get(name)
        if cell is not None and cell not in allowed:
            found.append(_mistake(row, name, "no_choice", value=str(cell), allowed=tuple(allowed)))
    return found


def _opening_choices() -> list[tuple[str, Sequence[str]]]:
    return [(f"opening{number}_kind", _OPENING_KINDS) for number in (1, 2)]


def _differences(family: Sequence[Row]) -> list[TableMistake]:
    """Rows of one component that disagree, or say the same size twice."""
    first = family[0]
    found = [
        _mistake(row, column.name, "differs", first=first.number)
        for row in family[1:]
        for column in columns()
        if column.family and row.cells.get(column.name) != first.cells.get(column.name)
    ]
    numbers = [column.name for column in columns() if column.number and column.name not in ("volume_m3", "mass_kg")]
    seen: dict[tuple[Any, ...], int] = {}
    for row in family:
        sizes = tuple(row.cells.get(name) for name in numbers)
        if sizes in seen:
            found.append(_mistake(row, "length_mm", "twice", first=seen[sizes]))
        seen.setdefault(sizes, row.number)
    return found


def _mistake(row: Row, column: str, what: str, **values: Any) -> TableMistake:
    return TableMistake(row=row.number, column=column, message=text(f"library.table.{what}", **values))


def _number(cell: str | float) -> float | None:
    """A number that is not negative; a text of digits counts, as spreadsheets keep some numbers so."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None


def _description(family: Sequence[Row]) -> dict[str, Any]:
    first = family[0].cells
    sides = [f"opening{n}_{side}" for n in (1, 2) if f"opening{n}_kind" in first for side in ("width", "height")]
    names = [*_DIMENSIONS, *sides]
    amounts = [name for name in ("volume_m3", "mass_kg") if all(name in row.cells for row in family)]
    template, fields = _designation(str(first.get("designation", "")), str(first["id"]), sides)
    description: dict[str, Any] = {
        "id": str(first["id"]),
        "status": "draft",
        "kind": first["kind"],
        "names": {lang: str(first[f"name_{key}"]) for lang, key in _LANGUAGES.items() if f"name_{key}" in first},
        "document": str(first["document"]),
        "material": first.get("material", "concrete"),
        "designation": template,
        "fields": fields,
        "rows": {
            "columns": [*names, *(_AMOUNTS[name] for name in amounts)],
            "values": [_values(row, names, amounts) for row in family],
        },
        "sizes": {"fabrication": {name: name for name in _DIMENSIONS}},
        "openings": [
            {"kind": first[f"opening{n}_kind"], "width": f"opening{n}_width", "height": f"opening{n}_height"}
            for n in (1, 2)
            if f"opening{n}_kind" in first
        ],
        "provenance": {"*": [str(first["source"]), first["confidence"]]},
    }
    description |= {"grades": [str(first["grade"])]} if "grade" in first else {}
    return description | {_KEYS[name]: _AMOUNTS[name] for name in amounts}


def _values(row: Row, names: Sequence[str], amounts: Sequence[str]) -> list[float]:
    return [float(row.cells.get(name if name in amounts else f"{name}_mm", 0.0)) for name in (*names, *amounts)]


def _designation(template: str, component: str, sides: Sequence[str]) -> tuple[str, Mapping[str, Any]]:
    """`KB-{length:dm2}{width:dm2}` names a size, its unit and its digits; without a template all sizes in mm."""
    if template:
        fields = {name: {"unit": unit, "digits": int(digits)} for name, unit, digits in _FIELD.findall(template)}
        return _FIELD.sub(r"{\1}", template), fields
    parts = ["x".join(f"{{{name}}}" for name in part) for part in (_DIMENSIONS, sides) if part]
    plain = {"unit": "mm", "digits": [1, 5], "decimals": True}
    return "-".join([component, *parts]), dict.fromkeys((*_DIMENSIONS, *sides), plain)
