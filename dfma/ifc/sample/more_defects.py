"""Defects of shape and place that go with the rules about inserts, joints, pods and rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dfma.ifc.sample.building import Building
from dfma.ifc.sample.pieces import Solid, Thing, box, cylinder
from dfma.ifc.sample.properties import words
from dfma.text import Value

Outcome = tuple[Building, tuple[str, ...], Value, Value]
Change = Callable[[Building, str], Outcome]


def _moved(thing: Thing, *, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Thing:
    frame = thing.frame
    return replace(thing, frame=replace(frame, x=frame.x + x, y=frame.y + y, z=frame.z + z))


def _sleeve_at_face(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-B-1"
    sleeve = building.things[f"{path}/sleeve-1"]
    moved = replace(sleeve, frame=replace(sleeve.frame, y=70.0))
    return building.changed(moved), (path,), "28 mm", "8 mm"


def _sleeves_too_close(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-B-3"
    first, second = building.things[f"{path}/sleeve-1"], building.things[f"{path}/sleeve-2"]
    moved = replace(second, frame=replace(first.frame, x=first.frame.x + 55))
    return building.changed(moved), (path,), "550 mm", "11 mm"


def _off_centre_lifting(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-B-1"
    pins = [_moved(building.things[f"{path}/lifting-{i}"], x=150) for i in (1, 2)]
    return building.changed(*pins), (path,), 0, "150 mm"


def _loops_at_ends(building: Building, storey: str) -> Outcome:
    path = f"{storey}/floor/plank/south-4/2"
    (low, high) = building.things[path].solids[0].bounds[0]
    loops = []
    for i in range(1, 5):
        loop = building.things[f"{path}/lifting-{i}"]
        x = low + 0.05 * (high - low) if loop.frame.x < (low + high) / 2 else low + 0.95 * (high - low)
        loops.append(replace(loop, frame=replace(loop.frame, x=x)))
    return building.changed(*loops), (path,), "0.207 L", "0.05 L"


def _weak_out_of_the_mould(building: Building, storey: str) -> Outcome:
    """Pins that carry the panel in the air but not out of its mould."""
    path = f"{storey}/balcony/south-6"
    own = words()["insert_set"]
    pins = []
    for i in range(1, 5):
        pin = building.things[f"{path}/lifting-{i}"]
        sets = {name: {**held, own["capacity"]: "1390 kg"} for name, held in pin.sets.items()}
        pins.append(replace(pin, sets=sets))
    return building.changed(*pins), (path,), "2000 kg", "1390 kg"


def _brace_at_edge(building: Building, storey: str) -> Outcome:
    path = f"{storey}/interior/axis-B-3"
    insert, panel = building.things[f"{path}/brace-1"], building.things[path]
    moved = replace(insert, frame=replace(insert.frame, x=panel.solids[0].bounds[0][0] + 20))
    return building.changed(moved), (path,), "300 mm", "20 mm"


def _conduit_in_wall(building: Building, storey: str) -> Outcome:
    path = f"{storey}/conduit/south-1"
    panel = building.things[f"{storey}/interior/axis-B-1"]
    (x0, x1), _, _ = panel.solids[0].bounds
    conduit = replace(
        building.things[path],
        path=f"{path}-in-wall",
        frame=replace(panel.frame, x=panel.frame.x + (x0 + x1) / 2, z=200),
        solids=(cylinder((0, 0), 10, 0, 2000, style="pvc"),),
    )
    return building.changed(conduit), (conduit.path,), None, "2000 mm"


def _low_ring_beam(building: Building, _storey: str) -> Outcome:
    number = building.levels[-1].number
    path = f"storey-{number:02d}/ring/1"
    return building.changed(_height(building.things[path], (-250, -50))), (path,), "250 mm", "200 mm"


def _low_strip_on_wall(building: Building, _storey: str) -> Outcome:
    path = "storey-04/ring/1"
    return building.changed(_height(building.things[path], (-140, -4))), (path,), "140 mm", "136 mm"


def _thick_joint(building: Building, storey: str) -> Outcome:
    """A panel that stands 40 instead of 20 above what carries it, its top where it was."""
    path = f"{storey}/interior/axis-6-south"
    panel = building.things[path]
    return building.changed(_height(panel, (40, panel.solids[0].bounds[2][1]))), (path,), "20 mm", "40 mm"


def _closed_joint(building: Building, storey: str) -> Outcome:
    """The outer leaf 12 longer at one end: the joint to the next leaf is 8 instead of 20."""
    path = f"{storey}/exterior/south-3"
    leaf = building.things[f"{path}/outer_leaf"]
    (solid,) = leaf.solids
    high = solid.bounds[0][1]
    longer = replace(solid, outline=tuple((z, high + 12 if x == high else x) for z, x in solid.outline))
    return building.changed(replace(leaf, solids=(longer,))), (path,), "20 mm", "8 mm"


def _flight_at_wall(building: Building, _storey: str) -> Outcome:
    path = "storey-03/stair/flight-1"
    return building.changed(_moved(building.things[path], x=-15)), (path,), "20 mm", "5 mm"


def _pod_on_slab(building: Building, _storey: str) -> Outcome:
    path = "storey-01/bathroom/A"
    return building.changed(_moved(building.things[path], z=-60)), (path,), "110 mm", "50 mm"


def _narrow_kitchen(building: Building, storey: str) -> Outcome:
    kitchen = words()["rooms"]["kitchen"]
    room = next(
        thing
        for path, thing in building.things.items()
        if path.startswith(f"{storey}/room/") and thing.object_type == kitchen
    )
    _, y, z = room.solids[0].bounds
    return building.changed(replace(room, solids=(box((0, 1200), y, z, "space"),))), (room.path,), "3100 mm", "1200 mm"


def _thick_insulation(building: Building, storey: str) -> Outcome:
    path = f"{storey}/exterior/north-5"
    leaf, core = building.things[f"{path}/outer_leaf"], building.things[f"{path}/insulation"]
    (outer,), (inner,) = leaf.solids, core.solids
    thicker = replace(core, solids=(replace(inner, depth=130.0, start=inner.start + inner.depth - 130),))
    moved = replace(leaf, solids=(replace(outer, start=outer.start + inner.depth - 130),))
    return building.changed(thicker, moved), (path,), f"{inner.depth:.0f} mm", "130 mm"


def _bar_without_data(building: Building, storey: str) -> Outcome:
    wall = f"{storey}/interior/axis-B-1"
    panel = building.things[wall]
    (x0, x1), _, _ = panel.solids[0].bounds
    bar = Thing(
        path=f"{wall}/bar-1",
        ifc_class="IfcReinforcingBar",
        name="C12",
        storey=panel.storey,
        frame=replace(panel.frame, x=(x0 + x1) / 2, y=60.0, z=1500.0, quarter_turns=0),
        solids=(Solid(outline=((0.0, 0.0),), radius=6.0, depth=800, plane="xy", style="steel"),),
        whole=wall,
        nested=True,
        material="steel",
    )
    return building.changed(bar), (bar.path,), None, 1


def _height(thing: Thing, z: tuple[float, float]) -> Thing:
    """A block with another range of heights."""
    (solid,) = thing.solids
    if solid.plane == "zx":
        low, high = solid.bounds[2]
        ends = {low: z[0], high: z[1]}
        return replace(thing, solids=(replace(solid, outline=tuple((ends.get(a, a), b) for a, b in solid.outline)),))
    return replace(thing, solids=(replace(solid, start=z[0], depth=z[1] - z[0]),))


MORE_DEFECTS: tuple[tuple[str, str, Change], ...] = (
    ("sleeve_at_face", "DR067", _sleeve_at_face),
    ("sleeves_too_close", "DR068", _sleeves_too_close),
    ("thick_insulation", "DR078", _thick_insulation),
    ("low_ring_beam", "DR081", _low_ring_beam),
    ("low_strip_on_wall", "DR082", _low_strip_on_wall),
    ("thick_joint", "DR083", _thick_joint),
    ("closed_joint", "DR086", _closed_joint),
    ("flight_at_wall", "DR089", _flight_at_wall),
    ("pod_on_slab", "DR101", _pod_on_slab),
    ("narrow_kitchen", "DR104", _narrow_kitchen),
    ("conduit_in_wall", "DR109", _conduit_in_wall),
    ("off_centre_lifting", "DR115", _off_centre_lifting),
    ("loops_at_ends", "DR116", _loops_at_ends),
    ("weak_out_of_the_mould", "DR120", _weak_out_of_the_mould),
    ("bar_without_data", "DR130", _bar_without_data),
    ("brace_at_edge", "DR134", _brace_at_edge),
)
