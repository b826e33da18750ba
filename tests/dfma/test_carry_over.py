"""A waiver follows its wall when the wall bears another GlobalId."""

from __future__ import annotations

from dataclasses import replace

from dfma.carry_over import carried_decisions
from dfma.finding import Finding, Origin, Severity
from dfma.report import Decision, Outcome
from dfma.text import text
from tests.builders import Thing, building

FINDING = Finding(
    source="DEP-001", severity=Severity.ERROR, message=text("verdict.failed"), elements=("a",), origin=Origin.RULE
)


def wall(guid: str, x: float) -> Thing:
    return Thing({"guid": guid, "class": "IfcWall", "box": ((x, 0.0, 1.4), (3.0, 0.2, 2.8))})


WAIVED = Decision(finding_key=FINDING.key, outcome=Outcome.WAIVED, who="me", when="2026-01-01", why="agreed")


def test_a_decision_follows_its_element() -> None:
    old, new = building([wall("a", 0), wall("b", 4)]), building([wall("a2", 0), wall("b2", 4)])
    same, other = replace(FINDING, elements=("a2",)), replace(FINDING, elements=("b2",))
    carried = carried_decisions(old, new, [same, other], {FINDING.key: WAIVED})
    assert carried == {same.key: replace(WAIVED, finding_key=same.key)}


def test_a_decision_that_holds_already_is_not_repeated() -> None:
    old = building([wall("a", 0)])
    assert carried_decisions(old, old, [FINDING], {FINDING.key: WAIVED}) == {}


def test_an_own_decision_on_the_new_finding_stands() -> None:
    old, new = building([wall("a", 0)]), building([wall("a2", 0)])
    finding = replace(FINDING, elements=("a2",))
    own = replace(WAIVED, finding_key=finding.key, outcome=Outcome.FIXED)
    assert carried_decisions(old, new, [finding], {FINDING.key: WAIVED, finding.key: own}) == {}
