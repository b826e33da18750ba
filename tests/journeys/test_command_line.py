"""The whole line at the command line, with no network at all: a received model in, a valid report out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from app.reports.json_report import SCHEMA_PATH
from dfma.ifc.sample import SeededDefect, write_sample_building
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def building(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[SeededDefect, ...]]:
    """A small flawed sample building under a Chinese path with a space in it."""
    path = tmp_path_factory.mktemp("model") / "\u6837\u4f8b \u697c.ifc"
    return path, write_sample_building(path, flawed=True, storeys=6)


def without_network() -> list[str]:
    """Words that run a command in a network namespace without interfaces; none where the system does not allow it."""
    isolate = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") and subprocess.run([*isolate, "true"], capture_output=True).returncode == 0:
        return isolate
    return []


def dougong(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [*without_network(), sys.executable, "-c", "from app.cli.main import main; main()", *arguments]
    folders = {name: str(home) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = {**os.environ, **folders, "PYTHONPATH": str(ROOT), "DOUGONG_LANG": "en"}
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT, timeout=300)


def test_review_offline_yields_a_valid_report(building: tuple[Path, tuple[SeededDefect, ...]], tmp_path: Path) -> None:
    path, defects = building
    out, table = tmp_path / "report", tmp_path / "r.json"
    arguments = ["--stage", "fabrication", "--json", str(table), "--out", str(out), "--lang", "zh_CN"]
    answer = dougong("review", str(path), *arguments, home=tmp_path / "home")
    assert answer.returncode == 1, answer.stderr  # the flawed building has errors
    assert "Traceback" not in answer.stderr
    assert "⟨" not in answer.stdout

    report = json.loads(table.read_text(encoding="utf-8"))
    jsonschema.validate(report, json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))
    assert {"rules", "findings", "matches", "standardisation", "assembly_rate"} <= report.keys()
    assert all(len(rule["verdicts"]) == 4 for rule in report["rules"])
    assert any(found["candidates"] for found in report["matches"])
    for found in report["matches"]:
        assert found["candidates"] or found["no_match"]
        assert all(len(candidate["reasons"]) >= 3 for candidate in found["candidates"])
        assert all(candidate["why_not"] for candidate in found["candidates"][1:])
    touched = {guid for finding in report["findings"] for guid in finding["elements"]}
    found = [defect for defect in defects if touched & set(defect.guids)]
    assert len(found) >= 0.75 * len(defects)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "⟨" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_a_second_run_says_the_same(building: tuple[Path, tuple[SeededDefect, ...]], tmp_path: Path) -> None:
    path, _ = building
    first, second = (
        dougong("check", str(path), "--json", "-", "--quiet", home=tmp_path / "home").stdout for _ in range(2)
    )
    assert first == second
    assert json.loads(first)["rules"]
