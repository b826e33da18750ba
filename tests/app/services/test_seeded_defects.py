"""The sample building: every defect that a rule is about is found, and the clean building raises no alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.services.open_model import OpenSettings, open_model
from dfma.finding import Severity, Verdict
from dfma.ifc.sample import SeededDefect, write_sample_building
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from dfma.rules.pack import load_packs, rules_of
from dfma.rules.rule import RuleRun
from dfma.rules.run import run_rules

RULES = rules_of(load_packs())
ROWS = {rule.source_row: rule.id for rule in RULES}
STOREYS = 4


@dataclass(frozen=True)
class Changed:
    """Four storeys are enough for every defect; the rule about high buildings is told that this is one."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    off: bool = False
    severity: Severity | None = None


OVERRIDES = {"DEP-023": Changed({"high_rise": 6.0})}


@dataclass(frozen=True)
class Checked:
    model: BuildingModel
    runs: dict[str, RuleRun]
    defects: tuple[SeededDefect, ...]


def checked(folder: Path, *, flawed: bool) -> Checked:
    path = folder / "sample.ifc"
    defects = write_sample_building(path, flawed=flawed, storeys=STOREYS)
    model = open_model(path, OpenSettings(cache_folder=folder / "cache"), NoProgress())
    runs = run_rules(model, RULES, overrides=OVERRIDES)
    return Checked(model, {run.rule_id: run for run in runs}, defects)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("clean"), flawed=False)


@pytest.fixture(scope="module")
def flawed(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("flawed"), flawed=True)


def test_no_rule_breaks(clean: Checked, flawed: Checked) -> None:
    assert [run.rule_id for checked in (clean, flawed) for run in checked.runs.values() if run.error] == []


def test_the_clean_building_raises_no_alarm(clean: Checked) -> None:
    alarms = [
        (finding.source, finding.message, finding.elements)
        for run in clean.runs.values()
        for finding in run.findings
        if finding.severity is not Severity.ADVICE
    ]
    assert alarms == []


def test_every_defect_that_a_rule_is_about_is_found(flawed: Checked) -> None:
    about = [defect for defect in flawed.defects if defect.rule in ROWS]
    assert len({defect.rule for defect in about}) >= 60
    assert [defect.id for defect in about if not found(flawed, defect)] == []


def found(checked: Checked, defect: SeededDefect) -> bool:
    """Whether the rule fails on one of the elements, or says of it that something is missing."""
    run = checked.runs[ROWS[defect.rule]]
    rows = [row for row, guid in enumerate(checked.model.elements["guid"]) if guid in defect.guids]
    verdicts = {Verdict(int(run.verdicts[row])) for row in rows}
    return bool(verdicts & {Verdict.FAILED, Verdict.NOT_CHECKABLE})
