"""Batches of shapes are united without losing or doubling any."""

from __future__ import annotations

import numpy as np
import pytest

from dfma.model.boxes import ShapeBoxes
from dfma.model.shape_batch import ShapeBatch, united
from tests.builders import building


def batch(*sizes: float, first_row: int = 0) -> ShapeBatch:
    """Cubes of these sizes, one above the other; their identity is their size."""
    geometry = building([{"box": ((0, 0, 9.0 * n), (size, size, size))} for n, size in enumerate(sizes)]).geometry
    rows = np.arange(first_row, first_row + len(sizes), dtype=np.int32)
    moved = {name: getattr(geometry, name) for name in type(geometry).__slots__} | {"instance_row": rows}
    boxes = ShapeBoxes(
        axes=np.tile(np.eye(3), (len(sizes), 1, 1)),
        centre=np.zeros((len(sizes), 3)),
        extent=np.tile(np.array(sizes)[:, None], (1, 3)),
        origin=np.ones(len(sizes), np.int8),
    )
    return ShapeBatch(geometry=type(geometry)(**moved), boxes=boxes, identity=tuple(str(s).encode() for s in sizes))


def test_equal_shapes_of_several_batches_are_one() -> None:
    geometry, boxes = united([batch(1.0, 2.0), batch(2.0, first_row=2), batch(3.0, 1.0, first_row=3)])
    assert geometry.shape_volume == pytest.approx([1.0, 8.0, 27.0])
    assert geometry.instance_shape.tolist() == [0, 1, 1, 2, 0]
    assert geometry.instance_row.tolist() == [0, 1, 2, 3, 4]
    assert boxes.extent[:, 0].tolist() == [1.0, 2.0, 3.0]
    for instance, size in enumerate((1.0, 2.0, 2.0, 3.0, 1.0)):
        vertices, faces = geometry.of_instance(instance)
        assert np.ptp(vertices, axis=0) == pytest.approx([size] * 3)
        assert faces.max() == 7
    assert not geometry.vertices.flags.writeable


def test_nothing_united_is_nothing() -> None:
    geometry, boxes = united([])
    assert len(geometry.instance_row) == len(boxes.extent) == 0
