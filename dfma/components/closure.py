"""Closure: what a row of pieces and joints allows its pieces to change, and what its joints become.

Where openings stay in their places, a row falls into stretches from one block of openings to the next: the changes
within a stretch and the changes of its joints add up to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from dfma.components.lines import Row
from dfma.components.present_types import END, HEIGHT, LENGTH, START, WIDTH, Flags, Ints
from dfma.components.type_plan import JOINT_SCHEMA

_COLUMN = (LENGTH, WIDTH, HEIGHT)
_ROUNDING_MM = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a row whose changes its joints must absorb."""

    line: int
    terms: tuple[tuple[int, int], ...]
    """Type, and the column of sizes that changes."""
    joints: tuple[int, ...]
    """Places in the row."""
    low: int
    """The sum of the changes lies between these, in millimetres; 0 always does."""
    high: int


def stretches(rows: Sequence[Row], type_of: Ints, turned: Flags, pinned: Flags) -> tuple[Stretch, ...]:
    """Of all rows. `type_of` and `turned` are by place in the table of pieces, `pinned` is by type."""
    return tuple(part for line, row in enumerate(rows) for part in _of_row(line, row, type_of, turned, pinned))


def distinct(parts: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Of stretches that ask the same of the same types the narrowest."""
    least: dict[tuple[tuple[int, int], ...], Stretch] = {}
    for part in parts:
        terms = tuple(sorted(part.terms))
        known = least.get(terms, part)
        tighter = part if (part.high - part.low) < (known.high - known.low) else known
        least[terms] = Stretch(
            line=tighter.line, terms=terms, joints=(), low=max(part.low, known.low), high=min(part.high, known.high)
        )
    return tuple(least.values())


def _of_row(line: int, row: Row, type_of: Ints, turned: Flags, pinned: Flags) -> Iterator[Stretch]:
    terms: list[tuple[int, int]] = []
    joints: list[int] = []
    for place, (piece, dimension) in enumerate(zip(row.places, row.dimensions, strict=True)):
        kind = int(type_of[piece])
        if dimension == 0 and pinned[kind]:
            ends = (START, END) if row.forward[place] != bool(turned[piece]) else (END, START)
            yield _stretch(line, row, [*terms, (kind, ends[0])], joints)
            terms, joints = [(kind, ends[1])], []
        else:
            terms.append((kind, _COLUMN[dimension]))
        if place + 1 < len(row.places):
            joints.append(place)
    yield _stretch(line, row, terms, joints)


def _stretch(line: int, row: Row, terms: Sequence[tuple[int, int]], joints: Sequence[int]) -> Stretch:
    room = [_joint_room(row, joint) for joint in joints]
    return Stretch(
        line=line,
        terms=tuple(terms),
        joints=tuple(joints),
        low=int(np.ceil(-sum(wider for _, wider in room) - _ROUNDING_MM)),
        high=int(np.floor(sum(narrower for narrower, _ in room) + _ROUNDING_MM)),
    )


def _joint_room(row: Row, joint: int) -> tuple[float, float]:
    """How much narrower and wider a joint may become; one that is outside its limits may stay."""
    gap, sort = row.gaps_mm[joint], row.sorts[joint]
    return max(gap - sort.min_mm, 0.0), max(sort.max_mm - gap, 0.0)


def change_of(part: Stretch, changes: Ints) -> int:
    """Sum of the changes (G, 5) along a stretch."""
    return sum(int(changes[kind, column]) for kind, column in part.terms)


def new_joints(rows: Sequence[Row], parts: Sequence[Stretch], changes: Ints, row_of: Ints) -> pl.DataFrame:
    """The joints of every row in which a piece changes (JOINT_SCHEMA): each takes its share of what must be absorbed,
    by how much it can. `row_of` gives the row in the model of a place in the table of pieces."""
    absorbed: dict[int, dict[int, float]] = {}
    touched = {part.line for part in parts if any(changes[kind, column] for kind, column in part.terms)}
    for part in parts:
        if part.line in touched:
            absorbed.setdefault(part.line, {}).update(_shares(rows[part.line], part, change_of(part, changes)))
    records = [
        record for line in sorted(touched) for record in _joint_records(line, rows[line], absorbed[line], row_of)
    ]
    return pl.DataFrame(records, schema=JOINT_SCHEMA, orient="row")


def _shares(row: Row, part: Stretch, change: int) -> dict[int, float]:
    """By how much each joint of a stretch becomes wider."""
    room = [_joint_room(row, joint)[0 if change > 0 else 1] for joint in part.joints]
    whole = sum(room)
    return {joint: -change * own / whole if whole else 0.0 for joint, own in zip(part.joints, room, strict=True)}


def _joint_records(line: int, row: Row, wider: Mapping[int, float], row_of: Ints) -> Iterator[tuple[object, ...]]:
    for joint, (gap, sort) in enumerate(zip(row.gaps_mm, row.sorts, strict=True)):
        left, right = row_of[row.places[joint]], row_of[row.places[joint + 1]]
        yield (
            line, joint, int(left), int(right), sort.id, gap, min(gap, sort.min_mm), max(gap, sort.max_mm),
            round(gap + wider.get(joint, 0.0), 3),
        )  # fmt: skip
