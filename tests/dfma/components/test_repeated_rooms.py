"""Repeated rooms: a hotel whose room types, counts and mirror images are known."""

from __future__ import annotations

import pytest

from dfma.components.repeated_rooms import Layout, RepeatedRooms, find_repeated_rooms
from dfma.components.transport import check_module
from tests.builders import Thing, building

BAY, DEPTH, BATH, WALL, HEIGHT = 3.6, 7.2, 2.0, 0.2, 2.7


def guest_room(
    name: str,
    x: float = 0.0,
    base: float = 0.0,
    *,
    storey: str = "",
    mirrored: bool = False,
    width: float = BAY,
    north: bool = True,
) -> list[Thing]:
    """A bedroom at the facade, a bathroom beside the entrance from the corridor."""

    def box(
        x0: float, x1: float, y0: float, y1: float, z: float = HEIGHT
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        if mirrored:
            x0, x1 = width - x1, width - x0
        if not north:
            y0, y1 = -y1 - 2.0, -y0 - 2.0
        return (x + (x0 + x1) / 2, (y0 + y1) / 2, base + z / 2), (x1 - x0, y1 - y0, z)

    def thing(ifc_class: str, part: str, place: tuple[float, ...], called: str = "") -> Thing:
        kind = ifc_class.removeprefix("Ifc").lower()
        return {"guid": f"{name}-{part}", "class": ifc_class, "kind": kind, "name": called, "box": box(*place)}

    things = [
        thing("IfcSpace", "bedroom", (0, width - WALL, BATH + WALL, DEPTH), "Bedroom"),
        thing("IfcSpace", "bath", (0, 1.7, 0, BATH), "Bathroom"),
        thing("IfcSpace", "lobby", (1.9, width - WALL, 0, BATH), "Entrance"),
        thing("IfcDoor", "d1", (2.2, 3.1, -WALL, 0, 2.1)),
        thing("IfcDoor", "d2", (1.7, 1.9, 0.6, 1.4, 2.1)),
        thing("IfcDoor", "d3", (2.2, 3.1, BATH, BATH + WALL, 2.1)),
        thing("IfcWindow", "w", (0.6, 2.4, DEPTH, DEPTH + WALL, 1.5)),
    ]
    return [{**one, "storey": storey} for one in things] if storey else things


def hotel(storeys: int = 3, bays: int = 6) -> list[Thing]:
    """On both sides of each corridor pairs of rooms that mirror each other, and a wider suite in the last bay."""
    things: list[Thing] = []
    for level in range(storeys):
        base = 3.0 * level
        for north in (True, False):
            for bay in range(bays):
                suite = bay == bays - 1
                name = f"{level}{'n' if north else 's'}{bay}"
                width = 4.5 if suite else BAY
                things += guest_room(
                    name, bay * BAY, base, storey=f"{base:g}", mirrored=bay % 2 == 1, width=width, north=north
                )
        length = bays * BAY + 0.9
        things.append(
            {
                "guid": f"corridor{level}",
                "class": "IfcSpace",
                "name": "Corridor",
                "kind": "space",
                "storey": f"{base:g}",
                "box": ((length / 2, -1.0, base + HEIGHT / 2), (length, 1.6, HEIGHT)),
            }
        )
    return things


@pytest.fixture(scope="module")
def found() -> RepeatedRooms:
    return find_repeated_rooms(building(hotel(), storeys={"0": 0.0, "3": 3.0, "6": 6.0}))


def by_count(layouts: tuple[Layout, ...]) -> list[tuple[int, int]]:
    """Per type: how many, and how many of them are mirrored against the first."""
    return [(one.count, sum(instance.mirrored for instance in one.instances)) for one in layouts]


def test_guest_rooms_and_suites_are_found_with_their_counts(found: RepeatedRooms) -> None:
    # 3 storeys × 2 sides × 5 bays, and 3 × 2 suites; a corridor belongs to no dwelling.
    assert [one.count for one in found.units] == [30, 6]
    assert found.why_no_units is None
    assert {guid for one in found.units for instance in one.instances for guid in instance.rooms} == {
        thing["guid"] for thing in hotel() if thing["class"] == "IfcSpace" and thing["name"] != "Corridor"
    }


def test_mirror_images_are_of_the_same_type_and_known_as_such(found: RepeatedRooms) -> None:
    # On the north bays 1 and 3 of 0…4 are mirrored; the south side is the north side mirrored at the corridor.
    assert by_count(found.units)[0] == (30, 3 * (2 + 3))
    rooms = {instance.rooms[0]: instance.mirrored for instance in found.units[0].instances}
    assert (rooms["0n0-bedroom"], rooms["0n1-bedroom"], rooms["0s0-bedroom"], rooms["0s1-bedroom"]) == (
        False, True, True, False,
    )  # fmt: skip


def test_single_rooms_have_types_of_their_own(found: RepeatedRooms) -> None:
    assert sorted((one.count for one in found.rooms), reverse=True)[:2] == [36, 30]  # all bathrooms; bedrooms of 3.4 m
    assert (3, "Corridor") in [(one.count, one.name) for one in found.rooms]


def test_modules_have_a_count_a_size_and_a_transport_check(found: RepeatedRooms) -> None:
    module = found.modules[0]
    assert (module.layout.level, module.layout.count) == ("unit", 30)
    assert module.outer == pytest.approx((7.2 + 0.2, 3.4 + 0.2, 2.7 + 0.3))
    assert {check.id: check.verdict for check in module.transport} == {
        "TL-01": "permit", "TL-02": "within", "HK-03 width": "beyond", "HK-03 height": "within",
        "SG-05 width": "beyond", "SG-05 height": "within",
    }  # fmt: skip
    assert module.mass is None


def test_a_room_with_another_door_place_is_another_type() -> None:
    things = guest_room("a") + guest_room("b", 20.0)
    moved: Thing = {"guid": "b-d1", "class": "IfcDoor", "kind": "door", "box": ((22.3, -0.1, 1.05), (0.9, 0.2, 2.1))}
    others = [moved if thing["guid"] == "b-d1" else thing for thing in things]
    assert [one.count for one in find_repeated_rooms(building(things)).units] == [2]
    assert [one.count for one in find_repeated_rooms(building(others)).units] == [1, 1]


def test_without_spaces_or_doors_it_says_why() -> None:
    nothing = find_repeated_rooms(building([]))
    assert nothing.why_no_rooms is not None
    assert nothing.why_no_units is not None
    closed: list[Thing] = [
        {"guid": guid, "class": "IfcSpace", "kind": "space", "box": ((x, 0, 1.35), (3, 4, 2.7))}
        for guid, x in [("a", 0), ("b", 3.2)]
    ]
    found = find_repeated_rooms(building(closed))
    assert (found.units, [one.count for one in found.rooms]) == ((), [2])
    assert found.why_no_units is not None


@pytest.mark.parametrize(("width", "verdict"), [(2.5, "within"), (3.0, "permit"), (3.8, "beyond")])
def test_width_by_road(width: float, verdict: str) -> None:
    assert next(check for check in check_module((6.0, width, 3.0)) if check.id == "TL-01").verdict == verdict
