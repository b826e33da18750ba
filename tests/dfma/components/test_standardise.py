"""Type reduction: the plans keep what they promise, and the bounds are true."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components import standardise as module
from dfma.components.standardise import fewest_boxes, standardise
from dfma.model.building import BuildingModel
from tests.builders import Thing, building


def walls(*lengths: float, height: float = 2.8) -> BuildingModel:
    things: list[Thing] = [
        {"guid": str(number), "class": "IfcWall", "kind": "wall_panel_interior", "casting": "precast",
         "measures": {"length": length, "width": 0.2, "height": height}}
        for number, length in enumerate(lengths)
    ]  # fmt: skip
    return building(things)


def test_types_before_and_after_on_a_case_worked_by_hand() -> None:
    result = standardise(walls(3.0, 3.0, 3.015, 3.03, 3.1, 4.0), permitted_mm=(0, 10, 20, 50))
    assert result.types_before == 5
    assert [(point.max_change_mm, point.types, point.optimal) for point in result.plan] == [
        (0, 5, True),
        (10, 4, True),  # 3000+3015 | 3030 | 3100 | 4000
        (20, 3, True),  # 3000…3030 | 3100 | 4000
        (50, 2, True),  # 3000…3100 | 4000
    ]
    assert result.plan[2].total_change_mm == pytest.approx(
        45
    )  # all to 3010 (3010…3020 are within reach): 10 + 10 + 5 + 20
    assert result.plan[0].changed == 0


def test_pieces_that_differ_in_more_than_size_never_share_a_type() -> None:
    things: list[Thing] = [
        {"guid": kind, "class": "IfcWall", "kind": kind, "casting": "precast",
         "measures": {"length": 3.0, "width": 0.2, "height": 2.8}}
        for kind in ("wall_panel_interior", "wall_panel_exterior")
    ]  # fmt: skip
    assert [point.types for point in standardise(building(things)).plan] == [2, 2, 2, 2]


def test_unknown_sizes_and_site_made_pieces_are_counted_apart() -> None:
    things: list[Thing] = [
        {"guid": "a", "class": "IfcWall", "kind": "wall_panel_interior", "casting": "precast"},
        {"guid": "b", "class": "IfcWall", "kind": "wall_panel_interior", "casting": "cast_in_place"},
    ]
    result = standardise(building(things))
    assert (result.pieces, result.unknown, result.types_before) == (1, 1, 0)
    assert [point.types for point in result.plan] == [0, 0, 0, 0]


@settings(deadline=None, max_examples=30)
@given(
    lengths=st.lists(st.integers(2900, 3100), min_size=1, max_size=25),
    permitted=st.sampled_from([5.0, 10.0, 30.0]),
)
def test_no_piece_changes_by_more_than_permitted_and_types_are_those_assigned(
    lengths: list[int], permitted: float
) -> None:
    model = walls(*(length / 1000 for length in lengths))
    (point,) = standardise(model, permitted_mm=(permitted,)).plan
    assert point.assignment.height == len(lengths)
    assert point.assignment["type"].n_unique() == point.types
    assert point.bound <= point.types
    assert np.abs(point.assignment.sort("row")["length_mm"].to_numpy() - np.array(lengths)).max() <= permitted + 1e-3
    sizes = point.assignment.unique(["type", "length_mm", "width_mm", "height_mm"])
    assert sizes.height == point.types


@settings(deadline=None, max_examples=30)
@given(lengths=st.lists(st.integers(0, 300), min_size=1, max_size=30), permitted=st.integers(1, 60))
def test_along_one_dimension_the_sweep_from_the_smallest_agrees(lengths: list[int], permitted: int) -> None:
    points = np.array([[length, 0.0, 0.0] for length in lengths])
    boxes, least = fewest_boxes(points, float(permitted))
    swept, reach = 0, -1.0
    for length in sorted(lengths):
        if length > reach:
            swept, reach = swept + 1, length + permitted
    assert int(boxes.max()) + 1 == least == swept


@settings(deadline=None, max_examples=20)
@given(points=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=6, unique=True))
def test_in_two_dimensions_trying_every_grouping_finds_no_fewer(points: list[tuple[int, int]]) -> None:
    array = np.array([[*point, 0] for point in points], float)
    _, least = fewest_boxes(array, 3.0)
    fewest = min(
        len(set(labels))
        for labels in product(range(len(points)), repeat=len(points))
        if all(
            np.ptp(array[[label == group for label in labels]], axis=0).max() <= 3.0 for group in set(labels)
        )
    ) if len(points) <= 5 else least  # fmt: skip
    assert least == fewest


@pytest.mark.parametrize("limit", ["_MOST_CANDIDATES", "_MOST_POINTS"])
def test_beyond_what_can_be_solved_the_cover_and_its_bound_are_still_true(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    random = np.random.default_rng(3)
    points = np.round(random.uniform(0, 100, (40, 3)))
    exact, least = fewest_boxes(points, 30.0)
    monkeypatch.setattr(module, limit, 10)
    rough, bound = fewest_boxes(points, 30.0)
    assert 1 < bound <= least <= int(exact.max()) + 1 <= int(rough.max()) + 1
    for box in range(int(rough.max()) + 1):
        assert (np.ptp(points[rough == box], axis=0) <= 30.0).all()


def test_types_are_told_apart_by_kind() -> None:
    result = standardise(walls(3.0, 3.015, 4.0), permitted_mm=(0, 10))
    assert result.pieces_by_kind == {"wall_panel_interior": 3}
    assert [point.by_kind for point in result.plan] == [{"wall_panel_interior": 3}, {"wall_panel_interior": 2}]


def test_the_same_model_gives_the_same_plan() -> None:
    model = walls(*(3.0 + (number * 37 % 101) / 1000 for number in range(60)))
    first, second = standardise(model).plan, standardise(model).plan
    for one, other in zip(first, second, strict=True):
        assert one.assignment.equals(other.assignment)
        assert isinstance(one.assignment, pl.DataFrame)
