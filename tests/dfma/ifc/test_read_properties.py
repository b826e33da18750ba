"""Every kind of property, quantity and origin, in each schema."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from dfma.ifc.read_model import read_tables
from dfma.progress import NoProgress
from tests.dfma.ifc.small_file import SCHEMAS, SmallFile, element, properties_of

pytestmark = pytest.mark.parametrize("schema", SCHEMAS)


def said(file: SmallFile, folder: Path, *properties: Any) -> dict[str, dict[str, Any]]:
    """What the table says of properties given to one wall, by name."""
    wall = file.wall(Name="W")
    file.give(file.property_set("Set", *properties), wall)
    table = properties_of(file.read(folder), wall)
    assert {name for name, _ in table} <= {"Set"}
    return {name: row for (_, name), row in table.items()}


def the(row: dict[str, Any], *columns: str) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def test_single_values(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    rows = said(
        file,
        tmp_path,
        file.single("text", file.value("IfcLabel", "\u9884\u5236 it's")),
        file.single("length", file.value("IfcLengthMeasure", 3000.0)),
        file.single("whole", file.value("IfcInteger", 7)),
        file.single("ratio", file.value("IfcRatioMeasure", 0.5)),
        file.single("true", file.value("IfcBoolean", True)),
        file.single("maybe", file.value("IfcLogical", "UNKNOWN")),
        file.single("empty", None),
    )
    columns = ("value", "number", "value_type", "unit", "kind", "origin")
    assert the(rows["text"], *columns) == ("\u9884\u5236 it's", None, "IfcLabel", None, "single", "occurrence")
    assert the(rows["length"], *columns) == ("3000", 3.0, "IfcLengthMeasure", "m", "single", "occurrence")
    assert the(rows["whole"], *columns) == ("7", 7.0, "IfcInteger", None, "single", "occurrence")
    assert the(rows["ratio"], *columns) == ("0.5", 0.5, "IfcRatioMeasure", None, "single", "occurrence")
    assert the(rows["true"], *columns) == ("TRUE", None, "IfcBoolean", None, "single", "occurrence")
    assert the(rows["maybe"], *columns) == ("UNKNOWN", None, "IfcLogical", None, "single", "occurrence")
    assert the(rows["empty"], *columns) == (None, None, None, None, "single", "occurrence")


def test_enumerated_and_list_values(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    lengths = [file.value("IfcLengthMeasure", value) for value in (100.0, 200.0)]
    rows = said(
        file,
        tmp_path,
        file.entity("IfcPropertyEnumeratedValue", Name="one", EnumerationValues=[file.value("IfcLabel", "NEW")]),
        file.entity("IfcPropertyListValue", Name="several", ListValues=lengths),
        file.entity("IfcPropertyListValue", Name="only", ListValues=lengths[:1]),
    )
    assert the(rows["one"], "value", "number", "kind") == ("NEW", None, "enumerated")
    assert the(rows["several"], "value", "number", "unit", "kind") == ("100 | 200", None, "m", "list")
    assert the(rows["only"], "value", "number", "unit") == ("100", 0.1, "m")


def test_bounded_values(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    low, high = file.value("IfcLengthMeasure", 10.0), file.value("IfcLengthMeasure", 20.0)
    bounded = "IfcPropertyBoundedValue"
    rows = said(
        file,
        tmp_path,
        file.entity(bounded, Name="both", LowerBoundValue=low, UpperBoundValue=high),
        file.entity(bounded, Name="upper", UpperBoundValue=high),
        file.entity(bounded, Name="point", LowerBoundValue=high, UpperBoundValue=high),
    )
    assert the(rows["both"], "value", "number", "unit", "kind") == ("10..20", None, "m", "bounded")
    assert the(rows["upper"], "value", "number") == ("..20", None)
    assert the(rows["point"], "value", "number") == ("20..20", 0.02)


def test_set_point(schema: str, tmp_path: Path) -> None:
    if schema == "IFC2X3":
        pytest.skip("bounded values have a set point since IFC4")
    file = SmallFile(schema)
    point = file.value("IfcLengthMeasure", 15.0)
    rows = said(file, tmp_path, file.entity("IfcPropertyBoundedValue", Name="x", SetPointValue=point))
    assert the(rows["x"], "value", "number", "unit") == ("15", 0.015, "m")


def test_table_reference_and_complex_values(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    table = file.entity(
        "IfcPropertyTableValue", Name="table",
        DefiningValues=[file.value("IfcInteger", 1), file.value("IfcInteger", 2)],
        DefinedValues=[file.value("IfcLabel", "a"), file.value("IfcLabel", "b")],
    )  # fmt: skip
    material = file.entity("IfcMaterial", Name="C30")
    reference = file.entity("IfcPropertyReferenceValue", Name="ref", PropertyReference=material)
    inner = file.entity("IfcComplexProperty", Name="inner", UsageName="u", HasProperties=[
        file.single("x", file.value("IfcLengthMeasure", 50.0))])  # fmt: skip
    outer = file.entity("IfcComplexProperty", Name="outer", UsageName="u", HasProperties=[
        inner, file.single("y", file.value("IfcLabel", "z"))])  # fmt: skip
    rows = said(file, tmp_path, table, reference, outer)
    assert the(rows["table"], "value", "number", "kind") == ("1 = a | 2 = b", None, "table")
    assert the(rows["ref"], "value", "kind") == ("C30", "reference")
    assert the(rows["outer.inner.x"], "value", "number", "kind") == ("50", 0.05, "single")
    assert rows["outer.y"]["value"] == "z"
    assert set(rows) == {"table", "ref", "outer.inner.x", "outer.y"}


def test_quantities(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    foot = file.converted("LENGTHUNIT", "FOOT", 304.8, file.si("LENGTHUNIT", "METRE", "MILLI"), "IfcLengthMeasure")
    simple = [
        file.entity("IfcQuantityLength", Name="Length", LengthValue=3000.0),
        file.entity("IfcQuantityLength", Name="Feet", LengthValue=10.0, Unit=foot),
        file.entity("IfcQuantityArea", Name="Area", AreaValue=2.0),
        file.entity("IfcQuantityVolume", Name="Volume", VolumeValue=0.25),
        file.entity("IfcQuantityWeight", Name="Weight", WeightValue=600.0),
        file.entity("IfcQuantityCount", Name="Count", CountValue=4),
        file.entity("IfcQuantityTime", Name="Time", TimeValue=60.0),
    ]
    layer = file.entity("IfcQuantityLength", Name="Width", LengthValue=60.0)
    simple.append(file.entity("IfcPhysicalComplexQuantity", Name="Layer", HasQuantities=[layer], Discrimination="l"))
    wall = file.wall()
    file.give(file.root("IfcElementQuantity", Name="BaseQuantities", Quantities=simple), wall)
    table = properties_of(file.read(tmp_path), wall)
    found = {name: (row["number"], row["unit"], row["kind"]) for (_, name), row in table.items()}
    assert found == {
        "Length": (3.0, "m", "quantity"),
        "Feet": (pytest.approx(3.048), "m", "quantity"),
        "Area": (2.0, "m2", "quantity"),
        "Volume": (0.25, "m3", "quantity"),
        "Weight": (600.0, "kg", "quantity"),
        "Count": (4.0, None, "quantity"),
        "Time": (60.0, "s", "quantity"),
        "Layer.Width": (0.06, "m", "quantity"),
    }


def test_a_unit_of_its_own_beats_that_of_the_project(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    metre = file.si("LENGTHUNIT", "METRE")
    degree = file.converted(
        "PLANEANGLEUNIT", "DEGREE", math.pi / 180, file.si("PLANEANGLEUNIT", "RADIAN"), "IfcPlaneAngleMeasure"
    )
    rows = said(
        file,
        tmp_path,
        file.single("own", file.value("IfcLengthMeasure", 2.0), metre),
        file.single("angle", file.value("IfcPlaneAngleMeasure", 90.0), degree),
        file.single("untyped", file.value("IfcReal", 5.0), file.si("LENGTHUNIT", "METRE", "CENTI")),
    )
    assert the(rows["own"], "value", "number", "unit") == ("2", 2.0, "m")
    assert the(rows["angle"], "number", "unit") == (pytest.approx(math.pi / 2), "rad")
    assert the(rows["untyped"], "number", "unit") == (0.05, "m")


def test_an_occurrence_hides_its_type_property_by_property(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    wall, other = file.wall(), file.wall()
    label = file.value
    shared = file.property_set(
        "Set", file.single("a", label("IfcLabel", "type")), file.single("b", label("IfcLabel", "t"))
    )
    file.type_of("IfcWallType", wall, other, Name="T", PredefinedType="STANDARD", HasPropertySets=[shared])
    file.give(file.property_set("Set", file.single("a", label("IfcLabel", "own"))), wall)
    model = file.read(tmp_path)
    mine = {name: the(row, "value", "origin") for (_, name), row in properties_of(model, wall).items()}
    theirs = {name: the(row, "value", "origin") for (_, name), row in properties_of(model, other).items()}
    assert mine == {"a": ("own", "occurrence"), "b": ("t", "type")}
    assert theirs == {"a": ("type", "type"), "b": ("t", "type")}
    assert the(element(model, wall), "type_name", "predefined_type") == ("T", "STANDARD")


def test_a_set_of_sets(schema: str, tmp_path: Path) -> None:
    if schema == "IFC2X3":
        pytest.skip("IfcPropertySetDefinitionSet is there since IFC4")
    file = SmallFile(schema)
    wall = file.wall()
    sets = [file.property_set(name, file.single("x", file.value("IfcLabel", name))) for name in ("A", "B")]
    file.give(sets[0], wall)
    file.read(tmp_path)
    path = tmp_path / "small.ifc"  # ifcopenshell 0.9.0 crashes when it is asked to make the set of sets itself
    one, both = f"(#{wall.id()}),#{sets[0].id()});", f"IFCPROPERTYSETDEFINITIONSET((#{sets[0].id()},#{sets[1].id()})));"
    text = path.read_text(encoding="ascii")
    assert one in text
    path.write_text(text.replace(one, f"(#{wall.id()}),{both}"), encoding="ascii")
    table = properties_of(read_tables(path, NoProgress()), wall)
    assert {key: row["value"] for key, row in table.items()} == {("A", "x"): "A", ("B", "x"): "B"}


def test_overridden_properties(schema: str, tmp_path: Path) -> None:
    if schema != "IFC2X3":
        pytest.skip("left out of the schema since IFC4")
    file = SmallFile(schema)
    wall, other = file.wall(), file.wall()
    file.give(file.property_set("A", file.single("x", file.value("IfcLabel", "1"))), other)
    own = file.property_set("A", file.single("x", file.value("IfcLabel", "2")))
    file.relation(
        "IfcRelOverridesProperties", RelatedObjects=[wall], RelatingPropertyDefinition=own, OverridingProperties=[]
    )
    assert properties_of(file.read(tmp_path), wall)["A", "x"]["value"] == "2"


def test_predefined_sets(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    door = file.root("IfcDoor", OverallHeight=2100.0)
    lining = file.root("IfcDoorLiningProperties", Name="Lining", LiningDepth=90.0)
    file.give(lining, door)
    model = file.read(tmp_path)
    row = properties_of(model, door)["Lining", "LiningDepth"]
    assert the(row, "value", "number", "unit", "kind") == ("90", 0.09, "m", "single")
    height = model.properties.filter(name="OverallHeight").row(0, named=True)
    assert the(height, "set", "number", "unit", "kind") == ("IfcDoor", 2.1, "m", "attribute")


def test_attributes_of_single_classes(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    file.root("IfcElementAssembly", AssemblyPlace="FACTORY")
    file.root("IfcElementAssembly", AssemblyPlace="NOTDEFINED")
    file.root("IfcSpace", LongName="Kitchen", CompositionType="ELEMENT")
    table = file.read(tmp_path).properties.filter(kind="attribute")
    rows = {(row["set"], row["name"], row["value"]) for row in table.iter_rows(named=True)}
    assert ("IfcElementAssembly", "AssemblyPlace", "FACTORY") in rows
    assert {value for _, name, value in rows if name == "AssemblyPlace"} == {"FACTORY"}
    assert "Kitchen" in {value for _, name, value in rows if name == "LongName"}


def test_classification(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    wall, typed = file.wall(), file.wall()
    wall_type = file.type_of("IfcWallType", typed, PredefinedType="STANDARD")
    code = "ItemReference" if schema == "IFC2X3" else "Identification"
    system = file.entity("IfcClassification", Name="GB/T 51269", Source="S", Edition="2017")
    reference = file.entity("IfcClassificationReference", Name="wall", ReferencedSource=system, **{code: "14-20"})
    file.relation("IfcRelAssociatesClassification", RelatedObjects=[wall, wall_type], RelatingClassification=reference)
    model = file.read(tmp_path)
    for one, origin in ((wall, "occurrence"), (typed, "type")):
        table = properties_of(model, one)
        assert the(table["IfcClassification", "GB/T 51269"], "value", "kind", "origin") == (
            "14-20",
            "reference",
            origin,
        )
        assert table["IfcClassification", "GB/T 51269.Name"]["value"] == "wall"


def test_complex_properties_that_hold_themselves(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    inner = file.single("x", file.value("IfcLabel", "y"))
    outer = file.entity("IfcComplexProperty", Name="outer", UsageName="u", HasProperties=[inner])
    outer.HasProperties = [inner, outer]
    assert set(said(file, tmp_path, outer)) == {"outer.x"}


def test_statements_on_several_lines_say_the_same(schema: str, tmp_path: Path) -> None:
    """What the quick reading of plain statements does not know goes through the parser, with the same result."""
    file = SmallFile(schema)
    wall = file.wall()
    values = [("IfcLabel", "it's \u5899"), ("IfcLengthMeasure", 2.5), ("IfcBoolean", False), ("IfcLogical", "UNKNOWN"),
              ("IfcInteger", -3), ("IfcReal", 1e-7), ("IfcText", "#1=IFCWALL('x');")]  # fmt: skip
    singles = [file.single(name, file.value(*said)) for name, said in zip("abcdefg", values, strict=True)]
    area = file.entity("IfcQuantityArea", Name="A", AreaValue=2.0)
    file.give(file.property_set("P", *singles), wall)
    file.give(file.root("IfcElementQuantity", Name="Q", Quantities=[area]), wall)
    plain = file.read(tmp_path)
    path = tmp_path / "small.ifc"
    text = path.read_text(encoding="ascii")
    for keyword in ("IFCPROPERTYSINGLEVALUE(", "IFCPROPERTYSET(", "IFCRELDEFINESBYPROPERTIES(", "IFCQUANTITYAREA("):
        assert keyword in text
        text = text.replace("=" + keyword, "= /* why not */\n " + keyword + " ")
    path.write_text(text, encoding="ascii")
    assert read_tables(path, NoProgress()).properties.equals(plain.properties)


def test_keywords_in_small_letters(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    file.give(file.property_set("P", file.single("a", file.value("IfcLabel", "b"))), file.wall())
    plain = file.read(tmp_path)
    path = tmp_path / "small.ifc"
    text = path.read_text(encoding="ascii")
    for keyword in ("IFCPROPERTYSINGLEVALUE", "IFCPROPERTYSET", "IFCRELDEFINESBYPROPERTIES"):
        text = text.replace(keyword, keyword.lower())
    path.write_text(text, encoding="ascii")
    assert read_tables(path, NoProgress()).properties.equals(plain.properties)


def test_statements_in_comments_do_not_count(schema: str, tmp_path: Path) -> None:
    file = SmallFile(schema)
    file.give(file.property_set("P", file.single("a", file.value("IfcLabel", "b"))), file.wall())
    file.read(tmp_path)
    path = tmp_path / "small.ifc"
    lines = path.read_text(encoding="ascii").splitlines()
    lines = [f"/* left out:\n{line}\n*/" if "IFCRELDEFINESBYPROPERTIES" in line else line for line in lines]
    path.write_text("\n".join(lines), encoding="ascii")
    assert read_tables(path, NoProgress()).properties.filter(set="P").height == 0
