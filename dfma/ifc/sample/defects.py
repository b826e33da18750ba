"""The defects of the flawed sample building, each put in by one small change of values.

A defect names the elements that a checker should point at, the row of the rule table that asks for it, and what was
changed from what to what; so the flawed building is a test of the checker with a known answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from dfma.ifc.guids import guid_of
from dfma.ifc.sample.building import Building
from dfma.ifc.sample.more_defects import MORE_DEFECTS
from dfma.ifc.sample.pieces import Measure, Solid, Thing, box, slab_of_wall
from dfma.ifc.sample.properties import (
    CONCRETE,
    CUBIC_METRE,
    Piece,
    length,
    plan,
    precast_sets,
    wall_quantities,
    words,
)
from dfma.ifc.sample.property_defects import property_defects
from dfma.ifc.sample.walls import HALF, JOINT, Storey, wall_inserts
from dfma.text import Text, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class SeededDefect:
    """One thing that is wrong on purpose."""

    id: str
    guids: tuple[str, ...]
    """The elements that a checker should name; a storey where the storey itself is wrong."""
    rule: str
    """Row of the table of depth rules, or the part of the program that should notice."""
    what: Text
    before: Value
    after: Value


Outcome: TypeAlias = tuple[Building, tuple[str, ...], Value, Value]
Change: TypeAlias = Callable[[Building, str], Outcome]


def put_in_defects(building: Building) -> tuple[Building, tuple[SeededDefect, ...]]:
    """Apply every defect of the table, spread over the storeys that have precast walls."""
    seeded = []
    upper = len(building.levels) - 1 - 2
    for number, (key, rule, change) in enumerate((*DEFECTS, *MORE_DEFECTS, *property_defects())):
        storey = f"storey-{3 + number % upper:02d}"
        building, paths, before, after = change(building, storey)
        seeded.append(
            SeededDefect(
                id=f"{number + 1:02d}-{key.replace('_', '-')}",
                guids=tuple(guid_of(path) for path in paths),
                rule=rule,
                what=Text(f"sample.defect.{key}", (("after", after), ("before", before))),
                before=before,
                after=after,
            )
        )
    return building, tuple(seeded)


# Properties


def _mark_twice(building: Building, storey: str) -> Outcome:
    first = building.things[f"{storey}/interior/axis-2-south"]
    second = building.things[f"{storey}/interior/axis-2-north"]
    copied = _with_mark(second, first.tag or "")
    return building.changed(copied), (first.path, second.path), second.tag, first.tag


def _no_grade(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-4-south"
    thing = _without(building.things[path], {"StrengthClass", words()["component_set"]["grade"]})
    return building.changed(replace(thing, material=None)), (path,), "C30", None


def _low_grade(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-5-south"
    grade = words()["component_set"]["grade"]
    thing = _with(building.things[path], {"StrengthClass": "C25", grade: "C25"})
    return building.changed(replace(thing, material=None)), (path,), "C30", "C25"


def _no_cover(building: Building, storey: str) -> Outcome:
    path = f"{storey}/floor/plank/south-3/2"
    thing = _without(building.things[path], {"ConcreteCover", words()["component_set"]["cover"]})
    return building.changed(thing), (path,), "15 mm", None


def _no_method(building: Building, storey: str) -> Outcome:
    path = f"{storey}/strip/3-B"
    own = words()["component_set"]["construction"]
    return building.changed(_without(building.things[path], {"ConstructionMethod", own})), (path,), "In-Situ", None


def _no_designation(building: Building, storey: str) -> Outcome:
    path = f"{storey}/ac-slab/south-3"
    thing = building.things[path]
    changed = _without(thing, {"TypeDesignator", words()["component_set"]["designation"]})
    nameless = words()["names"]["ac_slab"]
    return building.changed(replace(changed, name=nameless, type_name=nameless)), (path,), thing.type_name, None


def _no_classification(building: Building, storey: str) -> Outcome:
    path = f"{storey}/balcony/south-6"
    thing = building.things[path]
    return building.changed(replace(thing, classification=None)), (path,), thing.classification, None


def _wrong_mass(building: Building, storey: str) -> Outcome:
    path = f"{storey}/exterior/south-3"
    own = words()["component_set"]
    thing = building.things[path]
    mass = _number(thing, own["mass"])
    heavier = round(mass * 1.3, 1)
    changed = _with(thing, {own["mass"]: Measure("IfcMassMeasure", heavier)})
    return building.changed(changed), (path,), mass, heavier


# Names, types and classes


def _wrong_class(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-B-7"
    proxy = replace(building.things[path], ifc_class="IfcBuildingElementProxy", predefined="NOTDEFINED")
    return building.changed(proxy), (path,), "IfcWall", "IfcBuildingElementProxy"


def _wrong_name(building: Building, storey: str) -> Outcome:
    path = f"{storey}/floor/plank/south-1/2"
    thing = building.things[path]
    name = words()["flawed"]["plank_called_wall"]
    return building.changed(replace(thing, name=name)), (path,), thing.name, name


def _wrong_type(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-7-south"
    thing = building.things[path]
    name = words()["flawed"]["panel_typed_column"]
    return building.changed(replace(thing, type_name=name)), (path,), thing.type_name, name


# Sizes


def _thin_plank(building: Building, storey: str) -> Outcome:
    path = f"{storey}/floor/plank/south-7/1"
    thing = building.things[path]
    thin = _reshaped(thing, _resized(thing, z=(0, 50)))
    sets = _with(thin, {"NominalThickness": length(50), "Depth": Measure("IfcQuantityLength", 50.0)})
    lowered = replace(sets, frame=replace(thing.frame, z=thing.frame.z + 10))
    return building.changed(lowered, *_spread(building, path, z=50 / 60)), (path,), "60 mm", "50 mm"


def _thin_topping(building: Building, storey: str) -> Outcome:
    path = f"{storey}/floor/topping/north-1"
    thing = _with(_resized(building.things[path], z=(-80, -30)), {"Depth": Measure("IfcQuantityLength", 50.0)})
    planks = [
        _with(building.things[f"{storey}/floor/plank/north-1/{i}"], {"NominalToppingThickness": length(50)})
        for i in (1, 2)
    ]
    return building.changed(thing, *planks), (path, *(plank.path for plank in planks)), "80 mm", "50 mm"


def _wide_plank(building: Building, storey: str) -> Outcome:
    """Two planks and their strip made one: too wide for a truck in both directions."""
    room = f"{storey}/floor/plank/north-1"
    plank = building.things[f"{room}/1"]
    wide = _reshaped(plank, _resized(plank, y=(0, 1560 + 300 + 2160)))
    wide = _with(wide, {"Width": Measure("IfcQuantityLength", 4020.0), words()["component_set"]["width"]: length(4020)})
    gone = (f"{room}/2", f"{storey}/floor/strip/north-1/1")
    inserts = _spread(building, f"{room}/1", y=4020 / 1560)
    return building.changed(wide, *inserts, without=gone), (f"{room}/1",), "1560 mm", "4020 mm"


def _heavy_panel(building: Building, storey: str) -> Outcome:
    """The inner leaf of the largest panel 300 thick instead of 200, all in concrete."""
    path = f"{storey}/exterior/west-2"
    own = words()["component_set"]
    inner = building.things[f"{path}/inner"]
    thicker = _resized(inner, y=(-100, 200))
    whole = building.things[path]
    heavier = _with(_reweighed(whole, thicker.volume - inner.volume), {own["thickness"]: length(440)})
    return building.changed(heavier, thicker), (path,), _number(whole, own["mass"]), _number(heavier, own["mass"])


def _short_panel(building: Building, storey: str) -> Outcome:
    """The outer leaf 35 short at one end: the joint is 55 instead of 20."""
    path = f"{storey}/exterior/north-4"
    leaf = building.things[f"{path}/outer_leaf"]
    (solid,) = leaf.solids
    low, high = solid.bounds[0]
    shorter = replace(solid, outline=tuple((z, high - 35 if x == high else x) for z, x in solid.outline))
    cut = replace(leaf, solids=(shorter,))
    whole = _reweighed(building.things[path], cut.volume - leaf.volume)
    return building.changed(cut, whole), (path,), f"{high - low:.0f} mm", f"{high - low - 35:.0f} mm"


def _thin_leaf(building: Building, storey: str) -> Outcome:
    """The outer leaf 40 thick, the insulation as much thicker."""
    path = f"{storey}/exterior/east-2"
    leaf, core = building.things[f"{path}/outer_leaf"], building.things[f"{path}/insulation"]
    thin, thick = _resized_along(leaf, 40, -240), _resized_along(core, 100, -200)
    whole = _reweighed(building.things[path], thin.volume - leaf.volume)
    return building.changed(thin, thick, whole), (path,), "60 mm", "40 mm"


def _narrow_pier(building: Building, storey: str) -> Outcome:
    """The window moved so that 150 of concrete are left beside it."""
    path = f"{storey}/exterior/south-5"
    opening = building.things[f"{path}/opening"]
    shift = -300.0
    moved = [replace(opening, frame=replace(opening.frame, x=opening.frame.x + shift))]
    for part in ("insulation", "outer_leaf"):
        layer = building.things[f"{path}/{part}"]
        solids = tuple(
            replace(solid, holes=tuple(tuple((z, x + shift) for z, x in hole) for hole in solid.holes))
            for solid in layer.solids
        )
        moved.append(replace(layer, solids=solids))
    return building.changed(*moved), (path,), "450 mm", "150 mm"


def _short_bearing(building: Building, storey: str) -> Outcome:
    """The upper end of a flight cut so that 50 rest on the landing beam."""
    path = f"{storey}/stair/flight-2"
    if path not in building.things:
        path = "storey-03/stair/flight-2"
    thing = building.things[path]
    (solid,) = thing.solids
    end = solid.bounds[1][1]
    cut = replace(
        solid,
        outline=tuple((end - 150 if y == end else y, z) for y, z in solid.outline),
        minus=tuple(hole for hole in solid.minus if hole.middle[1] < end / 2),
    )
    return building.changed(_reshaped(thing, replace(thing, solids=(cut,)))), (path,), "200 mm", "50 mm"


def _narrow_strip(building: Building, storey: str) -> Outcome:
    plank = building.things[f"{storey}/floor/plank/south-4/1"]
    strip = building.things[f"{storey}/floor/strip/south-4/1"]
    width = plank.solids[0].bounds[1][1]
    wider = _reshaped(plank, _resized(plank, y=(0, width + 150)))
    wider = _with(wider, {"Width": Measure("IfcQuantityLength", width + 150)})
    inserts = _spread(building, plank.path, y=(width + 150) / width)
    narrow = replace(_resized(strip, y=(0, 150)), frame=replace(strip.frame, y=strip.frame.y + 150))
    return building.changed(wider, narrow, *inserts), (strip.path,), "300 mm", "150 mm"


def _narrow_cut(building: Building, storey: str) -> Outcome:
    """The two last strips of a partition made 700 and 100 wide instead of 600 and 200."""
    path = f"{storey}/partition/bath-B-2"
    wide, cut = building.things[f"{path}/2"], building.things[f"{path}/3"]
    moved = replace(_resized(cut, x=(0, 100)), frame=replace(cut.frame, y=cut.frame.y + 100))
    return building.changed(_resized(wide, x=(0, 700)), moved), (cut.path,), "200 mm", "100 mm"


def _low_storey(building: Building, _storey: str) -> Outcome:
    """The level of the roof is given 150 too low, while everything on it stands where it should."""
    *below, roof = building.levels
    lowered = replace(roof, elevation=roof.elevation - 150)
    moved = [
        replace(thing, frame=replace(thing.frame, z=thing.frame.z + 150))
        for thing in building.things.values()
        if thing.storey == roof.number and not (thing.whole or thing.voids or thing.fills)
    ]
    changed = replace(building.changed(*moved), levels=(*below, lowered))
    return changed, (f"storey-{below[-1].number:02d}",), "3.000 m", "2.850 m"


# Inserts, places, neighbours


def _no_lifting(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-6-south"
    return building.changed(without=(f"{path}/lifting-1", f"{path}/lifting-2")), (path,), 2, 0


def _two_lifting_points(building: Building, storey: str) -> Outcome:
    path = f"{storey}/floor/plank/north-7/2"
    return building.changed(without=(f"{path}/lifting-1", f"{path}/lifting-2")), (path,), 4, 2


def _no_braces(building: Building, storey: str) -> Outcome:
    path = f"{storey}/exterior/west-1"
    return building.changed(without=tuple(f"{path}/brace-{i}" for i in range(1, 5))), (path,), 4, 0


def _weak_pin(building: Building, storey: str) -> Outcome:
    path = f"{storey}/exterior/east-1"
    own = words()["insert_set"]
    weak = []
    for number in (1, 2):
        pin = building.things[f"{path}/lifting-{number}"]
        named = replace(pin, name=(pin.name.split(" ")[0] + " DJ-13-120"), type_name="DJ-13-120")
        weak.append(_with(named, {own["capacity"]: Measure("IfcMassMeasure", 1300.0), own["model"]: "DJ-13-120"}))
    return building.changed(*weak), (path,), "DJ-75-300", "DJ-13-120"


def _uncut_riser(building: Building, storey: str) -> Outcome:
    path = f"{storey}/floor/plank/north-3/2"
    gone = (f"{path}/hole-kitchen-A", f"{path}/sleeve-kitchen-A")
    below = f"storey-{int(storey[-2:]) - 1:02d}/riser/kitchen-A"
    return building.changed(without=gone), (path, below), "150 mm", None


def _thick_conduits(building: Building, storey: str) -> Outcome:
    """A conduit of 50 under another: together with the cover they do not fit into 80 of topping."""
    path = f"{storey}/conduit/south-2"
    thing = building.things[path]
    (solid,) = thing.solids
    size = "PC50"
    thick = replace(
        thing,
        solids=(replace(solid, radius=25.0),),
        type_name=size,
        name=f"{thing.name.split(' ')[0]} {size}",
        frame=replace(thing.frame, z=-40),
    )
    crossing = replace(
        thick,
        path=f"{path}-crossing",
        frame=replace(thing.frame, x=thing.frame.x + 800, y=1200, z=-40),
        solids=(Solid(outline=((0.0, 0.0),), radius=25.0, depth=2400, plane="zx", style="pvc"),),
    )
    return building.changed(thick, crossing), (path, crossing.path), "PC20", size


def _precast_below(building: Building, _storey: str) -> Outcome:
    """An inner wall of the second storey turned into a precast panel with all that belongs to one."""
    path = "storey-02/interior/axis-B-1"
    thing = building.things[path]
    (x0, x1), _, (_, top) = thing.solids[0].bounds
    panel = _resized(thing, z=(JOINT, top))
    kind, code = words()["names"]["interior_panel"], f"NQ-{(x1 - x0) / 100:.0f}30"
    storey = Storey(2, float(plan()["storey_height"]), cast=True, last=False)
    piece = Piece(
        kind=kind,
        mark=storey.mark("YNQ", 1),
        designation=code,
        storey=storey.label,
        grade="C30",
        cover=20,
        concrete=panel.volume,
        mass=panel.volume * CONCRETE / CUBIC_METRE,
        size=(x1 - x0, top - JOINT, 2 * HALF),
        steel=105,
    )
    changed = replace(
        panel,
        name=f"{kind} {code}",
        type_name=code,
        object_type=kind,
        tag=piece.mark,
        material="concrete_c30",
        sets={
            "Pset_WallCommon": thing.sets["Pset_WallCommon"],
            **precast_sets(piece),
            **wall_quantities(*piece.size, panel.volume),
        },
    )
    inserts = wall_inserts(storey, path, (x0, x1), None, piece.mass, (x0 + x1) / 2, whole=path, nested=True)
    own = words()["component_set"]
    return building.changed(changed, *inserts), (path,), own["cast_in_place"], own["precast"]


def _unsupported_balcony(building: Building, storey: str) -> Outcome:
    path = f"{storey}/balcony/south-2"
    thing = building.things[path]
    return (
        building.changed(replace(thing, frame=replace(thing.frame, y=thing.frame.y - 120))),
        (path,),
        "10 mm",
        "-110 mm",
    )


def _pod_too_close(building: Building, storey: str) -> Outcome:
    path = f"{storey}/bathroom/A"
    thing = building.things[path]
    return building.changed(replace(thing, frame=replace(thing.frame, x=thing.frame.x - 30))), (path,), "50 mm", "20 mm"


def _twice_in_place(building: Building, storey: str) -> Outcome:
    """The same plank modelled twice in one place with all its inserts, under another mark."""
    path = f"{storey}/floor/plank/south-6/3"
    again = f"{path}-again"
    thing = building.things[path]
    copy = _with_mark(replace(thing, path=again), f"{thing.tag}9")
    inserts = [
        replace(insert, path=insert.path.replace(path, again), whole=again)
        for insert in building.things.values()
        if insert.whole == path
    ]
    return building.changed(copy, *inserts), (path, again), 1, 2


def _flat_lintel(building: Building, storey: str) -> Outcome:
    """A door so high that 160 of concrete are left above it."""
    path = f"{storey}/interior/axis-3-north"
    opening = building.things[f"{path}/opening"]
    (solid,) = opening.solids
    higher = replace(solid, outline=tuple((2700.0 if z else z, x) for z, x in solid.outline))
    (low, high), *_ = solid.bounds
    lighter = _reweighed(building.things[path], -(2700 - 2200) * (high - low) * 2 * HALF)
    return building.changed(replace(opening, solids=(higher,)), lighter), (path,), "660 mm", "160 mm"


DEFECTS: tuple[tuple[str, str, Change], ...] = (
    ("mark_twice", "DR110", _mark_twice),
    ("no_grade", "DR033", _no_grade),
    ("low_grade", "DR033", _low_grade),
    ("no_cover", "DR036", _no_cover),
    ("no_method", "DR022", _no_method),
    ("no_designation", "DR111", _no_designation),
    ("no_classification", "DR139", _no_classification),
    ("wrong_mass", "DR113", _wrong_mass),
    ("wrong_class", "recognition", _wrong_class),
    ("wrong_name", "assistant.naming", _wrong_name),
    ("wrong_type", "assistant.naming", _wrong_type),
    ("thin_plank", "DR038", _thin_plank),
    ("thin_topping", "DR039", _thin_topping),
    ("wide_plank", "DR054", _wide_plank),
    ("heavy_panel", "DR127", _heavy_panel),
    ("short_panel", "DR140", _short_panel),
    ("thin_leaf", "DR077", _thin_leaf),
    ("narrow_pier", "DR070", _narrow_pier),
    ("flat_lintel", "DR071", _flat_lintel),
    ("short_bearing", "DR087", _short_bearing),
    ("narrow_strip", "DR044", _narrow_strip),
    ("narrow_cut", "DR098", _narrow_cut),
    ("low_storey", "DR009", _low_storey),
    ("no_lifting", "DR114", _no_lifting),
    ("two_lifting_points", "DR114", _two_lifting_points),
    ("no_braces", "DR122", _no_braces),
    ("weak_pin", "DR117", _weak_pin),
    ("uncut_riser", "DR106", _uncut_riser),
    ("thick_conduits", "DR107", _thick_conduits),
    ("precast_below", "DR023", _precast_below),
    ("unsupported_balcony", "support", _unsupported_balcony),
    ("pod_too_close", "DR100", _pod_too_close),
    ("twice_in_place", "clash", _twice_in_place),
)
"""Key of its sentence (sample.defect.…), rule that should find it, and the change."""


def _with(thing: Thing, values: Mapping[str, Any]) -> Thing:
    """Replace the values of properties wherever the thing carries them."""
    sets = {name: {key: values.get(key, old) for key, old in own.items()} for name, own in thing.sets.items()}
    return replace(thing, sets=sets)


def _without(thing: Thing, names: set[str]) -> Thing:
    sets = {name: {key: value for key, value in own.items() if key not in names} for name, own in thing.sets.items()}
    return replace(thing, sets=sets)


def _number(thing: Thing, name: str) -> float:
    """A measure of the Chinese set of a piece."""
    value = thing.sets[words()["component_set"]["set"]][name]
    if not isinstance(value, Measure):
        raise TypeError(f"{name} is no measure")
    return float(value.value)


def _reshaped(before: Thing, after: Thing) -> Thing:
    """A piece in its new shape, weighed again."""
    return _reweighed(after, after.volume - before.volume)


def _reweighed(piece: Thing, more: float) -> Thing:
    """A piece whose concrete has grown by so many mm³: volume, mass and quantity follow."""
    own = words()["component_set"]
    volume = round(_number(piece, own["volume"]) + more / CUBIC_METRE, 4)
    mass = round(_number(piece, own["mass"]) + more * CONCRETE / CUBIC_METRE, 1)
    return _with(
        piece,
        {
            own["volume"]: Measure("IfcVolumeMeasure", volume),
            own["mass"]: Measure("IfcMassMeasure", mass),
            "NetVolume": Measure("IfcQuantityVolume", volume),
        },
    )


def _with_mark(thing: Thing, mark: str) -> Thing:
    own = words()["component_set"]["mark"]
    return replace(_with(thing, {"PieceMark": mark, "DesignLocationNumber": mark, own: mark}), tag=mark)


def _resized(thing: Thing, **ranges: tuple[float, float]) -> Thing:
    """A block with new ranges on some axes."""
    (solid,) = thing.solids
    x, y, z = (ranges.get(axis, bounds) for axis, bounds in zip("xyz", solid.bounds, strict=True))
    if solid.plane == "zx":
        block = slab_of_wall(((z[0], x[0]), (z[1], x[0]), (z[1], x[1]), (z[0], x[1])), y, style=solid.style)
    else:
        block = box(x, y, z, solid.style)
    return replace(thing, solids=(block,))


def _resized_along(thing: Thing, depth: float, start: float) -> Thing:
    """An extrusion with another depth, its profile kept."""
    (solid,) = thing.solids
    return replace(thing, solids=(replace(solid, depth=depth, start=start),))


def _spread(building: Building, path: str, *, y: float = 1.0, z: float = 1.0) -> list[Thing]:
    """The inserts of a piece, moved as the piece was stretched."""
    inserts = [thing for thing in building.things.values() if thing.whole == path]
    return [replace(thing, frame=replace(thing.frame, y=thing.frame.y * y, z=thing.frame.z * z)) for thing in inserts]
