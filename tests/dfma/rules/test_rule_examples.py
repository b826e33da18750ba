"""Every rule against its example models: `tests/rules/<id>.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from dfma.finding import Severity, Verdict
from dfma.rules.pack import load_packs, rules_of
from dfma.rules.rule import Rule
from dfma.rules.run import run_rules
from dfma.text import Catalogue, load_catalogue
from tests.builders import building, row_of
from tests.conftest import ROOT

EXAMPLES = ROOT / "tests" / "rules"
RULES = {rule.id: rule for rule in rules_of(load_packs())}
SECTIONS = {verdict.name.lower(): verdict for verdict in Verdict}


def spoken(language: str) -> Catalogue:
    rules = ROOT / "dfma" / "rules"
    return load_catalogue(language, [ROOT / "dfma" / "locale", *sorted(rules.glob("**/locale"))])


CATALOGUES = {language: spoken(language) for language in ("en", "zh_CN")}


@dataclass(frozen=True)
class Setting:
    parameters: Mapping[str, Any]
    off: bool = False
    severity: Severity | None = None


def examples(rule_id: str) -> dict[str, Any]:
    path = EXAMPLES / f"{rule_id}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def cases() -> Iterator[Any]:
    for rule_id in RULES:
        content = examples(rule_id)
        for section in SECTIONS:
            for number, case in enumerate(content.get(section, []), start=1):
                yield pytest.param(rule_id, section, content.get("base", {}), case, id=f"{rule_id}-{section}-{number}")


def thing(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **own}.items() if value is not None}


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_has_every_kind_of_example(rule_id: str) -> None:
    content = examples(rule_id)
    missing = {section for section in SECTIONS if not content.get(section)}
    assert missing <= ({"not_checkable"} if content.get("always_checkable") else set())


def test_every_file_of_examples_belongs_to_a_rule() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.yaml")} == set(RULES)


@pytest.mark.parametrize(("rule_id", "section", "base", "case"), list(cases()))
def test_example(rule_id: str, section: str, base: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    rule: Rule = RULES[rule_id]
    things: Any = [thing(base, own) for own in case["things"]]
    model = building(things, storeys=case.get("storeys"), relations=case.get("relations", ()))
    settings = {rule_id: Setting(case["settings"])} if "settings" in case else {}
    context = building([thing({}, own) for own in case["context"]]) if "context" in case else None  # type: ignore[misc]
    (run,) = run_rules(model, [rule], overrides=settings, context=context)
    assert run.error is None, CATALOGUES["en"].say(run.error)  # type: ignore[arg-type]
    of = case.get("of")
    row = model.elements.height - len(things) if of is None else None if of == "whole" else row_of(model, of)
    verdict = run.whole if row is None else Verdict(int(run.verdicts[row]))
    assert verdict is SECTIONS[section], run

    failed = [finding for finding in run.findings if row is None or model.elements["guid"][row] in finding.elements]
    assert bool(failed) == (section == "failed")
    reasons = [gap.reason for gap in run.gaps if row is None or row in gap.rows]
    assert bool(reasons) == (section == "not_checkable")
    for catalogue in CATALOGUES.values():
        sentences = [catalogue.say(said) for said in (*(f.message for f in failed), *reasons)]
        sentences += [catalogue.say(finding.suggestion) for finding in failed if finding.suggestion]
        assert not [sentence for sentence in sentences if "⟨" in sentence or "–" in sentence]
    assert case.get("says", "") in " ".join(CATALOGUES["en"].say(s) for s in (*(f.message for f in failed), *reasons))
    assert all(finding.clause == rule.clause for finding in failed)
