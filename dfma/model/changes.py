"""What can be written back into a copy of a received file, as values."""

from __future__ import annotations

from dataclasses import dataclass

from dfma.text import Text


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
