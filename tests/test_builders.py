"""The builder of test models makes what it is asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.builders import building, row_of


def test_rows_refer_to_each_other() -> None:
    model = building(
        [
            {"guid": "unit", "class": "IfcElementAssembly", "storey": "1F"},
            {"guid": "bar", "class": "IfcReinforcingBar", "whole": "unit", "properties": {"Set": {"Size": 12.0}}},
        ],
        storeys={"1F": 0.0, "2F": 3.0},
    )
    assert model.elements["whole"][row_of(model, "bar")] == row_of(model, "unit")
    assert model.storeys["height"].to_list() == [3.0, None]
    assert model.properties.row(0, named=True)["number"] == 12.0
    assert model.relations["kind"].to_list() == ["contains", "aggregates"]


def test_a_turned_box_has_the_volume_and_the_corners_it_should_have() -> None:
    model = building([{"guid": "wall", "class": "IfcWall", "box": ((1, 2, 3), (4, 0.2, 3), math.pi / 2)}])
    row = row_of(model, "wall")
    assert model.boxes.low[row] == pytest.approx([0.9, 0, 1.5])
    vertices, faces = model.geometry.of_instance(0)
    assert vertices.max(axis=0) == pytest.approx([1.1, 4, 4.5], abs=1e-6)
    corners = vertices[faces]
    volume = np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
    assert volume == pytest.approx(2.4)
    assert model.geometry.shape_volume[0] == pytest.approx(2.4)
