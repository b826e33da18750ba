"""Type reduction: the plans keep what they promise, and the bounds are true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components.effort import Effort
from dfma.components.plan_case import plan_case
from dfma.components.plan_settings import plan_settings
from dfma.components.plan_solver import MOST_EFFORT, solve
from dfma.components.standardise import choose, standardise
from dfma.components.type_plan import PlanPoint, Standardisation
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from tests.benchmarks.type_merging import cost_of, greedy_merging, k_means, types_of
from tests.builders import Thing, building


def walls(*lengths: float, height: float = 2.8) -> BuildingModel:
    """Panels that stand nowhere near each other."""
    things: list[Thing] = [
        {"guid": str(number), "class": "IfcWall", "kind": "wall_panel_interior", "casting": "precast",
         "measures": {"length": length, "width": 0.2, "height": height}}
        for number, length in enumerate(lengths)
    ]  # fmt: skip
    return building(things)


def row(*lengths: float, gap: float = 0.02, kind: str = "wall_panel_interior") -> BuildingModel:
    """Panels in one wall line."""
    things: list[Thing] = []
    at = 0.0
    for number, length in enumerate(lengths):
        things.append({
            "guid": str(number), "class": "IfcWall", "kind": kind, "casting": "precast", "storey": "1F",
            "box": ((at + length / 2, 0, 1.4), (length, 0.2, 2.8)),
            "measures": {"length": length, "width": 0.2, "height": 2.8, "volume": length * 0.2 * 2.8},
        })  # fmt: skip
        at += length + gap
    return building(things, storeys={"1F": 0.0})


def fewest(result: Standardisation) -> list[PlanPoint]:
    return [point for point in result.plan if point.goal != "least_cost"]


def test_types_before_and_after_on_a_case_worked_by_hand() -> None:
    result = standardise(walls(3.0, 3.0, 3.015, 3.03, 3.1, 4.0), permitted_mm=(0, 10, 20, 50))
    assert result.types_before == 5
    assert [(point.max_change_mm, point.types, point.optimal) for point in fewest(result)] == [
        (0, 5, True),
        (10, 4, True),  # 3000+3015 | 3030 | 3100 | 4000
        (20, 3, True),  # 3000…3030 | 3100 | 4000
        (50, 2, True),  # 3000…3100 | 4000
    ]
    assert fewest(result)[2].total_change_mm == 45  # all to 3010: 10 + 10 + 5 + 20
    assert result.plan[0].changed == 0


def test_pieces_that_differ_in_more_than_size_never_share_a_type() -> None:
    things: list[Thing] = [
        {"guid": kind, "class": "IfcWall", "kind": kind, "casting": "precast",
         "measures": {"length": 3.0, "width": 0.2, "height": 2.8}}
        for kind in ("wall_panel_interior", "wall_panel_exterior")
    ]  # fmt: skip
    assert {point.types for point in standardise(building(things)).plan} == {2}


def test_unknown_sizes_and_site_made_pieces_are_counted_apart() -> None:
    things: list[Thing] = [
        {"guid": "a", "class": "IfcWall", "kind": "wall_panel_interior", "casting": "precast"},
        {"guid": "b", "class": "IfcWall", "kind": "wall_panel_interior", "casting": "cast_in_place"},
    ]
    result = standardise(building(things))
    assert (result.pieces, result.unknown, result.types_before) == (1, 1, 0)
    assert {point.types for point in result.plan} == {0}


@settings(deadline=None, max_examples=25)
@given(
    lengths=st.lists(st.integers(2900, 3100), min_size=1, max_size=12),
    permitted=st.sampled_from([5.0, 10.0, 30.0]),
    gap=st.sampled_from([0.0, 0.012, 0.02, 0.035, 1.0]),
)
def test_pieces_keep_within_what_is_permitted_and_every_line_keeps_its_length(
    lengths: list[int], permitted: float, gap: float
) -> None:
    result = standardise(row(*(length / 1000 for length in lengths), gap=gap), permitted_mm=(permitted,))
    for point in result.plan:
        assert point.assignment.height == len(lengths)
        assert point.assignment["type"].n_unique() == point.types
        assert point.bound <= point.types
        assert point.cost_bound <= point.cost + 1e-6
        new = point.assignment.sort("row")["length_mm"].to_numpy()
        assert np.abs(new - np.array(lengths)).max() <= permitted
        assert point.assignment.unique(["type", "length_mm", "width_mm", "height_mm"]).height == point.types
        if gap < 1 and len(lengths) > 1:
            joints = np.full(len(lengths) - 1, gap * 1000)
            if point.joints.height:
                joints = point.joints["new_gap_mm"].to_numpy()
                assert (point.joints["new_gap_mm"] >= point.joints["min_mm"] - 1e-6).all()
                assert (point.joints["new_gap_mm"] <= point.joints["max_mm"] + 1e-6).all()
            assert new.sum() + joints.sum() == pytest.approx(sum(lengths) + gap * 1000 * (len(lengths) - 1), abs=0.1)


def test_joints_take_up_what_panels_change_as_far_as_they_can() -> None:
    """Five panels, four close joints of 0…20 mm: the panels together may become 80 mm shorter, and no longer."""
    (point, *_) = standardise(row(3.0, 3.05, 3.0, 3.05, 3.05, gap=0.0), permitted_mm=(30,)).plan
    assert point.types == 1
    assert point.assignment["length_mm"].unique().to_list() in ([3020], [3030])


def test_a_line_that_cannot_close_prevents_the_type_and_is_named() -> None:
    """All to 3020 would make the panels 30 mm longer, but dry joints of 10 mm become no narrower."""
    stiff = row(3.0, 3.0, 3.0, 3.05, gap=0.01)
    wide, wider = (standardise(stiff, permitted_mm=(permitted,)).plan[0] for permitted in (30, 40))
    assert (wide.types, wide.types_unclosed, wide.blocked_by, wide.optimal) == (2, 1, (0,), True)
    assert wider.types == 1
    assert wider.assignment["length_mm"].unique().to_list() == [3010]  # 10 + 10 + 10 - 40: ten millimetres shorter


@settings(deadline=None, max_examples=10)
@given(
    lengths=st.lists(st.integers(290, 310).map(lambda cm: cm * 10), min_size=2, max_size=8),
    permitted=st.sampled_from([10.0, 20.0, 40.0]),
    gap=st.sampled_from([0.0, 0.01, 0.02]),
)
def test_greedy_merging_and_k_means_never_do_with_fewer(lengths: list[int], permitted: float, gap: float) -> None:
    problem = plan_case(row(*(mm / 1000 for mm in lengths), gap=gap), plan_settings()).problem(permitted)
    solved = solve(problem, "fewest_types", Effort(MOST_EFFORT))
    assert not problem.not_closing(solved.sizes)
    assert ((solved.sizes >= problem.low) & (solved.sizes <= problem.high)).all()
    for peer in (greedy_merging, k_means):
        sizes = peer(problem)
        assert not problem.not_closing(sizes)
        assert solved.bound <= solved.types <= types_of(problem, sizes)
        assert solved.types < types_of(problem, sizes) or cost_of(problem, solved.sizes) <= cost_of(problem, sizes)


def test_a_point_asked_for_by_its_number_of_types_is_chosen_or_refused_with_the_least() -> None:
    result = standardise(walls(3.0, 3.015, 3.03, 4.0), permitted_mm=(0, 20))
    chosen = choose(result, 2).chosen
    assert chosen is not None
    assert chosen.types == 2
    with pytest.raises(UserError) as refused:
        choose(result, 1)
    assert (refused.value.message["least"], refused.value.message["bound"]) == (2, 2)


def test_the_front_offers_no_point_that_another_one_beats() -> None:
    result = standardise(walls(*(3.0 + number / 100 for number in range(12))))
    front = result.front
    for point in front:
        for other in front:
            no_worse = (
                other.types <= point.types
                and other.max_change_mm <= point.max_change_mm
                and other.cost <= point.cost
                and other.total_change_mm <= point.total_change_mm
            )
            assert other is point or not no_worse
    assert all((point.why_not is None) == point.offered for point in result.plan)


def test_the_cheapest_point_with_at_most_so_many_types() -> None:
    result = standardise(walls(3.0, 3.015, 3.03, 3.1, 4.0))
    few = result.cheapest(3)
    assert few is not None
    assert few.types <= 3
    assert all(point.cost >= few.cost for point in result.front if point.types <= 3)
    assert result.cheapest(0) is None
    assert result.fewest >= 1


def test_types_are_told_apart_by_kind() -> None:
    result = standardise(walls(3.0, 3.015, 4.0), permitted_mm=(0, 10))
    assert result.pieces_by_kind == {"wall_panel_interior": 3}
    assert [point.by_kind for point in fewest(result)] == [{"wall_panel_interior": 3}, {"wall_panel_interior": 2}]


def test_the_same_model_gives_the_same_plan() -> None:
    model = row(*(3.0 + (number * 37 % 101) / 1000 for number in range(40)))
    first, second = standardise(model).plan, standardise(model).plan
    for one, other in zip(first, second, strict=True):
        assert one.assignment.equals(other.assignment)
        assert one.joints.equals(other.joints)
