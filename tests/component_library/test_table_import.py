from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from app.bootstrap import catalogue
from component_library.table_import import columns, read_table
from component_library.table_template import write_template
from dfma.components.catalogue import read_component
from dfma.errors import UserError

ROW = {
    "id": "KB", "kind": "hollow_core_slab", "name_en": "Hollow-core slab", "document": "Catalogue", "length_mm": "3600",
    "width_mm": "1200", "height_mm": "120", "volume_m3": "0.31", "source": "plant", "confidence": "own",
}  # fmt: skip


def written(path: Path, rows: Sequence[Mapping[str, object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in columns()])
        writer.writeheader()
        writer.writerows(rows)
    return path


def workbook(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    book = Workbook()
    book.worksheets[0].append([column.name for column in columns()])
    for row in rows:
        book.worksheets[0].append([row.get(column.name) for column in columns()])
    book.save(path)
    return path


def said(path: Path) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.message.key.rpartition(".")[2]) for one in read_table(path).mistakes]


def test_rows_of_one_id_are_the_variants_of_one_component(tmp_path: Path) -> None:
    rows = [ROW, ROW | {"length_mm": "4200", "volume_m3": "0.36"}, ROW | {"id": "KB2"}]
    read = read_table(written(tmp_path / "t.csv", rows))
    assert read.mistakes == ()
    first, second = (read_component(description) for description in read.descriptions)
    assert (first.id, second.id) == ("KB", "KB2")
    variants = first.variants()
    assert variants["designation"].to_list() == ["KB-3600x1200x120", "KB-4200x1200x120"]
    assert variants["volume"].to_list() == [0.31, 0.36]
    assert first.trust("sizes").source == "plant"
    assert first.status == "draft"


def test_marks_are_written_as_the_table_says(tmp_path: Path) -> None:
    row = ROW | {"designation": "KB{length:dm2}-{width:dm2}"}
    (description,) = read_table(written(tmp_path / "t.csv", [row])).descriptions
    component = read_component(description)
    assert component.variants()["designation"].to_list() == ["KB36-12"]
    assert component.grammar.parse("KB36-12").get("length") == 3600


def test_openings_become_openings(tmp_path: Path) -> None:
    row = ROW | {"kind": "wall_panel_exterior", "opening1_kind": "window", "opening1_width_mm": "1500",
                 "opening1_height_mm": "1400"}  # fmt: skip
    (description,) = read_table(written(tmp_path / "t.csv", [row])).descriptions
    (variant,) = read_component(description).variants().to_dicts()
    assert (variant["opening_kind"], variant["opening1_width_mm"]) == ("window", 1500)


def test_every_mistake_is_told_with_its_row_and_nothing_comes_in(tmp_path: Path) -> None:
    rows = [
        ROW,
        ROW | {"length_mm": "3,6 m"},
        ROW | {"kind": "plank", "length_mm": "1"},
        ROW | {"source": "", "length_mm": "2"},
        ROW | {"document": "Other", "length_mm": "3"},
        ROW,
        ROW | {"width_mm": "-5"},
    ]
    path = written(tmp_path / "t.csv", rows)
    assert said(path) == [
        (3, "length_mm", "no_number"),
        (4, "kind", "no_choice"),
        (4, "kind", "differs"),
        (5, "source", "empty_cell"),
        (5, "source", "differs"),
        (6, "document", "differs"),
        (7, "length_mm", "twice"),
        (8, "width_mm", "no_number"),
    ]
    assert read_table(path).descriptions == ()


def test_a_formula_is_a_mistake_in_either_format(tmp_path: Path) -> None:
    row = ROW | {"name_en": '=HYPERLINK("http://x","y")'}
    assert said(workbook(tmp_path / "t.xlsx", [row])) == [(2, "name_en", "formula")]
    assert said(written(tmp_path / "t.csv", [row])) == [(2, "name_en", "formula")]


def test_a_spreadsheet_of_a_chinese_system_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", [ROW | {"name_zh": "空心板"}], encoding="gb18030")
    (description,) = read_table(path).descriptions
    assert description["names"]["zh_CN"] == "空心板"


def test_what_cannot_be_written_as_a_mark_is_told(tmp_path: Path) -> None:
    row = ROW | {"designation": "KB{length:dm2}", "length_mm": "3650"}
    assert said(written(tmp_path / "t.csv", [row])) == [(2, "id", "no_component")]


def test_the_template_imports_as_it_is_and_explains_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, [catalogue("zh_CN"), catalogue("en")])
    assert [description["id"] for description in read_table(path).descriptions] == ["KB-120"]
    notes = load_workbook(path)["columns"]
    assert [row[0].value for row in notes.iter_rows()] == [column.name for column in columns()]
    assert all(row[1].value and row[2].value for row in notes.iter_rows())


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.ods", "none.csv"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\xff\xfe\x00", b"a;b\n1;2\n"])
def test_what_is_no_table_is_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    if not name.startswith("none"):
        path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_table(path)
    assert caught.value.message.key.startswith("library.table.")


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    import zipfile

    good, bad = workbook(tmp_path / "good.xlsx", [ROW]), tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename.endswith("sheet1.xml"):
                bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
                data = data.replace(b"<worksheet", bomb + b"<worksheet", 1)
            target.writestr(member, data)
    with pytest.raises(UserError):
        read_table(bad)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "t.xlsx", [ROW] * 50)
    monkeypatch.setattr("component_library.received_table.MOST_UNPACKED", 1000)
    with pytest.raises(UserError) as caught:
        read_table(path)
    assert caught.value.message.key == "library.table.large"
