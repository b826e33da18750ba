"""IDS files: the official cases, files from outside, and what findings say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import ifcopenshell
import polars as pl
import pytest

from dfma.errors import UserError
from dfma.finding import Origin, Severity, Verdict
from dfma.ifc.ids import run_ids
from dfma.model.building import BuildingModel
from dfma.rules.rule import RuleRun
from dfma.text import load_catalogue
from tests.builders import building
from tests.conftest import ROOT, SHARED

CASES = sorted((SHARED / "data" / "ids").glob("**/*.ids"))


def model_of(path: Path) -> BuildingModel:
    """The elements of a file, as far as IDS needs them."""
    file = ifcopenshell.open(path)
    model = building([{"guid": entity.GlobalId} for entity in file.by_type("IfcProduct")])
    numbers = [-1, *(entity.id() for entity in file.by_type("IfcProduct"))]
    source = replace(model.source, path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    elements = model.elements.with_columns(step_id=pl.Series(numbers, dtype=pl.Int32))
    return model.with_(source=source, elements=elements)


def outcome(runs: tuple[RuleRun, ...]) -> str:
    return "fail" if any(run.counts[Verdict.FAILED] for run in runs) else "pass"


def names(kind: str) -> list[str]:
    return [str(path.relative_to(SHARED)) for path in CASES if path.name.startswith(f"{kind}-")]


@pytest.mark.parametrize("name", names("pass") + names("fail"))
def test_official_cases_agree(shared: Callable[[str], Path], name: str) -> None:
    path = shared(name)
    runs = run_ids(model_of(path.with_suffix(".ifc")), path)
    assert outcome(runs) == path.name.split("-")[0]
    assert bool([finding for run in runs for finding in run.findings]) == path.name.startswith("fail")
