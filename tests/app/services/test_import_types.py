from __future__ import annotations

import time
from pathlib import Path

import ifcopenshell
import pytest

from app.services.import_types import import_types
from dfma.components.catalogue import read_component
from dfma.errors import UserError
from dfma.progress import NoProgress
from tests.dfma.ifc.small_file import SmallFile


def library(path: Path, types: list[tuple[str, str, tuple[float, float, float] | None]], schema: str = "IFC4") -> Path:
    """A file of types: class, name, size in millimetres (None: without a shape)."""
    small = SmallFile(schema)
    file = small.file
    origin = file.create_entity("IfcAxis2Placement3D", file.create_entity("IfcCartesianPoint", (0.0, 0.0, 0.0)))
    context = file.create_entity("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, origin)
    small.project.RepresentationContexts = [context]
    up = file.create_entity("IfcDirection", (0.0, 0.0, 1.0))
    for ifc_class, name, size in types:
        maps = None
        if size is not None:
            middle = file.create_entity("IfcAxis2Placement2D", file.create_entity("IfcCartesianPoint", (0.0, 0.0)))
            profile = file.create_entity("IfcRectangleProfileDef", "AREA", None, middle, *size[:2])
            solid = file.create_entity("IfcExtrudedAreaSolid", profile, origin, up, size[2])
            body = file.create_entity("IfcShapeRepresentation", context, "Body", "SweptSolid", [solid])
            maps = [file.create_entity("IfcRepresentationMap", origin, body)]
        attributes = {"PredefinedType": "NOTDEFINED"} if ifc_class != "IfcTypeProduct" else {}
        small.root(ifc_class, Name=name, RepresentationMaps=maps, **attributes)
    file.write(str(path))
    return path


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3"])
def test_each_type_becomes_a_component_with_its_size(tmp_path: Path, schema: str) -> None:
    path = library(
        tmp_path / "library.ifc",
        [
            ("IfcSlabType", "预制叠合板 60", (3120.0, 1260.0, 60.0)),
            ("IfcColumnType", "Precast column {400}", (400.0, 400.0, 3300.0)),
            ("IfcWallType", "Precast wall panel", None),
            ("IfcPipeSegmentType", "Basin", (500.0, 400.0, 200.0)),
        ],
        schema,
    )
    before = path.read_bytes()
    read = import_types(path, NoProgress())
    assert path.read_bytes() == before
    components = {description["kind"]: read_component(description) for description in read.descriptions}
    slab, column = components["composite_slab"], components["column"]
    assert slab.names == {"zh_CN": "预制叠合板 60"}
    assert column.id == "Precast column _400_"
    (variant,) = slab.variants().to_dicts()
    assert [variant[f"{name}_low_mm"] for name in ("length", "width", "height")] == [3120, 1260, 60]
    assert variant["volume"] == pytest.approx(3.12 * 1.26 * 0.06)
    assert len(components) == 2
    assert dict(read.left_out)["Precast wall panel"].key == "components.type.no_size"
    assert dict(read.left_out)["Basin"].key == "components.type.no_piece"


def test_types_of_one_name_are_told_apart(tmp_path: Path) -> None:
    size = (300.0, 500.0, 6000.0)
    path = library(tmp_path / "library.ifc", [("IfcColumnType", "Precast C1", size)] * 2)
    assert [one["id"] for one in import_types(path, NoProgress()).descriptions] == ["Precast C1", "Precast C1 (2)"]


def test_a_file_without_types_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        import_types(library(tmp_path / "empty.ifc", []), NoProgress())
    assert caught.value.message.key == "ifc.types.none"


def test_five_hundred_types_come_in_within_half_a_minute(tmp_path: Path) -> None:
    types = [("IfcSlabType", f"Precast plank {n}", (3000.0 + 5 * n, 1200.0, 60.0)) for n in range(500)]
    path = library(tmp_path / "library.ifc", types)
    started = time.process_time()
    read = import_types(path, NoProgress())
    assert len(read.descriptions) == 500
    assert time.process_time() - started < 30
    assert len(ifcopenshell.open(path).by_type("IfcElement")) == 0
