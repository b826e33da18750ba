"""Moves products by placements of their own, and leaves where it is what is placed relative to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dfma.ifc.placements import Placements, placement
from dfma.ifc.step_patch import Ref
from dfma.model.geometry import Floats

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit


def move_placements(edit: Edit, moves: Sequence[tuple[entity_instance, Floats]]) -> None:
    """Move each product by a vector of the building, in units of the file. Everything else stays where it was, also
    what is placed relative to a product that moves."""
    wanted: dict[int, Floats] = {}
    for product, by in moves:
        place = product.ObjectPlacement
        others = [one for one in edit.step.file.get_inverse(place) if one.is_a("IfcProduct") and one != product]
        if others and any(_other(one, by, moves) for one in others):
            own = edit.copy(place, RelativePlacement=_moved(edit, place, by, Placements(1.0)))
            edit.set(product, "ObjectPlacement", own)
        else:
            wanted[place.id()] = by
    placements = Placements(1.0)
    for number in _with_children(edit, wanted):
        place = edit.step.file.by_id(number)
        above = place.PlacementRelTo
        rest = wanted.get(number, np.zeros(3)) - (np.zeros(3) if above is None else wanted.get(above.id(), np.zeros(3)))
        if np.abs(rest).max() > 0:
            edit.set(place, "RelativePlacement", _moved(edit, place, rest, placements))


def _other(product: entity_instance, by: Floats, moves: Sequence[tuple[entity_instance, Floats]]) -> bool:
    """Whether a product that shares a placement moves otherwise."""
    own = next((vector for one, vector in moves if one == product), np.zeros(3))
    return bool(np.abs(own - by).max() > 0)


def _with_children(edit: Edit, wanted: dict[int, Floats]) -> list[int]:
    """The placements that move, and those that are given relative to one of them."""
    found = dict.fromkeys(wanted)
    for number in wanted:
        for one in edit.step.file.get_inverse(edit.step.file.by_id(number)):
            if one.is_a("IfcLocalPlacement"):
                found[one.id()] = None
    return list(found)


def _moved(edit: Edit, place: entity_instance, by: Floats, placements: Placements) -> Ref:
    """The relative placement of a copy that is moved by a vector of the building."""
    above = None if place.PlacementRelTo is None else placements.chain(place.PlacementRelTo)
    relative = place.RelativePlacement
    own = by if above is None else above[:3, :3].T @ by
    at = placement(relative)[:3, 3] + own
    location = edit.add("IfcCartesianPoint", [round(value, 9) + 0.0 for value in at.tolist()])
    return edit.copy(relative, Location=location)
