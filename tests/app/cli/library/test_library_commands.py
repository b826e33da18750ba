"""`dougong library`: a component's life as people at three computers live it, by commands alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from app.cli.library import COMMANDS
from app.cli.main import cli
from dfma.errors import UserError
from tests.component_library.places import beam


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests is read or written."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("DOUGONG_LANG", "en")


def run(*arguments: str, actor: str = "owner", library: Path) -> Any:
    """The JSON answer of a command."""
    command = ["library", *arguments, "--library", str(library), "--as", actor, "--json", "-"]
    result = CliRunner().invoke(cli, command)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def described(folder: Path, **more: Any) -> str:
    path = folder / "beam.yaml"
    path.write_text(yaml.safe_dump(beam("XL", **more)), encoding="utf-8")
    return str(path)


def test_help_explains_every_command() -> None:
    for name in COMMANDS:
        result = CliRunner().invoke(cli, ["library", name, "--help"])
        assert result.exit_code == 0
        assert "⟨" not in result.output


def test_a_component_lives_by_commands(tmp_path: Path) -> None:
    office, stick = tmp_path / "office.sqlite", tmp_path / "stick"
    assert run("init", library=office)["components"] > 30
    run("init", "--empty", library=stick)
    for library in (office, stick):
        run("roles", "lin", "designer", library=library)
        run("roles", "zhao", "reviewer", library=library)
    first = run("add", described(tmp_path), "--why", "new", actor="lin", library=office)[0]["revision"]
    run("submit", "XL", actor="lin", library=office)
    with pytest.raises(UserError):
        run("approve", "XL", actor="lin", library=office)
    assert run("approve", "XL", actor="zhao", library=office)["revision"] == first
    assert run("sync", str(stick), library=office)["sent"][0]["refused"] == []

    run("add", described(tmp_path, grade="C40"), actor="lin", library=office)
    run("add", described(tmp_path, grade="C50"), actor="wang", library=stick)
    assert run("sync", str(stick), library=office)["conflicts"] == ["XL"]
    (conflict,) = run("conflicts", library=stick)
    assert {conflict["ours"]["author"], conflict["theirs"]["author"]} == {"lin", "wang"}
    assert [field["path"] for field in conflict["fields"]] == ["grade"]
    merged = run("merge", "XL", "--set", "grade=C45", "--why", "agreed", library=stick)
    assert (merged["description"]["grade"], merged["number"], merged["head"]) == ("C45", 3, True)
    run("sync", str(stick), library=office)
    assert [entry["number"] for entry in run("history", "XL", library=office)] == [1, 2, 2, 3]

    package = tmp_path / "xl.dougong-library"
    assert run("export", str(package), "XL", library=office)["revisions"] == 4
    other = tmp_path / "other.sqlite"
    run("init", "--empty", library=other)
    assert run("import", str(package), library=other)["revisions"] == 4
    assert [row["component"] for row in run("list", library=other)] == ["XL"]
    run("withdraw", "XL", "--why", "mould scrapped", library=other)
    assert run("list", library=other)[0]["offered"] is None
    assert run("comment", "XL", "why?", library=other)["why"] == "why?"
    assert run("show", "XL", library=other)["comments"][0]["why"] == "why?"
    assert run("audit", "XL", library=other)[-1]["verb"] == "commented"


def test_a_file_with_one_wrong_description_adds_none(tmp_path: Path) -> None:
    library = tmp_path / "a.sqlite"
    run("init", "--empty", library=library)
    path = tmp_path / "two.yaml"
    path.write_text(yaml.safe_dump([beam("A"), {"id": "B"}]), encoding="utf-8")
    with pytest.raises(UserError):
        run("add", str(path), library=library)
    assert run("list", library=library) == []


def test_a_description_that_multiplies_itself_is_refused(tmp_path: Path) -> None:
    library = tmp_path / "a.sqlite"
    run("init", "--empty", library=library)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    path = tmp_path / "bomb.yaml"
    path.write_text("id: X\n" + "\n".join(lines), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        run("add", str(path), library=library)
    assert caught.value.message.key == "library.description.wrong"
