"""Placements against ifcopenshell's own reading of them, and in chains that are no chains."""

from __future__ import annotations

import ifcopenshell.util.placement
import numpy as np
import pytest

from dfma.ifc.placements import Placements, placement
from tests.dfma.ifc.small_shapes import SmallShapes


@pytest.mark.parametrize(
    ("z", "x"),
    [(None, None), ((0, 0, 1), (0, 1, 0)), ((1, 2, 3), (3, 0, -1)), ((0, 1, 0), (1, 0, 1)), ((0, 0, -2), (3, 0, 0))],
)
def test_a_placement_is_read_as_ifcopenshell_reads_it(z: tuple[float, ...] | None, x: tuple[float, ...] | None) -> None:
    position = SmallShapes().position((1000, 2000, 3000), z, x)
    assert placement(position) == pytest.approx(ifcopenshell.util.placement.get_axis2placement(position))


def test_a_reference_that_leans_is_put_square_to_the_axis() -> None:
    turn = placement(SmallShapes().position((0, 0, 0), (0, 1, 0), (1, 1, 1)))[:3, :3]
    assert turn[:, 0] == pytest.approx(np.array([1, 0, 1]) / np.sqrt(2))  # IfcFirstProjAxis of ISO 16739-1


@pytest.mark.parametrize(("z", "x"), [((1, 0, 0), None), ((0, 0, 1), (0, 0, 5)), ((0, 0, 0), None)])
def test_useless_directions_still_give_axes_that_are_square(z: tuple[float, ...], x: tuple[float, ...] | None) -> None:
    turn = placement(SmallShapes().position((0, 0, 0), z, x))[:3, :3]
    assert turn @ turn.T == pytest.approx(np.eye(3))
    assert np.linalg.det(turn) == pytest.approx(1.0)


def test_a_chain_is_multiplied_in_metres() -> None:
    small = SmallShapes()
    outer = small.entity("IfcLocalPlacement", RelativePlacement=small.position((1000, 0, 0), x=(0, 1, 0)))
    inner = small.entity("IfcLocalPlacement", outer, small.position((500, 0, 250)))
    matrix = Placements(0.001).of(small.wall(ObjectPlacement=inner))
    assert matrix is not None
    assert matrix[:3, 3] == pytest.approx([1.0, 0.5, 0.25])
    assert matrix[:3, 0] == pytest.approx([0, 1, 0])


def test_a_product_without_placement_stands_at_the_origin() -> None:
    assert np.array_equal(Placements(0.001).of(SmallShapes().wall()), np.eye(4))  # type: ignore[arg-type]


def test_placements_of_other_kinds_and_in_circles_are_not_understood() -> None:
    small = SmallShapes()
    plain = small.entity("IfcLocalPlacement", RelativePlacement=small.position())
    plain.PlacementRelTo = plain
    assert Placements(0.001).of(small.wall(ObjectPlacement=plain)) is None
    flat = small.entity("IfcAxis2Placement2D", small.point(0, 0))
    in_plan = small.entity("IfcLocalPlacement", RelativePlacement=flat)
    assert Placements(0.001).of(small.wall(ObjectPlacement=in_plan)) is None
