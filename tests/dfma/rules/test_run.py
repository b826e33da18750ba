"""Running rules: stages, settings, errors, and the same result every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from dfma.finding import Clause, Severity, Verdict
from dfma.progress import Cancelled
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure, Judge, Judgement
from dfma.rules.pack import load_packs, rules_of
from dfma.rules.rule import Consumer, Parameter, Rule, Setting, Stage, number
from dfma.rules.run import clause_text, run_rules
from dfma.text import Text
from tests.builders import building

MODEL = building(
    [
        {"guid": "a", "kind": "beam", "casting": "precast", "measures": {"mass": 5600.0}},
        {"guid": "b", "kind": "beam", "casting": "precast", "measures": {"mass": 4000.0}},
    ]
)
RULES = {rule.id: rule for rule in rules_of(load_packs())}


@dataclass(frozen=True)
class Changed:
    off: bool = False
    severity: Severity | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


def made(evaluate: Any, *, rule_id: str = "X-1", stage: Stage = Stage.SCHEME) -> Rule:
    return Rule(
        id=rule_id,
        source_row=None,
        stage=stage,
        consumers=(Consumer.PRODUCTION,),
        severity=Severity.WARNING,
        clause=Clause(document="own", number="", confidence="own"),
        parameters={"limit": Parameter(default=1.0, unit="m")},
        evaluate=evaluate,
    )


def broken(_facts: Facts, settings: Mapping[str, Setting]) -> Judgement:
    raise ZeroDivisionError(f"with {number(settings, 'limit')}")


def forgetful(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    return Judge(np.ones(facts.rows, np.bool_)).judgement()


def everything_fails(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
    judge = Judge(np.ones(facts.rows, np.bool_))
    for row in range(facts.rows):
        judge.fails(Failure(rows=(row,)))
    return judge.judgement()


@pytest.mark.parametrize("evaluate", [broken, forgetful])
def test_a_rule_that_fails_itself_fails_alone(evaluate: Any) -> None:
    bad, good = run_rules(MODEL, [made(evaluate), made(everything_fails, rule_id="X-2")])
    assert bad.error is not None
    assert bad.error["rule"] == "X-1"
    assert (bad.verdicts == Verdict.NOT_CHECKABLE).all()
    assert bad.findings == ()
    assert good.error is None
    assert len(good.findings) == MODEL.elements.height


def test_cancelling_is_not_an_error_of_a_rule() -> None:
    def cancelled(_facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
        raise Cancelled

    with pytest.raises(Cancelled):
        run_rules(MODEL, [made(cancelled)])


def test_a_stage_asks_for_what_earlier_stages_asked_for() -> None:
    rules = [made(everything_fails, rule_id=stage, stage=stage) for stage in Stage]
    runs = run_rules(MODEL, rules, stage="preliminary")
    assert [run.skipped is None for run in runs] == [True, True, False, False]
    assert (runs[-1].verdicts == Verdict.NOT_APPLICABLE).all()
    assert all(run.skipped is None for run in run_rules(MODEL, rules))


def test_settings_change_weight_and_numbers_and_are_listed() -> None:
    rule = RULES["TRA-127"]
    (plain,) = run_rules(MODEL, [rule])
    (changed,) = run_rules(
        MODEL, [rule], overrides={"TRA-127": Changed(severity=Severity.WARNING, parameters={"review": 3000.0})}
    )
    assert [finding.severity for finding in plain.findings] == [Severity.ADVICE]
    assert [finding.severity for finding in changed.findings] == [Severity.WARNING] * 2
    assert [change.key for change in changed.changes] == ["rules.changed_parameter", "rules.changed_severity"]
    assert plain.changes == ()


def test_a_rule_that_is_switched_off_says_so() -> None:
    (run,) = run_rules(MODEL, [RULES["TRA-127"]], overrides={"TRA-127": Changed(off=True)})
    assert run.skipped == Text("rules.switched_off")
    assert run.findings == ()


def test_a_parameter_of_the_wrong_sort_is_an_error_of_that_rule_only() -> None:
    (run,) = run_rules(MODEL, [RULES["TRA-127"]], overrides={"TRA-127": Changed(parameters={"review": "heavy"})})
    assert run.error is not None


def test_the_same_model_gives_the_same_findings() -> None:
    first, second = (run_rules(MODEL, RULES.values()) for _ in range(2))
    assert [run.rule_id for run in first] == list(RULES)
    for one, other in zip(first, second, strict=True):
        assert one.findings == other.findings
        assert one.verdicts.tolist() == other.verdicts.tolist()


def test_keys_survive_another_order_of_rows() -> None:
    swapped = building(
        [
            {"guid": "b", "kind": "beam", "casting": "precast", "measures": {"mass": 4000.0}},
            {"guid": "a", "kind": "beam", "casting": "precast", "measures": {"mass": 5600.0}},
        ]
    )
    keys = [
        {finding.key for run in run_rules(model, RULES.values()) for finding in run.findings}
        for model in (MODEL, swapped)
    ]
    assert keys[0] == keys[1]


def test_a_clause_that_is_not_verified_is_marked() -> None:
    assert clause_text(Clause(document="JGJ 1-2014", number="6.6.2", confidence="verified")).key == "clause.verified"
    unsure = clause_text(Clause(document="JGJ 1-2014", number="6.6.2", confidence="memory-high"))
    assert unsure.key == "clause.to_be_confirmed"
    assert clause_text(Clause(document="practice", number="", confidence="own")).key == "clause.practice"


def test_a_rule_that_loops_is_stopped_and_named_and_the_run_ends() -> None:
    def loops(facts: Facts, _settings: Mapping[str, Setting]) -> Judgement:
        while facts.rows:
            pass
        return Judge(facts.nothing()).judgement()

    runs = run_rules(MODEL, [made(loops, rule_id="X-2"), RULES["TRA-127"]], patience=1.0)
    assert runs[0].error is not None
    assert runs[0].error.key == "rules.too_slow"
    assert runs[1].error is None
