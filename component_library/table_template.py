"""The empty table that people fill in: headings, one example, and a sheet that explains each column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from component_library.table_import import columns
from dfma.components.content import CONFIDENCES
from dfma.model.recognition import KINDS
from dfma.text import Catalogue

_EXAMPLE = {
    "id": "KB-120",
    "kind": "hollow_core_slab",
    "name_en": "Hollow-core slab, 120 mm",
    "document": "Catalogue 2026",
    "material": "concrete",
    "grade": "C40",
    "designation": "KB{length:dm2}-{width:dm2}",
    "length_mm": 3600,
    "width_mm": 1200,
    "height_mm": 120,
    "volume_m3": 0.31,
    "source": "plant's price list",
    "confidence": "own",
}
_CHOICES = {"kind": KINDS, "confidence": CONFIDENCES, "opening1_kind": ("door", "window")}


def write_template(path: Path, catalogues: Sequence[Catalogue]) -> None:
    """Write the table as a workbook, with the columns explained in the languages of the catalogues."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    table, notes = book.worksheets[0], book.create_sheet("columns")
    table.title = "components"
    table.append([column.name for column in columns()])
    table.append([_EXAMPLE.get(column.name) for column in columns()])
    table.freeze_panes = "A2"
    for number, column in enumerate(columns(), start=1):
        table.cell(1, number).font = Font(bold=column.required)
        table.column_dimensions[get_column_letter(number)].width = max(12, len(column.name) + 2)
    for column in columns():
        meanings = [catalogue.say_key(f"library.column.{column.name}") for catalogue in catalogues]
        notes.append([column.name, *meanings, ", ".join(_CHOICES.get(column.name, ()))])
    for letter, width in (("A", 22), ("B", 60), ("C", 60), ("D", 60)):
        notes.column_dimensions[letter].width = width
    fresh = path.with_name(f".{path.name}.new")
    book.save(fresh)
    fresh.replace(path)
