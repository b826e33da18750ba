"""Sizes by kind, volume and mass with their origins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from dfma.model.material_family import families, material_family
from dfma.model.measures import DEFAULT_DENSITIES, FLAT, LINEAR, measure, name_dimensions
from dfma.model.recognition import KINDS
from tests.builders import Thing, building, row_of

BOX = ((0, 0, 0), (2.0, 0.5, 0.4))  # 0.4 m³


def measured(*things: Thing, guid: str = "it") -> dict[str, Any]:
    model = building(list(things))
    return measure(model).row(row_of(model, guid), named=True)


def sizes(kind: str, extent: tuple[float, float, float], axes: np.ndarray | None = None) -> list[float]:
    upright = np.eye(3) if axes is None else axes
    return name_dimensions(pl.Series([kind]), np.array([extent]), upright[None])[0].tolist()


def test_kinds_that_are_named_exist() -> None:
    assert set(KINDS) >= FLAT | LINEAR


@pytest.mark.parametrize(
    ("kind", "extent", "expected"),
    [
        ("composite_slab", (6.0, 2.4, 0.06), [6.0, 2.4, 0.06]),
        ("wall_panel_exterior", (4.0, 0.2, 2.9), [4.0, 0.2, 2.9]),
        ("wall", (0.4, 0.3, 2.9), [0.4, 0.3, 2.9]),
        ("column", (0.6, 0.4, 3.0), [0.6, 0.4, 3.0]),
        ("pile", (0.35, 0.35, 12.0), [0.35, 0.35, 12.0]),
        ("beam", (6.0, 0.3, 0.6), [6.0, 0.3, 0.6]),
        ("steel_member", (0.3, 0.2, 5.0), [5.0, 0.2, 0.3]),  # a post
        ("stair_flight", (3.6, 1.2, 1.5), [3.6, 1.2, 1.5]),
        ("bathroom_pod", (2.4, 1.8, 2.3), [2.4, 1.8, 2.3]),
    ],
)
def test_dimensions_are_named_as_in_the_trade(
    kind: str, extent: tuple[float, float, float], expected: list[float]
) -> None:
    assert sizes(kind, extent) == expected


def test_the_thickness_of_a_steep_slab_is_its_height() -> None:
    slope = np.radians(50)  # the axis nearest to the vertical is not the normal any more
    axes = np.array([(0, 1, 0), (np.sin(slope), 0, -np.cos(slope)), (np.cos(slope), 0, np.sin(slope))])
    axes = axes[[0, 2, 1]] if abs(axes[1, 2]) > abs(axes[2, 2]) else axes
    normal = np.argmin(np.abs(axes[:, 2] - np.cos(slope)))
    extent = np.array([8.0, 3.0, 3.0])
    extent[normal] = 0.06
    assert sizes("roof", tuple(extent), axes)[2] == 0.06


def test_unknown_boxes_have_no_size() -> None:
    assert np.isnan(sizes("beam", (np.nan,) * 3)).all()
    assert measured({"guid": "it"})["length"] is None


def test_volume_of_a_closed_mesh_beats_what_is_written() -> None:
    it = measured({"guid": "it", "box": BOX, "properties": {"Q": {"NetVolume": 9.0}}})
    assert (it["volume"], it["volume_origin"]) == (pytest.approx(0.4), "mesh")
    assert it["area"] == pytest.approx(2 * (1.0 + 0.8 + 0.2))


@pytest.mark.parametrize(
    ("written", "volume"),
    [
        ({"NetVolume": 0.3, "GrossVolume": 0.5}, 0.3),
        ({"grossvolume": 0.5}, 0.5),
        ({"NetVolume": 0, "Volume": 0.7}, 0.7),
        ({"Volume": "much"}, None),
        ({}, None),
    ],
)
def test_without_a_mesh_what_is_written_counts_and_nothing_is_null(
    written: dict[str, object], volume: float | None
) -> None:
    it = measured({"guid": "it", "properties": {"Q": written}})
    assert it["volume"] == volume
    assert it["volume_origin"] == (None if volume is None else "authored")


@pytest.mark.parametrize(
    ("written", "mass"),
    [
        ({"NetWeight": 990.0}, 990.0),
        ({"Weight [t]": 0.99}, 990.0),
        ({"Weight (kg)": 990.0}, 990.0),
        ({"Weight": 990.0}, 990.0),  # no unit: only kilograms make sense for 0.4 m³
        ({"Weight": 0.99}, 990.0),  # only tonnes do
        ({"Weight": 0.0}, 1000.0),
        ({"Weight": 990_000_000.0}, 1000.0),  # heavier than anything
    ],
)
def test_an_authored_mass_counts_where_it_can_be_believed(written: dict[str, object], mass: float) -> None:
    it = measured({"guid": "it", "box": BOX, "material": "C30", "properties": {"Q": written}})
    assert it["mass"] == pytest.approx(mass)
    assert it["mass_origin"] == ("volume" if mass == 1000.0 else "authored")


def test_a_mass_without_unit_and_volume_is_not_guessed() -> None:
    assert measured({"guid": "it", "properties": {"Q": {"Weight": 2.5}}})["mass"] is None


@pytest.mark.parametrize(
    ("thing", "mass"),
    [
        ({"material": "Concrete C35/45"}, 1000.0),
        ({"casting": "precast"}, 1000.0),
        ({"material": "S355"}, 0.4 * 7850),
        ({"material": ["C30", "EPS", "C30"], "thicknesses": [0.06, 0.08, 0.06]}, 0.4 * (0.12 * 2500 + 0.08 * 40) / 0.2),
        ({"material": ["C30", "unobtainium"], "thicknesses": [0.1, 0.1]}, None),
        ({"material": "brick", "casting": "masonry"}, None),
        ({"material": "unobtainium"}, None),
        ({"material": "C30", "kind": "opening"}, None),
        ({"material": "C30", "class": "IfcSpace"}, None),
        ({}, None),
    ],
)
def test_mass_is_volume_times_the_density_of_what_it_is_made_of(thing: dict[str, Any], mass: float | None) -> None:
    whole: Thing = {"guid": "it", "box": BOX, **thing}  # type: ignore[typeddict-item]
    found = measured(whole)["mass"]
    assert found == (None if mass is None else pytest.approx(mass))


def test_densities_are_a_setting() -> None:
    model = building([{"guid": "it", "box": BOX, "material": "C30"}])
    assert measure(model, {**DEFAULT_DENSITIES, "concrete": 2400.0})["mass"][row_of(model, "it")] == pytest.approx(960)


def assembly(**more: Any) -> list[Thing]:
    """A panel with a bar that sticks out, and an assembly box along the panel."""
    return [
        {"guid": "it", "class": "IfcElementAssembly", "kind": "wall_panel_interior", "box": BOX} | more,  # type: ignore[list-item]
        {"guid": "panel", "whole": "it", "material": "C30", "box": ((0, 0, 1.5), (4, 0.2, 3))},
        {"guid": "bar", "whole": "it", "material": "B500B", "box": ((0, 0, 1.7), (0.02, 0.02, 3.4))},
    ]


def bodiless(things: list[Thing]) -> dict[str, Any]:
    """Measures of an assembly that has a box but no shape of its own."""
    model = building(things)
    row = row_of(model, "it")
    kept = model.geometry.instance_row != row
    changed = {
        name: getattr(model.geometry, name)[kept] if name.startswith("instance") else getattr(model.geometry, name)
        for name in type(model.geometry).__slots__
    }
    return measure(model.with_(geometry=type(model.geometry)(**changed))).row(row, named=True)


def test_an_assembly_is_as_large_as_its_concrete_and_as_heavy_as_all_its_parts() -> None:
    it = bodiless(assembly())
    assert [it[name] for name in ("length", "width", "height")] == pytest.approx([4.0, 0.2, 3.0], abs=1e-6)
    assert (it["volume"], it["volume_origin"]) == (pytest.approx(2.4), "parts")
    assert (it["mass"], it["mass_origin"]) == (pytest.approx(2.4 * 2500 + 0.02**2 * 3.4 * 7850), "parts")
    assert it["area"] is None


def test_an_assembly_with_a_large_part_of_unknown_mass_has_none() -> None:
    things = assembly()
    things[2] = {"guid": "bar", "whole": "it", "material": "unobtainium", "box": ((0, 0, 1.7), (1, 0.2, 1))}
    assert bodiless(things)["mass"] is None
    things[2] = {"guid": "bar", "whole": "it", "material": "unobtainium", "box": ((0, 0, 1.7), (0.02, 0.02, 1))}
    assert bodiless(things)["mass"] == pytest.approx(6000)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("CONCRETE/BETON", "concrete"),
        ("C35/45", "concrete"),
        ("Stahlbeton 2747937872", "concrete"),
        ("steel S235JR", "steel"),
        ("STEEL/S235JR", "steel"),
        ("Q355B", "steel"),
        ("HRB400", "steel"),
        ("STEEL/NEOPRENE", "other"),
        ("Masonry - Concrete Block", "masonry"),
        ("Leichtbeton 102890359", "concrete"),
        ("EPS", "insulation"),
        ("Holz", "timber"),
        ("Default", None),
    ],
)
def test_families_of_materials(name: str, family: str | None) -> None:
    assert material_family(name) == family


def test_chinese_names_of_materials_are_in_the_data() -> None:
    reinforced_concrete, steel, aerated = (
        "\u94a2\u7b4b\u6df7\u51dd\u571f C30",
        "\u94a2\u6750",
        "\u52a0\u6c14\u6df7\u51dd\u571f\u677f",
    )
    names = pl.Series([reinforced_concrete, steel, aerated, None])
    assert families(names).to_list() == ["concrete", "steel", "aerated_concrete", None]


def test_the_main_parts_are_found_whatever_the_order_of_the_shapes() -> None:
    things: list[Thing] = [
        {"guid": "it", "class": "IfcElementAssembly", "kind": "wall_panel_exterior", "casting": "precast"},
        {"guid": "bolt", "class": "IfcMechanicalFastener", "whole": "it", "material": "S355",
         "box": ((0, 0, 2), (0.1, 0.1, 0.1))},
        {"guid": "leaf", "class": "IfcWall", "whole": "it", "material": "C30", "box": ((0, 0, 0), (4, 0.2, 3))},
    ]  # fmt: skip
    model = building(things)
    boxes = model.boxes
    row = row_of(model, "it")
    boxes.axes[row], boxes.extent[row] = np.eye(3), (4, 0.2, 3.55)
    own = model.geometry
    turned = replace(
        own, instance_shape=own.instance_shape[::-1], instance_row=own.instance_row[::-1],
        instance_matrix=own.instance_matrix[::-1],
    )  # fmt: skip
    for geometry in (own, turned):
        found = measure(model.with_(geometry=geometry)).row(row, named=True)
        assert (found["length"], found["width"], found["height"]) == pytest.approx((4, 0.2, 3), abs=1e-6)


def test_a_stair_flight_is_measured_in_plan_and_upright_though_its_box_lies_along_the_slope() -> None:
    model = building(
        [{"guid": "it", "class": "IfcStairFlight", "kind": "stair_flight", "box": ((0, 0, 0), (3, 1.2, 0.2))}]
    )
    row = row_of(model, "it")
    slope = np.radians(30)
    tilt = np.array([(np.cos(slope), 0, np.sin(slope)), (0, 1, 0), (-np.sin(slope), 0, np.cos(slope))])
    matrix = np.eye(4)
    matrix[:3, :3] = tilt.T
    model.boxes.axes[row] = tilt
    found = measure(model.with_(geometry=replace(model.geometry, instance_matrix=matrix[None]))).row(row, named=True)
    length = 3 * np.cos(slope) + 0.2 * np.sin(slope)
    height = 3 * np.sin(slope) + 0.2 * np.cos(slope)
    assert (found["length"], found["width"], found["height"]) == pytest.approx((length, 1.2, height), abs=1e-6)
