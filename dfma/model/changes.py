"""What can be written back into a copy of a received file, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dfma.text import Text

Stretched: TypeAlias = Literal["yes", "if_needed", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedMatch:
    """An element is to be a variant of a standard component."""

    element: str
    """GlobalId"""
    component: str
    """Id of the component in its library."""
    revision: int
    designation: str
    """Names the variant, and the type object that is made for it."""
    kind: str
    """Kind of piece that the component is (`dfma.model.recognition.KINDS`)."""
    concrete: bool
    """Cast of concrete in a factory: the property sets of precast concrete apply."""
    grade: str | None
    """Strength class as the component's document states it."""
    library: str
    """Which library, and in which state, the component was taken from."""
    uri: str | None = None
    """Where the component is published, when it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMove:
    """How far the two ends of a piece move along one direction."""

    dimension: str
    """length | width | height"""
    axis: tuple[float, float, float]
    """Unit vector in the building."""
    low: float
    """Metres along the axis by which the end at its tail moves."""
    high: float
    """The same of the end at its head."""
    openings: tuple[float, float] | None
    """Where along the axis, in metres from the origin of the building, openings lie that stay in their places; None:
    what is in the piece moves with the end that it is nearer to."""

    @property
    def growth(self) -> float:
        """Metres by which the piece becomes longer."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A piece itself or something that goes with it: a part, an opening, what fills an opening."""

    element: str
    """GlobalId"""
    reach: tuple[tuple[float, float] | None, ...]
    """Per move of the piece: from where to where it reaches along the axis, in metres from the origin of the building;
    None without a shape."""
    stretched: tuple[Stretched, ...]
    """Per move: whether it grows with the piece, as a layer does, or is only moved, as an anchor is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resize:
    """A piece gets another size or another place."""

    element: str
    """GlobalId"""
    members: tuple[Member, ...]
    moves: tuple[EndMove, ...]
    together: int
    """Pieces of one number change all or none: they stand in a line that must close."""
    sizes: tuple[tuple[str, float, float], ...] = ()
    """Name of each dimension, metres before and after; none when the piece is only moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplied:
    """A change that was not made, because …"""

    element: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was written."""

    path: str
    typed: tuple[str, ...]
    """GlobalIds of elements that carry an accepted component now."""
    types_made: int
    types_reused: int
    not_applied: tuple[NotApplied, ...]
    entities_changed: int
    """Of the received file; all others stand byte for byte as they were received."""
    entities_added: int
    plan_types: int | None = None
    """Types of the point of the plan that was written; None: no plan was asked for."""
    resized: tuple[str, ...] = ()
    """GlobalIds of pieces that have another size now."""
    moved: tuple[str, ...] = ()
    """GlobalIds of pieces that stand elsewhere in their line now, with the size they had."""
    not_resized: tuple[NotApplied, ...] = ()
    """Pieces of the plan that stay as received."""
    still_named: tuple[NotApplied, ...] = ()
    """Resized pieces whose mark, name or type states the size that they had."""
