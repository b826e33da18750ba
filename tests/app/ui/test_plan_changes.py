from __future__ import annotations

import pytest

from app.ui.plan_changes import Joint, changes, coloured_by_plan
from dfma.model.building import BuildingModel
from tests.app.ui.plans import plan_point, standardisation

ROWS = (0, 2, 3)


def test_a_plan_lists_what_changes_and_the_joints_that_move() -> None:
    two = standardisation(ROWS).plan[2]
    (change,) = changes(two)
    assert (change.row, change.sizes_from_mm[0], change.sizes_mm[0]) == (2, 3590.0, 3600.0)
    assert change.gaps_mm == {"length": -10.0, "width": 0.0, "height": 0.0}
    assert change.before_mm == 5.0
    assert change.concrete == pytest.approx(0.0056)
    assert change.joints == (Joint(sort="cast", gap_mm=20.0, new_gap_mm=15.0),)


def test_what_changes_most_comes_first_and_what_stays_is_not_listed() -> None:
    found = standardisation(ROWS).plan
    assert [(change.row, change.change_mm) for change in changes(found[3])] == [(3, 60.0), (2, 10.0)]
    assert changes(found[0]) == ()


def test_colours_count_every_piece_once(model: BuildingModel) -> None:
    rows = tuple(model.elements["guid"].to_list().index(guid) for guid in ("wall", "slab", "beam"))
    shown = coloured_by_plan(model, standardisation(rows).plan[3])
    counts = {entry.label.key: entry.count for entry in shown.legend}
    assert counts["ui.plan.group.joined"] == counts["ui.plan.group.over"] == counts["ui.plan.group.within"] == 1
    assert sum(counts.values()) == shown.visible.sum()
    assert len({tuple(shown.colour[row]) for row in rows}) == 3


def test_the_parts_of_a_piece_have_its_colour(model: BuildingModel) -> None:
    guids = model.elements["guid"].to_list()
    wall, plate = guids.index("wall"), guids.index("plate")
    shown = coloured_by_plan(model, standardisation((wall, guids.index("slab"), guids.index("beam"))).plan[3])
    piece = model.recognition["piece"][plate]
    assert tuple(shown.colour[plate]) == tuple(shown.colour[plate if piece is None else piece])


def test_a_plan_without_pieces_colours_nothing(model: BuildingModel) -> None:
    shown = coloured_by_plan(model, plan_point(0, 0.0, 0.0))
    assert [entry.label.key for entry in shown.legend] == ["ui.plan.group.rest"]
