"""Areas in plan: exact for boxes and for other shapes, each spot once."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.assembly_rate.plan_area import Outlines, PlanOutlines, areas_counted_once
from dfma.model.building import BuildingModel
from dfma.model.geometry import Geometry
from tests.builders import building, row_of


def rows(model: BuildingModel, *guids: str) -> np.ndarray:
    return np.array([row_of(model, guid) for guid in guids], np.int32)


@settings(deadline=None)
@given(angle=st.floats(-math.pi, math.pi), length=st.floats(0.5, 9), width=st.floats(0.2, 5))
def test_a_turned_slab_keeps_its_area(angle: float, length: float, width: float) -> None:
    model = building([{"guid": "slab", "class": "IfcSlab", "box": ((10, 20, 3), (length, width, 0.1), angle)}])
    (shape,) = PlanOutlines(model).of_rows(rows(model, "slab")).shapes
    assert shape.area == pytest.approx(length * width, rel=1e-4)
    assert (shape.centroid.x, shape.centroid.y) == pytest.approx((10, 20), abs=1e-3)


def test_an_l_shaped_slab_is_not_its_box() -> None:
    corners = np.array([(0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (0, 3)], float)
    top = np.array([(0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 5)])
    vertices = np.array([(x, y, z) for z in (0, 0.1) for x, y in corners], np.float32)
    sides = [(a, b, b + 6) for a, b in zip(range(6), [1, 2, 3, 4, 5, 0], strict=True)]
    sides += [(a, b + 6, a + 6) for a, b in zip(range(6), [1, 2, 3, 4, 5, 0], strict=True)]
    faces = np.concatenate([top[:, ::-1], top + 6, np.array(sides)]).astype(np.int32)
    model = building([{"guid": "slab", "class": "IfcSlab", "box": ((2, 1.5, 0.05), (4, 3, 0.1))}])
    own = model.geometry
    geometry = Geometry(
        vertices=vertices, faces=faces, vertex_start=np.array([0, 12], np.int32),
        face_start=np.array([0, len(faces)], np.int32), shape_closed=own.shape_closed, shape_volume=own.shape_volume,
        shape_area=own.shape_area, shape_colour=own.shape_colour, instance_shape=own.instance_shape,
        instance_row=own.instance_row, instance_matrix=np.eye(4)[None],
    )  # fmt: skip
    (shape,) = PlanOutlines(model.with_(geometry=geometry)).of_rows(rows(model, "slab")).shapes
    assert shape.area == pytest.approx(6.0, abs=1e-3)


def test_an_assembly_has_the_outline_of_its_solid_parts() -> None:
    model = building(
        [
            {"guid": "unit", "class": "IfcElementAssembly"},
            {"guid": "leaf", "class": "IfcWall", "piece": "unit", "box": ((0, 0, 1), (3, 0.2, 2))},
            {"guid": "bar", "class": "IfcReinforcingBar", "kind": "reinforcement", "piece": "unit",
             "box": ((2, 0, 1), (3, 0.02, 0.02))},
        ]
    )  # fmt: skip
    (shape,) = PlanOutlines(model).of_rows(rows(model, "unit")).shapes
    assert shape.area == pytest.approx(0.6, rel=1e-4)


def test_no_shape_is_unknown_and_not_nothing() -> None:
    model = building(
        [{"guid": "a", "class": "IfcSlab"}, {"guid": "b", "class": "IfcSlab", "box": ((0, 0, 0), (1, 1, 1))}]
    )
    areas = areas_counted_once(PlanOutlines(model).of_rows(rows(model, "a", "b")), 1.0)
    assert np.isnan(areas[0])
    assert areas[1] == pytest.approx(1.0)


SIDE, PLACE = st.integers(1, 5), st.integers(0, 8)


@settings(deadline=None)
@given(boxes=st.lists(st.tuples(PLACE, PLACE, SIDE, SIDE, st.sampled_from([0.0, 3.0])), min_size=1, max_size=12))
def test_areas_add_up_to_the_union_of_each_floor(boxes: list[tuple[int, int, int, int, float]]) -> None:
    shapes = np.array([shapely.box(x, y, x + width, y + depth) for x, y, width, depth, _ in boxes], np.object_)
    tops = np.array([top for *_, top in boxes])
    areas = areas_counted_once(Outlines(shapes=shapes, top=tops), 1.0)
    assert areas[0] == pytest.approx(shapes[0].area)
    union = sum(shapely.union_all(shapes[tops == top]).area for top in set(tops))
    assert areas.sum() == pytest.approx(union, abs=1e-6)
