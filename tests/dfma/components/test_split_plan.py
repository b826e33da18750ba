"""Cutting plans close exactly, keep out of zones, and are the best that trying everything finds."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components.split_plan import GOALS, Cut, Line, Zone, plan_cuts


def line(length: int, zones: tuple[Zone, ...] = (), free: tuple[int, int] = (1, 0), step: int = 1) -> Line:
    return Line(
        length=length, gap=2 * step, joint=(2 * step, 3 * step), edge=(5, 7), middle=(4, 6), free=free, zones=zones
    )


def tried(one: Line) -> dict[str, tuple[int, ...]]:
    """The best rank per goal by trying all series panels and joints."""
    best: dict[str, tuple[int, ...]] = {}
    for count in range(1, 6):  # six panels of 4 and five joints of 2 are longer than any line here
        for widths in product(*(one.edge if place in (0, count - 1) else one.middle for place in range(count))):
            for joints in product(range(one.joint[0], one.joint[1] + 1), repeat=count - 1):
                if sum(widths) + sum(joints) + 2 * one.gap != one.length:
                    continue
                place, clear = one.gap, True
                for width, joint in zip(widths, joints, strict=False):
                    clear &= all(zone.allows(place + width, joint) for zone in one.zones)
                    place += width + joint
                if clear:
                    inner = {("edge" if number in (0, count - 1) else "middle", w) for number, w in enumerate(widths)}
                    rank = {"pieces": (0, count, len(inner), sum(joints)), "types": (0, len(inner), count, sum(joints)),
                            "strips": (0, sum(joints), len(inner), count)}  # fmt: skip
                    for goal in GOALS:
                        best[goal] = min(best.get(goal, rank[goal]), rank[goal])
    return best


@settings(deadline=None, max_examples=40)
@given(
    length=st.integers(9, 36),
    zones=st.lists(st.tuples(st.integers(4, 30), st.integers(1, 6), st.booleans()), max_size=2),
)
def test_no_plan_is_better_than_the_one_found(length: int, zones: list[tuple[int, int, bool]]) -> None:
    one = line(length, tuple(Zone(low=low, high=low + width, centre=centre) for low, width, centre in zones))
    found = plan_cuts(one)
    assert {goal: cut.rank(goal) for goal, cut in found.items()} == tried(one)
    assert all(cut.optimal for cut in found.values())


def closes(one: Line, cut: Cut) -> bool:
    """Gap, panel, joint, panel … gap follow each other without a gap or an overlap, to the end."""
    place = one.gap
    for number, (start, width) in enumerate(cut.panels):
        if start != place:
            return False
        place += width
        if number < len(cut.joints):
            if cut.joints[number][0] != place:
                return False
            place += cut.joints[number][1]
    return place + one.gap == one.length


@settings(deadline=None, max_examples=25)
@given(length=st.integers(2000, 12_000), third=st.booleans())
def test_panels_joints_and_bearings_make_up_the_line(length: int, third: bool) -> None:
    zones = (Zone(low=length // 3, high=length - length // 3, centre=True),) if third else ()
    one = Line(
        length=length, gap=90, joint=(200, 300), edge=(960, 1260, 1560, 1760, 2160),
        middle=(900, 1200, 1500, 1700, 2100), free=(600, 2160), zones=zones,
    )  # fmt: skip
    found = plan_cuts(one)
    if not third:
        assert found  # one panel to measure closes every line
    for cut in found.values():
        assert closes(one, cut)
        assert all(200 <= width <= 300 for _, width in cut.joints)
        assert all(zone.allows(*joint) for zone in zones for joint in cut.joints)
        series = [width for number, (_, width) in enumerate(cut.panels) if number != cut.to_measure]
        assert set(series) <= {*one.edge, *one.middle}
        assert all(600 <= width <= 2160 for _, width in cut.panels)


def test_standard_layout_of_a_bay_of_3600() -> None:
    one = Line(length=3600, gap=90, joint=(200, 300), edge=(960, 1260), middle=(900, 1200), free=(600, 1260),
               zones=(Zone(low=1200, high=2400, centre=True),))  # fmt: skip
    cut = plan_cuts(one)["pieces"]
    assert cut.panels == ((90, 960), (1350, 900), (2550, 960))
    assert cut.joints == ((1050, 300), (2250, 300))
    assert (cut.to_measure, cut.types) == (None, 2)


@pytest.mark.parametrize(("zone", "start", "allowed"), [
    (Zone(low=10, high=20), 7, True), (Zone(low=10, high=20), 8, False), (Zone(low=10, high=20), 20, True),
    (Zone(low=10, high=20, centre=True), 8, True), (Zone(low=10, high=20, centre=True), 9, False),
])  # fmt: skip
def test_a_joint_may_touch_a_zone_but_not_enter_it(zone: Zone, start: int, allowed: bool) -> None:
    assert zone.allows(start, 3 if not zone.centre else 4) is allowed
