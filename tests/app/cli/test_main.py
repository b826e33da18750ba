"""The command line as a person meets it: help at once, one line for what is wrong, exit codes of the contract."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEAVY = {"torch", "PySide6", "ifcopenshell", "polars", "numpy", "sentence_transformers", "networkx", "sqlalchemy"}


def dougong(*arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from app.cli.main import main; main()", *arguments]
    environment = dict(os.environ, DOUGONG_LANG=language, PYTHONPATH=str(ROOT))
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT, timeout=120)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_help_names_every_command(language: str) -> None:
    from app.cli.main import COMMANDS

    answer = dougong("--help", language=language)
    assert answer.returncode == 0
    assert all(f"\n  {name} " in answer.stdout for name in COMMANDS)
    assert "⟨" not in answer.stdout


def test_help_and_version_import_nothing_heavy() -> None:
    code = "import sys; from app.cli.main import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    for option in ("--help", "--version"):
        answer = subprocess.run(
            [sys.executable, "-c", code, option], capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60
        )
        assert answer.returncode == 0
        assert {module.split(".")[0] for module in answer.stderr.split()} & HEAVY == set()


@pytest.mark.parametrize("arguments", [["check"], ["nonsense"], ["check", "x.ifc", "--fail-on", "sometimes"]])
def test_bad_usage_is_exit_code_2(arguments: list[str]) -> None:
    answer = dougong(*arguments)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("command", ["info", "check", "suggest", "rate", "review"])
def test_a_file_that_is_not_there_is_one_line(command: str, tmp_path: Path) -> None:
    answer = dougong(command, str(tmp_path / "none.ifc"), "--quiet", "--json", str(tmp_path / "r.json"))
    assert answer.returncode == 2
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "r.json").exists()
