"""Narrow joints between plates in one plane tell that they were made apart."""

from __future__ import annotations

import math

import pytest

from dfma.recognition import recognise
from dfma.recognition.sources.by_joint import describe_joints
from dfma.recognition.sources.by_shape import describe_shapes
from tests.builders import Thing, building


def joints(*boxes: object) -> list[str | None]:
    """What is said of the joints of some plates."""
    model = building([{"class": "IfcWall", "box": box} for box in boxes])  # type: ignore[typeddict-item]
    shapes = describe_shapes(model.boxes, model.boxes.extent[:, 0] * float("nan"))
    return describe_joints(model.boxes, shapes["shape"]).to_list()[1:]


def test_panels_in_a_row() -> None:
    row = [((5.02 * place, 0, 1.5), (5.0, 0.2, 3)) for place in range(3)]
    assert joints(*row) == ["one", "many", "one"]


def test_a_row_that_stands_at_an_angle() -> None:
    turn = math.radians(30)
    row = [
        ((5.02 * place * math.cos(turn), 5.02 * place * math.sin(turn), 1.5), (5, 0.2, 3), turn) for place in range(2)
    ]
    assert joints(*row) == ["one", "one"]


def test_panels_above_each_other() -> None:
    assert joints(((0, 0, 1.5), (5, 0.2, 3)), ((0, 0, 4.52), (5, 0.2, 3))) == ["one", "one"]


@pytest.mark.parametrize(
    "second",
    [
        ((5.0, 0, 1.5), (5, 0.2, 3)),  # flush: poured in one
        ((5.3, 0, 1.5), (5, 0.2, 3)),  # an opening between them
        ((5.02, 0.3, 1.5), (5, 0.2, 3)),  # in another plane
        ((2.62, 2.5, 1.5), (0.2, 5, 3)),  # round the corner
        ((5.02, 0, 4.4), (5, 0.2, 3)),  # only just beside it
    ],
)
def test_no_joint(second: object) -> None:
    assert joints(((0, 0, 1.5), (5, 0.2, 3)), second) == [None, None]


def test_many_joints_make_a_wall_of_unknown_casting_precast_but_do_not_outweigh_a_statement() -> None:
    wall: Thing = {"class": "IfcWall"}
    row: list[Thing] = [wall | {"box": ((5.02 * place, 0.0, 1.5), (5.0, 0.2, 3.0))} for place in range(3)]
    assert recognise(building(row))["casting"].to_list()[2] == "precast"
    stated = [thing | {"properties": {"Set": {"施工方式": "现浇"}}} for thing in row]
    assert recognise(building(stated))["casting"].to_list()[2] == "cast_in_place"  # type: ignore[arg-type]
