"""Every number of a rule is held by its examples: a tenth more, or a tenth less, changes the verdict on one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from dfma.model.building import BuildingModel
from dfma.rules.run import run_rules
from tests.builders import building
from tests.dfma.rules.test_rule_examples import RULES, SECTIONS, Setting, examples, thing

STEP = 0.1
COUNTS = ("1",)
"""Parameters in these units are counts or ratios: small ones are changed by one."""
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("TRA-126", "x"): "a place that a project sets; a tenth of 0 is 0, and an example sets it",
    ("TRA-126", "y"): "a place that a project sets; a tenth of 0 is 0, and an example sets it",
    ("TRA-126", "gear"): "a mass that a project sets; a tenth of 0 is 0, and an example sets it",
    ("TRA-127", "special"): "changes what is said of a piece that fails already",
}
"""Rule and parameter → why no example changes."""


def parameters() -> Iterator[Any]:
    for rule_id, rule in RULES.items():
        for name, parameter in rule.parameters.items():
            if isinstance(parameter.default, float | int) and not isinstance(parameter.default, bool):
                yield pytest.param(rule_id, name, id=f"{rule_id}-{name}")


@cache
def models(rule_id: str) -> tuple[tuple[BuildingModel, BuildingModel | None, dict[str, Any]], ...]:
    content = examples(rule_id)
    base = content.get("base", {})
    found = []
    for section in SECTIONS:
        for case in content.get(section, []):
            things: Any = [thing(base, own) for own in case["things"]]
            model = building(things, storeys=case.get("storeys"), relations=case.get("relations", ()))
            context: Any = [thing({}, own) for own in case["context"]] if "context" in case else None
            found.append((model, None if context is None else building(context), case.get("settings", {})))
    return tuple(found)


def verdicts(rule_id: str, name: str, value: float | None) -> list[Any]:
    """All verdicts on all examples; a setting of the example itself is what is changed, where it has one."""
    said = []
    for model, context, own in models(rule_id):
        changed = dict(own)
        if value is not None:
            default = float(RULES[rule_id].parameters[name].default)  # type: ignore[arg-type]
            changed[name] = value + float(own[name]) - default if name in own else value
        (run,) = run_rules(model, [RULES[rule_id]], overrides={rule_id: Setting(changed)}, context=context)
        said.append((run.verdicts.tolist(), run.whole))
    return said


@pytest.mark.parametrize(("rule_id", "name"), list(parameters()))
def test_an_example_holds_the_number(rule_id: str, name: str) -> None:
    parameter = RULES[rule_id].parameters[name]
    default = float(parameter.default)  # type: ignore[arg-type]
    step = max(STEP * abs(default), 1.0 if parameter.unit in COUNTS and default == int(default) else 0.0)
    before = verdicts(rule_id, name, None)
    held = any(verdicts(rule_id, name, default + sign * step) != before for sign in (1, -1))
    assert held != ((rule_id, name) in EXCEPTIONS)


def test_exceptions_are_of_parameters_that_exist() -> None:
    assert all(name in RULES[rule_id].parameters for rule_id, name in EXCEPTIONS)
