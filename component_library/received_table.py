"""Rows of a CSV or XLSX file that somebody sent: texts by column and row number, and nothing that could act.

Files come from strangers. A workbook is a zip archive of XML: its size is looked at before it is unpacked, its XML is
read with entities forbidden (openpyxl does so with defusedxml), and a formula is an error, not a value.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dfma.errors import UserError
from dfma.text import text

MOST_BYTES = 50_000_000
MOST_UNPACKED = 300_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
ENDINGS = (".csv", ".xlsx")

Cell = str | float
"""Text without blanks at its ends, or a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One filled line of the table."""

    number: int
    """As the spreadsheet counts, the heading being 1."""
    cells: dict[str, Cell]
    """By heading; empty cells are left out."""
    formulas: frozenset[str]
    """Headings under which a formula stands."""


def read_rows(path: Path) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Headings and filled rows of the first sheet. Raises UserError for a file that is no such table, or too large."""
    if path.suffix.lower() not in ENDINGS:
        raise UserError(text("library.table.ending", path=str(path), endings=ENDINGS))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(text("library.table.large", path=str(path)))
        lines = list(_xlsx_lines(path) if path.suffix.lower() == ".xlsx" else _csv_lines(path))
    except OSError as error:
        raise UserError(text("library.table.unreadable", path=str(path))) from error
    if not lines:
        raise UserError(text("library.table.empty", path=str(path)))
    headings = tuple(str(cell or "").strip().lower() for cell, _ in lines[0])
    rows = (_row(number, headings, line) for number, line in enumerate(lines[1:], start=2))
    return headings, tuple(row for row in rows if row.cells or row.formulas)


def _row(number: int, headings: tuple[str, ...], line: list[tuple[Any, bool]]) -> Row:
    cells: dict[str, Cell] = {}
    formulas = set()
    for heading, (value, is_formula) in zip(headings, line, strict=False):
        if is_formula:
            formulas.add(heading)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            cells[heading] = float(value)
        elif value is not None and str(value).strip():
            cells[heading] = str(value).strip()
    return Row(number=number, cells=cells, formulas=frozenset(formulas))


def _csv_lines(path: Path) -> Iterator[list[tuple[Any, bool]]]:
    """UTF-8, or the code page that Chinese spreadsheets write; comma, semicolon or tab."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UserError(text("library.table.unreadable", path=str(path)))
    first = content.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for line in csv.reader(io.StringIO(content), delimiter=delimiter, strict=True):
            yield _narrow(path, [(cell, cell.startswith("=")) for cell in line])
    except csv.Error as error:
        raise UserError(text("library.table.unreadable", path=str(path))) from error


def _xlsx_lines(path: Path) -> Iterator[list[tuple[Any, bool]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise UserError(text("library.table.large", path=str(path)))
        book = load_workbook(path, read_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UserError(text("library.table.unreadable", path=str(path))) from error
    try:
        for number, line in enumerate(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS)):
            if number > MOST_ROWS:
                raise UserError(text("library.table.large", path=str(path)))
            yield [(cell.value, cell.data_type == "f") for cell in line]
    except (ValueError, KeyError, SyntaxError) as error:  # XML that is broken, or tries entities
        raise UserError(text("library.table.unreadable", path=str(path))) from error
    finally:
        book.close()


def _narrow(path: Path, line: list[tuple[Any, bool]]) -> list[tuple[Any, bool]]:
    if len(line) > MOST_COLUMNS:
        raise UserError(text("library.table.large", path=str(path)))
    return line
