"""A finding's key, and what the assistant may not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfma.finding import Finding, Origin, Severity
from dfma.text import text


def finding(**changes: object) -> Finding:
    values = {"source": "DEP-001", "severity": Severity.ERROR, "message": text("verdict.failed"), "origin": Origin.RULE}
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_elements_does_not_change_the_key(order: list[str]) -> None:
    assert finding(elements=tuple(order)).key == finding(elements=("a", "b", "c", "d")).key


def test_severity_and_numbers_do_not_change_the_key() -> None:
    assert finding(severity=Severity.ADVICE).key == finding().key
    assert finding(message=text("verdict.failed", gap=3)).key == finding(message=text("verdict.failed", gap=4)).key


@pytest.mark.parametrize(
    "changes",
    [{"source": "DEP-002"}, {"elements": ("x",)}, {"subject": "cover"}, {"message": text("verdict.passed")}],
)
def test_source_elements_subject_and_message_make_the_key(changes: dict[str, object]) -> None:
    assert finding(**changes).key != finding().key


def test_the_assistant_never_emits_an_error() -> None:
    with pytest.raises(ValueError, match="never emits an error"):
        finding(origin=Origin.ASSISTANT)
