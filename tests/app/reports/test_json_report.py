"""The JSON report keeps its contract: valid against its schema, the same every time, every text in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from app.reports.json_report import SCHEMA_PATH, json_report, write_json
from dfma.finding import Clause, Evidence, Finding, Origin, Severity, Verdict
from dfma.model.recognition import KINDS
from dfma.report import Decision, Outcome, ReviewReport
from dfma.rules.rule import Gap, RuleRun
from dfma.text import text
from tests.builders import building

SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))

FINDING = Finding(
    source="DEP-001",
    severity=Severity.ERROR,
    message=text("kind.wall"),
    elements=("wall",),
    clause=Clause(document="JGJ 1-2014", number="4.1.2", confidence="memory-high", modal="should"),
    evidence=Evidence(expected=0.02, found=0.055, unit="m", points=((0.0, 1.0, 2.0),)),
    origin=Origin.RULE,
)


@pytest.fixture
def report() -> ReviewReport:
    model = building(
        [
            {
                "guid": "wall",
                "class": "IfcWall",
                "name": "<b>W1</b>",
                "storey": "1F",
                "box": ((0, 0, 1.5), (4, 0.2, 3)),
            },
            {"guid": "plate", "class": "IfcPlate", "whole": "wall", "piece": "wall", "storey": "1F"},
            {"guid": "room", "class": "IfcSpace", "storey": "1F"},
        ],
        storeys={"1F": 0.0, "2F": 3.0},
    )
    rows = model.elements.height
    run = RuleRun(
        rule_id="DEP-001",
        title=text("kind.wall"),
        verdicts=np.full(rows, Verdict.NOT_APPLICABLE, np.int8),
        whole=Verdict.NOT_CHECKABLE,
        gaps=(Gap(reason=text("kind.wall"), rows=np.zeros(0, np.int32)),),
        findings=(FINDING,),
    )
    decision = Decision(finding_key=FINDING.key, outcome=Outcome.WAIVED, who="li", when="2026-11-23", why="agreed")
    return ReviewReport(
        model=model, stage="construction", versions={"dougong": "0"}, runs=(run,), decisions={FINDING.key: decision}
    )


def test_the_report_is_valid_against_its_schema(report: ReviewReport) -> None:
    table = json.loads(json_report(report, "en"))
    jsonschema.validate(table, SCHEMA)
    assert {element["guid"]: element["part_of"] for element in table["elements"]} == {
        "wall": None,
        "plate": "wall",
        "room": None,
    }
    assert table["model"]["elements"] == 2
    assert table["findings"][0]["decision"]["why"] == "agreed"
    assert table["rules"][0]["verdicts"]["not_checkable"] == 1


def test_unknown_is_null_never_zero(report: ReviewReport) -> None:
    elements = json.loads(json_report(report, "en"))["elements"]
    plate = next(element for element in elements if element["guid"] == "plate")
    assert (plate["size"], plate["volume"], plate["mass"]) == (None, None, None)


def test_what_was_not_asked_for_is_not_there(report: ReviewReport) -> None:
    assert not {"matches", "assembly_rate", "standardisation"} & json.loads(json_report(report, "en")).keys()


def test_same_report_same_bytes(report: ReviewReport) -> None:
    assert json_report(report, "en") == json_report(report, "en")


def test_a_file_is_written_whole_or_not_at_all(report: ReviewReport, tmp_path: Path) -> None:
    write_json(report, tmp_path / "new" / "r.json", "en")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["r.json"]


def test_a_waived_finding_fails_no_submission(report: ReviewReport) -> None:
    assert report.worst() is None


def test_the_schema_lists_the_kinds_of_the_domain() -> None:
    assert SCHEMA["$defs"]["kind"]["enum"] == list(KINDS)
