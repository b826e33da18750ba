"""The box that the file says a body has, for every sort of profile that is understood, against the mesh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dfma.ifc.extrusions import authored_box
from dfma.model.boxes import FROM_EXTRUSION, FROM_MESH
from tests.dfma.ifc.small_shapes import Shapes, SmallShapes

PROFILES: dict[str, dict[str, float]] = {
    "IfcRectangleProfileDef": {"XDim": 400, "YDim": 200},
    "IfcRectangleHollowProfileDef": {"XDim": 400, "YDim": 200, "WallThickness": 10},
    "IfcRoundedRectangleProfileDef": {"XDim": 400, "YDim": 200, "RoundingRadius": 20},
    "IfcCircleProfileDef": {"Radius": 200},
    "IfcCircleHollowProfileDef": {"Radius": 200, "WallThickness": 10},
    "IfcIShapeProfileDef": {"OverallWidth": 200, "OverallDepth": 400, "WebThickness": 10, "FlangeThickness": 15},
    "IfcTShapeProfileDef": {"Depth": 400, "FlangeWidth": 200, "WebThickness": 10, "FlangeThickness": 15},
    "IfcUShapeProfileDef": {"Depth": 400, "FlangeWidth": 200, "WebThickness": 10, "FlangeThickness": 15},
    "IfcCShapeProfileDef": {"Depth": 400, "Width": 200, "WallThickness": 10, "Girth": 30},
    "IfcLShapeProfileDef": {"Depth": 400, "Width": 200, "Thickness": 15},
}


def profile(small: SmallShapes, kind: str, **attributes: float) -> Any:
    """A profile that is moved and turned in its plane."""
    place = small.entity("IfcAxis2Placement2D", small.point(300, 100), small.direction(0.6, 0.8))
    sizes = {name: float(value) for name, value in attributes.items()}
    return small.entity(kind, ProfileType="AREA", Position=place, **sizes)


@pytest.mark.parametrize("kind", PROFILES)
def test_the_authored_box_is_that_of_the_mesh(tmp_path: Path, kind: str) -> None:
    small = SmallShapes()
    position = small.position((10, 20, 30), z=(0, 1, 1), x=(1, 0, 0))
    beam = small.element(small.extrusion(profile(small, kind, **PROFILES[kind]), 3000, position))
    shapes = Shapes(small, tmp_path)
    assert shapes.boxes.origin[shapes.shape(beam)] == FROM_EXTRUSION
    sizes = [PROFILES[kind].get(name) for name in ("XDim", "YDim", "Depth", "Width", "FlangeWidth", "OverallWidth")]
    if wanted := sorted(size / 1000 for size in sizes if size):
        assert shapes.size(beam)[: len(wanted)] == pytest.approx(wanted)


def test_a_slanting_extrusion_is_measured(tmp_path: Path) -> None:
    small = SmallShapes()
    solid = small.block(1000, 1000, 1000)
    solid.ExtrudedDirection = small.direction(0, 1, 1)
    element = small.element(solid)
    shapes = Shapes(small, tmp_path)
    assert shapes.boxes.origin[shapes.shape(element)] == FROM_MESH
    assert shapes.volume(element) == pytest.approx(np.sqrt(0.5))


def test_an_outline_with_arcs_is_measured(tmp_path: Path) -> None:
    small = SmallShapes()
    points = small.entity(
        "IfcCartesianPointList2D", [(0.0, 0.0), (1000.0, 0.0), (1500.0, 500.0), (1000.0, 1000.0), (0.0, 1000.0)]
    )
    lines = [small.value("IfcLineIndex", ends) for ends in ((1, 2), (4, 5, 1))]
    segments = [lines[0], small.value("IfcArcIndex", (2, 3, 4)), lines[1]]
    curve = small.entity("IfcIndexedPolyCurve", points, segments)
    element = small.element(small.extrusion(small.entity("IfcArbitraryClosedProfileDef", "AREA", None, curve), 200))
    shapes = Shapes(small, tmp_path)
    assert shapes.boxes.origin[shapes.shape(element)] == FROM_MESH
    assert shapes.size(element) == pytest.approx([0.2, 1.0, 1.5], abs=1e-3)


@pytest.mark.parametrize("broken", ["no length", "no items", "no radius", "crooked map"])
def test_broken_data_says_nothing(broken: str) -> None:
    small = SmallShapes()
    if broken == "no length":
        solid = small.block(1, 1, 1)
        solid.ExtrudedDirection = small.direction(0, 0, 0)
        body = small.body(solid)
    elif broken == "no items":
        body = small.body(small.block(1, 1, 1), small.block(1, 1, 1))
    elif broken == "no radius":
        hole = small.entity("IfcCircleProfileDef", "AREA", None, None)
        body = small.body(small.extrusion(hole, 1))
    else:
        body = small.body(small.mapped(small.block(1, 1, 1), Axis1=small.direction(0, 0, 0)))
    box = authored_box(body, 1.0)
    assert np.isnan(box.extent).any()
    assert np.isfinite(box.axes).all()
