"""The whole sample building as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dfma.ifc.sample import fittings, floors, walls
from dfma.ifc.sample.pieces import Thing
from dfma.ifc.sample.properties import plan
from dfma.ifc.sample.walls import Storey


@dataclass(frozen=True, slots=True)
class Level:
    """A storey as the file names it; the last one is the roof."""

    number: int
    elevation: float
    roof: bool


@dataclass(frozen=True, slots=True)
class Building:
    """Levels from the ground up, and things by their paths; a whole stands before its parts."""

    levels: tuple[Level, ...]
    things: dict[str, Thing]

    def changed(self, *changes: Thing, without: tuple[str, ...] = ()) -> Building:
        """A copy in which some things are replaced, and those under some paths are left out."""
        kept = {
            path: thing
            for path, thing in self.things.items()
            if not any(path == gone or path.startswith(f"{gone}/") for gone in without)
        }
        return replace(self, things=kept | {thing.path: thing for thing in changes})


def sample_building(storeys: int) -> Building:
    """A block of so many storeys, at least 3."""
    height = float(plan()["storey_height"])
    cast = plan()["cast_in_place_storeys"]
    levels = [Level(number, (number - 1) * height, number > storeys) for number in range(1, storeys + 2)]
    things: dict[str, Thing] = {}
    for level in levels:
        storey = Storey(level.number, height, level.number <= cast, level.number == storeys)
        for thing in _roof(storey) if level.roof else _storey(storey):
            if thing.path in things:
                raise ValueError(f"two things are called {thing.path}")
            things[thing.path] = thing
    return Building(tuple(levels), things)


def _storey(storey: Storey) -> Iterator[Thing]:
    if storey.number == 1:
        yield from floors.ground(storey)
    else:
        yield from floors.floor(storey)
        yield from fittings.landing_beam(storey)
        yield from fittings.projections(storey)
    yield from walls.outer_walls(storey)
    yield from walls.inner_walls(storey)
    if not storey.cast:
        yield from walls.cast_strips(storey)
    yield from walls.core_walls(storey)
    yield from walls.partitions(storey)
    yield from fittings.bathrooms(storey)
    if not storey.last:
        yield from fittings.stair(storey)
    yield from fittings.services(storey)
    yield from fittings.rooms(storey)


def _roof(storey: Storey) -> Iterator[Thing]:
    yield from floors.roof(storey)
    yield from fittings.parapets(storey)
