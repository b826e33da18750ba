"""Run rules on a model: one `RuleRun` for each rule, always, in the order of the rules."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np

from dfma.finding import Clause, Evidence, Finding, Origin, Severity, Verdict
from dfma.model.building import BuildingModel
from dfma.progress import Cancelled, NoProgress, Progress
from dfma.rules.facts import Facts
from dfma.rules.judgement import Failure
from dfma.rules.rule import Gap, Rule, RuleRun, Setting, Stage
from dfma.rules.time_limit import TooSlow, stopped_after
from dfma.text import Text, text

PATIENCE = 60.0
"""Seconds that one rule may take; all rules together take a fifth of it on 50,000 elements."""


class RuleSetting(Protocol):
    """What a project changes of one rule: whether it runs, how it weighs, its numbers. Never its logic."""

    @property
    def off(self) -> bool: ...
    @property
    def severity(self) -> Severity | None: ...
    @property
    def parameters(self) -> Mapping[str, float | str | bool]: ...


def run_rules(
    model: BuildingModel,
    rules: Iterable[Rule],
    *,
    stage: Stage | str | None = None,
    overrides: Mapping[str, RuleSetting] | None = None,
    context: BuildingModel | None = None,
    patience: float = PATIENCE,
    progress: Progress | None = None,
) -> tuple[RuleRun, ...]:
    """Judge a model by rules.

    `stage`: rules of later stages are left out, and say so; None = all. `overrides`: changes by rule id. `context`: a
    second model, such as that of the MEP engineer. A rule that fails itself, or takes longer than `patience` seconds,
    fails alone: its run carries the error. Raises Cancelled when the person asked to stop.
    """
    progress = progress or NoProgress()
    facts = Facts(model, context=context)
    rules = tuple(rules)
    runs = []
    for done, rule in enumerate(rules):
        progress.check()
        progress.report(text("rules.running", rule=rule.title), done, len(rules))
        setting = (overrides or {}).get(rule.id)
        runs.append(_run(rule, facts, Stage(stage) if stage else None, setting, patience))
    return tuple(runs)


def _run(rule: Rule, facts: Facts, stage: Stage | None, setting: RuleSetting | None, patience: float) -> RuleRun:
    if setting is not None and setting.off:
        return _not_run(rule, facts, text("rules.switched_off"))
    if stage is not None and rule.stage.order > stage.order:
        return _not_run(rule, facts, text("rules.later_stage", stage=Text(f"stage.{rule.stage}")))
    changed, changes = apply_setting(rule, setting)
    started = time.perf_counter()
    try:
        with stopped_after(patience):
            judgement = changed.evaluate(facts, changed.settings())
            findings = _findings(changed, facts, judgement.failures)
    except Cancelled:
        raise
    except TooSlow:
        return _failed(rule, facts, text("rules.too_slow", rule=rule.id, seconds=round(patience)))
    except Exception as error:  # noqa: BLE001 - handed on: the run says that the rule itself failed, and how
        why = text("rules.failed", rule=rule.id, why=f"{type(error).__name__}: {error}")
        return _failed(rule, facts, why)
    return RuleRun(
        rule_id=rule.id,
        title=rule.title,
        verdicts=judgement.verdicts,
        whole=judgement.whole,
        gaps=judgement.gaps,
        findings=findings,
        clause=rule.clause,
        changes=changes,
        seconds=time.perf_counter() - started,
    )


def apply_setting(rule: Rule, setting: RuleSetting | None) -> tuple[Rule, tuple[Text, ...]]:
    """The rule as a project wants it, and what differs from the rule as it ships."""
    if setting is None:
        return rule, ()
    before = rule.settings()
    parameters: dict[str, Setting] = {
        name: value for name, value in setting.parameters.items() if name in before and value != before[name]
    }
    changes = [
        text("rules.changed_parameter", name=name, before=str(before[name]), after=str(value))
        for name, value in parameters.items()
    ]
    if setting.severity is not None and setting.severity is not rule.severity:
        changes.append(
            text(
                "rules.changed_severity",
                before=Text(f"severity.{rule.severity}"),
                after=Text(f"severity.{setting.severity}"),
            )
        )
    return rule.with_(severity=setting.severity, parameters=parameters), tuple(changes)


def clause_text(clause: Clause) -> Text:
    """A clause for a sentence; one that is not verified is marked "to be confirmed"."""
    if clause.document in ("practice", "own"):
        return text(f"clause.{clause.document}")
    where = f"{clause.document} {clause.number}".strip()
    return text("clause.verified" if clause.verified else "clause.to_be_confirmed", clause=where)


def _findings(rule: Rule, facts: Facts, failures: Iterable[Failure]) -> tuple[Finding, ...]:
    """Failures put into words. What is the same for all of them is made once: there may be many thousands."""
    clause, suggestion = clause_text(rule.clause), Text(f"rule.{rule.id}.fix")
    guids = facts.guids
    return tuple(
        Finding(
            source=rule.id,
            severity=rule.severity,
            message=text(_sentence(rule, failure), clause=clause, **failure.values),
            elements=tuple([guids[row] for row in (*failure.rows, *failure.others)]),
            subject=failure.subject,
            clause=rule.clause,
            evidence=Evidence(expected=failure.expected, found=failure.found, unit=failure.unit, points=failure.points),
            origin=Origin.RULE,
            suggestion=suggestion,
        )
        for failure in failures
    )


def _sentence(rule: Rule, failure: Failure) -> str:
    return failure.sentence if "." in failure.sentence else f"rule.{rule.id}.{failure.sentence}"


def _not_run(rule: Rule, facts: Facts, why: Text) -> RuleRun:
    verdicts = np.full(facts.rows, Verdict.NOT_APPLICABLE, np.int8)
    return RuleRun(rule_id=rule.id, title=rule.title, verdicts=verdicts, clause=rule.clause, skipped=why)


def _failed(rule: Rule, facts: Facts, why: Text) -> RuleRun:
    everything = np.arange(facts.rows, dtype=np.int32)
    return RuleRun(
        rule_id=rule.id,
        title=rule.title,
        verdicts=np.full(facts.rows, Verdict.NOT_CHECKABLE, np.int8),
        gaps=(Gap(reason=why, rows=everything),),
        clause=rule.clause,
        error=why,
    )
