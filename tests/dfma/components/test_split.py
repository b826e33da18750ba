"""Slabs and walls cut into panels: nothing is lost, no limit is passed, and what cannot be cut says why."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components.catalogue import make_catalogue, seed_catalogue
from dfma.components.split import Alternative, Split, split_elements
from dfma.components.split_outline import rectangles_of
from tests.builders import Box, Thing, building


def slab(length: float, width: float, thickness: float = 0.16, casting: str = "cast_in_place") -> Thing:
    return {"guid": "slab", "class": "IfcSlab", "kind": "solid_slab", "casting": casting,
            "box": ((length / 2, width / 2, 2.9), (length, width, thickness))}  # fmt: skip


def wall(length: float, thickness: float = 0.2, height: float = 2.84) -> Thing:
    return {"guid": "wall", "class": "IfcWall", "kind": "wall", "casting": "cast_in_place",
            "box": ((length / 2, 0, height / 2), (length, thickness, height))}  # fmt: skip


def opening(box: Box) -> Thing:
    return {"guid": "hole", "class": "IfcOpeningElement", "kind": "opening", "box": box}


def split(*things: Thing, relations: list[tuple[str, str, str]] | None = None, limit: float = 5000.0) -> Split:
    found = split_elements(building(things, relations=relations or ()), seed_catalogue(), lifting_limit=limit)
    return found[0]


def reasons(found: Split) -> set[str]:
    return {reason.key for reason in found.why_not}


def covered(one: Alternative) -> shapely.Geometry:
    parts = [*one.panels, *one.strips]
    boxes = [shapely.box(*part.place, part.place[0] + part.size[0], part.place[1] + part.size[1]) for part in parts]
    assert sum(box.area for box in boxes) == pytest.approx(shapely.union_all(boxes, grid_size=1e-4).area)
    return shapely.union_all(boxes, grid_size=1e-4)


@settings(deadline=None, max_examples=20)
@given(length=st.integers(2500, 9000), width=st.integers(2500, 6000), thickness=st.integers(120, 250))
def test_panels_strips_and_topping_are_the_slab(length: int, width: int, thickness: int) -> None:
    found = split(slab(length / 1000, width / 1000, thickness / 1000))
    assert found.alternatives or found.why_not
    for one in found.alternatives:
        assert covered(one).area == pytest.approx(length * width * 1e-6)
        volume = one.precast_volume + one.strip_volume + one.topping_volume
        assert volume == pytest.approx(length * width * thickness * 1e-9)
        for panel in one.panels:
            assert panel.mass <= 5000
            assert all(check.verdict == "within" for check in panel.checks)
            assert panel.mass == pytest.approx(panel.size[0] * panel.size[1] * panel.thickness * 2500)


def test_a_standard_bay_takes_the_series_as_it_is() -> None:
    found = split(slab(3.6, 3.3)).alternatives
    two_way = next(one for one in found if one.family == "two_way")
    # 90 + 960 + 300 + 2160 + 90: the joint lies just at the edge of the middle third.
    assert [panel.designation for panel in two_way.panels] == ["DBS1-6?-3312-??", "DBS1-6?-3324-??"]
    assert all(not panel.adapted_mm for panel in two_way.panels)
    assert (two_way.panels[0].place, two_way.panels[0].size) == ((0.09, 0.09), (0.96, 3.12))
    assert (two_way.optimal, two_way.to_measure) == (True, 0)


def test_alternatives_are_ranked_and_name_what_they_are_best_for() -> None:
    found = split(slab(5.4, 3.6)).alternatives
    ranks = [(one.to_measure, len(one.panels), one.types, one.strip_volume) for one in found]
    assert ranks == sorted(ranks)
    for family in {one.family for one in found}:
        goals = [goal for one in found if one.family == family for goal in one.best_for]
        assert sorted(goals) == ["pieces", "strips", "types"]


def test_no_joint_crosses_an_opening_and_the_opening_is_in_one_panel() -> None:
    hole = opening(((1.2, 1.5, 2.9), (0.5, 0.5, 0.4)))
    found = split(slab(3.6, 3.3), hole, relations=[("voids", "hole", "slab")])
    assert found.alternatives
    for one in found.alternatives:
        for joint in (strip for strip in one.strips if strip.what == "joint"):
            assert joint.place[0] + joint.size[0] <= 0.95 + 1e-9 or joint.place[0] >= 1.45 - 1e-9
        assert sum(panel.openings for panel in one.panels) == 1


def test_no_joint_lies_in_the_middle_third_of_a_two_way_slab() -> None:
    for length in (3.6, 4.5, 5.1):
        for one in split(slab(length, 3.3)).alternatives:
            for joint in (strip for strip in one.strips if strip.what == "joint" and one.family == "two_way"):
                middle = joint.place[0] + joint.size[0] / 2
                assert middle <= length / 3 + 1e-3 or middle >= length * 2 / 3 - 1e-3


def test_walls_below_divide_a_slab_into_bays() -> None:
    below: Thing = {"guid": "below", "class": "IfcWall", "kind": "wall", "casting": "precast",
                    "box": ((3.6, 1.65, 1.4), (3.3, 0.2, 2.8), 1.5707963267948966)}  # fmt: skip
    found = split(slab(7.2, 3.3), below, relations=[("supports", "below", "slab")])
    two_way = next(one for one in found.alternatives if one.family == "two_way")
    assert len(two_way.panels) == 4
    assert all(not (panel.place[0] < 3.6 < panel.place[0] + panel.size[0]) for panel in two_way.panels)


def test_a_wall_is_cut_beside_its_door_with_a_pier() -> None:
    door = opening(((2.0, 0, 1.05), (1.0, 0.3, 2.1)))
    found = split(wall(5.4), door, relations=[("voids", "hole", "wall")])
    assert found.alternatives
    for one in found.alternatives:
        assert covered(one).area == pytest.approx(5.4 * 2.84)
        for joint in one.strips:
            assert joint.size[0] >= 0.2
            assert joint.place[0] + joint.size[0] <= 1.3 + 1e-9 or joint.place[0] >= 2.7 - 1e-9


@pytest.mark.parametrize(
    ("thing", "reason"),
    [
        (slab(9.0, 7.0), "split.none.span"),
        (slab(3.6, 3.3, thickness=0.1), "split.none.thin"),
        (slab(12.0, 3.0), "split.none.ratio"),
        (wall(4.0, thickness=0.24), "split.none.thickness"),
        (wall(0.5), "split.none.short"),
        (slab(3.6, 0.2), "split.none.narrow"),
    ],
)
def test_what_cannot_be_cut_says_why(thing: Thing, reason: str) -> None:
    assert reason in reasons(split(thing))


def test_a_lower_crane_limit_gives_narrower_panels_or_none() -> None:
    assert max(panel.mass for one in split(wall(5.4), limit=3500.0).alternatives for panel in one.panels) <= 3500
    assert reasons(split(wall(5.4), limit=100.0)) == {"split.none.limits"}


def test_precast_elements_are_left_alone_and_an_empty_library_is_said() -> None:
    assert split_elements(building([slab(3.6, 3.3, casting="precast")]), seed_catalogue()) == ()
    assert split_elements(building([slab(3.6, 3.3)]), make_catalogue("none", {})) == ()


def test_an_angled_plan_is_cut_into_rectangles_and_a_slanted_one_is_not() -> None:
    angle = shapely.Polygon([(0, 0), (6000, 0), (6000, 3000), (3000, 3000), (3000, 5000), (0, 5000)])
    parts = rectangles_of(angle)
    assert parts is not None
    assert len(parts) == 2
    assert sum(part.area for part in parts) == angle.area
    assert rectangles_of(shapely.Polygon([(0, 0), (6000, 0), (5000, 3000), (0, 3000)])) is None
    ring = shapely.box(0, 0, 9000, 9000).difference(shapely.box(3000, 3000, 6000, 6000))
    parts = rectangles_of(ring)
    assert parts is not None
    assert sum(part.area for part in parts) == ring.area
