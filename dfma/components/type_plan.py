"""The values that type reduction gives: the points of the front, and what changes at each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

import polars as pl

from dfma.text import Text

ASSIGNMENT_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "type": pl.Int32,
        "length_mm": pl.Float64,  # of the type
        "width_mm": pl.Float64,
        "height_mm": pl.Float64,
        "length_from_mm": pl.Float64,  # as received, to the millimetre
        "width_from_mm": pl.Float64,
        "height_from_mm": pl.Float64,
        "start_change_mm": pl.Float64,  # of the length, at the end from which the openings are read; 0 without openings
        "end_change_mm": pl.Float64,  # of the length, at the other end (or anywhere, without openings)
        "turned": pl.Boolean,  # that first end is the far one along the box of the piece
        "change_mm": pl.Float64,  # sum of the changes of all dimensions
        "concrete": pl.Float64,  # m³ that are added, negative where the piece becomes smaller
        "designation": pl.String,  # library component of that size; null: a free size, or openings
    }
)
"""Per piece: its type, the size of that type, and what changes."""

JOINT_SCHEMA = pl.Schema(
    {
        "line": pl.Int32,
        "place": pl.Int32,  # along the line
        "left": pl.Int32,  # row
        "right": pl.Int32,  # row
        "sort": pl.String,  # close | dry | cast | strip
        "gap_mm": pl.Float64,  # as received
        "min_mm": pl.Float64,
        "max_mm": pl.Float64,
        "new_gap_mm": pl.Float64,
    }
)
"""Joints of the lines in which a piece changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Pieces in a row with joints between them, which keep their length together."""

    family: str
    """wall | slab"""
    storey: int | None
    """Row."""
    rows: tuple[int, ...]
    """The pieces from one end to the other."""
    length_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPoint:
    """The types at one permitted change."""

    goal: Literal["as_received", "fewest_types", "least_cost"]
    """What was asked for: the fewest types, and the least cost for that number; or the least cost with any number."""
    max_change_mm: float
    """How much each of length, width and height may change."""
    greatest_change_mm: float
    """How much the most changed dimension does change."""
    types: int
    bound: int
    """So few types at least are needed at this permitted change: proven."""
    optimal: bool
    """fewest_types: `types` equals the bound; least_cost: `cost` equals its bound."""
    types_mirrored_apart: int
    """Types when a piece and its mirror image are two."""
    total_change_mm: float
    """Sum over all pieces and dimensions."""
    changed: int
    """Pieces that change at all."""
    cost: float
    """In units, or in the currency of the settings: of the types and of the changes."""
    cost_of_types: float
    cost_bound: float
    """No plan with these types in number (least_cost: with any number) costs less: proven."""
    concrete: float
    """m³ that are added over all pieces."""
    carbon: float | None
    """kg CO2e of that concrete; None: no factor is known."""
    by_kind: Mapping[str, int]
    """Types per kind of element."""
    by_kind_mirrored_apart: Mapping[str, int]
    assignment: pl.DataFrame
    """ASSIGNMENT_SCHEMA"""
    joints: pl.DataFrame
    """JOINT_SCHEMA"""
    types_unclosed: int
    """With so few types one could do if lines did not have to close."""
    blocked_by: tuple[int, ...]
    """Lines (numbers in `Standardisation.lines`) that prevent that."""
    offered: bool
    """No other point is as good in types, change and cost, and better in one of them."""
    why_not: Text | None
    """Why the point is not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardisation:
    """How many types the building has, and how few would do."""

    types_before: int
    types_before_mirrored_apart: int
    types_before_by_kind: Mapping[str, int]
    pieces: int
    """Pieces that were counted."""
    unknown: int
    """Pieces of unknown size, which are in no type."""
    pieces_by_kind: Mapping[str, int]
    lines: tuple[Line, ...]
    """Wall lines and slab bays that must close."""
    currency: str | None
    """Of all costs; None: units of our own proposal, no money."""
    plan: tuple[PlanPoint, ...]
    """By permitted change; not all are offered."""
    chosen: PlanPoint | None = None
    """The point that a person asked for by the number of types."""

    @property
    def front(self) -> tuple[PlanPoint, ...]:
        """The points that are offered, the most types first."""
        return tuple(sorted((p for p in self.plan if p.offered), key=lambda p: (-p.types, p.max_change_mm)))

    @property
    def fewest(self) -> int:
        """The least number of types at any permitted change that was tried."""
        return min((point.types for point in self.plan), default=0)

    def cheapest(self, max_types: int, max_change_mm: float = inf) -> PlanPoint | None:
        """The cheapest offered point with at most so many types and no greater change; None when there is none."""
        enough = [p for p in self.front if p.types <= max_types and p.greatest_change_mm <= max_change_mm]
        return min(enough, key=lambda point: (point.cost, point.types, point.max_change_mm), default=None)
