"""Sizes on and off the module."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfma.components.catalogue import seed_catalogue
from dfma.components.matching import match_components
from dfma.components.module_grid import check_module_grid, module_rules
from tests.builders import Thing, building


def piece(kind: str, length: float, width: float, height: float) -> Thing:
    return {
        "guid": "piece", "class": "IfcWall", "kind": kind, "casting": "precast", "material": "C30",
        "measures": {"length": length, "width": width, "height": height},
    }  # fmt: skip


def test_an_off_module_panel_is_listed_with_the_nearest_size_and_the_difference() -> None:
    found = check_module_grid(building([piece("wall_panel_interior", 3.04, 0.18, 2.8)]))
    assert [(one.rule, one.dimension, one.nearest_mm, round(one.delta_mm)) for one in found.off] == [
        ("MC-04", "length", 3000, -40),
        ("MC-08", "width", 200, 20),
    ]
    assert found.off[0].element == "piece"


def test_storeys_are_held_against_the_module_of_heights() -> None:
    found = check_module_grid(building([], storeys={"1F": 0.0, "2F": 2.95, "3F": 5.95}))
    assert [(one.kind, one.size_mm, one.nearest_mm) for one in found.off] == [("storey", pytest.approx(2950), 2900)]
    assert found.checked["MC-05"] == 2


def test_a_fabrication_size_of_the_library_counts_by_its_nominal_size() -> None:
    model = building([piece("composite_slab", 2.82, 0.96, 0.06)])
    assert len(check_module_grid(model).off) == 2
    known = check_module_grid(model, match_components(model, seed_catalogue()))
    assert (known.off, known.made) == ((), 3)


@given(size=st.floats(60, 12_000))
def test_no_modular_size_is_nearer_than_the_nearest(size: float) -> None:
    for rule in module_rules():
        best = abs(rule.nearest(np.array([size]))[0] - size)
        every = [*rule.one_of, *(module * n for module in rule.multiples_of for n in range(1, 260))]
        assert best == pytest.approx(min(abs(value - size) for value in every))
