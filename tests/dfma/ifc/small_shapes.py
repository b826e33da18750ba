"""Writes tiny IFC files with bodies, for tests of shapes. Lengths are in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dfma.ifc.open_file import open_ifc
from dfma.ifc.read_file import shape_rows
from dfma.ifc.read_geometry import Begun, read_shapes
from dfma.ifc.read_model import tables_of
from dfma.model.boxes import ShapeBoxes
from dfma.model.building import BuildingModel
from dfma.model.geometry import Geometry
from dfma.model.shape_batch import ShapeBatch, united
from dfma.progress import NoProgress
from dfma.text import Text
from tests.dfma.ifc.small_file import SmallFile

Vector = Sequence[float]
Entity = Any


class SmallShapes(SmallFile):
    """A small file whose elements have bodies."""

    def __init__(self, schema: str = "IFC4") -> None:
        super().__init__(schema)
        self.context = self.entity(
            "IfcGeometricRepresentationContext", ContextType="Model", CoordinateSpaceDimension=3, Precision=1e-5,
            WorldCoordinateSystem=self.position(),
        )  # fmt: skip
        self.project.RepresentationContexts = [self.context]

    def point(self, *coordinates: float) -> Entity:
        return self.entity("IfcCartesianPoint", [float(c) for c in coordinates])

    def direction(self, *ratios: float) -> Entity:
        return self.entity("IfcDirection", [float(r) for r in ratios])

    def position(self, at: Vector = (0, 0, 0), z: Vector | None = None, x: Vector | None = None) -> Entity:
        return self.entity(
            "IfcAxis2Placement3D", self.point(*at), self.direction(*z) if z else None, self.direction(*x) if x else None
        )

    def rectangle(self, width: float, depth: float) -> Entity:
        middle = self.entity("IfcAxis2Placement2D", self.point(0, 0))
        return self.entity("IfcRectangleProfileDef", "AREA", None, middle, float(width), float(depth))

    def polyline(self, *corners: Vector) -> Entity:
        points = [self.point(*corner) for corner in corners]
        return self.entity("IfcPolyline", [*points, points[0]])

    def polygon(self, *corners: Vector) -> Entity:
        return self.entity("IfcArbitraryClosedProfileDef", "AREA", None, self.polyline(*corners))

    def circle(self, radius: float) -> Entity:
        middle = self.entity("IfcAxis2Placement2D", self.point(0, 0))
        return self.entity("IfcCircleProfileDef", "AREA", None, middle, float(radius))

    def extrusion(self, profile: Entity, depth: float, position: Entity | None = None) -> Entity:
        up = self.direction(0, 0, 1)
        return self.entity("IfcExtrudedAreaSolid", profile, position or self.position(), up, float(depth))

    def block(self, width: float, depth: float, height: float) -> Entity:
        return self.extrusion(self.rectangle(width, depth), height)

    def half_space(self, at: Vector, normal: Vector, *, agrees: bool = False) -> Entity:
        """The side of a plane from which the normal points away when it agrees, else the side that it points to."""
        reference = (0, 0, 1) if abs(normal[2]) < 0.9 else (1, 0, 0)
        plane = self.entity("IfcPlane", self.position(at, normal, reference))
        return self.entity("IfcHalfSpaceSolid", plane, agrees)

    def bounded_half_space(self, at: Vector, normal: Vector, *corners: Vector) -> Entity:
        plane = self.entity("IfcPlane", self.position(at, normal, (1, 0, 0)))
        boundary = self.polyline(*corners)
        return self.entity("IfcPolygonalBoundedHalfSpace", plane, False, self.position(), boundary)

    def cut(self, first: Entity, second: Entity, operator: str = "DIFFERENCE") -> Entity:
        return self.entity("IfcBooleanResult", operator, first, second)

    def brep(self, size: float, *, faces: int = 6, inside_out: bool = False) -> Entity:
        """The first few faces of a cube; with all six it is closed."""
        c = [self.point(*(size * np.array((i & 1, i >> 1 & 1, i >> 2)))) for i in range(8)]
        sides = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
        made = []
        for side in sides[:faces]:
            loop = self.entity("IfcPolyLoop", [c[i] for i in (side[::-1] if inside_out else side)])
            made.append(self.entity("IfcFace", [self.entity("IfcFaceOuterBound", loop, True)]))
        if faces == 6:
            return self.entity("IfcFacetedBrep", self.entity("IfcClosedShell", made))
        return self.entity("IfcShellBasedSurfaceModel", [self.entity("IfcOpenShell", made)])

    def mapped(self, item: Entity, **operator: Any) -> Entity:
        inner = self.body(item)
        source = self.entity("IfcRepresentationMap", self.position(), inner)
        kind = "IfcCartesianTransformationOperator3D" + ("nonUniform" if "Scale2" in operator else "")
        return self.entity("IfcMappedItem", source, self.entity(kind, LocalOrigin=self.point(0, 0, 0), **operator))

    def body(self, *items: Entity) -> Entity:
        kind = "MappedRepresentation" if items[0].is_a("IfcMappedItem") else "SolidModel"
        return self.entity("IfcShapeRepresentation", self.context, "Body", kind, items)

    def element(self, *items: Entity, at: Entity | None = None, kind: str = "IfcWall", **attributes: Any) -> Entity:
        shape = self.entity("IfcProductDefinitionShape", Representations=[self.body(*items)])
        place = self.entity("IfcLocalPlacement", RelativePlacement=at or self.position())
        made = self.root(kind, Representation=shape, ObjectPlacement=place, **attributes)
        self.relation("IfcRelContainedInSpatialStructure", RelatedElements=[made], RelatingStructure=self.storey)
        return made

    def colour(self, item: Entity, red: float, green: float, blue: float, transparency: float) -> None:
        shading = self.entity(
            "IfcSurfaceStyleRendering", self.entity("IfcColourRgb", None, red, green, blue), transparency,
            ReflectanceMethod="NOTDEFINED",
        )  # fmt: skip
        self.entity("IfcStyledItem", item, [self.entity("IfcSurfaceStyle", None, "BOTH", [shading])])

    def write(self, folder: Path) -> Path:
        path = folder / "small.ifc"
        self.file.write(path)
        return path


class Shapes:
    """What was made of a small file, by element."""

    def __init__(self, small: SmallShapes, folder: Path) -> None:
        path = small.write(folder)
        opened = open_ifc(path, NoProgress())
        self.tables: BuildingModel = tables_of(path, opened, NoProgress())
        self.rows = shape_rows(self.tables)
        self.said: list[Begun | ShapeBatch] = []
        self.unmade: dict[int, Text] = read_shapes(
            opened.file, self.rows, self.tables.source.length_unit, NoProgress(), self.said.append
        )
        united_shapes = united([part for part in self.said if isinstance(part, ShapeBatch)])
        self.geometry: Geometry = united_shapes[0]
        self.boxes: ShapeBoxes = united_shapes[1]

    def kernels(self) -> set[int]:
        return {part.kernel for part in self.said if isinstance(part, Begun)}

    def instance(self, element: Entity) -> int:
        return int(np.flatnonzero(self.geometry.instance_row == self.rows[element.id()]).item())

    def shape(self, element: Entity) -> int:
        return int(self.geometry.instance_shape[self.instance(element)])

    def volume(self, element: Entity) -> float:
        return float(self.geometry.shape_volume[self.shape(element)])

    def size(self, element: Entity) -> list[float]:
        """Sides of the oriented box, from the smallest up."""
        return sorted(self.boxes.extent[self.shape(element)].tolist())

    def corners(self, element: Entity) -> tuple[list[float], list[float]]:
        """Least and greatest corner in the building."""
        vertices, _ = self.geometry.of_instance(self.instance(element))
        return vertices.min(axis=0).tolist(), vertices.max(axis=0).tolist()
