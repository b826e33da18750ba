"""Accepted components are written into a copy; siblings, and all that is not concerned, stay as they were received."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.validate
import polars as pl
import pytest

from dfma.errors import UserError
from dfma.ifc.read_model import read_tables
from dfma.ifc.write_back import write_back
from dfma.model.building import BuildingModel
from dfma.model.changes import AcceptedMatch, Applied
from dfma.progress import NoProgress
from tests.dfma.ifc.small_file import SCHEMAS, SmallFile

TYPE_NAME = {"IFC2X3": "TypeDesignator", "IFC4": "TypeDesignator", "IFC4X3": "TypeDesignation"}


def match(element: str, designation: str = "NQ-3028", **other: Any) -> AcceptedMatch:
    said: dict[str, Any] = {"component": "NQ", "revision": 3, "kind": "wall_panel_interior", "concrete": True}
    return AcceptedMatch(
        element=element, designation=designation, **{**said, "grade": "C30", "library": "seed 1", **other}
    )


def write(small: SmallFile, folder: Path, *changes: AcceptedMatch, name: str = "out.ifc", **options: Any) -> Applied:
    source = folder / "in.ifc"
    if not source.exists():
        small.file.write(source)
    return write_back(source, folder / name, changes, NoProgress(), version="1", when=1_700_000_000, **options)


def errors(path: Path) -> set[tuple[str, str]]:
    """What breaks the schema: types, cardinalities, inverse attributes, GlobalIds met twice. The rules in EXPRESS take
    15 seconds to load per schema; they were run once by hand."""
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(str(path), log, express_rules=False)
    return {(str(one.get("attribute")), str(one["instance"])) for one in log.statements}


def said(model: BuildingModel, guid: str) -> dict[tuple[str, str], str]:
    row = model.elements.filter(guid=guid)["row"].item()
    found = model.properties.filter(pl.col("row") == row, pl.col("kind") != "attribute")
    return {(one["set"], one["name"]): one["value"] for one in found.iter_rows(named=True)}


def typed_walls(schema: str) -> tuple[SmallFile, list[str]]:
    """Two walls of one type that says something, and one of none."""
    small = SmallFile(schema)
    one, two, three = (small.wall(Name=name) for name in ("A", "B", "C"))
    small.relation(
        "IfcRelContainedInSpatialStructure", RelatedElements=[one, two, three], RelatingStructure=small.storey
    )
    fire = small.property_set("Pset_WallCommon", small.single("FireRating", small.value("IfcLabel", "2h")))
    of = small.type_of("IfcWallType", one, two, Name="Old", PredefinedType="STANDARD", HasPropertySets=[fire])
    small.relation(
        "IfcRelAssociatesMaterial", RelatedObjects=[of], RelatingMaterial=small.entity("IfcMaterial", Name="C30")
    )
    return small, [one.GlobalId, two.GlobalId, three.GlobalId]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_accepted_component_is_type_sets_and_classification(schema: str, tmp_path: Path) -> None:
    small, (first, second, third) = typed_walls(schema)
    applied = write(small, tmp_path, match(first), match(third))
    out = tmp_path / "out.ifc"
    model = read_tables(out, NoProgress())
    names = dict(model.elements.select("guid", "type_name").iter_rows())
    assert [names[guid] for guid in (first, second, third)] == ["NQ-3028", "Old", "NQ-3028"]
    properties = said(model, first)
    assert properties["Pset_PrecastConcreteElementGeneral", TYPE_NAME[schema]] == "NQ-3028"
    assert properties["IfcClassification", "Dougong"].startswith("NQ@3")
    assert properties["Pset_WallCommon", "FireRating"] == "2h"  # taken over from the earlier type
    assert said(model, second) == {("Pset_WallCommon", "FireRating"): "2h"}
    materials = dict(model.elements.select("guid", "material").iter_rows())
    assert materials[first] == materials[second] == "C30"
    assert applied.typed == (first, third)
    assert errors(out) <= errors(tmp_path / "in.ifc")


@pytest.mark.parametrize("schema", SCHEMAS)
def test_untouched_statements_are_the_same_bytes(schema: str, tmp_path: Path) -> None:
    small, (first, _, third) = typed_walls(schema)
    source = tmp_path / "in.ifc"
    small.file.write(source)
    source.write_bytes(source.read_bytes().replace(b"3000.", b"3.0E3").replace(b"\n", b"\r\n"))
    before = source.read_bytes()
    applied = write(small, tmp_path, match(first), match(third))
    old, new = before.splitlines(keepends=True), (tmp_path / "out.ifc").read_bytes().splitlines(keepends=True)
    assert source.read_bytes() == before
    assert len(set(old) - set(new)) == applied.entities_changed == 1  # the relation that the first wall left
    assert len(new) - len(old) == applied.entities_added
    assert [line for line in old if line in set(new)] == [line for line in new if line in set(old)]


def test_a_type_of_that_name_is_used_again(tmp_path: Path) -> None:
    small = SmallFile()
    one, two = small.wall(Name="A"), small.wall(Name="B")
    known = small.type_of("IfcWallType", one, Name="NQ-3028", PredefinedType="SHEAR")
    applied = write(small, tmp_path, match(one.GlobalId), match(two.GlobalId))
    model = read_tables(tmp_path / "out.ifc", NoProgress())
    types = dict(model.elements.select("guid", "type_guid").iter_rows())
    assert types[one.GlobalId] == types[two.GlobalId] == known.GlobalId
    assert (applied.types_made, applied.types_reused) == (0, 2)


def test_applying_twice_changes_nothing_more(tmp_path: Path) -> None:
    small, (first, *_) = typed_walls("IFC4")
    write(small, tmp_path, match(first))
    again = write_back(
        tmp_path / "out.ifc", tmp_path / "again.ifc", [match(first)], NoProgress(), version="1", when=1_700_000_000
    )
    assert (again.entities_changed, again.entities_added) == (0, 0)
    assert (tmp_path / "again.ifc").read_bytes() == (tmp_path / "out.ifc").read_bytes()


def test_what_is_not_of_concrete_gets_no_sets_of_concrete(tmp_path: Path) -> None:
    small = SmallFile()
    wall = small.wall(Name="A")
    write(small, tmp_path, match(wall.GlobalId, concrete=False))
    sets = {name for name, _ in said(read_tables(tmp_path / "out.ifc", NoProgress()), wall.GlobalId)}
    assert sets == {"IfcClassification"}


@pytest.mark.parametrize(("schema", "kind"), [("IFC2X3", "IfcTypeProduct"), ("IFC4", "IfcElementAssemblyType")])
def test_an_assembly_gets_the_type_class_that_its_schema_has(schema: str, kind: str, tmp_path: Path) -> None:
    small = SmallFile(schema)
    piece = small.root("IfcElementAssembly", Name="A", PredefinedType="NOTDEFINED")
    write(small, tmp_path, match(piece.GlobalId))
    assert [one.is_a() for one in ifcopenshell.open(tmp_path / "out.ifc").by_type("IfcTypeProduct")] == [kind]


def test_an_element_that_is_not_there_is_said(tmp_path: Path) -> None:
    applied = write(SmallFile(), tmp_path, match("nowhere"))
    assert [one.element for one in applied.not_applied] == ["nowhere"]


@pytest.mark.parametrize("link", ["itself", os.symlink, os.link])
def test_the_received_file_is_never_written(link: Any, tmp_path: Path) -> None:
    small = SmallFile()
    source = tmp_path / "in.ifc"
    small.file.write(source)
    before, name = source.read_bytes(), "in.ifc"
    if link != "itself":
        name = "link.ifc"
        link(source, tmp_path / name)
    with pytest.raises(UserError):
        write(small, tmp_path, name=name, force=True)
    assert source.read_bytes() == before


def test_an_existing_file_is_only_overwritten_by_force(tmp_path: Path) -> None:
    small, target = SmallFile(), tmp_path / "out.ifc"
    target.write_text("precious", encoding="utf-8")
    with pytest.raises(UserError):
        write(small, tmp_path)
    assert target.read_text(encoding="utf-8") == "precious"
    write(small, tmp_path, force=True)
    assert target.read_bytes() == (tmp_path / "in.ifc").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.ifc", "out.ifc"]
