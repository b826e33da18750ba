"""Decisions are written at once, hold over sessions, and survive a line cut short."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.session import DecisionLog, MatchLog, Session
from app.settings import Settings
from dfma.components.catalogue import seed_catalogue
from dfma.components.decided import Verdict, ranked_by_decisions
from dfma.components.matching import match_components
from dfma.finding import Finding, Origin, Severity
from dfma.report import Outcome
from dfma.rules.rule import RuleRun
from dfma.text import text
from tests.builders import building

FINDING = Finding(
    source="DEP-001", severity=Severity.ERROR, message=text("verdict.failed"), elements=("wall",), origin=Origin.RULE
)


def session(path: Path) -> Session:
    fresh = Session(Settings(), DecisionLog(path))
    fresh.open(building([{"guid": "wall", "class": "IfcWall"}]), {"dougong": "0"})
    return fresh


def test_a_decision_holds_in_the_next_session(tmp_path: Path) -> None:
    log = tmp_path / "decisions.jsonl"
    first = session(log)
    first.keep(assistant=())
    first.decide(FINDING, Outcome.WAIVED, "agreed with the plant")
    again = session(log)
    assert again.report is not None
    assert again.report.decisions[FINDING.key].why == "agreed with the plant"


def test_a_line_cut_short_loses_only_itself(tmp_path: Path) -> None:
    log = tmp_path / "decisions.jsonl"
    session(log).decide(FINDING, Outcome.ACCEPTED)
    with log.open("a", encoding="utf-8") as file:
        file.write('{"finding_key": "abc", "outc')
    assert list(DecisionLog(log).latest()) == [FINDING.key]


def test_a_waiver_needs_a_reason(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="reason"):
        session(tmp_path / "log").decide(FINDING, Outcome.WAIVED, "  ")


def test_the_last_decision_holds(tmp_path: Path) -> None:
    log = tmp_path / "decisions.jsonl"
    current = session(log)
    current.decide(FINDING, Outcome.WAIVED, "once")
    current.decide(FINDING, Outcome.FIXED)
    assert DecisionLog(log).latest()[FINDING.key].outcome is Outcome.FIXED


def test_a_decision_after_a_cut_line_is_not_swallowed(tmp_path: Path) -> None:
    log = tmp_path / "decisions.jsonl"
    log.write_text('{"finding_key": "abc", "outc', encoding="utf-8")
    session(log).decide(FINDING, Outcome.ACCEPTED)
    assert list(DecisionLog(log).latest()) == [FINDING.key]


def test_a_decision_about_a_suggestion_ranks_at_once_and_holds_in_the_next_session(tmp_path: Path) -> None:
    model = building(
        [{"guid": "slab", "kind": "composite_slab", "casting": "precast",
          "measures": {"length": 3.42, "width": 0.96, "height": 0.06}}]
    )  # fmt: skip
    log = MatchLog(tmp_path / "project.matches.jsonl")
    current = Session(Settings(), DecisionLog(tmp_path / "decisions.jsonl"), log)
    current.open(model, {})
    matches = match_components(model, seed_catalogue())
    current.keep(matches=matches)
    wanted = matches[0].candidates[1]
    current.decide_match(matches[0], wanted, Verdict.ACCEPTED, "as in the other block")
    assert current.report is not None
    assert current.report.matches is not None
    assert current.report.matches[0].candidates[0].designation == wanted.designation
    (kept,) = MatchLog(log.path).decisions()
    assert (kept.element, kept.designation, kept.verdict, kept.why) == (
        "slab", wanted.designation, Verdict.ACCEPTED, "as in the other block",
    )  # fmt: skip
    assert ranked_by_decisions(matches, [kept])[0].candidates[0].designation == wanted.designation


def test_decisions_follow_a_model_whose_guids_were_issued_anew(tmp_path: Path) -> None:
    first = session(tmp_path / "old.jsonl")
    first.decide(FINDING, Outcome.WAIVED, "agreed with the plant")
    again = Session(Settings(), DecisionLog(tmp_path / "new.jsonl"), earlier=first.report)
    again.open(building([{"guid": "wall again", "class": "IfcWall"}]), {"dougong": "0"})
    finding = replace(FINDING, elements=("wall again",))
    run = RuleRun(rule_id="DEP-001", title=text("verdict.failed"), verdicts=np.zeros(0, np.int8), findings=(finding,))
    again.keep(runs=(run,))
    assert again.report is not None
    assert again.report.decisions[finding.key].why == "agreed with the plant"
    assert list(DecisionLog(tmp_path / "new.jsonl").latest()) == [finding.key]
