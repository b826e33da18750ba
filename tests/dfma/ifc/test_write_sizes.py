"""Bodies of every form get another length; openings, parts and other users of what is shared stay as they were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.validate
import pytest

from dfma.ifc.write_back import write_back
from dfma.model.changes import Applied, EndMove, Member, Resize, Stretched
from dfma.progress import NoProgress
from tests.dfma.ifc.small_file import SCHEMAS
from tests.dfma.ifc.small_shapes import Entity, Shapes, SmallShapes

Reach = tuple[float, float]
LENGTH, WIDTH, HEIGHT = 3.0, 0.2, 2.8


class Written(SmallShapes):
    """A file that is there already."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, folder: Path) -> Path:
        return self.path


def member(element: Entity, reach: Reach, stretched: Stretched = "yes") -> Member:
    return Member(element=element.GlobalId, reach=(reach,), stretched=(stretched,))


def resize(
    element: Entity, low: float, high: float, *others: Member, openings: Reach | None = None, together: int = 0,
    reach: Reach = (0.0, LENGTH),
) -> Resize:  # fmt: skip
    """Moves of the ends along x, in metres."""
    move = EndMove(dimension="length", axis=(1.0, 0.0, 0.0), low=low, high=high, openings=openings)
    sizes = (("length", LENGTH, LENGTH + high - low), ("width", WIDTH, WIDTH), ("height", HEIGHT, HEIGHT))
    return Resize(
        element=element.GlobalId, members=(member(element, reach), *others), moves=(move,), together=together,
        sizes=sizes if high != low else (),
    )  # fmt: skip


def errors(path: Path) -> set[tuple[str, str]]:
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(str(path), log, express_rules=False)
    return {(str(one.get("attribute")), str(one["instance"])) for one in log.statements}


def write(small: SmallShapes, folder: Path, *changes: Resize) -> tuple[Applied, Shapes]:
    source, target = folder / "in.ifc", folder / "out.ifc"
    small.file.write(str(source))
    before = source.read_bytes()
    applied = write_back(source, target, (), NoProgress(), sizes=changes, version="1", when=1)
    assert source.read_bytes() == before
    assert errors(target) <= errors(source)
    old, new = before.splitlines(), target.read_bytes().splitlines()
    kept = set(old) & set(new)
    assert len(set(old) - set(new)) == applied.entities_changed
    assert [line for line in old if line in kept] == [line for line in new if line in kept]
    return applied, Shapes(Written(target), folder)


def corners(shapes: Shapes, element: Entity) -> list[tuple[float, float]]:
    low, high = shapes.corners(element)
    return [(pytest.approx(a, abs=1e-4), pytest.approx(b, abs=1e-4)) for a, b in zip(low, high, strict=True)]


def block_faces(small: SmallShapes) -> tuple[list[Sequence[float]], list[tuple[int, ...]]]:
    places = [(x, y, z) for z in (0.0, 2800.0) for y in (0.0, 200.0) for x in (0.0, 3000.0)]
    return list(places), [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]


def brep(small: SmallShapes) -> Entity:
    places, sides = block_faces(small)
    points = [small.point(*place) for place in places]
    faces = [
        small.entity(
            "IfcFace",
            [small.entity("IfcFaceOuterBound", small.entity("IfcPolyLoop", [points[n] for n in side]), True)],
        )
        for side in sides
    ]
    return small.entity("IfcFacetedBrep", small.entity("IfcClosedShell", faces))


def triangles(small: SmallShapes) -> Entity:
    places, sides = block_faces(small)
    halves = [[part[0] + 1, part[k] + 1, part[k + 1] + 1] for part in sides for k in (1, 2)]
    points = small.entity("IfcCartesianPointList3D", places)
    return small.entity("IfcTriangulatedFaceSet", Coordinates=points, Closed=True, CoordIndex=halves)


def polygons(small: SmallShapes) -> Entity:
    places, sides = block_faces(small)
    faces = [small.entity("IfcIndexedPolygonalFace", [n + 1 for n in side]) for side in sides]
    points = small.entity("IfcCartesianPointList3D", places)
    return small.entity("IfcPolygonalFaceSet", Coordinates=points, Closed=True, Faces=faces)


def rectangle(small: SmallShapes) -> Entity:
    return small.extrusion(small.rectangle(3000, 200), 2800, small.position((1500, 100, 0)))


def turned_rectangle(small: SmallShapes) -> Entity:
    at = small.entity("IfcAxis2Placement2D", small.point(100, 1500), small.direction(0, 1))
    profile = small.entity("IfcRectangleProfileDef", "AREA", None, at, 3000.0, 200.0)
    return small.extrusion(profile, 2800, small.position((0, 200, 0), (0, 0, 1), (0, -1, 0)))


def along(small: SmallShapes) -> Entity:
    return small.extrusion(small.rectangle(200, 2800), 3000, small.position((0, 100, 1400), (1, 0, 0), (0, 1, 0)))


def against(small: SmallShapes) -> Entity:
    return small.extrusion(small.rectangle(200, 2800), 3000, small.position((3000, 100, 1400), (-1, 0, 0), (0, 1, 0)))


def outline(small: SmallShapes) -> Entity:
    return small.extrusion(small.polygon((0, 0), (3000, 0), (3000, 200), (0, 200)), 2800)


def clipped(small: SmallShapes) -> Entity:
    longer = small.extrusion(small.rectangle(3400, 200), 2800, small.position((1500, 100, 0)))
    ends = [small.half_space((3000, 0, 0), (1, 0, 0)), small.half_space((0, 0, 0), (-1, 0, 0))]
    for end in ends:
        longer = small.entity("IfcBooleanClippingResult", "DIFFERENCE", longer, end)
    return longer


def mapped(small: SmallShapes) -> Entity:
    return small.mapped(rectangle(small))


FORMS = (rectangle, turned_rectangle, along, against, outline, clipped, mapped, brep)


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ends", [(0.0, 0.03), (0.0, -0.05), (-0.02, 0.01), (0.04, 0.0)])
def test_each_form_gets_its_ends_where_they_should_be(
    schema: str, form: Callable[[SmallShapes], Entity], ends: Reach, tmp_path: Path
) -> None:
    small = SmallShapes(schema)
    wall = small.element(form(small))
    applied, shapes = write(small, tmp_path, resize(wall, *ends))
    assert applied.resized == (wall.GlobalId,)
    assert corners(shapes, wall) == [(ends[0], LENGTH + ends[1]), (0, WIDTH), (0, HEIGHT)]


@pytest.mark.parametrize("form", [triangles, polygons])
@pytest.mark.parametrize("schema", ["IFC4", "IFC4X3"])
def test_face_sets_are_stretched(schema: str, form: Callable[[SmallShapes], Entity], tmp_path: Path) -> None:
    small = SmallShapes(schema)
    wall = small.element(form(small))
    applied, shapes = write(small, tmp_path, resize(wall, 0.0, 0.03))
    assert applied.resized == (wall.GlobalId,)
    assert corners(shapes, wall)[0] == (0, LENGTH + 0.03)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_others_that_share_a_map_keep_their_shape(schema: str, tmp_path: Path) -> None:
    small = SmallShapes(schema)
    item = mapped(small)
    again = small.entity("IfcMappedItem", item.MappingSource, item.MappingTarget)
    wall, twin = small.element(item), small.element(again)
    _, shapes = write(small, tmp_path, resize(wall, 0.0, 0.03))
    assert corners(shapes, wall)[0] == (0, LENGTH + 0.03)
    assert corners(shapes, twin)[0] == (0, LENGTH)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_others_that_share_a_body_keep_their_shape(schema: str, tmp_path: Path) -> None:
    small = SmallShapes(schema)
    wall = small.element(rectangle(small))
    twin = small.element(rectangle(small))
    twin.Representation = wall.Representation
    _, shapes = write(small, tmp_path, resize(wall, 0.0, 0.03))
    assert corners(shapes, wall)[0] == (0, LENGTH + 0.03)
    assert corners(shapes, twin)[0] == (0, LENGTH)


def with_opening(schema: str) -> tuple[SmallShapes, Entity, Entity, Entity]:
    """A wall with an opening and an anchor at its far end, both placed relative to it."""
    small = SmallShapes(schema)
    wall = small.element(outline(small), at=small.position((0, 0, 3000)))
    void = small.extrusion(small.rectangle(900, 400), 1200, small.position((1500, 100, 900)))
    opening = small.element(void, kind="IfcOpeningElement")
    anchor = small.element(small.extrusion(small.circle(10), 100, small.position((2900, 100, 2700))), kind="IfcPlate")
    for part in (opening, anchor):
        part.ObjectPlacement.PlacementRelTo = wall.ObjectPlacement
    small.relation("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=opening)
    return small, wall, opening, anchor


@pytest.mark.parametrize("schema", SCHEMAS)
def test_openings_stay_and_anchors_go_with_their_end(schema: str, tmp_path: Path) -> None:
    small, wall, opening, anchor = with_opening(schema)
    others = member(opening, (1.05, 1.95), "no"), member(anchor, (2.89, 2.91), "no")
    applied, shapes = write(small, tmp_path, resize(wall, -0.02, 0.03, *others, openings=(1.05, 1.95)))
    assert applied.resized == (wall.GlobalId,)
    assert corners(shapes, wall) == [(-0.02, 3.03), (0, WIDTH), (3.0, 5.8)]
    assert corners(shapes, opening) == [(1.05, 1.95), (-0.1, 0.3), (3.9, 5.1)]
    assert corners(shapes, anchor)[0] == (pytest.approx(2.92, abs=1e-3), pytest.approx(2.94, abs=1e-3))


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_neighbour_moves_with_all_that_is_in_it(schema: str, tmp_path: Path) -> None:
    small, wall, opening, anchor = with_opening(schema)
    stranger = small.element(rectangle(small))
    stranger.ObjectPlacement.PlacementRelTo = wall.ObjectPlacement
    others = member(opening, (1.05, 1.95), "no"), member(anchor, (2.89, 2.91), "no")
    applied, shapes = write(small, tmp_path, resize(wall, 0.01, 0.01, *others))
    assert (applied.resized, applied.moved) == ((), (wall.GlobalId,))
    assert corners(shapes, wall)[0] == (0.01, 3.01)
    assert corners(shapes, opening)[0] == (1.06, 1.96)
    assert corners(shapes, stranger)[0] == (0, 3.0)


def test_a_piece_that_is_turned_moves_along_the_building(tmp_path: Path) -> None:
    small = SmallShapes()
    wall = small.element(rectangle(small), at=small.position((0, 0, 0), (0, 0, 1), (0, 1, 0)))
    move = EndMove(dimension="length", axis=(0.0, 1.0, 0.0), low=0.01, high=0.04, openings=None)
    change = Resize(element=wall.GlobalId, members=(member(wall, (0.0, 3.0)),), moves=(move,), together=0)
    _, shapes = write(small, tmp_path, change)
    assert corners(shapes, wall)[1] == (0.01, 3.04)


def refusals(small: SmallShapes) -> dict[str, tuple[Entity, str]]:
    slanted = small.polygon((0, 0), (3000, 0), (2900, 200), (0, 100))
    whole = small.extrusion(small.rectangle(3000, 200), 2800, small.position((1500, 100, 0)))
    recess = small.extrusion(small.rectangle(2999, 50), 500, small.position((1500, 100, 0)))
    return {
        "round": (small.extrusion(small.circle(1500), 2800, small.position((1500, 0, 0))), "apply.size.no_place"),
        "slanted": (small.extrusion(slanted, 2800), "apply.size.no_place"),
        "recess": (small.cut(whole, recess), "apply.size.no_place"),
        "union": (small.cut(whole, recess, "UNION"), "apply.size.form"),
    }


@pytest.mark.parametrize("name", ["round", "slanted", "recess", "union"])
def test_what_cannot_be_stretched_stays_with_its_reason(name: str, tmp_path: Path) -> None:
    small = SmallShapes()
    item, reason = refusals(small)[name]
    wall = small.element(item)
    applied, shapes = write(small, tmp_path, resize(wall, 0.0, 0.03))
    assert [(one.element, one.reason.key) for one in applied.not_resized] == [(wall.GlobalId, reason)]
    assert (applied.resized, applied.entities_changed) == ((), 0)
    assert corners(shapes, wall)[0] == (0, LENGTH)


def test_a_line_changes_all_or_not(tmp_path: Path) -> None:
    small = SmallShapes()
    wall = small.element(rectangle(small))
    odd = small.element(refusals(small)["round"][0])
    changes = resize(wall, 0.0, 0.03, together=7), resize(odd, 0.0, -0.03, together=7)
    applied, _ = write(small, tmp_path, *changes)
    assert {one.element: one.reason.key for one in applied.not_resized} == {
        wall.GlobalId: "apply.size.line", odd.GlobalId: "apply.size.no_place"
    }  # fmt: skip
    assert applied.entities_changed == 0


def stated(path: Path, element: Entity) -> dict[str, Any]:
    found: dict[str, Any] = {}
    file = ifcopenshell.open(path)
    for relation in file.by_guid(element.GlobalId).IsDefinedBy:
        definition = relation.RelatingPropertyDefinition
        found |= {one.Name: one[3] for one in getattr(definition, "Quantities", ())}
        found |= {one.Name: one.NominalValue.wrappedValue for one in getattr(definition, "HasProperties", ())}
    return found


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_states_the_size_is_brought_up_to_date_or_left_out(schema: str, tmp_path: Path) -> None:
    small = SmallShapes(schema)
    wall, twin = small.element(rectangle(small), Name="W-3000"), small.element(rectangle(small))
    quantities = [
        small.entity("IfcQuantityLength", Name="Length", LengthValue=3000.0),
        small.entity("IfcQuantityLength", Name="Width", LengthValue=200.0),
        small.entity("IfcQuantityVolume", Name="NetVolume", VolumeValue=1.68),
    ]
    sizes = small.root("IfcElementQuantity", Name="BaseQuantities", Quantities=quantities)
    text = small.single("Reference", small.value("IfcLabel", "W"))
    length = small.single("Length", small.value("IfcLengthMeasure", 3000.0))
    small.give(sizes, wall, twin)
    small.give(small.property_set("Own", text, length), wall)
    before = {"Length": 3000.0, "Width": 200.0, "NetVolume": 1.68}
    applied, _ = write(small, tmp_path, resize(wall, 0.0, 0.03))
    assert stated(tmp_path / "out.ifc", wall) == {"Length": 3030.0, "Width": 200.0, "Reference": "W"}
    assert stated(tmp_path / "out.ifc", twin) == before
    assert [one.reason.key for one in applied.still_named] == ["apply.size.named"]


def test_the_colour_goes_with_the_body(tmp_path: Path) -> None:
    small = SmallShapes()
    item = rectangle(small)
    small.colour(item, 0.5, 0.25, 0.125, 0.0)
    wall = small.element(item)
    _, shapes = write(small, tmp_path, resize(wall, 0.0, 0.03))
    assert shapes.geometry.shape_colour[shapes.shape(wall)][:3].tolist() == [0.5, 0.25, 0.125]
