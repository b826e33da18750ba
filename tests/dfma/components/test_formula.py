"""Formulas: arithmetic as Python does it, on columns, and nothing but arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfma.components.formula import read_formula

NAMES = {"span": 3600.0, "width": 1200.0, "t_1": 60.0}


@st.composite
def written(draw: st.DrawFn, depth: int = 4) -> str:
    kind = draw(
        st.sampled_from(["number", "name", "sum", "group", "minus", "extreme"] if depth else ["number", "name"])
    )
    if kind == "number":
        return str(draw(st.integers(0, 999)))
    if kind == "name":
        return draw(st.sampled_from(sorted(NAMES)))
    if kind == "minus":
        return f"-{draw(written(depth - 1))}"
    if kind == "group":
        return f"({draw(written(depth - 1))})"
    if kind == "extreme":
        return f"{draw(st.sampled_from(['min', 'max']))}({draw(written(depth - 1))}, {draw(written(depth - 1))})"
    return f"{draw(written(depth - 1))} {draw(st.sampled_from('+-*/'))} {draw(written(depth - 1))}"


@given(written())
def test_a_formula_says_what_python_says(formula: str) -> None:
    try:
        expected = float(eval(formula, {"min": min, "max": max}, NAMES))  # noqa: S307 - made by this test
    except ZeroDivisionError:
        return
    found = read_formula(formula).value(NAMES)
    assert found == pytest.approx(expected) or not math.isfinite(expected)


def test_a_formula_works_on_columns() -> None:
    volume = read_formula("(span - 180) * max(width - 240, 1000) * 60 / 1e9")
    assert volume.names == {"span", "width"}
    found = volume.evaluate({"span": np.array([3600.0, 3000.0]), "width": np.array([1200.0, 2400.0])}, 2)
    assert found == pytest.approx([3420 * 1000 * 60e-9, 2820 * 2160 * 60e-9])
    assert read_formula(2.5).evaluate({}, 3).tolist() == [2.5, 2.5, 2.5]


def test_what_is_divided_by_nought_is_not_known() -> None:
    assert math.isnan(read_formula("1 / (span - span)").value(NAMES))


@pytest.mark.parametrize(
    "formula",
    ["", "1 +", "(1", "1)", "2 3", "min(1", "span.real", "__import__('os')", "span ** 2", "1 if 1 else 2", "[1]", "'a'",
     "1;2", "max", "min()", "٣", "(" * 400 + "1" + ")" * 99, "1+" * 300 + "1", "-" * 200 + "1", True, None, ["span"]],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused(formula: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_formula(formula)
