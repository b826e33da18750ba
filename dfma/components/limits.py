"""How far each present type may change: what is permitted, what stands beside it, transport, lifting, piers."""

from __future__ import annotations

import numpy as np

from dfma.components.lines import Surroundings
from dfma.components.plan_costs import added_volume
from dfma.components.plan_settings import Limits, PlanSettings
from dfma.components.present_types import END, HEIGHT, LENGTH, START, WIDTH, Flags, Floats, Ints, PresentTypes

_DIMENSION = {START: "length", END: "length", WIDTH: "width", HEIGHT: "height", LENGTH: "length"}
_FAR = 1_000_000
"""Millimetres: no limit."""


def room_of_types(present: PresentTypes, around: Surroundings, place: Ints) -> tuple[Ints, Ints]:
    """(G, 5) by how much all pieces of a type can shrink and grow in their places. `place` (pieces) says which row of
    the surroundings a piece is."""
    type_of, turned = (present.pieces[name].to_numpy() for name in ("type", "turned"))
    first = turned.astype(np.int64)
    limits = []
    for side in (around.shrink_mm[place], around.grow_mm[place]):
        both = side.sum(axis=2)
        ends = [side[np.arange(len(place)), 0, end] for end in (first, 1 - first)]
        pinned = present.pinned[type_of]
        columns = [ends[0], np.where(pinned, ends[1], both[:, 0]), both[:, 1], both[:, 2], both[:, 0]]
        least = np.full((len(present.kind), 5), float(_FAR))
        np.minimum.at(least, type_of, np.stack(columns, axis=1))
        limits.append(np.floor(least + 0.01).astype(np.int64))
    return limits[0], limits[1]


def reach(
    present: PresentTypes, room: tuple[Ints, Ints], permitted: float, settings: PlanSettings
) -> tuple[Ints, Ints]:
    """(G, 5) the least and greatest size that each type may take."""
    most = np.array(
        [[min(permitted, settings.most_change(kind, _DIMENSION[c]), _FAR) for c in range(5)] for kind in present.kind]
    ).reshape(-1, 5).astype(np.int64)  # fmt: skip
    low = present.sizes - np.minimum(most, room[0])
    high = present.sizes + np.minimum(most, room[1])
    high = np.minimum(high, np.maximum(present.sizes, _largest(present.sizes, settings.limits)))
    piers = np.minimum(present.sizes[:, [START, END]], int(settings.limits.pier_mm))
    low[:, [START, END]] = np.where(present.pinned[:, None], np.maximum(low[:, [START, END]], piers), low[:, :2])
    return low, high


def _largest(sizes: Ints, limits: Limits) -> Ints:
    """(G, 5) what a truck carries: the longest side along it, the next standing or across, the thinnest across."""
    order = np.argsort(-sizes[:, [LENGTH, WIDTH, HEIGHT]], axis=1, kind="stable")
    largest = np.full_like(sizes, _FAR)
    by_rank = np.array([limits.truck_length_mm, max(limits.standing_height_mm, limits.truck_width_mm),
                        limits.truck_width_mm], np.int64)  # fmt: skip
    rank = np.argsort(order, axis=1)
    largest[:, [LENGTH, WIDTH, HEIGHT]] = by_rank[rank]
    return largest


def can_be_lifted(present: PresentTypes, types: Ints, sizes: Ints, limits: Limits) -> Flags:
    """(K, C) whether a piece of each type stays within the crane at each size, or does not become heavier."""
    added = added_volume(present, types, sizes[None]) * limits.density_kg_m3 / 1000
    own = present.sizes[types][:, [LENGTH, WIDTH, HEIGHT]].astype(np.float64).prod(axis=1) / 1e9
    guess = own * present.fullness[types] * limits.density_kg_m3 / 1000
    mass: Floats = np.where(np.isnan(present.mass[types]), guess, present.mass[types])
    light: Flags = (added <= 0) | (mass[:, None] + added <= limits.crane_tonnes)
    return light
