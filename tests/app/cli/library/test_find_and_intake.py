"""`dougong library search|duplicates|thumbnail|template|import|export|harvest`, as a librarian uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from app.cli.main import cli
from component_library.library import open_library
from component_library.seed import fill_with_seed
from dfma.errors import UserError
from dfma.ifc.sample import write_sample_building
from tests.component_library.places import beam

TABLE = (
    "id,kind,name_en,document,confidence,source,length_mm,width_mm,height_mm\n"
    "A,beam,Beam A,Catalogue,own,me,{length},200,300\n"
    "B,{kind},Beam B,Catalogue,own,me,1000,200,400\n"
)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests is read or written."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("DOUGONG_LANG", "en")


@pytest.fixture
def seeded(tmp_path: Path) -> Path:
    path = tmp_path / "seeded.sqlite"
    with open_library(str(path), "owner", create=True) as library:
        fill_with_seed(library)
        library.add(beam("XL"))
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "empty.sqlite"
    open_library(str(path), "owner", create=True).store.close()
    return path


def call(*arguments: str, library: Path) -> Result:
    result = CliRunner().invoke(cli, ["library", *arguments, "--library", str(library), "--as", "owner"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run(*arguments: str, library: Path) -> Any:
    """The JSON answer of a command that succeeds."""
    result = call(*arguments, "--json", "-", library=library)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def ids(library: Path) -> list[str]:
    with open_library(str(library), "owner") as opened:
        return list(opened.components())


def test_search_narrows_by_kind_size_and_state(seeded: Path) -> None:
    assert {hit["component"] for hit in run("search", "--kind", "beam", library=seeded)} >= {"XL"}
    assert [hit["component"] for hit in run("search", "--status", "draft", library=seeded)] == ["XL"]
    found = run("search", "--kind", "stair_flight", "--length", "1:2", library=seeded)
    assert found == []
    assert "Nothing" in call("search", "--kind", "stair_flight", "--length", "1:2", library=seeded).stdout


def test_search_finds_a_designation_in_the_words(seeded: Path) -> None:
    hits = run("search", "slab", "DBS1-67-3612-11", library=seeded)
    assert (hits[0]["component"], hits[0]["designation"]) == ("DBS1", "DBS1-67-3612-11")
    assert hits[0]["score"] is None  # JSON knows no infinity


@pytest.mark.parametrize("wrong", [["--length", "abc"], ["--site", "east"], ["--status", "new"]])
def test_search_refuses_what_it_cannot_read(seeded: Path, wrong: list[str]) -> None:
    assert call("search", *wrong, library=seeded).exit_code == 2


def test_search_names_the_kinds_where_one_is_unknown(seeded: Path) -> None:
    with pytest.raises(UserError):
        call("search", "--kind", "tower", library=seeded)


def test_a_withdrawn_component_is_still_found_by_its_state(seeded: Path) -> None:
    with open_library(str(seeded), "owner") as library:
        library.withdraw("XL", why="mould scrapped")
    assert [hit["component"] for hit in run("search", "--status", "withdrawn", library=seeded)] == ["XL"]


def test_duplicates_come_from_one_document_last(seeded: Path) -> None:
    run("add", described(seeded.parent, "XL-COPY"), library=seeded)
    pairs = run("duplicates", library=seeded)
    assert (pairs[0]["one"], pairs[0]["other"]) == ("XL", "XL-COPY")
    assert pairs[-1]["same_document"]


def described(folder: Path, name: str) -> str:
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(beam(name, document="Another catalogue")), encoding="utf-8")
    return str(path)


def test_a_thumbnail_shows_the_variant_that_is_named(seeded: Path, tmp_path: Path) -> None:
    sketch = tmp_path / "a.svg"
    run("thumbnail", "DBS1", str(sketch), "--variant", "DBS1-67-3612-11", "--sketch", library=seeded)
    assert ">3420</text>" in sketch.read_text("utf-8")  # 3600 less 2 × 90 of support (15G366-1)
    with pytest.raises(UserError):
        run("thumbnail", "DBS1", str(tmp_path / "b.svg"), "--variant", "nonsense", library=seeded)
    assert not (tmp_path / "b.svg").exists()


def test_the_template_comes_in_as_it_is(empty: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.xlsx"
    result = CliRunner().invoke(cli, ["library", "template", str(table)])
    assert result.exit_code == 0
    (added,) = run("import", str(table), library=empty)
    assert ids(empty) == [added["component"]] == ["KB-120"]
    assert run("import", str(table), library=empty) == []  # nothing changed


def test_a_table_with_mistakes_adds_nothing_and_names_each_row(empty: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(TABLE.format(length="long", kind="bem"), encoding="utf-8")
    result = call("import", str(table), library=empty)
    assert result.exit_code == 2
    assert "Row 2, length_mm: “long”" in result.stderr
    assert "Row 3, kind: “bem”" in result.stderr
    assert ids(empty) == []
    table.write_text(TABLE.format(length="1000", kind="beam"), encoding="utf-8")
    run("import", str(table), library=empty)
    assert ids(empty) == ["A", "B"]


def test_types_leave_as_ifc_and_come_back(seeded: Path, empty: Path, tmp_path: Path) -> None:
    types = tmp_path / "types.ifc"
    count = run("export", str(types), "ST", "--schema", "IFC4", library=seeded)["types"]
    added = run("import", str(types), "--quiet", library=empty)
    assert len(added) == count == len(ids(empty))
    with pytest.raises(UserError):
        call("export", str(tmp_path / "draft.ifc"), "XL", library=seeded)
    assert call("export", str(tmp_path / "draft.ifc"), "--schema", "IFC9", library=seeded).exit_code == 2
    assert not (tmp_path / "draft.ifc").exists()


def test_families_of_past_models_become_drafts_when_they_are_named(empty: Path, tmp_path: Path) -> None:
    model, proposals = tmp_path / "a.ifc", tmp_path / "p.yaml"
    write_sample_building(model)
    found = run("harvest", str(model), "--out", str(proposals), "--quiet", library=empty)
    assert found["added"] == []
    assert ids(empty) == []
    names = [one["component"] for one in found["proposals"]]
    assert [one["id"] for one in yaml.safe_load(proposals.read_text("utf-8"))] == names
    assert run("harvest", str(model), "--add", names[1], "--quiet", library=empty)["added"] == [names[1]]
    assert ids(empty) == [names[1]]
    with pytest.raises(UserError):
        call("harvest", str(model), "--add", "no such", "--quiet", library=empty)
