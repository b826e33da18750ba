from __future__ import annotations

from dataclasses import replace

from app.ui.found import Found
from dfma.finding import Origin, Severity
from dfma.model.building import BuildingModel
from dfma.report import Decision, Outcome, ReviewReport
from tests.app.ui.findings import finding


def report(model: BuildingModel) -> ReviewReport:
    return ReviewReport(model=model, stage="construction", versions={})


def test_nothing_is_said_of_steps_that_nobody_has_run(model: BuildingModel) -> None:
    for found in (Found(None), Found(report(model))):
        assert [found.of_step(step) for step in ("check", "review", "submit")] == [None, None, None]


def test_the_assistant_and_the_rules_are_told_apart(model: BuildingModel) -> None:
    remark = finding("wall", Severity.ADVICE, "assistant.naming", origin=Origin.ASSISTANT)
    found = Found(replace(report(model), runs=(), assistant=(remark,)))
    assert found.of_step("check") == ()
    assert found.of_step("review") == found.of_step("submit") == (remark,)
    assert found.by_guid == {"wall": [remark]}


def test_a_decision_leaves_the_findings_and_a_result_does_not(model: BuildingModel) -> None:
    reviewed = replace(report(model), assistant=())
    found = Found(reviewed)
    decision = Decision(finding_key="k", outcome=Outcome.FIXED, who="Li", when="2026-01-02")
    assert found.still_of(replace(reviewed, decisions={"k": decision}))
    assert not found.still_of(replace(reviewed, runs=()))
    assert not found.still_of(None)
