"""Oriented boxes of shapes, elements and assemblies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.model.boxes import (
    FROM_EXTRUSION,
    FROM_MESH,
    FROM_PARTS,
    ShapeBoxes,
    element_boxes,
    extents_along,
    parts_of,
    ranges,
    shape_boxes,
)
from dfma.model.building import BuildingModel
from dfma.model.geometry import Boxes
from tests.builders import building, row_of
from tests.dfma.model.test_meshes import cube


def turned(angle: float, axis: int = 2) -> np.ndarray:
    c, s = np.cos(angle), np.sin(angle)
    return np.roll(np.array([(c, -s, 0), (s, c, 0), (0, 0, 1)]), (axis + 1) % 3, axis=(0, 1))


def unknown(count: int = 1) -> ShapeBoxes:
    nowhere = np.full((count, 3), np.nan)
    return ShapeBoxes(
        axes=np.tile(np.eye(3), (count, 1, 1)), centre=nowhere, extent=nowhere, origin=np.zeros(count, np.int8)
    )


def box_of(vertices: np.ndarray, volume: float = np.nan, authored: ShapeBoxes | None = None) -> ShapeBoxes:
    return shape_boxes(vertices, np.array([0, len(vertices)], np.int32), np.array([volume]), authored or unknown())


def test_an_authored_box_that_agrees_with_the_mesh_is_taken_exactly() -> None:
    vertices, _ = cube()
    authored = ShapeBoxes(
        axes=np.eye(3)[None],
        centre=np.full((1, 3), 0.5),
        extent=np.array([[1.0, 1.0, 1.0015]]),
        origin=np.zeros(1, np.int8),
    )
    found = box_of(vertices, 1.0, authored)
    assert found.origin[0] == FROM_EXTRUSION
    assert found.extent[0].tolist() == [1.0, 1.0, 1.0015]


def test_an_authored_box_that_the_mesh_contradicts_is_measured() -> None:
    vertices, _ = cube()
    authored = ShapeBoxes(
        axes=np.eye(3)[None],
        centre=np.full((1, 3), 0.5),
        extent=np.array([[1.0, 1.0, 1.1]]),
        origin=np.zeros(1, np.int8),
    )
    found = box_of(vertices, 1.0, authored)
    assert found.origin[0] == FROM_MESH
    assert found.extent[0] == pytest.approx([1, 1, 1])


@settings(deadline=None)  # the machine may be busy
@given(st.floats(0.05, 1.5), st.sampled_from([0, 1, 2]), st.floats(0.1, 1.0))
def test_a_block_that_lies_askew_gets_its_own_sides(angle: float, axis: int, width: float) -> None:
    vertices = cube()[0] * (4.0, width, 3.0) @ turned(angle, axis).T
    found = box_of(vertices, 12 * width)
    exact = sorted([width, 3.0, 4.0])
    # Axes that are nearly right are kept: they are the ones that somebody meant.
    assert np.prod(found.extent[0]) <= np.prod(exact) / 0.9 + 1e-9
    if np.prod(found.extent[0]) < np.prod(exact) * 1.0001:
        assert sorted(found.extent[0]) == pytest.approx(exact, rel=1e-3)


def test_a_block_that_lies_askew_in_every_way_is_found_by_its_scatter() -> None:
    vertices = cube()[0] * (4.0, 0.2, 1.0) @ (turned(0.6) @ turned(0.7, 0) @ turned(0.4, 1)).T
    assert sorted(box_of(vertices, 0.8).extent[0]) == pytest.approx([0.2, 1.0, 4.0])


def test_flat_and_dotlike_shapes_have_boxes() -> None:
    flat = np.array([(0, 0, 0), (2, 0, 0), (2, 1, 0), (0, 1, 0)], float)
    assert sorted(box_of(flat).extent[0]) == pytest.approx([0, 1, 2])
    assert box_of(np.zeros((3, 3))).extent[0].tolist() == [0, 0, 0]


def boxes_of(model: BuildingModel, weight: dict[str, float] | None = None) -> Boxes:
    """Element boxes of a built model, whose shapes are blocks along their own axes."""
    geometry = model.geometry
    low, high = (
        extreme.reduceat(geometry.vertices, geometry.vertex_start[:-1]) for extreme in (np.minimum, np.maximum)
    )
    count = len(low)
    shapes = ShapeBoxes(
        axes=np.tile(np.eye(3), (count, 1, 1)),
        centre=(low + high).astype(float) / 2,
        extent=(high - low).astype(float),
        origin=np.full(count, FROM_EXTRUSION, np.int8),
    )
    weights = np.array([(weight or {}).get(guid, 0.0) for guid in model.elements["guid"]])
    return element_boxes(geometry, shapes, parts_of(model.elements), weights)


def test_axes_are_ordered_and_right_handed() -> None:
    model = building([{"guid": "wall", "box": ((10, 20, 1.5), (0.2, 5, 3), 0.3)}])
    boxes, row = boxes_of(model), row_of(model, "wall")
    assert boxes.extent[row] == pytest.approx([5, 0.2, 3])
    assert boxes.centre[row] == pytest.approx([10, 20, 1.5])
    assert np.linalg.det(boxes.axes[row]) == pytest.approx(1.0)
    assert boxes.axes[row, 2] == pytest.approx([0, 0, 1])
    reach = (5 * np.abs([np.sin(0.3), np.cos(0.3)]) + 0.2 * np.abs([np.cos(0.3), np.sin(0.3)])) / 2
    assert boxes.high[row, :2] == pytest.approx(np.array([10, 20]) + reach, abs=1e-5)
    assert np.isnan(boxes.extent[0]).all()  # the building


def test_an_assembly_lies_along_its_heaviest_part() -> None:
    model = building(
        [
            {"guid": "piece", "class": "IfcElementAssembly"},
            {"guid": "concrete", "whole": "piece", "box": ((0, 0, 0), (6, 2, 0.2), 0.5)},
            {"guid": "bar", "whole": "piece", "box": ((0, 0, 0), (8, 0.02, 0.02), 0.5)},
            {"guid": "plate", "whole": "piece", "box": ((0, 0, 0.3), (0.2, 0.2, 0.1))},
        ]
    )
    boxes = boxes_of(model, {"concrete": 3.0, "bar": 1.0, "plate": 1.0})
    row = row_of(model, "piece")
    assert boxes.origin[row] == FROM_PARTS
    assert boxes.extent[row] == pytest.approx([8, 2, 0.45], abs=1e-6)
    assert abs(boxes.axes[row, 0] @ [np.cos(0.5), np.sin(0.5), 0]) == pytest.approx(1.0)
    assert boxes.high[row, 2] == pytest.approx(0.35)


def test_an_assembly_of_assemblies_holds_all_and_a_circle_of_parts_ends() -> None:
    model = building(
        [
            {"guid": "outer", "class": "IfcElementAssembly"},
            {"guid": "inner", "class": "IfcElementAssembly", "whole": "outer"},
            {"guid": "part", "whole": "inner", "box": ((1, 0, 0), (2, 1, 1))},
            {"guid": "snake", "whole": "tail"},
            {"guid": "tail", "whole": "snake"},
        ]
    )
    boxes = boxes_of(model)
    for guid in ("outer", "inner", "part"):
        assert boxes.extent[row_of(model, guid)] == pytest.approx([2, 1, 1])
    assert np.isnan(boxes.extent[row_of(model, "snake")]).all()


def test_extents_along_axes_are_those_of_the_moved_vertices() -> None:
    model = building([{"guid": "a", "box": ((3, 1, 0), (2, 1, 1), 0.7)}, {"guid": "b", "box": ((0, 5, 0), (1, 1, 4))}])
    axes = np.stack([turned(0.2), turned(0.9, 1)])
    low, high = extents_along(model.geometry, np.array([1, 0]), axes)
    for row, instance in enumerate((1, 0)):
        along = model.geometry.of_instance(instance)[0] @ axes[row].T
        assert low[row] == pytest.approx(along.min(axis=0))
        assert high[row] == pytest.approx(along.max(axis=0))


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 20))))
def test_ranges_are_laid_end_to_end(spans: list[tuple[int, int]]) -> None:
    start = np.array([first for first, _ in spans], np.int64)
    stop = start + np.array([length for _, length in spans], np.int64)
    assert ranges(start, stop).tolist() == [n for first, length in spans for n in range(first, first + length)]
