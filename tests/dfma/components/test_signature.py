"""Pieces and types: what is the same piece, and what only looks like it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components.signature import piece_types, pieces
from dfma.model.building import BuildingModel
from tests.builders import Thing, building, row_of


def panel(
    guid: str, length: float = 3.0, at: tuple[float, float] = (0, 0), angle: float = 0.0, **more: object
) -> Thing:
    sizes = {"length": length, "width": 0.2, "height": 2.8, "volume": length * 0.2 * 2.8}
    thing: Thing = {"guid": guid, "class": "IfcWall", "kind": "wall_panel_interior", "casting": "precast",
                    "box": ((*at, 1.4), (length, 0.2, 2.8), angle), "measures": sizes}  # fmt: skip
    return thing | more  # type: ignore[return-value]


def opening(guid: str, along: float, foot: float, width: float, height: float, angle: float = 0.0) -> Thing:
    """An opening whose centre is `along` metres from the middle of a wall at the origin."""
    place = (along * math.cos(angle), along * math.sin(angle), foot + height / 2)
    return {"guid": guid, "class": "IfcOpeningElement", "kind": "opening", "box": (place, (width, 0.4, height), angle)}


def types(model: BuildingModel, *guids: str) -> list[int]:
    by_row = dict(piece_types(model).select("row", "type").iter_rows())
    return [by_row[row_of(model, guid)] for guid in guids]


def test_rounding_in_an_export_makes_no_type() -> None:
    a, b, c = types(building([panel("a"), panel("b", 3.0002), panel("c", 3.002)]), "a", "b", "c")
    assert a == b != c


def test_equal_boxes_with_other_volume_are_other_types() -> None:
    notched = panel("b")
    notched["measures"] = {**notched["measures"], "volume": 1.5}
    a, b = types(building([panel("a"), notched]), "a", "b")
    assert a != b


def test_embedded_parts_count_and_are_no_pieces() -> None:
    plate: Thing = {"guid": "plate", "class": "IfcPlate", "kind": "embedded_part", "whole": "b", "piece": "b"}
    model = building([panel("a"), panel("b"), plate])
    assert pieces(model).height == 2
    a, b = types(model, "a", "b")
    assert a != b


def test_pieces_of_unknown_size_are_in_no_type() -> None:
    model = building([panel("a"), {"guid": "b", "class": "IfcWall", "kind": "wall_panel_interior"}])
    assert pieces(model).height == 2
    assert piece_types(model).height == 1


@settings(deadline=None)
@given(angle=st.floats(-math.pi, math.pi), along=st.floats(-1, 1))
def test_an_opening_is_measured_in_the_face_of_its_wall(angle: float, along: float) -> None:
    model = building(
        [panel("wall", angle=angle), opening("hole", along, 0.9, 0.9, 1.5, angle)],
        relations=[("voids", "hole", "wall")],
    )
    piece = pieces(model).row(0, named=True)
    assert (piece["openings"], piece["opening_kind"]) == (1, "window")
    assert (piece["opening1_width_mm"], piece["opening1_height_mm"]) == pytest.approx((900, 1500), abs=1e-3)
    assert piece["opening1_left_mm"] == pytest.approx(1050 - abs(along) * 1000, abs=1e-3)


def test_a_piece_and_its_mirror_image_are_one_type_and_a_shifted_opening_is_another() -> None:
    holes = [opening("h1", 0.5, 0.0, 0.9, 2.1), opening("h2", -0.5, 0.0, 0.9, 2.1), opening("h3", 0.3, 0.0, 0.9, 2.1)]
    walls = [panel("w1"), panel("w2"), panel("w3")]
    model = building([*walls, *holes], relations=[("voids", f"h{n}", f"w{n}") for n in (1, 2, 3)])
    one, mirrored, shifted = types(model, "w1", "w2", "w3")
    assert one == mirrored != shifted


def test_an_opening_through_one_layer_of_a_sandwich_is_an_opening() -> None:
    unit: Thing = {"guid": "unit", "class": "IfcElementAssembly", "kind": "wall_panel_exterior",
                   "box": ((0, 0, 1.4), (3.0, 0.34, 2.8))}  # fmt: skip
    leaf: Thing = {"guid": "leaf", "class": "IfcWall", "piece": "unit", "box": ((0, 0.07, 1.4), (3.0, 0.2, 2.8))}
    hole: Thing = {"guid": "hole", "class": "IfcOpeningElement", "kind": "opening",
                   "box": ((0, 0.07, 1.7), (1.2, 0.2, 1.4))}  # fmt: skip
    model = building([unit, leaf, hole], relations=[("voids", "hole", "leaf")])
    assert pieces(model)["openings"].to_list() == [1]


def test_pipe_holes_recesses_and_twice_cut_layers_are_not_counted_as_openings() -> None:
    window = opening("window", 0.0, 0.9, 1.2, 1.5)
    again = opening("again", 0.01, 0.9, 1.2, 1.5)
    pipe = opening("pipe", 1.2, 0.2, 0.1, 0.1)
    recess: Thing = {"guid": "recess", "class": "IfcOpeningElement", "kind": "opening",
                     "box": ((-1.0, 0.1, 1.0), (0.6, 0.1, 0.8))}  # fmt: skip
    layer: Thing = {"guid": "layer", "class": "IfcBuildingElementPart", "whole": "wall", "piece": "wall"}
    model = building(
        [panel("wall"), layer, window, again, pipe, recess],
        relations=[("voids", "window", "wall"), ("voids", "again", "layer"), ("voids", "pipe", "wall"),
                   ("voids", "recess", "wall")],
    )  # fmt: skip
    assert pieces(model)["openings"].to_list() == [1]
