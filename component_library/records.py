"""What follows from the facts about one component: history, states, and which revision is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from component_library.approval import Event, State, Verb, approval, state_of
from component_library.facts import Facts
from component_library.revisions import Revision, heads, in_order, maximal, numbers
from dfma.errors import UserError
from dfma.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One revision in the history of a component."""

    revision: Revision
    number: int
    """Counts from 1 along the longest way; two heads may share one."""
    state: State
    is_head: bool
    author: str
    """Who brought it first; empty when no event tells."""
    at: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """Everything about one component."""

    id: str
    facts: Facts

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Revisions that nothing was made from yet; several are a conflict."""
        return heads(self.facts.parents)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """In order of time."""
        return tuple(sorted(self.facts.events.values(), key=lambda event: (event.at, event.id)))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return numbers(self.facts.parents)

    @cached_property
    def states(self) -> Mapping[str, State]:
        """State of each revision."""
        about: dict[str, list[Event]] = {name: [] for name in self.facts.revisions}
        for event in self.events:
            about.get(event.revision, []).append(event)
        return {name: state_of(events, name) for name, events in about.items()}

    @cached_property
    def history(self) -> tuple[Entry, ...]:
        """The oldest first."""
        first = {
            event.revision: event
            for event in reversed(self.events)
            if event.verb in (Verb.ADDED, Verb.MERGED, Verb.SEEDED)
        }
        return tuple(
            Entry(
                revision=self.facts.revisions[name],
                number=self.numbers[name],
                state=self.states[name],
                is_head=name in self.heads,
                author=first[name].who if name in first else "",
                at=first[name].at if name in first else "",
                why=first[name].why if name in first else "",
            )
            for name in in_order(self.facts.parents)
        )

    def find(self, start: str) -> str:
        """The one revision whose name begins so. Raises UserError."""
        found = [name for name in self.facts.revisions if start and name.startswith(start)]
        if len(found) != 1:
            raise UserError(text("library.revision.unknown", component=self.id, revision=start[:12]))
        return found[0]

    @cached_property
    def released(self) -> str | None:
        """The revision that is offered: approved, and no later one was approved or withdrawn. Of two that were approved
        apart from each other the one approved last, until a librarian merges them."""
        judged = [name for name, state in self.states.items() if state in (State.APPROVED, State.WITHDRAWN)]
        latest = [name for name in maximal(judged, self.facts.parents) if self.states[name] is State.APPROVED]
        return max(latest, key=lambda name: (self._approved_at(name), name), default=None)

    def _approved_at(self, name: str) -> str:
        approved = approval(self.facts.events.values(), name)
        return approved.at if approved else ""

    @cached_property
    def since(self) -> str:
        """When the component came into being."""
        return min((event.at for event in self.events), default="")

    @property
    def newest(self) -> str:
        """The head that is shown where one is asked for."""
        return max(self.heads, key=lambda name: (self.numbers[name], name))

    @property
    def withdrawn(self) -> Event | None:
        """The withdrawal in force: there was something to offer, and nothing is offered any more."""
        if self.released is not None:
            return None
        return next((event for event in reversed(self.events) if event.verb == Verb.WITHDRAWN), None)

    @property
    def state(self) -> State:
        """Of the newest head; withdrawn as long as nothing else is offered and the withdrawal is of that head."""
        return self.states[self.newest]


def records(facts: Facts) -> dict[str, Record]:
    """All components of a store, in order of their ids."""
    return {name: Record(id=name, facts=one) for name, one in facts.by_component.items()}
