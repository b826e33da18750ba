"""The sample building as values: nothing stands in the place of another, sizes and weights are sound."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import pytest
import shapely

from dfma.ifc.sample.building import Building, sample_building
from dfma.ifc.sample.defects import put_in_defects
from dfma.ifc.sample.pieces import Frame, Solid, Thing
from dfma.ifc.sample.properties import words

# Inserts, conduits and openings are meant to be inside other things; a flight fills little of its box.
INSIDE = (
    "IfcDiscreteAccessory",
    "IfcCableCarrierSegment",
    "IfcPipeSegment",
    "IfcOpeningElement",
    "IfcSpace",
    "IfcStairFlight",
)


@pytest.fixture(scope="module")
def building() -> Building:
    return sample_building(4)


def frames(building: Building, thing: Thing) -> Iterator[Frame]:
    """The frames from a thing up to its storey."""
    yield thing.frame
    host = thing.whole or thing.voids or thing.fills
    if host:
        yield from frames(building, building.things[host])


def solids_in_the_building(building: Building) -> Iterator[tuple[str, shapely.Polygon, float, float]]:
    """Path, plan and height of each body, door and window leaves left out."""
    for path, thing in building.things.items():
        if thing.ifc_class in INSIDE or "IfcDoor" in thing.ifc_class or "IfcWindow" in thing.ifc_class:
            continue
        level = building.levels[thing.storey - 1].elevation
        for plan, low, high in (block for solid in thing.solids for block in blocks(solid)):
            standing, foot = plan, low
            for frame in frames(building, thing):
                standing = shapely.affinity.rotate(standing, 90 * frame.quarter_turns, origin=(0, 0))
                standing = shapely.affinity.translate(standing, frame.x, frame.y)
                foot += frame.z
            yield path, standing, foot + level, foot + level + high - low


def blocks(solid: Solid) -> Iterator[tuple[shapely.Polygon, float, float]]:
    """A solid as upright prisms: plan and height. An upright plate is cut into bands between its corners."""
    x, (y0, y1), (z0, z1) = solid.bounds
    if solid.plane != "zx":
        flat = shapely.Polygon(solid.outline, solid.holes) if solid.plane == "xy" else shapely.box(x[0], y0, x[1], y1)
        yield flat, z0, z1
        return
    face = shapely.Polygon(solid.outline, solid.holes)
    heights = sorted({z for ring in (solid.outline, *solid.holes) for z, _ in ring})
    for low, high in itertools.pairwise(heights):
        for part in shapely.get_parts(face.intersection(shapely.box(low, x[0], high, x[1]))):
            if part.area == 0:
                continue  # only touches the band
            _, left, _, right = part.bounds
            yield shapely.box(left, y0, right, y1), low, high


def test_no_two_pieces_stand_in_one_place(building: Building) -> None:
    bodies = list(solids_in_the_building(building))
    tree = shapely.STRtree([plan for _, plan, _, _ in bodies])
    clashes = []
    for i, (path, plan, low, high) in enumerate(bodies):
        for j in tree.query(plan, predicate="intersects"):
            other, there, floor, top = bodies[j]
            if i < j and min(high, top) - max(low, floor) > 1 and plan.intersection(there).area > 100:
                clashes.append((path, other))
    # The shelf of a landing beam and the well of a balcony are cut out of their boxes.
    assert [pair for pair in clashes if not any("landing" in path or "balcony" in path for path in pair)] == []


def test_volume_of_an_extrusion_less_its_holes(building: Building) -> None:
    leaf = building.things["storey-03/exterior/south-3/outer_leaf"]
    # 3280 x 2980 less the window 1500 x 1500 and the notch of the AC slab 1220 x 160, 60 thick
    assert leaf.volume == pytest.approx((3280 * 2980 - 1500 * 1500 - 1220 * 160) * 60)


def test_a_sandwich_panel_weighs_what_its_layers_weigh(building: Building) -> None:
    own = words()["component_set"]
    path = "storey-03/exterior/east-1"
    concrete = building.things[f"{path}/inner"].volume + building.things[f"{path}/outer_leaf"].volume
    insulation = building.things[f"{path}/insulation"].volume
    stated = building.things[path].sets[own["set"]][own["mass"]].value  # type: ignore[union-attr]
    assert stated == pytest.approx((concrete * 2500 + insulation * 32) / 1e9, abs=0.1)


def test_a_flight_has_the_rise_and_run_of_the_atlas(building: Building) -> None:
    (solid,) = building.things["storey-01/stair/flight-1"].solids
    _, (y0, y1), (z0, z1) = solid.bounds
    assert (y1 - y0, z1 - z0) == (2880, 1700)
    treads = sorted({z for _, z in solid.outline[: 2 * 9 + 2]})
    assert [round(b - a, 4) for a, b in itertools.pairwise(treads)] == [166.6667] * 9
    assert math.isclose(solid.volume / 1e9, 0.7807, rel_tol=0.06)  # 15G367-1 ST-30-25


def test_each_defect_changes_the_building(building: Building) -> None:
    flawed, defects = put_in_defects(building)
    changed = {path for path, thing in flawed.things.items() if building.things.get(path) != thing}
    gone = building.things.keys() - flawed.things.keys()
    assert len(changed | gone) >= len(defects)
    assert (len(changed) + len(gone)) < 0.1 * len(building.things)
