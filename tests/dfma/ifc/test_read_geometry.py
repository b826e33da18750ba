"""Shapes of small files whose volumes and sizes can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dfma.ifc.read_geometry import CGAL, MANIFOLD, Plan, read_shapes
from dfma.model.boxes import FROM_EXTRUSION, FROM_MESH
from dfma.model.shape_batch import ShapeBatch
from dfma.progress import NoProgress
from tests.dfma.ifc.small_shapes import Shapes, SmallShapes

EXACT = {"abs": 1e-6}
CUT = {"rel": 2e-4}
"""The kernels widen what they cut with by a hair, and so do we half-spaces."""


def test_an_extrusion_has_its_authored_size(tmp_path: Path) -> None:
    small = SmallShapes()
    wall = small.element(small.block(4000, 200, 3000), at=small.position((1000, 2000, 3000), x=(0, 1, 0)))
    shapes = Shapes(small, tmp_path)
    assert shapes.volume(wall) == pytest.approx(2.4)
    assert shapes.size(wall) == pytest.approx([0.2, 3.0, 4.0], **EXACT)
    assert shapes.boxes.origin[shapes.shape(wall)] == FROM_EXTRUSION
    assert shapes.corners(wall) == (pytest.approx([0.9, 0.0, 3.0], **EXACT), pytest.approx([1.1, 4.0, 6.0], **EXACT))
    assert shapes.kernels() == {MANIFOLD}
    assert shapes.unmade == {}


def test_the_box_of_a_round_column_is_exact_though_its_mesh_is_not(tmp_path: Path) -> None:
    small = SmallShapes()
    column = small.element(small.extrusion(small.circle(250), 3000))
    shapes = Shapes(small, tmp_path)
    assert shapes.size(column) == pytest.approx([0.5, 0.5, 3.0], **EXACT)
    assert shapes.volume(column) == pytest.approx(np.pi * 0.25**2 * 3, rel=0.02)


def test_a_turned_slab_outline_gets_the_box_around_it_and_not_around_its_axes(tmp_path: Path) -> None:
    small = SmallShapes()
    turn = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]])
    outline = [turn @ corner for corner in np.array([(0, 0), (6000, 0), (6000, 2400), (0, 2400)])]
    slab = small.element(small.extrusion(small.polygon(*outline), 60))
    shapes = Shapes(small, tmp_path)
    assert shapes.size(slab) == pytest.approx([0.06, 2.4, 6.0], **EXACT)


@pytest.mark.parametrize(("agrees", "left"), [(False, 1.0), (True, 3.0)])
def test_a_half_space_cuts_on_the_side_that_its_flag_says(tmp_path: Path, agrees: bool, left: float) -> None:
    small = SmallShapes()
    plane = small.half_space((-1000, 0, 0), (1, 0, 0), agrees=agrees)
    wall = small.element(small.cut(small.block(4000, 1000, 1000), plane))
    shapes = Shapes(small, tmp_path)
    assert shapes.volume(wall) == pytest.approx(left, **CUT)
    assert shapes.kernels() == {MANIFOLD}


def test_a_slanting_half_space_leaves_a_wedge(tmp_path: Path) -> None:
    small = SmallShapes()
    wall = small.element(small.cut(small.block(2000, 1000, 2000), small.half_space((0, 0, 1000), (1, 0, 1))))
    assert Shapes(small, tmp_path).volume(wall) == pytest.approx(2.0, **CUT)


def test_a_bounded_half_space_cuts_only_over_its_polygon(tmp_path: Path) -> None:
    small = SmallShapes()
    notch = small.bounded_half_space((0, 0, 500), (0, 0, 1), (0, -600), (600, -600), (600, 600), (0, 600))
    wall = small.element(small.cut(small.block(1000, 1000, 1000), notch))
    shapes = Shapes(small, tmp_path)
    assert shapes.volume(wall) == pytest.approx(0.75, **CUT)
    assert shapes.size(wall) == pytest.approx([1.0, 1.0, 1.0], **CUT)


def test_strips_with_gaps_of_nanometres_between_them_leave_no_fins(tmp_path: Path) -> None:
    small = SmallShapes()
    body = small.block(2000, 1000, 1000)
    for low, high in ((-1100, 0.0001), (0.0002, 1100)):
        strip = small.bounded_half_space((0, 0, 600), (0, 0, 1), (low, -600), (high, -600), (high, 600), (low, 600))
        body = small.cut(body, strip)
    wall = small.element(body)
    assert Shapes(small, tmp_path).size(wall) == pytest.approx([0.6, 1.0, 2.0], **CUT)


def test_many_half_spaces_one_after_the_other(tmp_path: Path) -> None:
    """The reach of the solids that stand for them must not grow from cut to cut."""
    small = SmallShapes()
    body = small.block(8000, 1000, 1000)
    for at in range(30):
        body = small.cut(body, small.half_space((3900 - 100 * at, 0, 0), (1, 0, 0)))
    wall = small.element(body)
    assert Shapes(small, tmp_path).volume(wall) == pytest.approx(5.0, **CUT)


def test_a_boolean_takes_away_what_both_have(tmp_path: Path) -> None:
    small = SmallShapes()
    hole = small.extrusion(small.rectangle(500, 500), 4000, small.position((0, 0, -1000)))
    slab = small.element(small.cut(small.block(2000, 2000, 200), hole))
    shapes = Shapes(small, tmp_path)
    assert shapes.volume(slab) == pytest.approx(0.75, **CUT)
    assert shapes.size(slab) == pytest.approx([0.2, 2.0, 2.0], **EXACT)
    assert shapes.boxes.origin[shapes.shape(slab)] == FROM_MESH


def test_openings_are_cut_out_and_have_shapes_of_their_own(tmp_path: Path) -> None:
    small = SmallShapes()
    wall = small.element(small.block(4000, 200, 3000))
    hole = small.element(small.block(1000, 400, 2000), kind="IfcOpeningElement")
    small.relation("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=hole)
    shapes = Shapes(small, tmp_path)
    assert shapes.volume(wall) == pytest.approx(2.4 - 0.4, **CUT)
    assert shapes.size(hole) == pytest.approx([0.4, 1.0, 2.0], **EXACT)
    assert shapes.size(wall) == pytest.approx([0.2, 3.0, 4.0], **EXACT)


def test_a_closed_brep_has_a_volume_and_an_open_one_has_none(tmp_path: Path) -> None:
    small = SmallShapes()
    closed, inverted = small.element(small.brep(1000)), small.element(small.brep(1000, inside_out=True))
    open_one = small.element(small.brep(1000, faces=5))
    shapes = Shapes(small, tmp_path)
    assert shapes.volume(closed) == pytest.approx(1.0)
    assert shapes.volume(inverted) == pytest.approx(1.0)
    assert np.isnan(shapes.volume(open_one))
    assert not shapes.geometry.shape_closed[shapes.shape(open_one)]
    assert shapes.geometry.shape_area[shapes.shape(open_one)] == pytest.approx(5.0)


def test_mapped_items_are_scaled_and_turned(tmp_path: Path) -> None:
    small = SmallShapes()
    block = small.block(1000, 200, 400)
    plain = small.element(small.mapped(block, Scale=1.0))
    doubled = small.element(small.mapped(block, Scale=2.0))
    turn = {"Axis1": small.direction(0, 1, 0), "Axis2": small.direction(-1, 0, 0)}
    turned = small.element(small.mapped(block, **turn))
    stretched = small.element(small.mapped(block, Scale=1.0, Scale2=3.0, Scale3=1.0))
    shapes = Shapes(small, tmp_path)
    assert shapes.size(plain) == pytest.approx([0.2, 0.4, 1.0], **EXACT)
    assert shapes.size(doubled) == pytest.approx([0.4, 0.8, 2.0], **EXACT)
    assert shapes.corners(turned)[1] == pytest.approx([0.1, 0.5, 0.4], **EXACT)
    assert shapes.size(stretched) == pytest.approx([0.4, 0.6, 1.0], **EXACT)
    assert (shapes.boxes.origin == FROM_EXTRUSION).all()


def test_equal_shapes_are_kept_once(tmp_path: Path) -> None:
    small = SmallShapes()
    shared = small.block(1000, 200, 400)
    places = [small.position((2000 * i, 500, 0), z=(0, 1, 0)) for i in range(3)]
    twins = [small.element(shared, at=place) for place in places]
    copy = small.element(small.block(1000, 200, 400), at=small.position((0, 9000, 0)))
    shapes = Shapes(small, tmp_path)
    assert len({shapes.shape(element) for element in (*twins, copy)}) == 1
    assert shapes.corners(twins[2])[0] == pytest.approx([3.5, 0.5, -0.1], **EXACT)


def test_twins_of_other_materials_are_other_shapes_only_where_the_colour_says_so(tmp_path: Path) -> None:
    small = SmallShapes()
    red, blue = small.block(1000, 200, 400), small.block(1000, 200, 400)
    small.colour(red, 1.0, 0.0, 0.0, 0.0)
    small.colour(blue, 0.0, 0.0, 1.0, 0.25)
    elements = [small.element(item) for item in (red, red, blue)]
    shapes = Shapes(small, tmp_path)
    numbers = [shapes.shape(element) for element in elements]
    assert numbers[0] == numbers[1] != numbers[2]
    assert shapes.geometry.shape_colour[numbers[2]] == pytest.approx([0.0, 0.0, 1.0, 0.75])


def test_a_shape_without_style_has_no_colour(tmp_path: Path) -> None:
    small = SmallShapes()
    wall = small.element(small.block(1000, 200, 400))
    shapes = Shapes(small, tmp_path)
    assert np.isnan(shapes.geometry.shape_colour[shapes.shape(wall)]).all()


def test_far_from_the_origin_no_digits_are_lost(tmp_path: Path) -> None:
    small = SmallShapes()
    place = small.position((500_000_000, 3_400_000_000, 0))
    placed = small.element(small.block(1234, 200, 400), at=place)
    own = small.element(small.extrusion(small.rectangle(1234, 200), 400, place))
    shapes = Shapes(small, tmp_path)
    for element in (placed, own):
        low, high = shapes.corners(element)
        assert high[0] - low[0] == pytest.approx(1.234, abs=1e-5)
        assert (low[0] + high[0]) / 2 == pytest.approx(500_000.0, abs=1e-5)
        assert shapes.volume(element) == pytest.approx(1.234 * 0.2 * 0.4, rel=1e-4)


def test_an_impossible_body_is_named_with_its_reason_and_the_others_are_made(tmp_path: Path) -> None:
    small = SmallShapes()
    good = small.element(small.block(1000, 200, 400))
    flat = small.element(small.extrusion(small.polygon((0, 0), (1000, 0), (1000, 1000)), 0))
    shapes = Shapes(small, tmp_path)
    assert list(shapes.unmade) == [flat.id()]
    assert shapes.unmade[flat.id()]["body"] == ("IfcExtrudedAreaSolid",)
    assert shapes.volume(good) == pytest.approx(0.08)


def test_an_element_without_a_body_is_not_missed(tmp_path: Path) -> None:
    small = SmallShapes()
    small.wall(Name="only a name")
    shapes = Shapes(small, tmp_path)
    assert shapes.unmade == {}
    assert len(shapes.geometry.instance_row) == 0


def test_bodies_of_one_element_that_may_overlap_have_no_volume(tmp_path: Path) -> None:
    small = SmallShapes()
    beside = small.extrusion(small.rectangle(1000, 200), 400, small.position((1000, 0, 0)))
    through = small.extrusion(small.rectangle(1000, 200), 400, small.position((500, 0, 0)))
    apart = small.element(small.block(1000, 200, 400), beside)
    mixed = small.element(small.block(1000, 200, 400), through)
    shapes = Shapes(small, tmp_path)
    assert shapes.volume(apart) == pytest.approx(0.16)
    assert np.isnan(shapes.volume(mixed))


def test_a_plan_leaves_out_what_is_made_and_begins_with_the_kernel_that_it_names(tmp_path: Path) -> None:
    small = SmallShapes()
    first, second = (small.element(small.block(1000 * size, 200, 400)) for size in (1, 2))
    said: list[object] = []
    plan = Plan(leave_out=frozenset([first.id()]), alone={second.id(): CGAL})
    assert read_shapes(small.file, {first.id(): 0, second.id(): 1}, 0.001, NoProgress(), said.append, plan) == {}
    begun, batch = said
    assert (begun.products, begun.kernel, begun.alone) == ((second.id(),), CGAL, True)  # type: ignore[attr-defined]
    assert isinstance(batch, ShapeBatch)
    assert batch.geometry.instance_row.tolist() == [1]
