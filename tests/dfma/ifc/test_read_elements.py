"""Rows, types, wholes, storeys, materials, marks, layers and relations of small files in each schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dfma.errors import UserError
from dfma.ifc.read_model import read_tables
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from tests.dfma.ifc.small_file import SCHEMAS, Entity, SmallFile, element
from tests.dfma.ifc.test_open_file import step_file

pytestmark = pytest.mark.parametrize("schema", SCHEMAS)


def related(model: BuildingModel, kind: str) -> set[tuple[int, int]]:
    """Numbers in the file of the two ends of each relation of a kind."""
    number = model.elements["step_id"]
    pairs = model.relations.filter(kind=kind).select("source", "target").iter_rows()
    return {(number[source], number[target]) for source, target in pairs}


def contain(file: SmallFile, structure: Entity, *elements: Entity) -> None:
    file.relation("IfcRelContainedInSpatialStructure", RelatedElements=elements, RelatingStructure=structure)


def step_id(model: BuildingModel, row: int | None) -> int | None:
    return None if row is None else model.elements["step_id"][row]


def test_rows_and_roles(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    wall = file.wall(Name="\u5899", Description="d", ObjectType="o", Tag="123")
    file.root("IfcSpace", Name="101", CompositionType="ELEMENT")
    file.root("IfcGrid", Name="G")
    file.root("IfcZone", Name="Z")
    model = file.read(tmp_path)
    assert dict(model.elements.select("ifc_class", "role").iter_rows()) == {
        "IfcProject": "spatial", "IfcBuilding": "spatial", "IfcBuildingStorey": "spatial", "IfcWall": "element",
        "IfcSpace": "space", "IfcGrid": "grid", "IfcZone": "group",
    }  # fmt: skip
    said = {"guid": wall.GlobalId, "name": "\u5899", "description": "d", "object_type": "o", "tag": "123", "mark": None,
            "type_name": None, "storey": None, "whole": None, "material": None, "layer": None}  # fmt: skip
    assert {name: element(model, wall)[name] for name in said} == said
    assert model.source.schema == schema
    assert (model.source.project, model.source.authoring_tool, model.source.length_unit) == ("P", "Tests 1", 0.001)
    assert model.source.notes == ()


def test_predefined_type(schema: str, tmp_path: Path) -> None:
    expected = {
        ("RIGID_FRAME", None, None, None): "RIGID_FRAME",
        ("NOTDEFINED", None, None, None): None,
        ("USERDEFINED", "panel", None, None): "panel",
        ("NOTDEFINED", None, "GIRDER", None): "GIRDER",
        ("GIRDER", None, "TRUSS", None): "GIRDER",
        ("NOTDEFINED", None, "USERDEFINED", "double wall"): "double wall",
        ("NOTDEFINED", None, "NOTDEFINED", "x"): None,
    }
    file = SmallFile(schema)
    assemblies = {}
    for own, label, of_type, type_label in expected:
        assembly = file.root("IfcElementAssembly", PredefinedType=own, ObjectType=label)
        if of_type is not None:
            if schema == "IFC2X3":  # assemblies have types since IFC4
                continue
            file.type_of("IfcElementAssemblyType", assembly, Name="T", PredefinedType=of_type, ElementType=type_label)
        assemblies[own, label, of_type, type_label] = assembly
    model = file.read(tmp_path)
    for case, assembly in assemblies.items():
        row = element(model, assembly)
        assert (row["predefined_type"], row["type_name"]) == (expected[case], None if case[2] is None else "T"), case


def test_the_shape_of_a_stair_is_its_predefined_type(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    attribute = "ShapeType" if schema == "IFC2X3" else "PredefinedType"
    stair = file.root("IfcStair", **{attribute: "STRAIGHT_RUN_STAIR"})
    assert element(file.read(tmp_path), stair)["predefined_type"] == "STRAIGHT_RUN_STAIR"


def test_storey_through_wholes_spaces_openings_and_doors(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    upper = file.root("IfcBuildingStorey", Name="2F", Elevation=6000.0)
    space = file.root("IfcSpace", CompositionType="ELEMENT")
    wall, assembly, part, small = (
        file.wall(),
        file.root("IfcElementAssembly"),
        file.root("IfcPlate"),
        file.root("IfcPlate"),
    )
    opening, door, chair = file.root("IfcOpeningElement"), file.root("IfcDoor"), file.root("IfcFurnishingElement")
    lost = file.wall()
    contain(file, file.storey, wall)
    contain(file, upper, assembly)
    contain(file, space, chair)
    file.relation("IfcRelAggregates", RelatingObject=upper, RelatedObjects=[space])
    file.relation("IfcRelAggregates", RelatingObject=assembly, RelatedObjects=[part])
    file.relation("IfcRelNests", RelatingObject=part, RelatedObjects=[small])
    file.relation("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    file.relation("IfcRelFillsElement", RelatingOpeningElement=opening, RelatedBuildingElement=door)
    model = file.read(tmp_path)
    storey = {one.id(): step_id(model, element(model, one)["storey"]) for one in
              (wall, opening, door, assembly, part, small, space, chair, lost, upper)}  # fmt: skip
    first, second = file.storey.id(), upper.id()
    assert [storey[one.id()] for one in (wall, opening, door)] == [first] * 3
    assert [storey[one.id()] for one in (assembly, part, small, space, chair)] == [second] * 5
    assert [storey[one.id()] for one in (lost, upper)] == [None, None]
    wholes = {one.id(): step_id(model, element(model, one)["whole"]) for one in (part, small, assembly, space, wall)}
    assert wholes == {
        part.id(): assembly.id(),
        small.id(): part.id(),
        assembly.id(): None,
        space.id(): None,
        wall.id(): None,
    }
    assert related(model, "voids") == {(opening.id(), wall.id())}
    assert related(model, "fills") == {(door.id(), opening.id())}
    assert related(model, "nests") == {(part.id(), small.id())}
    assert related(model, "contains") == {(first, wall.id()), (second, assembly.id()), (space.id(), chair.id())}
    assert (assembly.id(), part.id()) in related(model, "aggregates")


def test_wholes_that_bite_their_tail_end(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    one, other = file.root("IfcElementAssembly"), file.root("IfcElementAssembly")
    for whole, part in ((one, other), (other, one), (one, one)):
        file.relation("IfcRelAggregates", RelatingObject=whole, RelatedObjects=[part])
    model = file.read(tmp_path)
    assert element(model, one)["storey"] is None
    assert (one.id(), one.id()) not in related(model, "aggregates")


def test_connections_groups_and_boundaries(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    one, other, bolt = file.wall(), file.wall(), file.root("IfcMechanicalFastener")
    space = file.root("IfcSpace", CompositionType="ELEMENT")
    system = file.root("IfcSystem", Name="S")
    path = {"RelatedConnectionType": "ATEND", "RelatingConnectionType": "ATSTART", "RelatingPriorities": (),
            "RelatedPriorities": ()}  # fmt: skip
    file.relation("IfcRelConnectsPathElements", RelatingElement=one, RelatedElement=other, **path)
    file.relation(
        "IfcRelConnectsWithRealizingElements", RelatingElement=other, RelatedElement=one, RealizingElements=[bolt]
    )
    file.relation("IfcRelAssignsToGroup", RelatedObjects=[one, bolt], RelatingGroup=system)
    file.relation(
        "IfcRelSpaceBoundary", RelatingSpace=space, RelatedBuildingElement=one, PhysicalOrVirtualBoundary="PHYSICAL",
        InternalOrExternalBoundary="INTERNAL",
    )  # fmt: skip
    model = file.read(tmp_path)
    a, b, c = one.id(), other.id(), bolt.id()
    assert related(model, "connects") == {(a, b), (b, a), (b, c), (c, a)}
    assert related(model, "groups") == {(system.id(), a), (system.id(), c)}
    assert related(model, "bounds") == {(a, space.id())}
    assert model.relations["distance"].null_count() == model.relations.height


def test_storeys_from_the_lowest_up(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    levels = {"B1": -3500.0, "2F": 6000.0, "2F-a": 6000.0, "?": None}
    added = [file.root("IfcBuildingStorey", Name=name, Elevation=level) for name, level in levels.items()]
    other = file.root("IfcBuilding", Name="other")
    other_storey = file.root("IfcBuildingStorey", Name="other 1F", Elevation=500.0)
    file.relation("IfcRelAggregates", RelatingObject=file.building, RelatedObjects=added)
    file.relation("IfcRelAggregates", RelatingObject=other, RelatedObjects=[other_storey])
    model = file.read(tmp_path)
    names = model.elements["name"]
    rows = [
        (row["name"], row["elevation"], row["height"], names[row["building"]])
        for row in model.storeys.iter_rows(named=True)
    ]
    assert rows == [
        ("B1", -3.5, 6.5, "B"), ("other 1F", 0.5, None, "other"), ("1F", 3.0, 3.0, "B"), ("2F", 6.0, None, "B"),
        ("2F-a", 6.0, None, "B"), ("?", None, None, "B"),
    ]  # fmt: skip


def test_elevation_from_the_placement(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)

    def placement(z: float, above: Entity | None) -> Entity:
        point = file.entity("IfcCartesianPoint", (0.0, 0.0, z))
        axes = file.entity("IfcAxis2Placement3D", Location=point)
        return file.entity("IfcLocalPlacement", PlacementRelTo=above, RelativePlacement=axes)

    file.building.ObjectPlacement = placement(1000.0, None)
    file.storey.ObjectPlacement = placement(4200.0, file.building.ObjectPlacement)
    file.storey.Elevation = None
    assert file.read(tmp_path).storeys["elevation"].to_list() == [4.2]


def materials_of(model: BuildingModel, entity: Entity) -> list[dict[str, Any]]:
    row = element(model, entity)["row"]
    return model.materials.filter(row=row).drop("row").to_dicts()


def associate(file: SmallFile, material: Entity, *elements: Entity) -> None:
    file.relation("IfcRelAssociatesMaterial", RelatedObjects=elements, RelatingMaterial=material)


def test_materials(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    concrete, wool = file.entity("IfcMaterial", Name="C30"), file.entity("IfcMaterial", Name="EPS")
    layers = [
        file.entity("IfcMaterialLayer", Material=concrete, LayerThickness=60.0),
        file.entity("IfcMaterialLayer", LayerThickness=20.0),
        file.entity("IfcMaterialLayer", Material=concrete, LayerThickness=200.0),
    ]
    layer_set = file.entity("IfcMaterialLayerSet", MaterialLayers=layers)
    usage = file.entity(
        "IfcMaterialLayerSetUsage", ForLayerSet=layer_set, LayerSetDirection="AXIS2", DirectionSense="POSITIVE",
        OffsetFromReferenceLine=0.0,
    )  # fmt: skip
    layered, single, listed, typed, own = (file.wall() for _ in range(5))
    wall_type = file.type_of("IfcWallType", typed, own, PredefinedType="STANDARD")
    associate(file, usage, layered)
    associate(file, concrete, single, own)
    associate(file, file.entity("IfcMaterialList", Materials=[concrete, wool]), listed)
    associate(file, wool, wall_type)
    model = file.read(tmp_path)
    assert [(one["material"], one["layer"], one["thickness"]) for one in materials_of(model, layered)] == [
        ("C30", 0, 0.06), (None, 1, 0.02), ("C30", 2, 0.2),
    ]  # fmt: skip
    assert [(one["material"], one["layer"], one["origin"]) for one in materials_of(model, single)] == [
        ("C30", None, "occurrence")
    ]
    assert [one["material"] for one in materials_of(model, listed)] == ["C30", "EPS"]
    assert [(one["material"], one["origin"]) for one in materials_of(model, typed)] == [("EPS", "type")]
    assert [(one["material"], one["origin"]) for one in materials_of(model, own)] == [("C30", "occurrence")]
    names = [element(model, one)["material"] for one in (layered, single, listed, typed)]
    assert names == ["C30", "C30", "C30 | EPS", "EPS"]


def test_constituents_and_profiles(schema: str, tmp_path: Path) -> None:
    if schema == "IFC2X3":
        pytest.skip("there since IFC4")
    file = SmallFile(schema)
    steel = file.entity("IfcMaterial", Name="Q355", Category="steel")
    glass = file.entity("IfcMaterial", Name="glass")
    parts = [
        file.entity("IfcMaterialConstituent", Name="Framing", Material=steel, Category="x"),
        file.entity("IfcMaterialConstituent", Name="Glazing", Material=glass, Category="y"),
    ]
    window, beam = file.root("IfcWindow"), file.root("IfcBeam")
    associate(file, file.entity("IfcMaterialConstituentSet", MaterialConstituents=parts), window)
    profile = file.entity("IfcRectangleProfileDef", ProfileType="AREA", XDim=1.0, YDim=1.0)
    piece = file.entity("IfcMaterialProfile", Name="P", Material=steel, Profile=profile)
    profiles = file.entity("IfcMaterialProfileSet", MaterialProfiles=[piece])
    associate(file, file.entity("IfcMaterialProfileSetUsage", ForProfileSet=profiles), beam)
    model = file.read(tmp_path)
    assert [(one["material"], one["category"], one["role"]) for one in materials_of(model, window)] == [
        ("Q355", "steel", "Framing"), ("glass", "y", "Glazing"),
    ]  # fmt: skip
    assert [(one["material"], one["category"], one["role"]) for one in materials_of(model, beam)] == [
        ("Q355", "steel", "P")
    ]


def test_a_tag_that_looks_like_a_mark_is_one(schema: str, tmp_path: Path) -> None:
    expected = {
        "YWQ-12": "YWQ-12",
        "M/14": "M/14",
        "\u53e0\u5408\u677f1": "\u53e0\u5408\u677f1",
        "249086": None,
        "79A67A01-C95B-4209-869A-749834DC7DA3": None,
        "ID5A3B0000-0000-0011-3134": None,
        "2XPyKWY018sA1ygZKgQPtU": None,
        "wall": None,
        "": None,
    }
    file = SmallFile(schema)
    walls = {tag: file.wall(Tag=tag) for tag in expected}
    model = file.read(tmp_path)
    assert {tag: element(model, wall)["mark"] for tag, wall in walls.items()} == expected


def test_properties_beat_the_tag_as_mark(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    label = file.value
    tekla, precast, chinese, empty, tagged = (file.wall(Tag="T-1") for _ in range(5))
    mark = file.single("Assembly/Cast unit Mark", label("IfcLabel", "A/9016"))
    piece_mark = file.property_set(
        "Pset_PrecastConcreteElementGeneral", file.single("PieceMark", label("IfcLabel", "P-1"))
    )
    file.give(file.property_set("Tekla Assembly", mark), tekla, precast)
    file.give(piece_mark, precast)
    file.give(file.property_set("X", file.single("\u6784\u4ef6\u7f16\u53f7", label("IfcLabel", "YB-3"))), chinese)
    file.give(file.property_set("Tekla Assembly", file.single("Assembly/Cast unit Mark", label("IfcLabel", ""))), empty)
    model = file.read(tmp_path)
    marks = [element(model, one)["mark"] for one in (tekla, precast, chinese, empty, tagged)]
    assert marks == ["A/9016", "P-1", "YB-3", "T-1", "T-1"]


def test_layers_of_representations_items_and_maps(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    context = file.entity(
        "IfcGeometricRepresentationContext", ContextType="Model", CoordinateSpaceDimension=3,
        WorldCoordinateSystem=file.entity("IfcAxis2Placement3D", file.entity("IfcCartesianPoint", (0.0, 0.0, 0.0))),
    )  # fmt: skip

    def representation(*items: Entity) -> Entity:
        return file.entity("IfcShapeRepresentation", context, "Body", "SweptSolid", items)

    def wall(body: Entity) -> Entity:
        return file.wall(Representation=file.entity("IfcProductDefinitionShape", Representations=[body]))

    points = [file.entity("IfcCartesianPoint", (float(x), 0.0, 0.0)) for x in range(3)]
    whole, item, shared, none = (
        representation(points[0]),
        points[1],
        representation(points[2]),
        representation(points[2]),
    )
    origin = file.entity("IfcAxis2Placement3D", file.entity("IfcCartesianPoint", (0.0, 0.0, 0.0)))
    target = file.entity("IfcCartesianTransformationOperator3D", LocalOrigin=points[2])
    mapped = file.entity("IfcMappedItem", file.entity("IfcRepresentationMap", origin, shared), target)
    walls = [wall(whole), wall(representation(item)), wall(representation(mapped)), wall(none)]
    for name, assigned in (("A", whole), ("B", item), ("C", shared)):
        file.entity("IfcPresentationLayerAssignment", Name=name, AssignedItems=[assigned])
    model = file.read(tmp_path)
    assert [element(model, one)["layer"] for one in walls] == ["A", "B", "C", None]


def test_missing_and_repeated_guids_are_told(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    walls = [file.wall() for _ in range(3)]
    walls[0].GlobalId = walls[1].GlobalId
    walls[2].GlobalId = None
    model = file.read(tmp_path)
    assert element(model, walls[2])["guid"] == f"#{walls[2].id()}"
    assert {note.key: note["count"] for note in model.source.notes} == {
        "ifc.note.repeated_guids": 2, "ifc.note.no_guids": 1,
    }  # fmt: skip


def test_an_empty_file_is_an_empty_model(schema: str, tmp_path: Path) -> None:
    model = read_tables(step_file(tmp_path, "", schema=schema), NoProgress())
    tables = (model.elements, model.storeys, model.properties, model.materials, model.relations, model.measures)
    assert [table.height for table in tables] == [0] * 6


def test_a_statement_that_is_no_step_is_refused(schema: str, tmp_path: Path) -> None:
    path = step_file(tmp_path, "#1=IFCWALL('0abcdefghijklmnopqrstu',$,$ $,1.E999,$,$,$,$,$);\n", schema=schema)
    with pytest.raises(UserError) as caught:
        read_tables(path, NoProgress())
    assert caught.value.message.key == "ifc.open.damaged"


@pytest.mark.parametrize(
    "body",
    [
        "#1=IFCRELDEFINESBYPROPERTIES('0abcdefghijklmnopqrstu',$,$,$,(#2,#7),#9);\n",
        "#1=IFCRELDEFINESBYPROPERTIES($,$,$,$,#1,'x');\n",
        "#1=IFCPROPERTYSET('0abcdefghijklmnopqrstu',$,'a',$,(#1,#8));\n#2=IFCWALL($,$,$,$,$,$,$,$);\n"
        "#3=IFCRELDEFINESBYPROPERTIES('0abcdefghijklmnopqrstu',$,$,$,(#2,#1),#1);\n",
        "#1=IFCRELAGGREGATES('0abcdefghijklmnopqrstu',$,$,$,'x',(1,2));\n",
        "#1=IFCPROJECT('0abcdefghijklmnopqrstu',$,$,$,$,$,$,$,#1);\n",
        "#1=IFCPROJECT('0abcdefghijklmnopqrstu',$,$,$,$,$,$,$,#2);\n#2=IFCUNITASSIGNMENT((#1,#2));\n",
        "#1=IFCBUILDINGSTOREY($,$,#1,#1,$,#1,#1,#1,#1,#1);\n",
        "#1=IFCBUILDINGSTOREY(1.5,$,2,.T.,$,#1,$,'x',.FOO.,'low');\n",
        "#1=IFCWALL('0abcdefghijklmnopqrstu',$,$,$,$,$,#2,$);\n#2=IFCPRODUCTDEFINITIONSHAPE($,$,(#1));\n"
        "#3=IFCPRESENTATIONLAYERASSIGNMENT('x',$,(#2,#1,#7),$);\n",
        "#1=IFCRELASSOCIATESMATERIAL('0abcdefghijklmnopqrstu',$,$,$,(#2),#3);\n#2=IFCWALL($,$,$,$,$,$,$,$);\n"
        "#3=IFCMATERIALLAYERSETUSAGE(#3,$,$,$);\n",
    ],
)
def test_references_to_the_wrong_thing_do_no_harm(schema: str, tmp_path: Path, body: str) -> None:
    model = read_tables(step_file(tmp_path, body, schema=schema), NoProgress())
    assert model.elements.height == body.count("=IFCWALL") + body.count("=IFCPROJECT") + body.count(
        "=IFCBUILDINGSTOREY"
    )
    assert model.relations.select(pl.len()).item() == 0
