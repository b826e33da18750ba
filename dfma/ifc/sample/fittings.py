"""What is fixed to the shell: stairs, balconies, AC slabs, parapets, bathroom pods, pipes and conduits, rooms."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from dfma.ifc.sample import properties as sets_of
from dfma.ifc.sample.floors import RISER_RADIUS, slab_lifting
from dfma.ifc.sample.pieces import Frame, Measure, Solid, Thing, box, cylinder, slab_of_wall
from dfma.ifc.sample.properties import CONCRETE, CUBIC_METRE, INSULATION, Piece, plan, words
from dfma.ifc.sample.walls import SLAB, Storey

POD_HEIGHT = 2300.0
POD_SHELL = 40.0
POD_FEET = 110.0  # under the tray on a level slab, JGJ/T 467-2018
POD_MASS = 650.0  # kg, typical of an SMC pod
PARAPET_END = {"joint": 10.0, "cover": -240.0, "butt": 80.0, "core": 120.0}
CONDUIT_RADIUS = 10.0


def stair(storey: Storey) -> Iterator[Thing]:
    """Two equal flights of a storey with their half landing, all cast beams that carry them included."""
    data = plan()["stair"]
    name = words()["names"]
    path = f"{storey.root}/stair"
    rise = storey.height / 2
    run = (data["risers"] - 1) * data["tread"] + 2 * data["flat"]
    yield Thing(
        path=path,
        ifc_class="IfcStair",
        name=f"{name['stair']} LT1",
        storey=storey.number,
        frame=Frame(),
        predefined="HALF_TURN_STAIR",
        type_name=f"{name['stair']} LT1",
    )
    x0, x1 = data["x"]
    floor_end = data["floor_end"]
    places = (Frame(x0, floor_end, 0, 0), Frame(x1 + data["width"], floor_end + run, rise, 2))
    for number, frame in enumerate(places, 1):
        yield from flight(storey, f"{path}/flight-{number}", frame, number, data, rise)
    bx0, bx1, _, by1 = data["bay"]
    landing = floor_end + run + 20
    slab = box((0, bx1 - bx0), (0, by1 - landing), (rise - SLAB, rise), "cast")
    yield _cast(storey, f"{path}/half-landing", "IfcSlab", name["half_landing"], Frame(bx0, landing), slab, "LANDING")
    # The beam carries the flights on its low shelf and the landing on its upstand.
    profile = ((-220, 900), (200, 900), (200, 1360), (0, 1360), (0, 1300), (-220, 1300))
    shelf = tuple((y, z + rise - 1500) for y, z in profile)
    beam = Solid(outline=shelf, depth=bx1 - bx0, plane="yz", style="cast")
    yield _cast(storey, f"{path}/landing-beam", "IfcBeam", name["landing_beam"], Frame(bx0, landing), beam, "BEAM")


def landing_beam(storey: Storey) -> Iterator[Thing]:
    """The beam at floor level under the ends of two flights."""
    data = plan()["stair"]
    bx0, bx1, _, _ = data["bay"]
    profile = ((-230, -600), (200, -600), (200, -200), (-30, -200), (-30, -140), (-230, -140))
    beam = Solid(outline=profile, depth=bx1 - bx0, plane="yz", style="cast")
    frame = Frame(bx0, data["floor_end"])
    yield _cast(storey, f"{storey.root}/landing-beam", "IfcBeam", words()["names"]["landing_beam"], frame, beam, "BEAM")


def flight(storey: Storey, path: str, frame: Frame, number: int, data: dict[str, Any], rise: float) -> Iterator[Thing]:
    """A flight as in 15G367-1: flat ends on the landing beams, pin holes, four lifting points on the treads."""
    name = words()["names"]["stair_flight"]
    width = float(data["width"])
    outline = flight_outline(data, rise)
    run = max(y for y, _ in outline)
    thick = float(data["end_thickness"])
    holes = tuple(
        cylinder((x, y), 25, z - thick, thick)
        for y, z in ((100.0, 0.0), (run - 100.0, rise))
        for x in (200.0, width - 200.0)
    )
    solid = Solid(outline=outline, depth=width, plane="yz", minus=holes)
    piece = Piece(
        kind=name,
        mark=storey.mark("YTB", number),
        designation=data["designation"],
        storey=storey.label,
        grade="C30",
        cover=20,
        concrete=solid.volume,
        mass=solid.volume * CONCRETE / CUBIC_METRE,
        size=(run, width, data["waist"]),
        steel=110,
        seismic=False,
    )
    sets = sets_of.precast_sets(piece)
    own = words()["component_set"]
    sets[own["set"]][own["hinges"]] = own["hinges_value"]
    yield Thing(
        path=path,
        ifc_class="IfcStairFlight",
        name=f"{name} {data['designation']}",
        storey=storey.number,
        frame=frame,
        solids=(solid,),
        predefined="STRAIGHT",
        tag=piece.mark,
        type_name=data["designation"],
        object_type=name,
        whole=f"{storey.root}/stair",
        material="concrete_c30",
        classification="14-20.20.03",
        sets={
            **sets,
            "Pset_StairFlightCommon": {
                "NumberOfRiser": data["risers"],
                "NumberOfTreads": data["risers"] - 1,
                "RiserHeight": sets_of.length(round(rise / data["risers"], 1)),
                "TreadLength": sets_of.length(data["tread"]),
            },
        },
    )
    model, capacity = sets_of.lifting_pin(piece.mass, 4)
    step = rise / data["risers"]
    for i, (tread, x) in enumerate([(t, x) for t in (2, 7) for x in (0.207 * width, 0.793 * width)], 1):
        at = Frame(x, data["flat"] + (tread - 0.5) * data["tread"], tread * step)
        yield Thing(
            path=f"{path}/lifting-{i}",
            ifc_class="IfcDiscreteAccessory",
            storey=storey.number,
            frame=at,
            whole=path,
            name=f"{words()['names']['lifting_insert']} {model}",
            solids=(cylinder((0, 0), 8, -120, 120),),
            nested=True,
            predefined="USERDEFINED",
            object_type=words()["names"]["lifting_insert"],
            type_name=f"{model} L120",
            material="steel",
            sets=sets_of.insert_sets(model, "top", capacity),
        )


def flight_outline(data: dict[str, Any], rise: float) -> tuple[tuple[float, float], ...]:
    """Side view of a flight: (distance, height) from the lower end, the underside parallel to the pitch line."""
    risers, tread, flat = data["risers"], float(data["tread"]), float(data["flat"])
    step = rise / risers
    steps = [
        point for i in range(risers) for point in ((flat + i * tread, i * step), (flat + i * tread, (i + 1) * step))
    ]
    run = flat * 2 + (risers - 1) * tread
    slope = step / tread
    waist = data["waist"] * math.sqrt(1 + slope**2)  # vertical thickness of the waist
    low, high = -data["end_thickness"], rise - data["end_thickness"]
    below = [(run, high), (flat + (high + waist) / slope, high), (flat + (low + waist) / slope, low), (0.0, low)]
    return ((0.0, 0.0), *steps, (run, rise), *below)


def projections(storey: Storey) -> Iterator[Thing]:
    """Balconies and AC slabs in front of the bays that have one."""
    for index, bay in enumerate(plan()["exterior"], 1):
        if bay.get("balcony"):
            yield from _balcony(storey, bay, index)
        if bay.get("ac"):
            yield from _ac_slab(storey, bay, index)


def _balcony(storey: Storey, bay: dict[str, Any], index: int) -> Iterator[Thing]:
    """Full precast balcony slab 140 with an upstand of 400 on three sides; it rests 10 on the wall below."""
    name = words()["names"]
    width, front, back = float(bay["width"]), -1640.0, -90.0
    code = f"YTB-B-14{bay['width'] // 100:02d}-04"
    well = (
        (110, front + 100),
        (width - 110, front + 100),
        (width - 110, -250),
        (width - 10, -250),
        (width - 10, back),
        (10, back),
        (10, -250),
        (110, -250),
    )
    solid = box((10, width - 10), (front, back), (-SLAB, 400), minus=(Solid(outline=tuple(well), depth=400, start=0),))
    size = (width - 20, back - front, SLAB)
    yield from _projection(storey, bay, "balcony", code, storey.mark("YYTB", index), solid, size, "LANDING")
    left, right, outer = 50.0, width - 50, front + 40
    rail = (
        (left, -250),
        (left, outer),
        (right, outer),
        (right, -250),
        (right - 20, -250),
        (right - 20, outer + 20),
        (left + 20, outer + 20),
        (left + 20, -250),
    )
    at = Frame(bay["x"], bay["y"], 0, bay["turns"])
    yield Thing(
        path=f"{storey.root}/balcony/{bay['id']}/railing",
        ifc_class="IfcRailing",
        name=f"{name['railing']} 700",
        storey=storey.number,
        frame=at,
        solids=(Solid(outline=rail, depth=700, start=400, style="glass"),),
        predefined="GUARDRAIL",
        type_name=f"{name['railing']} 700",
        material="aluminium",
    )


def _ac_slab(storey: Storey, bay: dict[str, Any], index: int) -> Iterator[Thing]:
    middle = bay["width"] / 2
    solid = box((middle - 600, middle + 600), (-830, -90), (-SLAB, -SLAB + 80))
    mark = storey.mark("YKTB", index)
    yield from _projection(storey, bay, "ac_slab", "KTB-74-120", mark, solid, (1200, 740, 80), "NOTDEFINED")


def _projection(
    storey: Storey,
    bay: dict[str, Any],
    kind: str,
    code: str,
    mark: str,
    solid: Solid,
    size: tuple[float, float, float],
    predefined: str,
) -> Iterator[Thing]:
    name = words()["names"][kind]
    own = words()["component_set"]
    piece = Piece(
        kind=name,
        mark=mark,
        designation=code,
        storey=storey.label,
        grade="C30",
        cover=20,
        concrete=solid.volume,
        mass=solid.volume * CONCRETE / CUBIC_METRE,
        size=size,
        steel=115,
        seismic=False,
    )
    sets = sets_of.precast_sets(piece)
    sets[own["set"]] |= {own["drain"]: "1xDN50", own["anchorage"]: "HRB400 D10@150"}
    path = f"{storey.root}/{kind.replace('_', '-')}/{bay['id']}"
    yield Thing(
        path=path,
        ifc_class="IfcSlab",
        name=f"{name} {code}",
        storey=storey.number,
        solids=(solid,),
        frame=Frame(bay["x"], bay["y"], 0, bay["turns"]),
        predefined=predefined,
        tag=mark,
        type_name=code,
        object_type=name,
        material="concrete_c30",
        classification="14-20.20.03",
        sets={**sets, **sets_of.slab_quantities(*size, solid.volume)},
    )
    (x0, x1), (y0, y1), (z0, _) = solid.bounds
    model, capacity = sets_of.lifting_pin(piece.mass, 4, size[0] * size[1])
    shift = 2 * (solid.centre_y - (y0 + y1) / 2)
    about = (y0 + shift, y1) if shift > 0 else (y0, y1 + shift)
    yield from slab_lifting(storey, path, (x0, x1), about, z0 + size[2], "lifting_insert", model, capacity)


def parapets(storey: Storey) -> Iterator[Thing]:
    """Sandwich parapets of 15G368-1 on the edge of the roof, and the cast ones around the core."""
    name = words()["names"]
    for index, bay in enumerate(plan()["exterior"], 1):
        x0, x1 = PARAPET_END[bay["ends"][0]], bay["width"] - PARAPET_END[bay["ends"][1]]
        corner = "1" if bay["ends"] == ["joint", "joint"] else "2"
        code = f"NEQ-J{corner}-{bay['width'] // 100:02d}14"
        solid = slab_of_wall(((20, x0), (1420, x0), (1420, x1), (20, x1)), (-240, 60), style="facade")
        concrete = solid.volume * (60 + 160) / 300
        mass = (concrete * CONCRETE + (solid.volume - concrete) * INSULATION) / CUBIC_METRE
        mark = storey.mark("YNEQ", index)
        piece = Piece(
            kind=name["parapet"],
            mark=mark,
            designation=code,
            storey=words()["roof_storey"],
            grade="C30",
            cover=20,
            concrete=concrete,
            mass=mass,
            size=(x1 - x0, 1400, 300),
            steel=90,
            seismic=False,
        )
        path = f"{storey.root}/parapet/{bay['id']}"
        yield Thing(
            path=path,
            ifc_class="IfcWall",
            name=f"{name['parapet']} {code}",
            storey=storey.number,
            solids=(solid,),
            frame=Frame(bay["x"], bay["y"], 0, bay["turns"]),
            predefined="PARAPET",
            tag=mark,
            type_name=code,
            object_type=name["parapet"],
            classification="14-10.20.03",
            layers=(("concrete_c30", 60), ("insulation", 80), ("concrete_c30", 160)),
            sets={**sets_of.precast_sets(piece), "Pset_WallCommon": {"IsExternal": True, "LoadBearing": False}},
        )
        model, capacity = sets_of.lifting_pin(mass, 2)
        for i, x in enumerate((x0 + 0.207 * (x1 - x0), x1 - 0.207 * (x1 - x0)), 1):
            yield Thing(
                path=f"{path}/lifting-{i}",
                ifc_class="IfcDiscreteAccessory",
                name=f"{name['lifting_insert']} {model}",
                storey=storey.number,
                frame=Frame(x, -20, 1420),
                solids=(cylinder((0, 0), 12, -240, 240),),
                whole=path,
                nested=True,
                predefined="USERDEFINED",
                object_type=name["lifting_insert"],
                type_name=model,
                material="steel",
                sets=sets_of.insert_sets(model, "top", capacity),
            )
    for wall in plan()["core_parapets"]:
        x0, x1, y0, y1 = wall["box"]
        solid = box((0, x1 - x0), (0, y1 - y0), (0, 600), "cast")
        path = f"{storey.root}/parapet/core-{wall['id']}"
        yield _cast(storey, path, "IfcWall", name["core_parapet"], Frame(x0, y0), solid, "PARAPET")


def bathrooms(storey: Storey) -> Iterator[Thing]:
    """A pod in each bathroom, on a lowered slab; the storage room of the ground floor has none."""
    name = words()["names"]["pod"]
    for number, bath in enumerate(plan()["bathrooms"], 1):
        if storey.number == 1 and bath["unit"] == "B":
            continue
        x0, x1, y0, y1 = bath["pod"]["box"]
        dx, dy, shell = x1 - x0, y1 - y0, POD_SHELL
        code = bath["pod"]["designation"]
        inside = box((shell, dx - shell), (shell, dy - shell), (shell, POD_HEIGHT - shell))
        doorway = box((450, 1150), (0, shell), (shell, 2040))
        own = words()["component_set"]
        mark = storey.mark("WY", number)
        yield Thing(
            path=f"{storey.root}/bathroom/{bath['id']}",
            ifc_class="IfcElementAssembly",
            name=f"{name} {code}",
            tag=mark,
            storey=storey.number,
            frame=Frame(x0, y0, POD_FEET if storey.number == 1 else 0.0),
            predefined="USERDEFINED",
            object_type=name,
            material="smc",
            solids=(box((0, dx), (0, dy), (0, POD_HEIGHT), "pod", minus=(inside, doorway)),),
            type_name=f"{name} {code}",
            sets={
                own["set"]: {
                    own["mark"]: mark,
                    own["designation"]: code,
                    own["kind"]: name,
                    own["storey"]: storey.label,
                    own["construction"]: own["precast"],
                    own["mass"]: Measure("IfcMassMeasure", POD_MASS),
                },
                "Pset_ManufacturerTypeInformation": {"ModelReference": code},
                words()["pod_set"]["set"]: dict(words()["pod_set"]["values"]),
            },
        )


def services(storey: Storey) -> Iterator[Thing]:
    """Risers through the storey, and conduits in the topping of its floor."""
    name, own = words()["names"], words()["service_set"]
    top = storey.wall_top if storey.last else storey.height
    for riser in plan()["risers"]:
        solid = cylinder((0, 0), RISER_RADIUS, 0, top, style="pvc")
        yield Thing(
            path=f"{storey.root}/riser/{riser['id']}",
            ifc_class="IfcPipeSegment",
            name=f"{name['riser']} DN110",
            storey=storey.number,
            frame=Frame(riser["x"], riser["y"]),
            solids=(solid,),
            predefined="RIGIDSEGMENT",
            type_name="PVC-U DN110",
            material="pvc",
            classification="14-40.20.03",
            sets={own["set"]: {own["system"]: own["drainage"], own["routing"]: own["separated"]}},
        )
    if storey.number == 1:
        return
    for conduit in plan()["conduits"]:
        x0, x1, y = conduit["run"]
        yield Thing(
            path=f"{storey.root}/conduit/{conduit['id']}",
            ifc_class="IfcCableCarrierSegment",
            storey=storey.number,
            name=f"{name['conduit']} PC20",
            frame=Frame(x0, y, -45),
            predefined="CONDUITSEGMENT",
            type_name="PC20",
            solids=(cylinder((0, 0), CONDUIT_RADIUS, 0, x1 - x0, "yz", "pvc"),),
            material="pvc",
            classification="14-50.40",
            sets={own["set"]: {own["system"]: own["lighting"], own["routing"]: own["embedded"]}},
        )


def rooms(storey: Storey) -> Iterator[Thing]:
    """Spaces with the names of their use; unit B of the ground floor is the entrance."""
    entrance = {"living": "entrance_hall", "bedroom": "property_office", "bathroom": "storage"}
    for number, room in enumerate(plan()["rooms"], 1):
        key = entrance[room["key"]] if storey.number == 1 and room["unit"] == "B" else room["key"]
        x0, x1, y0, y1 = room["box"]
        yield Thing(
            path=f"{storey.root}/room/{number}",
            ifc_class="IfcSpace",
            name=f"{storey.number:02d}{number:02d}",
            storey=storey.number,
            frame=Frame(x0, y0),
            predefined="INTERNAL",
            object_type=words()["rooms"][key],
            solids=(box((0, x1 - x0), (0, y1 - y0), (0, storey.wall_top), "space"),),
            type_name=None,
            tag=room["unit"],
        )


def _cast(storey: Storey, path: str, ifc_class: str, name: str, frame: Frame, solid: Solid, predefined: str) -> Thing:
    code = {"IfcSlab": "14-20.20.03", "IfcBeam": "14-20.20.06", "IfcWall": "14-20.20.15"}[ifc_class]
    return Thing(
        path=path,
        ifc_class=ifc_class,
        name=name,
        storey=storey.number,
        frame=frame,
        solids=(solid,),
        predefined=predefined,
        type_name=name,
        object_type=name,
        material="concrete_c30",
        classification=code,
        sets=sets_of.cast_sets(storey.label, "C30", 20),
    )
