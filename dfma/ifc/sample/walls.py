"""Walls of one storey: sandwich panels, inner shear-wall panels, cast strips between them, core walls, partitions.

Every wall is drawn along its local x axis from the first axis of its bay; local y points to the inside, z up from the
storey. Panel heights follow 15G365: joint of 20 below, inner leaf = storey height - 160, outer leaf = - 20.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dfma.ifc.sample import properties as sets_of
from dfma.ifc.sample.pieces import Frame, Solid, Thing, cylinder, slab_of_wall
from dfma.ifc.sample.properties import CONCRETE, CUBIC_METRE, INSULATION, Piece, plan, words
from dfma.model.outlines import Point, rectangle

HALF = 100.0  # half the thickness of a shear wall
JOINT = 20.0
SLAB = 140.0  # composite slab: plank 60 + topping 80
RING = 250.0  # ring beam under the roof, JGJ 1-2014 8.3.2
BOUNDARY = 450.0  # axis to inner leaf: cast boundary element of the outer wall
STRIP = 600.0  # axis to inner panel: cast strip at a crossing
INSULATION_Y: Point = (-180.0, -100.0)
LEAF_Y: Point = (-240.0, -180.0)
SILL = 900.0

# How far the layers run at an end, measured from the axis into the bay (negative: beyond the axis).
LEAF_END = {"joint": 10.0, "cover": -240.0, "butt": -160.0, "core": 120.0}
INSULATION_END = {"joint": 10.0, "cover": -180.0, "butt": -100.0, "core": 120.0}
CAST_END = {"joint": 0.0, "cover": -100.0, "butt": 100.0, "core": 100.0}
CLADDING_END = {"joint": 10.0, "cover": -240.0, "butt": -100.0, "core": 120.0}


@dataclass(frozen=True, slots=True)
class Storey:
    """What the builders must know of a storey."""

    number: int
    height: float
    cast: bool
    """Walls are cast in place (bottom strengthened zone)."""
    last: bool

    @property
    def label(self) -> str:
        text: str = words()["storey"]
        return text.format(number=self.number)

    @property
    def root(self) -> str:
        return f"storey-{self.number:02d}"

    @property
    def wall_top(self) -> float:
        return self.height - (RING if self.last else SLAB)

    def mark(self, prefix: str, index: int) -> str:
        """A piece mark as on the layout plan: prefix of 15G107-1, storey, number."""
        return f"{prefix}{self.number:02d}{index:02d}"


@dataclass(frozen=True, slots=True)
class Hole:
    """An opening in the plane of a wall: x and z ranges."""

    x: Point
    z: Point
    door: bool

    @property
    def outline(self) -> tuple[Point, ...]:
        return ((self.z[0], self.x[0]), (self.z[1], self.x[0]), (self.z[1], self.x[1]), (self.z[0], self.x[1]))


def outer_walls(storey: Storey) -> Iterator[Thing]:
    """All bays of the outer wall."""
    for index, bay in enumerate(plan()["exterior"], 1):
        if storey.cast:
            yield from _cast_outer_wall(storey, bay)
        else:
            yield from sandwich_panel(storey, bay, index)


def inner_walls(storey: Storey) -> Iterator[Thing]:
    """All inner shear walls but the core."""
    for index, bay in enumerate(plan()["interior"], 1):
        yield from (_cast_inner_wall(storey, bay) if storey.cast else inner_panel(storey, bay, index))


def bay_hole(bay: dict[str, Any]) -> Hole | None:
    """The window or balcony door of a bay of the outer wall."""
    opening = bay.get("window") or bay.get("door")
    if opening is None:
        return None
    centre = opening.get("centre", bay["width"] / 2)
    x = (centre - opening["width"] / 2, centre + opening["width"] / 2)
    if "door" in bay:
        return Hole(x, (0.0, float(opening["height"])), door=True)
    return Hole(x, (SILL, SILL + opening["height"]), door=False)


def outer_designation(bay: dict[str, Any], storey: Storey) -> str:
    """Code of 15G365-1: WQ, WQC1 or WQM."""
    size = f"{bay['width'] // 100:02d}{int(storey.height) // 100:02d}"
    for key, series in (("window", "WQC1"), ("door", "WQM")):
        if key in bay:
            return f"{series}-{size}-{bay[key]['width'] // 100:02d}{bay[key]['height'] // 100:02d}"
    return f"WQ-{size}"


def sandwich_panel(storey: Storey, bay: dict[str, Any], index: int) -> Iterator[Thing]:
    """One exterior piece: an assembly of inner leaf, insulation and outer leaf, with its inserts and window."""
    name = words()["names"]
    path = f"{storey.root}/exterior/{bay['id']}"
    width = float(bay["width"])
    inner = (BOUNDARY, width - BOUNDARY)
    leaf = (LEAF_END[bay["ends"][0]], width - LEAF_END[bay["ends"][1]])
    core = (INSULATION_END[bay["ends"][0]], width - INSULATION_END[bay["ends"][1]])
    hole = bay_hole(bay)
    notch = _notch(storey, bay, leaf)
    inner_solid = slab_of_wall(_outline(inner, (JOINT, storey.wall_top)), (-HALF, HALF))
    core_solid = _layer(core, storey, hole, notch, INSULATION_Y, "insulation")
    leaf_solid = _layer(leaf, storey, hole, notch, LEAF_Y, "facade")

    opening_volume = _opening_area(hole, JOINT) * 2 * HALF
    concrete = inner_solid.volume - opening_volume + leaf_solid.volume
    mass = (concrete * CONCRETE + core_solid.volume * INSULATION) / CUBIC_METRE
    designation = outer_designation(bay, storey)
    leaf_code = f"wy-{2 if notch else 1}({BOUNDARY - leaf[0]:.0f},{leaf[1] - inner[1]:.0f})"
    piece = Piece(
        kind=name["exterior_panel"],
        mark=storey.mark("YWQ", index),
        designation=designation,
        storey=storey.label,
        grade="C30",
        cover=20,
        concrete=concrete,
        mass=mass,
        size=(leaf[1] - leaf[0], storey.height - JOINT, 340),
        steel=95,
    )
    property_sets = sets_of.precast_sets(piece)
    property_sets[words()["component_set"]["set"]][words()["component_set"]["leaf"]] = leaf_code
    yield Thing(
        path=path,
        ifc_class="IfcElementAssembly",
        name=f"{name['exterior_panel']} {designation}",
        storey=storey.number,
        frame=Frame(bay["x"], bay["y"], 0, bay["turns"]),
        predefined="USERDEFINED",
        object_type=name["exterior_panel"],
        tag=piece.mark,
        type_name=f"{designation} {leaf_code}",
        classification="14-20.20.15",
        sets={**property_sets, "Pset_WallCommon": _wall_common(external=True, bearing=True)},
    )
    yield Thing(
        path=f"{path}/inner",
        ifc_class="IfcWall",
        name=name["inner_leaf"],
        storey=storey.number,
        frame=Frame(),
        whole=path,
        solids=(inner_solid,),
        predefined="SOLIDWALL",
        type_name=f"{name['inner_leaf']} {inner[1] - inner[0]:.0f}",
        material="concrete_c30",
        sets={
            "Pset_ConcreteElementGeneral": property_sets["Pset_ConcreteElementGeneral"],
            **sets_of.wall_quantities(
                inner[1] - inner[0], storey.wall_top - JOINT, 2 * HALF, inner_solid.volume - opening_volume
            ),
        },
    )
    for part, solid, material, kind in (
        ("insulation", core_solid, "insulation", "INSULATION"),
        ("outer_leaf", leaf_solid, "concrete_c30", "PRECASTPANEL"),
    ):
        yield Thing(
            path=f"{path}/{part}",
            ifc_class="IfcBuildingElementPart",
            name=name[part],
            storey=storey.number,
            frame=Frame(),
            whole=path,
            solids=(solid,),
            predefined=kind,
            material=material,
            type_name=f"{name[part]} {leaf_code}" if part == "outer_leaf" else f"{name[part]} 80",
        )
    if hole:
        yield from _window(storey, path, f"{path}/inner", hole)
    centre = _centroid((inner_solid, leaf_solid), hole)
    yield from wall_inserts(storey, path, inner, hole, mass, centre, whole=path, nested=False)


def inner_panel(storey: Storey, bay: dict[str, Any], index: int) -> Iterator[Thing]:
    """One inner shear-wall piece; its inserts are nested in it."""
    name = words()["names"]
    path = f"{storey.root}/interior/{bay['id']}"
    run = (STRIP, bay["width"] - STRIP)
    solid = slab_of_wall(_outline(run, (JOINT, storey.wall_top)), (-HALF, HALF))
    hole = panel_hole(bay)
    concrete = solid.volume - _opening_area(hole, JOINT) * 2 * HALF
    mass = concrete * CONCRETE / CUBIC_METRE
    designation = inner_designation(bay, storey)
    size = (run[1] - run[0], storey.wall_top - JOINT, 2 * HALF)
    piece = Piece(
        kind=name["interior_panel"],
        mark=storey.mark("YNQ", index),
        designation=designation,
        storey=storey.label,
        grade="C30",
        cover=20,
        concrete=concrete,
        mass=mass,
        size=size,
        steel=105,
    )
    yield Thing(
        path=path,
        ifc_class="IfcWall",
        name=f"{name['interior_panel']} {designation}",
        storey=storey.number,
        frame=Frame(bay["x"], bay["y"], 0, bay["turns"]),
        solids=(solid,),
        predefined="SHEAR",
        tag=piece.mark,
        type_name=designation,
        object_type=name["interior_panel"],
        material="concrete_c30",
        classification="14-20.20.15",
        sets={
            **sets_of.precast_sets(piece),
            "Pset_WallCommon": _wall_common(external=False, bearing=True),
            **sets_of.wall_quantities(*size, concrete),
        },
    )
    if hole:
        yield from _door(storey, path, path, hole, "room_door")
    yield from wall_inserts(storey, path, run, hole, mass, _centroid((solid,), hole), whole=path, nested=True)


def panel_hole(bay: dict[str, Any]) -> Hole | None:
    """The door of an inner wall."""
    door = bay.get("door")
    if door is None:
        return None
    start = STRIP + door["at"]
    return Hole((start, start + door["width"]), (0.0, float(door["height"])), door=True)


def inner_designation(bay: dict[str, Any], storey: Storey) -> str:
    """Code of 15G365-2: NQ or NQM1-3; the nominal width is that of the panel."""
    size = f"{int(bay['width'] - 2 * STRIP) // 100:02d}{int(storey.height) // 100:02d}"
    if door := bay.get("door"):
        return f"NQM{door['kind']}-{size}-{door['width'] // 100:02d}{door['height'] // 100:02d}"
    return f"NQ-{size}"


def wall_inserts(
    storey: Storey, path: str, run: Point, hole: Hole | None, mass: float, centre: float, *, whole: str, nested: bool
) -> Iterator[Thing]:
    """Two lifting pins about the centroid, four brace inserts on the inner face, grouting sleeves at the foot."""
    name = words()["names"]
    top = storey.wall_top
    model, capacity = sets_of.lifting_pin(mass, 2, (run[1] - run[0]) * (top - JOINT))
    reach = min(0.293 * (run[1] - run[0]), centre - run[0] - 200, run[1] - 200 - centre)
    for i, x in enumerate((centre - reach, centre + reach), 1):
        yield _insert(
            storey,
            f"{path}/lifting-{i}",
            name["lifting_insert"],
            model,
            Frame(x, 0, top),
            cylinder((0, 0), 12, -240, 240),
            whole,
            nested,
            sets_of.insert_sets(model, "top", capacity),
        )
    margin = 125.0 if hole else 300.0
    for i, (x, z) in enumerate(((x, z) for x in (run[0] + margin, run[1] - margin) for z in (600.0, 1950.0)), 1):
        yield _insert(
            storey,
            f"{path}/brace-{i}",
            name["brace_insert"],
            "MS-36-90",
            Frame(x, HALF, z),
            cylinder((0, 0), 16, -90, 90, "zx"),
            whole,
            nested,
            sets_of.insert_sets("MS-36-90", "inner", 3600.0),
        )
    for i, x in enumerate(_sleeve_places(run, hole), 1):
        yield _insert(
            storey,
            f"{path}/sleeve-{i}",
            name["grout_sleeve"],
            "GTZB4-16",
            Frame(x, -50.0 if i % 2 else 50.0, JOINT),
            cylinder((0, 0), 22, 0, 310),
            whole,
            nested,
            sets_of.insert_sets("GTZB4-16", "bottom"),
            "grout_sleeve",
        )


def cast_strips(storey: Storey) -> Iterator[Thing]:
    """Vertical strips between the panels, cast in place."""
    name = words()["names"]["vertical_strip"]
    for number, node in enumerate(plan()["nodes"], 1):
        outline = _cross(node) if node.get("centre", True) else _arm(node)
        solid = Solid(outline=outline, depth=storey.wall_top, style="cast")
        code = f"{node['code']}{number}"
        yield Thing(
            path=f"{storey.root}/strip/{node['id']}",
            ifc_class="IfcWall",
            name=f"{name} {code}",
            storey=storey.number,
            frame=Frame(node["x"], node["y"]),
            solids=(solid,),
            predefined="SHEAR",
            type_name=code,
            object_type=name,
            material="concrete_c35",
            classification="14-20.20.15",
            sets={
                **sets_of.cast_sets(storey.label, "C35", 20),
                "Pset_WallCommon": _wall_common(external=False, bearing=True),
            },
        )


def core_walls(storey: Storey) -> Iterator[Thing]:
    """Walls around stair and lift, cast in place on every storey."""
    for wall in plan()["core"]:
        x0, x1, y0, y1 = wall["box"]
        along_x = x1 - x0 > y1 - y0
        frame = Frame(x0, (y0 + y1) / 2, 0, 0) if along_x else Frame((x0 + x1) / 2, y0, 0, 1)
        run = (0.0, float(max(x1 - x0, y1 - y0)))
        holes = [(_core_hole(opening), opening.get("door")) for opening in wall.get("openings", ())]
        path = f"{storey.root}/core/{wall['id']}"
        yield _cast_wall(storey, path, words()["names"]["core_wall"], frame, run, [hole for hole, _ in holes])
        for number, (hole, door) in enumerate(holes, 1):
            if door:
                yield from _door(storey, f"{path}/{number}", path, hole, f"{door}_door")
            else:
                yield from _window(storey, f"{path}/{number}", path, hole)


def partitions(storey: Storey) -> Iterator[Thing]:
    """Strip panels of autoclaved aerated concrete, 600 wide, the last one of a run cut."""
    for run in plan()["partitions"]:
        yield from _strip_wall(storey, run["id"], run, storey.wall_top - JOINT)
    # The cast ribs of the lowered slab above leave less height, but for the roof.
    height = storey.wall_top - JOINT if storey.last else storey.height - 400 - JOINT
    for bath in plan()["bathrooms"]:
        if not (storey.number == 1 and bath["unit"] == "B"):
            for number, run in enumerate(bath["partitions"], 1):
                yield from _strip_wall(storey, f"bath-{bath['id']}-{number}", run, height)


def _strip_wall(storey: Storey, key: str, run: dict[str, Any], height: float) -> Iterator[Thing]:
    x0, x1, y0, y1 = run["box"]
    along_x = x1 - x0 > y1 - y0
    frame = Frame(x0, (y0 + y1) / 2, 0, 0) if along_x else Frame((x0 + x1) / 2, y0, 0, 1)
    total = float(max(x1 - x0, y1 - y0))
    stretches = [(0.0, total, 0.0)]
    if "door" in run:
        at, width = run["door"]
        stretches = [(0.0, at, 0.0), (at, at + width, 2100.0), (at + width, total, 0.0)]
        yield _loose_door(storey, f"{storey.root}/partition/{key}/door", frame, (at, at + width), 2100.0)
    number = 0
    for start, end, foot in stretches:
        at = start
        while at < end:
            width = end - at if foot else min(600.0, end - at)
            number += 1
            yield _strip(storey, f"{storey.root}/partition/{key}/{number}", frame, at, width, foot, height)
            at += width


def _strip(storey: Storey, path: str, frame: Frame, at: float, width: float, foot: float, height: float) -> Thing:
    name = words()["names"]["partition"]
    designation = f"JGB-A3.5-{height - foot:.0f}x{width:.0f}x100"
    solid = slab_of_wall(_outline((0, width), (foot, height)), (-50, 50), style="partition")
    return Thing(
        path=path,
        ifc_class="IfcWall",
        name=f"{name} {designation}",
        storey=storey.number,
        frame=_along(frame, at),
        solids=(solid,),
        predefined="PARTITIONING",
        type_name=designation,
        object_type=name,
        material="aac",
        classification="14-10.20.03",
        sets={
            "Pset_WallCommon": _wall_common(external=False, bearing=False),
            **sets_of.wall_quantities(width, height - foot, 100, solid.volume),
        },
    )


def _along(frame: Frame, at: float) -> Frame:
    return Frame(frame.x + at, frame.y, 0, 0) if frame.quarter_turns == 0 else Frame(frame.x, frame.y + at, 0, 1)


def _cast_outer_wall(storey: Storey, bay: dict[str, Any]) -> Iterator[Thing]:
    path = f"{storey.root}/exterior/{bay['id']}"
    frame = Frame(bay["x"], bay["y"], 0, bay["turns"])
    run = (CAST_END[bay["ends"][0]], bay["width"] - CAST_END[bay["ends"][1]])
    hole = bay_hole(bay)
    yield _cast_wall(storey, path, words()["names"]["cast_wall"], frame, run, [hole] if hole else [], external=True)
    if hole:
        yield from _window(storey, path, path, hole)
    leaf = (CLADDING_END[bay["ends"][0]], bay["width"] - CLADDING_END[bay["ends"][1]])
    name = words()["names"]["cladding"]
    yield Thing(
        path=f"{path}/cladding",
        ifc_class="IfcCovering",
        name=name,
        storey=storey.number,
        frame=frame,
        predefined="CLADDING",
        solids=(
            _layer(leaf, storey, hole, _notch(storey, bay, leaf), (LEAF_Y[0], INSULATION_Y[1]), "facade", foot=0.0),
        ),
        type_name=f"{name} 140",
        material="finish",
        classification="14-10.20.03",
    )


def _cast_inner_wall(storey: Storey, bay: dict[str, Any]) -> Iterator[Thing]:
    path = f"{storey.root}/interior/{bay['id']}"
    hole = panel_hole(bay)
    frame = Frame(bay["x"], bay["y"], 0, bay["turns"])
    run = (float(bay["cast"][0]), float(bay["cast"][1]))
    yield _cast_wall(storey, path, words()["names"]["cast_wall"], frame, run, [hole] if hole else [])
    if hole:
        yield from _door(storey, path, path, hole, "room_door")


def _cast_wall(
    storey: Storey, path: str, name: str, frame: Frame, run: Point, holes: list[Hole], *, external: bool = False
) -> Thing:
    solid = slab_of_wall(_outline(run, (0, storey.wall_top)), (-HALF, HALF), style="cast")
    volume = solid.volume - sum(_opening_area(hole, 0) for hole in holes) * 2 * HALF
    return Thing(
        path=path,
        ifc_class="IfcWall",
        name=f"{name} 200",
        storey=storey.number,
        frame=frame,
        solids=(solid,),
        predefined="SHEAR",
        type_name=f"{name} 200",
        object_type=name,
        material="concrete_c35",
        classification="14-20.20.15",
        sets={
            **sets_of.cast_sets(storey.label, "C35", 20),
            "Pset_WallCommon": _wall_common(external=external, bearing=True),
            **sets_of.wall_quantities(run[1] - run[0], storey.wall_top, 2 * HALF, volume),
        },
    )


def _wall_common(*, external: bool, bearing: bool) -> dict[str, Any]:
    return {"IsExternal": external, "LoadBearing": bearing}


def _insert(
    storey: Storey,
    path: str,
    name: str,
    model: str,
    frame: Frame,
    solid: Solid,
    whole: str,
    nested: bool,
    property_sets: dict[str, dict[str, Any]],
    material: str = "steel",
) -> Thing:
    return Thing(
        path=path,
        ifc_class="IfcDiscreteAccessory",
        name=f"{name} {model}",
        storey=storey.number,
        frame=frame,
        solids=(solid,),
        predefined="USERDEFINED",
        object_type=name,
        type_name=model,
        whole=whole,
        nested=nested,
        material=material,
        sets=property_sets,
    )


def _window(storey: Storey, path: str, host: str, hole: Hole) -> Iterator[Thing]:
    name = words()["names"]
    kind = "balcony_door" if hole.door else "window"
    yield _opening(storey, f"{path}/opening", name["opening_door" if hole.door else "opening_window"], host, hole)
    width, height = hole.x[1] - hole.x[0], hole.z[1] - hole.z[0]
    size = f"{width / 100:02.0f}{height / 100:02.0f}"
    rim = ((50.0, 50.0), (50.0, width - 50), (height - 50, width - 50), (height - 50, 50.0))
    solids = (
        slab_of_wall(_outline((0, width), (0, height)), (-60, 0), (rim,), style="frame"),
        slab_of_wall(rim, (-40, -20), style="glass"),
    )
    yield Thing(
        path=f"{path}/{'door' if hole.door else 'window'}",
        ifc_class="IfcDoor" if hole.door else "IfcWindow",
        name=f"{name[kind]} {'LM' if hole.door else 'LC'}{size}",
        storey=storey.number,
        frame=Frame(),
        solids=solids,
        predefined="DOOR" if hole.door else "WINDOW",
        type_name=f"{'LM' if hole.door else 'LC'}{size}",
        fills=f"{path}/opening",
        material="aluminium",
        classification="14-10.20.09" if hole.door else "14-10.20.12",
        sets={f"Pset_{'Door' if hole.door else 'Window'}Common": {"IsExternal": True}},
    )


def _door(storey: Storey, path: str, host: str, hole: Hole, kind: str) -> Iterator[Thing]:
    yield _opening(storey, f"{path}/opening", words()["names"]["opening_door"], host, hole)
    yield _door_leaf(storey, f"{path}/door", kind, hole.x[1] - hole.x[0], hole.z[1], Frame(), f"{path}/opening")


def _loose_door(storey: Storey, path: str, frame: Frame, x: Point, height: float) -> Thing:
    return _door_leaf(storey, path, "room_door", x[1] - x[0], height, _along(frame, x[0]), None)


def _door_leaf(
    storey: Storey, path: str, kind: str, width: float, height: float, frame: Frame, fills: str | None
) -> Thing:
    name = words()["names"][kind]
    code = {"entry_door": "FDM", "fire_door": "FM", "shaft_door": "FM", "lift_door": "DT"}.get(kind, "M")
    type_name = f"{code}{width / 100:02.0f}{height / 100:02.0f}"
    rim = (
        (0.0, 0.0),
        (height, 0.0),
        (height, width),
        (0.0, width),
        (0.0, width - 50),
        (height - 50, width - 50),
        (height - 50, 50.0),
        (0.0, 50.0),
    )
    solids = (
        slab_of_wall(rim, (-50, 50), style="frame"),
        slab_of_wall(_outline((50, width - 50), (10, height - 50)), (-20, 20), style="door"),
    )
    return Thing(
        path=path,
        ifc_class="IfcDoor",
        name=f"{name} {type_name}",
        storey=storey.number,
        frame=frame,
        solids=solids,
        predefined="DOOR",
        type_name=f"{name} {type_name}",
        fills=fills,
        material="timber",
        classification="14-10.20.09",
        sets={"Pset_DoorCommon": {"IsExternal": False}},
    )


def _opening(storey: Storey, path: str, name: str, host: str, hole: Hole) -> Thing:
    width, height = hole.x[1] - hole.x[0], hole.z[1] - hole.z[0]
    return Thing(
        path=path,
        ifc_class="IfcOpeningElement",
        name=f"{name} {width:.0f}x{height:.0f}",
        storey=storey.number,
        frame=Frame(hole.x[0], 0, hole.z[0]),
        predefined="OPENING",
        voids=host,
        solids=(slab_of_wall(_outline((0, width), (0, height)), (-HALF - 10, HALF + 10)),),
    )


def _outline(x: Point, z: Point) -> tuple[Point, ...]:
    return ((z[0], x[0]), (z[1], x[0]), (z[1], x[1]), (z[0], x[1]))


def _layer(
    x: Point,
    storey: Storey,
    hole: Hole | None,
    notch: tuple[float, float] | None,
    y: Point,
    style: str,
    foot: float = JOINT,
) -> Solid:
    """Insulation or outer leaf: storey height less the joint, notched at the top under a balcony or AC slab."""
    top, low = foot + storey.height - JOINT, storey.wall_top - JOINT
    upper: tuple[Point, ...] = ((top, x[1]), (top, x[0]))
    if notch is not None and notch[0] <= x[0] and x[1] <= notch[1]:
        upper = ((low, x[1]), (low, x[0]))
    elif notch is not None:
        upper = ((top, x[1]), (top, notch[1]), (low, notch[1]), (low, notch[0]), (top, notch[0]), (top, x[0]))
    lower: tuple[Point, ...] = ((foot, x[0]), (foot, x[1]))
    holes: tuple[tuple[Point, ...], ...] = ()
    if hole and hole.door:
        lower = (
            (foot, x[0]),
            (foot, hole.x[0]),
            (hole.z[1], hole.x[0]),
            (hole.z[1], hole.x[1]),
            (foot, hole.x[1]),
            (foot, x[1]),
        )
    elif hole:
        holes = (hole.outline,)
    return slab_of_wall(lower + upper, y, holes, style)


def _notch(storey: Storey, bay: dict[str, Any], leaf: Point) -> tuple[float, float] | None:
    """Where the top of the outer layers makes room for the balcony or AC slab of the storey above."""
    if storey.last:
        return None
    if bay.get("balcony"):
        return leaf
    if bay.get("ac"):
        return bay["width"] / 2 - 610, bay["width"] / 2 + 610
    return None


def _opening_area(hole: Hole | None, foot: float) -> float:
    return 0.0 if hole is None else (hole.x[1] - hole.x[0]) * (hole.z[1] - max(hole.z[0], foot))


def _centroid(solids: tuple[Solid, ...], hole: Hole | None) -> float:
    """x of the centroid of plates with a common hole, from their bounds."""
    weight = moment = 0.0
    for solid in solids:
        thickness = solid.depth
        (x0, x1), _, (z0, z1) = solid.bounds
        weight += (x1 - x0) * (z1 - z0) * thickness
        moment += (x1 - x0) * (z1 - z0) * thickness * (x0 + x1) / 2
        if hole:
            area = _opening_area(hole, z0) * thickness
            weight -= area
            moment -= area * (hole.x[0] + hole.x[1]) / 2
    return moment / weight


def _sleeve_places(run: Point, hole: Hole | None) -> list[float]:
    if hole is None:
        count = max(2, round((run[1] - run[0] - 200) / 600) + 1)
        step = (run[1] - run[0] - 200) / (count - 1)
        return [run[0] + 100 + i * step for i in range(count)]
    piers = ((run[0], hole.x[0]), (hole.x[1], run[1]))
    return [x for a, b in piers for x in ((a + b) / 2 - (b - a) / 4, (a + b) / 2 + (b - a) / 4)]


def _cross(node: dict[str, Any]) -> tuple[Point, ...]:
    """The plus shape of a cast strip at a crossing of axes; arms that are absent end at the wall's face."""
    east, north, west, south = (float(node.get(arm, HALF)) for arm in ("east", "north", "west", "south"))
    h = HALF
    points = [
        (east, -h),
        (east, h),
        (h, h),
        (h, north),
        (-h, north),
        (-h, h),
        (-west, h),
        (-west, -h),
        (-h, -h),
        (-h, -south),
        (h, -south),
        (h, -h),
    ]
    corners = [p for i, p in enumerate(points) if p != points[i - 1]]
    return tuple(p for i, p in enumerate(corners) if not _straight(corners[i - 1], p, corners[(i + 1) % len(corners)]))


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _arm(node: dict[str, Any]) -> tuple[Point, ...]:
    """One arm of a cast strip beside a core wall."""
    h = HALF
    if "east" in node:
        return rectangle(h, node["east"], -h, h)
    if "west" in node:
        return rectangle(-node["west"], -h, -h, h)
    return rectangle(-h, h, -node["south"], -h)


def _core_hole(opening: dict[str, Any]) -> Hole:
    x = (float(opening["at"]), float(opening["at"] + opening["width"]))
    sill = float(opening.get("sill", 0))
    return Hole(x, (sill, sill + opening["height"]), door="door" in opening)
