"""Writes pieces with other sizes: bodies stretched between their ends, parts and openings moved with the end they are
at, neighbours moved to where the joints want them.

Every piece is worked out before anything is written: one that cannot be done as a whole stays as it was received, with
the reason, and so do the pieces that stand in one line with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dfma.ifc.bodies import Body, bodies_of, reach
from dfma.ifc.curves import shifted_representation
from dfma.ifc.move_placements import move_placements
from dfma.ifc.placements import Placements
from dfma.ifc.replace_bodies import ReplacedBodies
from dfma.ifc.shape_sources import is_body
from dfma.ifc.shifts import Direction, Range, Shift, free_plane
from dfma.ifc.stated_sizes import StatedSizes
from dfma.ifc.step_patch import Ref
from dfma.model.changes import EndMove, NotApplied, Resize
from dfma.model.geometry import Floats
from dfma.text import Text, text

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit

_MARGIN = 0.001
"""Metres that a cut keeps from corners."""
_AGREES = 0.002
"""Metres by which a body may differ from its mesh, along the direction in which it is stretched."""


@dataclass(slots=True, kw_only=True)
class ResizedElements:
    """What became of the pieces of a plan."""

    resized: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    refused: list[NotApplied] = field(default_factory=list)
    still_named: list[NotApplied] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """A product that moves as a whole."""

    entity: entity_instance
    by: Floats
    """(3) in the building, in units of the file."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A product that gets other bodies."""

    entity: entity_instance
    bodies: Mapping[int, tuple[Body, ...]]
    """By the number of the representation."""
    shifts: tuple[tuple[Direction, Shift], ...]
    """In its coordinates, one after the other."""


class _RefusedError(Exception):
    """A piece that cannot be done, because …"""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.key)
        self.reason = reason


def write_sizes(
    edit: Edit, changes: Sequence[Resize], entities: Mapping[str, entity_instance], length_unit: float
) -> ResizedElements:
    """Give pieces their sizes and places. `entities` maps GlobalIds to entities, `length_unit` is metres per unit of
    the file."""
    done = ResizedElements()
    planner = _Planner(entities, length_unit)
    planned: list[tuple[Resize, list[_Place | _Stretch]]] = []
    reasons: dict[int, tuple[str, Text]] = {}
    for change in changes:
        try:
            planned.append((change, planner.plan(change)))
        except _RefusedError as refused:
            reasons.setdefault(change.together, (change.element, refused.reason))
            done.refused.append(NotApplied(element=change.element, reason=refused.reason))
    kept = [(change, steps) for change, steps in planned if change.together not in reasons]
    for change, _ in planned:
        if change.together in reasons and change.sizes:
            done.refused.append(NotApplied(element=change.element, reason=text("apply.size.line")))
    _write(edit, [step for _, steps in kept for step in steps])
    stated = StatedSizes(edit, length_unit)
    for change, steps in kept:
        (done.resized if change.sizes else done.moved).append(change.element)
        if change.sizes:
            grown = {change.element: entities[change.element]}
            grown |= {step.entity.GlobalId: step.entity for step in steps if isinstance(step, _Stretch)}
            others = [entities[m.element] for m in change.members if m.element not in grown]
            done.still_named += stated.bring_up_to_date(change, list(grown.values()), others)
    stated.write_relations()
    return done


def _write(edit: Edit, steps: Sequence[_Place | _Stretch]) -> None:
    replaced = ReplacedBodies(edit)
    for step in steps:
        if isinstance(step, _Stretch):
            replaced.replace(step.entity, step.bodies, partial(_other_representation, edit, step.shifts))
    move_placements(edit, [(step.entity, step.by) for step in steps if isinstance(step, _Place)])


def _other_representation(
    edit: Edit, shifts: Sequence[tuple[Direction, Shift]], representation: entity_instance
) -> Ref | None:
    return shifted_representation(edit, representation, shifts)


class _Planner:
    def __init__(self, entities: Mapping[str, entity_instance], length_unit: float) -> None:
        self._entities, self._unit = entities, length_unit
        self._placements = Placements(1.0)

    def plan(self, change: Resize) -> list[_Place | _Stretch]:
        """What is to be done for a piece. Raises `_RefusedError` when it cannot be done."""
        moved = {member.element: np.zeros(3) for member in change.members}
        bodies: dict[str, dict[int, tuple[Body, ...]]] = {}
        shifts: dict[str, list[tuple[Direction, Shift]]] = {}
        for number, move in enumerate(change.moves):
            shift = self._shift(change, number, move, bodies)
            for member in change.members:
                ends = member.reach[number]
                whole = None if ends is None else shift.whole(ends)
                if whole is not None:
                    moved[member.element] += whole * np.array(move.axis) / self._unit
                elif ends is not None:
                    self._stretch(member.element, bodies[member.element], move, shift, shifts)
        steps: list[_Place | _Stretch] = []
        for member in change.members:
            entity = self._entities.get(member.element)
            if entity is None:
                raise _RefusedError(text("apply.no_element"))
            if member.element in shifts:
                steps.append(_Stretch(entity, bodies[member.element], tuple(shifts[member.element])))
            if moved[member.element].any():
                if self._placements.of(entity) is None or entity.ObjectPlacement is None:
                    raise _RefusedError(text("apply.size.placement"))
                steps.append(_Place(entity, moved[member.element]))
        return steps

    def _shift(
        self, change: Resize, number: int, move: EndMove, bodies: dict[str, dict[int, tuple[Body, ...]]]
    ) -> Shift:
        """Where the piece is cut in one direction (metres along the axis), and how its sections move."""
        if abs(move.growth) < 1e-9 and move.openings is None:
            return Shift((), (move.low,))
        ends = [m.reach[number] for m in change.members if m.stretched[number] != "no"]
        known = [one for one in ends if one is not None]
        if not known:
            raise _RefusedError(text("apply.size.no_shape"))
        low, high = min(one[0] for one in known), max(one[1] for one in known)
        if move.openings is None:
            plane = self._plane(change, number, (low, high), -move.growth, bodies)
            return Shift((plane,), (move.low, move.high))
        planes, moves = [], [0.0]
        if move.low:
            planes.append(self._plane(change, number, (low, move.openings[0]), move.low, bodies))
            moves = [move.low, 0.0]
        if move.high:
            planes.append(self._plane(change, number, (move.openings[1], high), -move.high, bodies))
            moves.append(move.high)
        return Shift(tuple(planes), tuple(moves))

    def _plane(
        self, change: Resize, number: int, zone: Range, narrower: float, bodies: dict[str, dict[int, tuple[Body, ...]]]
    ) -> float:
        """A place for a cut: it spares parts that need not be cut, if there is such a place, else only those that may
        not be."""
        reason = text("apply.size.no_place")
        for spared in (("no", "if_needed"), ("no",)):
            barred = [m.reach[number] for m in change.members if m.stretched[number] in spared]
            cut = [m.element for m in change.members if m.stretched[number] not in spared and m.reach[number]]
            try:
                edges = [one for element in cut for one in self._barred(element, change, number, bodies)]
            except _RefusedError as refused:
                reason = refused.reason
                continue
            known = [one for one in barred if one is not None]
            plane = free_plane(zone, [*known, *edges], narrower, _MARGIN)
            if plane is not None:
                return plane
        raise _RefusedError(reason)

    def _barred(
        self, element: str, change: Resize, number: int, bodies: dict[str, dict[int, tuple[Body, ...]]]
    ) -> list[Range]:
        """Where a product may not be cut, in metres along the axis."""
        direction = self._direction(element, change.moves[number])
        if element not in bodies:
            bodies[element] = self._bodies(element)
        own = [body for group in bodies[element].values() for body in group]
        ends = next(m.reach[number] for m in change.members if m.element == element)
        found = [reach(body, direction) for body in own]
        low, high = (end * self._unit for end in (min(f[0] for f in found), max(f[1] for f in found)))
        # Cuts may leave less than the body has before them, never more.
        if ends is not None and (ends[0] < low - _AGREES or ends[1] > high + _AGREES):
            raise _RefusedError(text("apply.size.elsewhere"))
        return [(a * self._unit, b * self._unit) for body in own for a, b in body.barred(direction)]

    def _bodies(self, element: str) -> dict[int, tuple[Body, ...]]:
        entity = self._entities.get(element)
        if entity is None:
            raise _RefusedError(text("apply.no_element"))
        found: dict[int, tuple[Body, ...]] = {}
        for representation in entity.Representation.Representations if entity.Representation else ():
            if not is_body(representation):
                continue
            own: list[Body] = []
            for item in representation.Items:
                made = bodies_of(item)
                if made is None:
                    raise _RefusedError(text("apply.size.form", form=_form(item)))
                own += made
            found[representation.id()] = tuple(own)
        if not found:
            raise _RefusedError(text("apply.size.no_shape"))
        return found

    def _stretch(
        self,
        element: str,
        bodies: dict[int, tuple[Body, ...]],
        move: EndMove,
        shift: Shift,
        shifts: dict[str, list[tuple[Direction, Shift]]],
    ) -> None:
        direction = self._direction(element, move)
        own = Shift(tuple(p / self._unit for p in shift.planes), tuple(m / self._unit for m in shift.moves))
        for number, group in bodies.items():
            bodies[number] = tuple(body.shifted(direction, own) for body in group)
        shifts.setdefault(element, []).append((direction, own))

    def _direction(self, element: str, move: EndMove) -> Direction:
        matrix = self._placements.of(self._entities[element]) if element in self._entities else None
        if matrix is None:
            raise _RefusedError(text("apply.size.placement"))
        return Direction(np.array(move.axis), 0.0).seen_from(matrix)


def _form(item: entity_instance) -> str:
    """What an item is made of that is not stretched, as a person looks it up in the schema."""
    kind = str(item.is_a())
    if kind == "IfcMappedItem":
        inner = list(item.MappingSource.MappedRepresentation.Items)
    else:
        inner = [part for name in ("FirstOperand", "SecondOperand") if (part := getattr(item, name, None)) is not None]
    unknown = [one for one in inner if not one.is_a("IfcHalfSpaceSolid") and bodies_of(one) is None]
    if unknown:
        return _form(unknown[0])
    profile = getattr(item, "SweptArea", None)
    curve = getattr(profile, "OuterCurve", None)
    return ", ".join(one if isinstance(one, str) else one.is_a() for one in (kind, profile, curve) if one is not None)
