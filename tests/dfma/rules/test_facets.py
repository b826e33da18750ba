"""Facets: every column that a declared rule can ask for, and what counts as holding."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dfma.rules.amounts import LENGTH_TOLERANCE
from dfma.rules.facets import Constraint, MeasureFacet, numeric, read_constraint, read_facet
from dfma.rules.facts import Facts
from tests.builders import building, row_of

MODEL = building(
    [
        {
            "guid": "unit", "class": "IfcElementAssembly", "kind": "composite_slab", "casting": "precast",
            "box": ((2, 1, 0.07), (4, 2, 0.14)), "measures": {"height": 0.14},
        },
        {
            "guid": "plank", "class": "IfcSlab", "kind": "composite_slab", "casting": "precast", "whole": "unit",
            "piece": "unit", "storey": "1F", "tag": "T1", "box": ((2, 1, 0.03), (4, 2, 0.06)),
            "measures": {"height": 0.06, "volume": 0.48},
            "properties": {"Pset_A": {"Finish": "smooth"}, "Qto_B": {"Depth": 0.06}},
            "type_properties": {"Pset_A": {"Finish": "rough", "Maker": "Works 1"}},
        },
        {"guid": "girder", "kind": "reinforcement", "whole": "unit", "piece": "unit"},
        {"guid": "wall", "kind": "wall", "storey": "1F"},
    ],
    storeys={"1F": 0.0, "2F": 3.0},
    relations=[("touches", "plank", "wall")],
)  # fmt: skip
FACTS = Facts(MODEL.with_(properties=MODEL.properties.with_columns(
    kind=pl.when(pl.col("set") == "Qto_B").then(pl.lit("quantity")).otherwise("kind")
)))  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "guid", "expected"),
    [
        ({"property": ["pset_a", "finish"]}, "plank", "smooth"),
        ({"type_property": ["Pset_A", "Finish"]}, "plank", "rough"),
        ({"property": ["Pset_A", "Maker"]}, "plank", "Works 1"),
        ({"property": ["Pset_A", "Finish"]}, "wall", None),
        ({"quantity": ["Qto_B", "Depth"]}, "plank", 0.06),
        ({"quantity": ["Pset_A", "Finish"]}, "plank", None),
        ({"attribute": "tag"}, "plank", "T1"),
        ({"measure": "height"}, "unit", 0.06),  # of an assembly: of its concrete
        ({"measure": "volume"}, "wall", None),
        ({"side": "shortest"}, "unit", 0.06),
        ({"side": "longest"}, "wall", None),
        ({"storey": "height"}, "wall", 3.0),
        ({"storey": "elevation"}, "storey:2F", 3.0),
        ({"storey": "height"}, "storey:2F", None),
        ({"parts": "reinforcement"}, "unit", 1.0),
        ({"relation": "touches"}, "wall", 1.0),
        ({"first_of": [{"attribute": "mark"}, {"attribute": "tag"}]}, "plank", "T1"),
        ({"layer": "insulation"}, "plank", None),
    ],
)
def test_what_a_facet_knows(entry: dict[str, Any], guid: str, expected: float | str | None) -> None:
    column = read_facet(entry).column(FACTS)
    row = row_of(MODEL, guid)
    assert bool(column.present[row]) == (expected is not None)
    if isinstance(expected, str):
        assert column.words[row] == expected
    elif expected is not None:
        assert column.numbers[row] == pytest.approx(expected)


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"measure": "girth"},
        {"side": "left"},
        {"property": "Finish"},
        {"concept": "x"},
        {"measure": "height", "side": "longest"},
        {"layer": "felt"},
        {"attribute": "guid2"},
    ],
)
def test_an_entry_that_names_no_facet_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_facet(entry)


@settings(deadline=None)
@given(st.floats(0.01, 20), st.floats(0.01, 20))
def test_bounds_are_met_up_to_the_tolerance_and_no_farther(value: float, limit: float) -> None:
    assume(abs(abs(value - limit) - LENGTH_TOLERANCE) > 1e-9)
    column = numeric(FACTS, "facet.length", np.full(FACTS.rows, value), "m", "gap.no_size")
    assert Constraint("at_least", limit).holds(column)[0] == (value >= limit - LENGTH_TOLERANCE)
    assert Constraint("at_most", limit).holds(column)[0] == (value <= limit + LENGTH_TOLERANCE)


@settings(deadline=None)
@given(st.integers(1, 100), st.floats(-0.04, 0.04))
def test_multiples_of_the_module(times: int, off: float) -> None:
    assume(abs(abs(off) - LENGTH_TOLERANCE) > 1e-9)
    column = numeric(FACTS, "facet.length", np.full(FACTS.rows, times * 0.1 + off), "m", "gap.no_size")
    assert Constraint("multiple_of", 0.1).holds(column)[0] == (abs(off) < LENGTH_TOLERANCE)


def test_a_value_that_is_unknown_cannot_be_compared() -> None:
    column = MeasureFacet("volume").column(FACTS)
    readable = Constraint("at_least", 0.1).readable(column)
    assert readable.tolist() == [guid == "plank" for guid in MODEL.elements["guid"]]


def test_a_limit_may_be_a_parameter() -> None:
    assert read_constraint({"at_least": "$least"}, {"least": 0.5}).limit == 0.5
    with pytest.raises(ValueError, match="most"):
        read_constraint({"at_least": "$most"}, {"least": 0.5})
