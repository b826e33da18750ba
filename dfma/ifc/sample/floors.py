"""Floors: planks with topping and cast strips, slabs and beams cast in place, rings on the walls, foundation, roof.

z is counted from the top of the structural slab of the storey that the floor belongs to; a composite slab is a plank of
60 under a topping of 80 and rests 10 on the walls (15G366-1: length = span - 180, width = nominal - 240 or - 300).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dfma.ifc.sample import properties as sets_of
from dfma.ifc.sample.pieces import Frame, Solid, Thing, box, cylinder
from dfma.ifc.sample.properties import CONCRETE, CUBIC_METRE, Piece, plan, words
from dfma.ifc.sample.walls import RING, SLAB, Storey
from dfma.model.outlines import rectangle

PLANK = 60.0
TOPPING = SLAB - PLANK
BEARING_AXIS = 90.0  # axis to the end of a plank that rests 10 on a wall of 200
EDGE, MIDDLE = 240.0, 300.0  # nominal less actual width
STRIP = 300.0
GRADE = "C30"
RISER_RADIUS = 55.0


def floor(storey: Storey) -> Iterator[Thing]:
    """The floor of a storey above the ground: planks, topping, strips, cast slabs, rings and beams."""
    for room in plan()["planks"]:
        yield from _plank_field(storey, room)
    for slab in plan()["cast_slabs"]:
        yield _cast_slab(storey, f"floor/cast/{slab['id']}", slab["box"], "cast_slab")
    for bath in plan()["bathrooms"]:
        yield from _lowered_slab(storey, bath)
    yield from rings(storey)
    yield from _beams(storey)
    yield from _riser_openings(storey)


def ground(storey: Storey) -> Iterator[Thing]:
    """Raft and ground slab; the ground slab leaves room for the foot of the stair and the trays of the bathrooms."""
    outline = tuple((float(x), float(y)) for x, y in plan()["footprint"])
    name = words()["names"]
    holes = [
        rectangle(x0, x1, y0, y1)
        for x0, x1, y0, y1 in [
            (10910, 12125, 6200, 6860),
            *(bath["lowered"] for bath in plan()["bathrooms"] if bath["unit"] != "B"),
        ]
    ]
    for key, solid, predefined, thickness in (
        ("raft", Solid(outline=outline, depth=600, start=-800, style="cast"), "BASESLAB", 600),
        ("ground_slab", Solid(outline=outline, holes=tuple(holes), depth=200, start=-200, style="cast"), "FLOOR", 200),
    ):
        yield Thing(
            path=f"{storey.root}/floor/{key}",
            ifc_class="IfcSlab",
            name=f"{name[key]} {thickness}",
            storey=storey.number,
            frame=Frame(),
            solids=(solid,),
            predefined=predefined,
            type_name=f"{name[key]} {thickness}",
            material="concrete_c35",
            classification="14-20.10" if key == "raft" else "14-20.20.03",
            sets=sets_of.cast_sets(storey.label, "C35", 40),
        )


def roof(storey: Storey) -> Iterator[Thing]:
    """The roof, cast in place throughout, with its rings and beams."""
    reach = BEARING_AXIS
    boxes = [
        (room["id"], (room["x"][0] + reach, room["x"][1] - reach, room["y"][0] + reach, room["y"][1] - reach))
        for room in plan()["planks"]
    ]
    boxes += [(slab["id"], slab["box"]) for slab in plan()["cast_slabs"] + plan()["core_roofs"]]
    for key, plan_box in boxes:
        yield _cast_slab(storey, f"roof/{key}", plan_box, "roof_slab", "ROOF")
    yield from rings(storey, RING)
    yield from _beams(storey)


def rings(storey: Storey, depth: float = SLAB) -> Iterator[Thing]:
    """Horizontal cast strips on top of the walls below; under the roof they are ring beams."""
    boxes = [
        (x0, x1, *line["y"])
        for line in plan()["rings"]["along_x"]
        for x0, x1 in zip(line["x"], line["x"][1:], strict=False)
    ]
    boxes += [(*line["x"], y0, y1) for line in plan()["rings"]["along_y"] for y0, y1 in line["y"]]
    name = words()["names"]["ring_strip"]
    for number, (x0, x1, y0, y1) in enumerate(boxes, 1):
        height = SLAB if _over_beam((x0, x1, y0, y1)) else depth
        yield Thing(
            path=f"{storey.root}/ring/{number}",
            ifc_class="IfcBeam",
            name=f"{name} SHJD{number}",
            storey=storey.number,
            frame=Frame(x0, y0, 0),
            solids=(box((0, x1 - x0), (0, y1 - y0), (-height, 0), "cast"),),
            predefined="BEAM",
            type_name=f"{name} {min(x1 - x0, y1 - y0)}x{height:.0f}",
            object_type=name,
            material="concrete_c30",
            classification="14-20.20.06",
            sets=sets_of.cast_sets(storey.label, GRADE, 20),
        )


def _over_beam(strip: tuple[float, float, float, float]) -> bool:
    """Whether a strip lies on a beam, which is cast with it, and not on a wall."""
    x0, x1, y0, y1 = strip
    boxes = [beam["box"] for beam in plan()["beams"]]
    return any(x0 < bx1 and bx0 < x1 and y0 < by1 and by0 < y1 for bx0, bx1, by0, by1 in boxes)


def _plank_field(storey: Storey, room: dict[str, Any]) -> Iterator[Thing]:
    """Planks of a room from the south, the cast strips between them, and the topping over all."""
    name = words()["names"]
    x0, x1 = room["x"][0] + BEARING_AXIS, room["x"][1] - BEARING_AXIS
    y = room["y"][0] + BEARING_AXIS
    last = len(room["widths"]) - 1
    first = y
    for i, nominal in enumerate(room["widths"]):
        edge = i == 0 or (i == last and not room.get("open"))
        width = nominal - (EDGE if edge else MIDDLE)
        yield from plank(
            storey, f"{storey.root}/floor/plank/{room['id']}/{i + 1}", x0, y, x1 - x0, width, nominal, edge
        )
        y += width
        if i < last:
            yield Thing(
                path=f"{storey.root}/floor/strip/{room['id']}/{i + 1}",
                ifc_class="IfcSlab",
                storey=storey.number,
                name=f"{name['slab_joint']} JF-{STRIP:.0f}",
                frame=Frame(x0, y, 0),
                predefined="FLOOR",
                solids=(box((0, x1 - x0), (0, STRIP), (-SLAB, -TOPPING), "cast"),),
                object_type=name["slab_joint"],
                type_name=f"JF-{STRIP:.0f}",
                material="concrete_c30",
                classification="14-20.20.03",
                sets=sets_of.cast_sets(storey.label, GRADE, 20),
            )
            y += STRIP
    solid = box((0, x1 - x0), (0, y - first), (-TOPPING, 0), "cast")
    yield Thing(
        path=f"{storey.root}/floor/topping/{room['id']}",
        ifc_class="IfcSlab",
        name=f"{name['topping']} {TOPPING:.0f}",
        storey=storey.number,
        frame=Frame(x0, first, 0),
        solids=(solid,),
        predefined="FLOOR",
        object_type=name["topping"],
        type_name=f"{name['topping']} {TOPPING:.0f}",
        material="concrete_c30",
        classification="14-20.20.03",
        sets={
            **sets_of.cast_sets(storey.label, GRADE, 20),
            **sets_of.slab_quantities(x1 - x0, y - first, TOPPING, solid.volume),
        },
    )


def plank(
    storey: Storey, path: str, x: float, y: float, span: float, width: float, nominal: int, edge: bool
) -> Iterator[Thing]:
    """One plank with four lifting points and a box for the lamp."""
    name = words()["names"]
    code = f"DBS{1 if edge else 2}-{PLANK / 10:.0f}{TOPPING / 10:.0f}-{(span + 180) / 100:.0f}{nominal // 100:02d}-11"
    number = [f"{room['id']}/{i + 1}" for room in plan()["planks"] for i in range(len(room["widths"]))]
    mark = storey.mark("DLB", number.index("/".join(path.split("/")[-2:])) + 1)
    solid = box((0, span), (0, width), (0, PLANK))
    piece = Piece(
        kind=name["plank"],
        mark=mark,
        designation=code,
        storey=storey.label,
        grade=GRADE,
        cover=15,
        concrete=solid.volume,
        mass=solid.volume * CONCRETE / CUBIC_METRE,
        size=(span, width, PLANK),
        steel=120,
        seismic=False,
    )
    sets = sets_of.precast_sets(piece)
    own = words()["component_set"]
    sets[own["set"]][own["girder"]] = "A90@600"
    yield Thing(
        path=path,
        ifc_class="IfcSlab",
        name=f"{name['plank']} {code}",
        storey=storey.number,
        frame=Frame(x, y, -SLAB),
        solids=(solid,),
        predefined="FLOOR",
        tag=mark,
        type_name=code,
        object_type=name["plank"],
        material="concrete_c30",
        classification="14-20.20.03",
        sets={
            **sets,
            "Pset_PrecastSlab": {
                "TypeDesignator": code,
                "NominalThickness": sets_of.length(PLANK),
                "NominalToppingThickness": sets_of.length(TOPPING),
            },
            **sets_of.slab_quantities(span, width, PLANK, solid.volume),
        },
    )
    yield from slab_lifting(storey, path, (0, span), (0, width), PLANK, "lifting_loop", "A90", 1000.0)
    yield Thing(
        path=f"{path}/lamp-box",
        ifc_class="IfcDiscreteAccessory",
        name=name["lamp_box"],
        storey=storey.number,
        frame=Frame(span / 2, width / 2, 0),
        solids=(cylinder((0, 0), 35, 0, PLANK, style="pvc"),),
        whole=path,
        nested=True,
        predefined="USERDEFINED",
        object_type=name["lamp_box"],
        type_name=f"{name['lamp_box']} H60",
        material="pvc",
        sets=sets_of.insert_sets("DH75-60", "bottom"),
    )


def slab_lifting(
    storey: Storey,
    path: str,
    x: tuple[float, float],
    y: tuple[float, float],
    top: float,
    kind: str,
    model: str,
    capacity: float,
) -> Iterator[Thing]:
    """Four lifting points at 0.207 of length and width, where field and support moments are equal."""
    name = words()["names"][kind]
    places = [
        (a[0] + share * (a[1] - a[0]), b[0] + other * (b[1] - b[0]))
        for a, b in [(x, y)]
        for share in (0.207, 0.793)
        for other in (0.207, 0.793)
    ]
    depth = top if kind == "lifting_loop" else 120.0
    for number, (px, py) in enumerate(places, 1):
        yield Thing(
            path=f"{path}/lifting-{number}",
            ifc_class="IfcDiscreteAccessory",
            name=f"{name} {model}",
            storey=storey.number,
            frame=Frame(px, py, top),
            solids=(cylinder((0, 0), 8, -depth, depth),),
            whole=path,
            nested=True,
            predefined="USERDEFINED",
            object_type=name,
            type_name=f"{name} {model}",
            material="steel",
            sets=sets_of.insert_sets(model, "top", capacity),
        )


def _lowered_slab(storey: Storey, bath: dict[str, Any]) -> Iterator[Thing]:
    path = f"floor/bath-{bath['id']}"
    yield _cast_slab(storey, f"{path}/lowered", bath["lowered"], "lowered_slab", drop=120.0)
    yield _cast_slab(storey, f"{path}/level", bath["level"], "cast_slab")
    name = words()["names"]["rib"]
    for number, (x0, x1, y0, y1) in enumerate(bath["ribs"], 1):
        yield _cast_beam(storey, f"{path}/rib-{number}", name, (x0, x1, y0, y1), (-400.0, 0.0))


def _cast_slab(
    storey: Storey, path: str, plan_box: tuple[float, ...], key: str, predefined: str = "FLOOR", drop: float = 0.0
) -> Thing:
    x0, x1, y0, y1 = plan_box
    name = words()["names"][key]
    solid = box((0, x1 - x0), (0, y1 - y0), (-SLAB - drop, -drop), "cast")
    return Thing(
        path=f"{storey.root}/{path}",
        ifc_class="IfcSlab",
        name=f"{name} {SLAB:.0f}",
        storey=storey.number,
        frame=Frame(x0, y0, 0),
        solids=(solid,),
        predefined=predefined,
        type_name=f"{name} {SLAB:.0f}",
        object_type=name,
        material="concrete_c30",
        classification="14-20.20.03",
        sets={
            **sets_of.cast_sets(storey.label, GRADE, 20),
            **sets_of.slab_quantities(x1 - x0, y1 - y0, SLAB, solid.volume),
        },
    )


def _beams(storey: Storey) -> Iterator[Thing]:
    for beam in plan()["beams"]:
        name = words()["names"]["frame_beam"]
        yield _cast_beam(storey, f"beam/{beam['id']}", name, tuple(beam["box"]), (-SLAB - 400.0, -SLAB))


def _cast_beam(storey: Storey, path: str, name: str, plan_box: tuple[float, ...], z: tuple[float, float]) -> Thing:
    x0, x1, y0, y1 = plan_box
    size = f"{min(x1 - x0, y1 - y0):.0f}x{z[1] - z[0]:.0f}"
    return Thing(
        path=f"{storey.root}/{path}",
        ifc_class="IfcBeam",
        name=f"{name} {size}",
        storey=storey.number,
        frame=Frame(x0, y0, 0),
        solids=(box((0, x1 - x0), (0, y1 - y0), z, "cast"),),
        predefined="BEAM",
        type_name=f"{name} {size}",
        object_type=name,
        material="concrete_c30",
        classification="14-20.20.06",
        sets=sets_of.cast_sets(storey.label, GRADE, 20),
    )


def _riser_openings(storey: Storey) -> Iterator[Thing]:
    """Holes where a riser crosses a floor; in a plank with a sleeve cast in."""
    name = words()["names"]
    rooms = {f"floor/topping/{room['id']}": room for room in plan()["planks"]}
    for riser in plan()["risers"]:
        for crossed in riser["crosses"]:
            origin, thickness, low = _crossed_slab(crossed, rooms)
            path = f"{storey.root}/{crossed}"
            at = Frame(riser["x"] - origin[0], riser["y"] - origin[1], low)
            yield Thing(
                path=f"{path}/hole-{riser['id']}",
                ifc_class="IfcOpeningElement",
                name=f"{name['hole']} 150x150",
                storey=storey.number,
                frame=at,
                predefined="OPENING",
                voids=path,
                solids=(box((-75, 75), (-75, 75), (-10, thickness + 10)),),
            )
            if "plank" in crossed:
                yield Thing(
                    path=f"{path}/sleeve-{riser['id']}",
                    ifc_class="IfcDiscreteAccessory",
                    storey=storey.number,
                    name=f"{name['pipe_sleeve']} 150x150",
                    frame=at,
                    whole=path,
                    nested=True,
                    predefined="USERDEFINED",
                    solids=(
                        Solid(
                            outline=rectangle(-75, 75, -75, 75),
                            holes=(rectangle(-70, 70, -70, 70),),
                            depth=thickness,
                            style="steel",
                        ),
                    ),
                    object_type=name["pipe_sleeve"],
                    type_name=f"{name['pipe_sleeve']} 150x150",
                    material="steel",
                    sets=sets_of.insert_sets("TG-150", "top"),
                )


def _crossed_slab(path: str, rooms: dict[str, dict[str, Any]]) -> tuple[tuple[float, float], float, float]:
    """Origin, thickness and local underside of a slab named in the plan's list of risers."""
    for slab in plan()["cast_slabs"]:
        if path == f"floor/cast/{slab['id']}":
            return (slab["box"][0], slab["box"][2]), SLAB, -SLAB
    if path in rooms:
        room = rooms[path]
        return (room["x"][0] + BEARING_AXIS, room["y"][0] + BEARING_AXIS), TOPPING, -TOPPING
    _, _, key, number = path.split("/")
    room = rooms[f"floor/topping/{key}"]
    before = int(number) - 1
    y = room["y"][0] + BEARING_AXIS + sum(room["widths"][:before]) - (EDGE - STRIP if before else 0)
    return (room["x"][0] + BEARING_AXIS, y), PLANK, 0.0
