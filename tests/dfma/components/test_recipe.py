"""Recipes: what is built has the volume that the series states, closed meshes, and sizes that the forms give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.components.catalogue import seed_catalogue
from dfma.components.recipe import RECIPES, read_geometry
from dfma.components.solids import bounds, extrude, preview_geometry, volume
from dfma.model.meshes import mesh_facts
from dfma.model.outlines import circle, rectangle

DRAWN = [component for component in seed_catalogue().components.values() if component.geometry and component.sizes]


def listed(component_id: str) -> int:
    columns = seed_catalogue().components[component_id].variant_columns()
    return len(next(iter(columns.values()))) if columns else 0


@st.composite
def variants(draw: st.DrawFn) -> tuple[str, int]:
    component = draw(st.sampled_from([one.id for one in DRAWN if listed(one.id)]))
    return component, draw(st.integers(0, listed(component) - 1))


@settings(deadline=None, max_examples=150)
@given(variants())
def test_the_mesh_is_closed_and_has_the_volume_of_the_solids(case: tuple[str, int]) -> None:
    component = seed_catalogue().components[case[0]]
    solids = component.solids(component.variant_values(case[1]))
    geometry = preview_geometry(solids)
    start = geometry.vertex_start[:-1]
    faces = geometry.faces + np.repeat(start, np.diff(geometry.face_start))[:, None]
    facts = mesh_facts(geometry.vertices.astype(np.float64), faces, geometry.vertex_start, geometry.face_start)
    assert facts.closed.all()
    assert (facts.faces == faces).all(), "every triangle looks outwards"
    assert facts.volume == pytest.approx(np.array([solid.volume for solid in solids]), rel=1e-5)
    assert geometry.shape_area == pytest.approx(facts.area, rel=1e-5)


@settings(deadline=None, max_examples=150)
@given(variants())
def test_the_volume_formula_says_what_the_shape_has(case: tuple[str, int]) -> None:
    component = seed_catalogue().components[case[0]]
    values = component.variant_values(case[1])
    if component.volume is None or component.id in ("ST", "JT"):  # stairs keep the table's volume: see test_seed
        return
    assert volume(component.solids(values), component.material) == pytest.approx(component.volume.value(values))


@settings(deadline=None, max_examples=100)
@given(variants())
def test_the_shape_fits_a_form_of_its_series(case: tuple[str, int]) -> None:
    component = seed_catalogue().components[case[0]]
    low, high = bounds(component.solids(component.variant_values(case[1])))
    extent = high - low
    forms = component.variants().filter(variant=case[1]).to_dicts()

    def fits(form: dict[str, float]) -> bool:
        sides = [(form[f"{name}_low_mm"], form[f"{name}_high_mm"]) for name in ("length", "width", "height")]
        orders = ((0, 1, 2), (1, 0, 2))
        return any(
            all(least is None or least - 1 <= extent[axis] <= most + 1
                for axis, (least, most) in zip(order, sides, strict=True))
            for order in orders
        )  # fmt: skip

    assert any(fits(form) for form in forms), (case, extent)


def test_every_recipe_is_used_by_a_series() -> None:
    assert {component.geometry.recipe for component in DRAWN if component.geometry} == set(RECIPES)


def test_a_door_is_open_at_the_foot_and_a_window_is_a_hole() -> None:
    door = seed_catalogue().components["NQM3"]
    (panel,) = door.solids(door.variant_values(0))
    assert (len(panel.outline), panel.holes) == (6, ())
    window = seed_catalogue().components["WQC2"]
    layers = window.solids(window.variant_values(0))
    assert [len(layer.holes) for layer in layers] == [2, 2, 2]


def test_steps_follow_from_the_rise() -> None:
    stair = seed_catalogue().components["ST"]
    for number, risers in enumerate([8, 8, 9, 9, 9, 9]):
        (flight,) = stair.solids(stair.variant_values(number))
        treads = {point[1] for point in flight.outline}
        assert len(flight.outline) == 2 * risers + 6
        assert len(treads) >= risers


def test_a_round_core_has_the_area_of_its_circle() -> None:
    solid = extrude(rectangle(0, 500, 0, 300), 1000, plane="yz", holes=[circle((250, 150), 200)])
    assert solid.volume == pytest.approx((500 * 300 - np.pi * 100**2) * 1000 / 1e9)


@pytest.mark.parametrize(
    ("description", "message"),
    [
        ({"recipe": "castle"}, "recipe is 'castle'"),
        ({"recipe": "box", "length": 1, "width": 1}, "box needs height"),
        ({"recipe": "box", "length": 1, "width": 1, "height": 1, "colour": 2}, "box takes no colour"),
        ({"recipe": "box", "length": "1 +", "width": 1, "height": 1}, "length: "),
    ],
)
def test_a_recipe_that_makes_no_sense_is_refused(description: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_geometry(description, "concrete")


@pytest.mark.parametrize(
    ("recipe", "sizes"),
    [
        ("box", {"length": 0, "width": 1, "height": 1}),
        ("box", {"length": float("nan"), "width": 1, "height": 1}),
        ("wall", {"length": 1000, "height": 1000, "thickness": 200, "opening_width": 2000, "opening_height": 2000}),
        ("hollow_core", {"length": 1000, "width": 1200, "height": 100, "cores": 6, "diameter": 150}),
        ("hollow_core", {"length": 1000, "width": 1e9, "height": 100, "cores": 1e8, "diameter": 1}),
        ("ring_segment", {"outer_diameter": 6000, "thickness": 300, "width": 1200, "angle": 1e9}),
        ("frame", {"length": 1000, "clear_width": 100, "clear_height": 100, "wall": 0, "slab": 10}),
    ],
)
def test_sizes_that_leave_no_solid_are_refused(recipe: str, sizes: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"no solid|not known|apart|no webs"):
        RECIPES[recipe](material="concrete", **sizes)


def test_an_unknown_value_leaves_nothing_to_draw() -> None:
    assert seed_catalogue().components["DBS1"].solids({"span": 3600.0}) == ()
