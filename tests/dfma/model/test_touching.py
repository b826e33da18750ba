"""What touches and what carries what, on blocks that stand as in a building."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.model import touching as module
from dfma.model.building import BuildingModel
from dfma.model.touching import touching
from dfma.progress import NoProgress
from tests.builders import Thing, building

TOLERANCE = 0.025


def relations(model: BuildingModel, tolerance: float = TOLERANCE) -> dict[tuple[str, str, str], float]:
    """Kind, source, target → distance."""
    found = touching(model, tolerance, NoProgress())
    names = model.elements["guid"].to_list()
    return {(kind, names[a], names[b]): d for kind, a, b, d in found.iter_rows()}


def lifted(height: float, *, angle: float = 0.0) -> list[Thing]:
    """A slab whose underside is `height` over a wall."""
    return [
        {"guid": "wall", "box": ((0, 0, 1.5), (4, 0.2, 3))},
        {"guid": "slab", "box": ((0, 0, 3.1 + height), (4, 4, 0.2), angle)},
    ]


@pytest.mark.parametrize("angle", [0.0, 0.3])
@pytest.mark.parametrize(("height", "distance"), [(0.0, 0.0), (0.02, 0.02), (-0.01, 0.0)])
def test_a_slab_rests_on_a_wall_across_its_bed_of_mortar(height: float, distance: float, angle: float) -> None:
    found = relations(building(lifted(height, angle=angle)))
    assert found == {
        ("touches", "wall", "slab"): pytest.approx(distance, abs=1e-4),
        ("supports", "wall", "slab"): pytest.approx(distance, abs=1e-4),
    }


@pytest.mark.parametrize("angle", [0.0, 0.3])
def test_beyond_the_tolerance_nothing_touches(angle: float) -> None:
    assert relations(building(lifted(0.03, angle=angle))) == {}
    assert len(relations(building(lifted(0.03, angle=angle)), tolerance=0.05)) == 2


@pytest.mark.parametrize("angle", [0.0, 0.2])
def test_walls_side_by_side_touch_and_carry_nothing(angle: float) -> None:
    gap = 2.01 * np.array([np.cos(angle), np.sin(angle)])
    found = relations(
        building(
            [
                {"guid": "a", "box": ((0, 0, 1.5), (2, 0.2, 3), angle)},
                {"guid": "b", "box": ((*gap, 1.5), (2, 0.2, 3), angle + (1e-3 if angle else 0))},
            ]
        )
    )
    assert list(found) == [("touches", "a", "b")]


def test_bodies_flush_at_their_edges_do_not_carry_each_other() -> None:
    """The top of the wall is level with the underside of the slab, but the slab lies beside it."""
    things: list[Thing] = [
        {"guid": "wall", "box": ((0, 0, 1.5), (4, 0.2, 3))},
        {"guid": "slab", "box": ((0, 2.11, 3.1), (4, 4, 0.2))},
    ]
    assert list(relations(building(things))) == [("touches", "wall", "slab")]
    things[1]["box"] = ((0, 2.11, 3.1), (4, 4, 0.2), 1e-3)
    assert list(relations(building(things))) == [("touches", "wall", "slab")]


def test_bodies_that_share_room_touch_at_no_distance() -> None:
    model = building(
        [
            {"guid": "beam", "box": ((0, 0, 0), (4, 0.4, 0.4))},
            {"guid": "bar", "box": ((0, 0, 0), (3, 0.02, 0.02), 0.05)},  # inside, far from all faces
            {"guid": "pipe", "box": ((0, 0, 0), (0.1, 3, 0.1), 0.05)},  # through it
        ]
    )
    assert relations(model) == {
        ("touches", "beam", "bar"): 0.0,
        ("touches", "beam", "pipe"): 0.0,
        ("touches", "bar", "pipe"): 0.0,
    }


def test_openings_spaces_and_spatial_things_are_no_bodies() -> None:
    wall: Thing = {"guid": "wall", "box": ((0, 0, 1.5), (4, 0.2, 3))}
    same = wall["box"]
    others: list[Thing] = [
        {"guid": "hole", "class": "IfcOpeningElement", "box": same},
        {"guid": "room", "class": "IfcSpace", "box": same},
        {"guid": "site", "class": "IfcSite", "role": "spatial", "box": same},
        {"guid": "cut", "kind": "opening", "box": same},
    ]
    assert relations(building([wall, *others])) == {}


def test_parts_of_one_piece_are_left_out_and_the_piece_touches_what_its_parts_touch() -> None:
    model = building(
        [
            {"guid": "piece", "class": "IfcElementAssembly"},
            {"guid": "leaf", "whole": "piece", "piece": "piece", "box": ((0, 0, 1.5), (4, 0.1, 3))},
            {"guid": "other leaf", "whole": "piece", "piece": "piece", "box": ((0, 0.1, 1.5), (4, 0.1, 3))},
            {"guid": "slab", "box": ((0, 0, 3.1), (4, 4, 0.2))},
        ]
    )
    assert set(relations(model)) == {
        (kind, name, "slab") for kind in ("touches", "supports") for name in ("piece", "leaf", "other leaf")
    }


def test_flights_and_landings_of_one_stair_are_pieces_of_their_own() -> None:
    model = building(
        [
            {"guid": "stair", "class": "IfcStair"},
            {"guid": "landing", "whole": "stair", "box": ((0, 0, 1.5), (2, 2, 0.2))},
            {"guid": "flight", "whole": "stair", "box": ((0, 0.9, 1.7), (1, 0.5, 0.2))},
        ]
    )
    assert ("supports", "landing", "flight") in relations(model)


def test_less_than_two_bodies_touch_nothing() -> None:
    empty = touching(building([{"guid": "wall"}]), TOLERANCE, NoProgress())
    assert empty.height == 0
    assert empty.schema == building([]).relations.schema


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_boxes_and_triangles_tell_the_same(seed: int) -> None:
    """The quick way for parallel boxes against the way for everything else."""
    random = np.random.default_rng(seed)
    things: Sequence[Thing] = [
        {"guid": str(n), "box": (tuple(random.integers(0, 9, 3) / 4), tuple(random.integers(1, 6, 3) / 4))}
        for n in range(8)
    ]
    model = building(things)
    quick = relations(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SAME_AXES", -1.0)  # no boxes are parallel
        slow = relations(model)
    assert {key for key in quick if key[0] == "touches"} == {key for key in slow if key[0] == "touches"}
    for key in quick.keys() & slow.keys():
        assert quick[key] == pytest.approx(slow[key], abs=2e-4)
    # Blocks that go deep into each other have an upper face over a lower one by chance, never the other way round.
    resting = {key for key in quick if key[0] == "supports"}
    assert resting <= slow.keys()


def test_ten_thousand_bodies_take_seconds() -> None:
    things: list[Thing] = [
        {"guid": f"{x},{y},{z}", "box": ((x * 3.0, y * 3.0, z * 3.0), (3.0, 3.0, 0.2 if x % 2 else 3.0))}
        for x in range(20)
        for y in range(20)
        for z in range(25)
    ]
    found = touching(building(things), TOLERANCE, NoProgress())
    assert found.filter(pl.col("kind") == "touches").height > 10_000
