"""What a store holds: revisions and events, two sets that only grow."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from component_library.approval import Event, Role
from component_library.revisions import Revision

Kept = TypeVar("Kept", Revision, Event)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Revisions and events, of a whole store or of one component."""

    revisions: Mapping[str, Revision] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    recorders: Mapping[str, str] = field(default_factory=dict)
    """Event → who brought it into this store, where that is not who did it."""

    @cached_property
    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """Revision → the revisions it was made from."""
        return {name: revision.parents for name, revision in self.revisions.items()}

    @cached_property
    def by_component(self) -> Mapping[str, Facts]:
        """The same, component by component, in order of their ids."""
        revisions: dict[str, dict[str, Revision]] = {}
        events: dict[str, dict[str, Event]] = {}
        for revision in self.revisions.values():
            revisions.setdefault(revision.component, {})[revision.id] = revision
        for event in self.events.values():
            events.setdefault(event.component, {})[event.id] = event
        return {
            name: Facts(revisions=revisions[name], events=events.get(name, {}), recorders=self.recorders)
            for name in sorted(revisions)
        }


def make_facts(revisions: Iterable[Revision] = (), events: Iterable[Event] = ()) -> Facts:
    """Facts from values."""
    return Facts(revisions={one.id: one for one in revisions}, events={one.id: one for one in events})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Something that a store did not take: `reason` is `role`, `state`, `two_person`, `parents`, `component`, …"""

    id: str
    reason: str


def trusted(read: Callable[[str], Kept], name: str, body: str) -> Kept:
    """Read a body that is said to have this name. Raises ValueError when it has another, or is none."""
    value = read(body)
    if value.id != name:
        raise ValueError("the content does not match its hash")
    return value


class Store(Protocol):
    """SQLite, PostgreSQL or a folder. Nothing is ever changed or removed."""

    @property
    def url(self) -> str:
        """Where it is, without passwords."""

    @property
    def actor(self) -> str:
        """Who works with it."""

    def roles(self) -> frozenset[Role]:
        """What the actor may do."""

    def read(self, component: str | None = None) -> Facts:
        """Everything, or everything about one component (the empty name: about none)."""

    def known(self) -> tuple[set[str], set[str]]:
        """Names of the revisions and of the events that are here."""

    def fetch(self, revisions: Collection[str], events: Collection[str]) -> Facts:
        """Some of them."""

    def write(self, facts: Facts, *, tolerant: bool = False) -> tuple[Refused, ...]:
        """Add, all or nothing; what is here already stays as it is. Raises UserError when one is refused, unless
        `tolerant`: then the others are added and the refused are told."""

    def grant(self, event: Event) -> None:
        """Give somebody roles."""

    def close(self) -> None:
        """Let go of it."""
