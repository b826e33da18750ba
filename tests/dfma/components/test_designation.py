"""Designations: what is written can be read again, and codes are found in names as people write them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components.catalogue import seed_catalogue
from dfma.components.designation import MILLIMETRES, Field, Grammar, Value, find_designation

GRAMMARS = {component.id: component.grammar for component in seed_catalogue().components.values()}


def values_of(field: Field) -> st.SearchStrategy[Value]:
    if field.choices:
        return st.sampled_from(field.choices)
    if field.numbers:
        return st.lists(st.integers(0, 999), min_size=1, max_size=4).map(lambda numbers: tuple(map(float, numbers)))
    if field.decimals:
        return st.integers(1, 400).map(lambda half: half / 2)
    unit = MILLIMETRES[field.unit or "mm"]
    least = 10 ** (field.digits[0] - 1) if field.pad < field.digits[1] or field.digits[0] == field.digits[1] else 0
    return st.integers(least, 10 ** field.digits[1] - 1).map(lambda count: float(count * unit))


@st.composite
def coded(draw: st.DrawFn) -> tuple[Grammar, Mapping[str, Value]]:
    grammar = GRAMMARS[draw(st.sampled_from(sorted(GRAMMARS)))]
    named = [name for name in grammar.fields if f"{{{name}}}" in grammar.template]
    groups = [set(re.findall(r"{(\w+)}", group)) for group in re.findall(r"\[(.*?)\]", grammar.template)]
    left_out = {name for group in groups if draw(st.booleans()) for name in group}
    kept = [name for name in named if name not in left_out]
    return grammar, {name: draw(values_of(grammar.fields[name])) for name in kept}


@settings(deadline=None)
@given(coded())
def test_what_is_written_is_read_back(case: tuple[Grammar, Mapping[str, Value]]) -> None:
    grammar, values = case
    code = grammar.write(values)
    read = grammar.parse(code)
    assert read is not None, code
    assert dict(read.values) == values
    assert read.code == code


@settings(deadline=None)
@given(coded(), st.sampled_from(["{}", "预制构件 {}", "Precast:{}:344551", "{}（三层）", "PC-{} L3"]))
def test_a_code_is_found_inside_a_name(case: tuple[Grammar, Mapping[str, Value]], name: str) -> None:
    grammar, values = case
    code = grammar.write(values)
    found = grammar.find(name.format(code).replace("（", "(").replace("）", ")"))
    assert found is not None or grammar.whole_names_only
    assert found is None or found.code == code


@pytest.mark.parametrize(
    ("name", "series", "code"),
    [
        ("叠合板 DBS1-67-3612-11", "DBS1", "DBS1-67-3612-11"),
        ("ＷＱＣ１－３３２８－１２１４", "WQC1", "WQC1-3328-1214"),
        ("HN400×200×8×13", "HN", "HN400x200x8x13"),
        ("HN 400", None, None),
        ("H1300*400*30*40", "H", "H1300x400x30x40"),
        ("JGB A3.5 2900x600x100", "JGB", "JGB-A3.5-2900x600x100"),
        ("JQB-3000x600x200", "JQB", "JQB-3000x600x200"),
        ("YTB-D-1024-8", "YTB-D", "YTB-D-1024-08"),
        ("nqm2 - 3029 - 1022", "NQM2", "NQM2-3029-1022"),
        ("A80", "TRUSS", "A80"),
        ("轴线 A80 处墙", None, None),
        ("YWQ-3328", None, None),  # a type mark of a plan is not a panel code
        ("NQ-3028-0921", None, None),  # a door panel whose M was forgotten is not a panel without opening
        ("WQC1-3630-1815 wy-2(690,440)", "WQC1", "WQC1-3630-1815 wy-2(690,440)"),
        ("WQC1-3630-1815/wy-1", "WQC1", "WQC1-3630-1815"),
        ("DBS1-67-3612-51", None, None),  # no such reinforcement
        ("Basic Wall 200", None, None),
        ("", None, None),
    ],
)
def test_names_as_people_write_them(name: str, series: str | None, code: str | None) -> None:
    found = find_designation(name, GRAMMARS.values())
    assert (found and found.series, found and found.code) == (series, code)


@pytest.mark.parametrize("name", ["JGB" + " " * 200_000 + "2900", "JGB-A3.5" + " -" * 50_000, "WQ-" + "1" * 100_000])
def test_a_name_made_to_waste_time_wastes_none(name: str) -> None:
    start = time.process_time()
    found = find_designation(name, GRAMMARS.values())
    assert time.process_time() - start < 1.0
    assert found is None


def test_values_are_millimetres() -> None:
    read = GRAMMARS["DBS1"].parse("DBS1-67-3612-11")
    assert read is not None
    assert dict(read.values) == {
        "precast": 60, "topping": 70, "span": 3600, "width": 1200, "span_bars": "1", "width_bars": "1",
    }  # fmt: skip
    assert GRAMMARS["KTB"].parse("KTB-84-130").get("projection") == 840  # type: ignore[union-attr]


def test_what_is_not_known_is_written_as_a_question_mark() -> None:
    assert GRAMMARS["DBS1"].write({"precast": 60.0, "span": 3600.0, "width": 1200.0}) == "DBS1-6?-3612-??"


@pytest.mark.parametrize("span", [3620.0, 12000.0, -300.0])
def test_a_size_that_the_code_cannot_express_is_refused(span: float) -> None:
    with pytest.raises(ValueError, match="span"):
        GRAMMARS["DBS1"].write({"span": span})


def test_a_template_with_a_field_that_is_not_described_is_refused() -> None:
    with pytest.raises(ValueError, match="width"):
        Grammar("X", "X-{width}", {})


def test_every_published_example_is_read(shared: Callable[[str], Path]) -> None:
    """All series of the collected table, each example by a series of ours, and its spelling kept up to separators."""
    table = yaml.safe_load(shared("standards/component_series.yaml").read_text(encoding="utf-8"))
    for series in table:
        for example in series["examples"]:
            found = find_designation(example, GRAMMARS.values())
            assert found is not None, example
            assert found.series.startswith((series["id"].rstrip("SEC"), "J", "H")) or found.series == series["id"]
            plain = found.code.replace("-", "")
            assert plain == example.replace("-", "").replace("×", "x")
