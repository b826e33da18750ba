"""Who did what to which revision, and what follows from it: states, roles and the two-person rule.

Everything that happens is an event, and events are only ever added. A state is worked out from the set of events
alone, never from their order of arrival or from clocks: stores that hold the same events agree.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from component_library.revisions import canonical, content_hash, is_hash, read_canonical

SEED = "seed"
"""The actor that brings the standard series."""

_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


class State(enum.StrEnum):
    """How far a revision has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class Role(enum.StrEnum):
    """What a person may do in a library; a person may have several."""

    DESIGNER = "designer"
    LIBRARIAN = "librarian"
    REVIEWER = "reviewer"


class Verb(enum.StrEnum):
    """What can happen."""

    ADDED = "added"
    MERGED = "merged"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    SEEDED = "seeded"
    """Brought with the program: approved without a review."""
    COMMENTED = "commented"
    USED = "used"
    """A project's model uses components (see `usage.py`)."""
    ROLE = "role"
    """Someone was given roles in this store; the one event that is not exchanged."""


_ANYONE = frozenset(Role)
_AUTHORS = frozenset({Role.DESIGNER, Role.LIBRARIAN})
MAY: Mapping[str, frozenset[Role]] = {
    Verb.ADDED: _AUTHORS,
    Verb.SUBMITTED: _AUTHORS,
    Verb.COMMENTED: _ANYONE,
    Verb.USED: _ANYONE,
    Verb.APPROVED: frozenset({Role.REVIEWER}),
    Verb.RETURNED: frozenset({Role.REVIEWER}),
    Verb.MERGED: frozenset({Role.LIBRARIAN}),
    Verb.WITHDRAWN: frozenset({Role.LIBRARIAN}),
    Verb.SEEDED: frozenset({Role.LIBRARIAN}),
    Verb.ROLE: frozenset({Role.LIBRARIAN}),
}
"""Roles of which one is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened."""

    verb: str
    """A `Verb`, or a word of a newer program, which is kept and means nothing here."""
    component: str
    """Empty where no single component is meant."""
    revision: str
    """Empty where no revision is meant."""
    who: str
    at: str
    """UTC, ISO 8601 with microseconds."""
    why: str
    answers: str
    """The event that this one answers: the submission of an approval, the comment of a reply. Else empty."""
    data: Mapping[str, Any]
    body: str = field(repr=False)
    """Canonical JSON of all of the above."""
    id: str
    """SHA-256 of `body`."""


_NAMES = ("verb", "component", "revision", "who", "at", "why", "answers")


def make_event(
    verb: Verb,
    who: str,
    *,
    component: str = "",
    revision: str = "",
    why: str = "",
    answers: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """An event that happens now."""
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    told = (verb.value, component, revision, who, at, why, answers)
    return read_event(canonical({**dict(zip(_NAMES, told, strict=True)), "data": data or {}}))


def read_event(body: str) -> Event:
    """An event from its canonical body. Raises ValueError for anything else."""
    table = read_canonical(body)
    if table.keys() != {*_NAMES, "data"} or not all(isinstance(table[name], str) for name in _NAMES):
        raise ValueError("not an event")
    if not isinstance(table["data"], dict) or not table["who"] or not _AT.fullmatch(table["at"]):
        raise ValueError("an event without a person or a time")
    if not all(is_hash(table[name]) or not table[name] for name in ("revision", "answers")):
        raise ValueError("an event about no revision or event")
    return Event(**table, body=body, id=content_hash(body))


def authors(events: Iterable[Event], revision: str) -> set[str]:
    """Who wrote or submitted a revision: they may not approve it."""
    mine = (Verb.ADDED, Verb.MERGED, Verb.SUBMITTED)
    return {event.who for event in events if event.revision == revision and event.verb in mine}


def open_submission(events: Collection[Event], revision: str) -> Event | None:
    """The latest submission that nobody has sent back."""
    returned = {event.answers for event in events if event.verb == Verb.RETURNED}
    submissions = (event for event in events if event.verb == Verb.SUBMITTED and event.revision == revision)
    return max(
        (event for event in submissions if event.id not in returned),
        key=lambda event: (event.at, event.id),
        default=None,
    )


def approval(events: Collection[Event], revision: str) -> Event | None:
    """What approved a revision: somebody who neither wrote nor submitted it, by a submission that nobody sent back; or
    the seed."""
    barred = authors(events, revision)
    submitted = {event.id for event in events if event.verb == Verb.SUBMITTED and event.revision == revision}
    standing = submitted - {event.answers for event in events if event.verb == Verb.RETURNED}
    valid = [
        event
        for event in events
        if event.revision == revision
        and (
            (event.verb == Verb.APPROVED and event.who not in barred and event.answers in standing)
            or (event.verb == Verb.SEEDED and event.who == SEED)
        )
    ]
    return max(valid, key=lambda event: (event.at, event.id), default=None)


def state_of(events: Collection[Event], revision: str) -> State:
    """Withdrawn counts more than approved, approved more than in review; a withdrawn revision stays withdrawn, and the
    component returns with a new one."""
    if any(event.verb == Verb.WITHDRAWN and event.revision == revision for event in events):
        return State.WITHDRAWN
    if approval(events, revision):
        return State.APPROVED
    return State.IN_REVIEW if open_submission(events, revision) else State.DRAFT


_BEFORE: Mapping[str, frozenset[State]] = {
    Verb.SUBMITTED: frozenset({State.DRAFT}),
    Verb.APPROVED: frozenset({State.IN_REVIEW}),
    Verb.RETURNED: frozenset({State.IN_REVIEW}),
    Verb.WITHDRAWN: frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED}),
}
_NEEDS_REASON = (Verb.RETURNED, Verb.WITHDRAWN)


def refusal(event: Event, events: Collection[Event], roles: Collection[Role]) -> str | None:
    """Why somebody with these roles may not do this now: `role`, `state`, `two_person`, `reason`; else None."""
    if not MAY.get(event.verb, frozenset()).intersection(roles):
        return "role"
    if event.verb in _BEFORE and state_of(events, event.revision) not in _BEFORE[event.verb]:
        return "state"
    if event.verb == Verb.APPROVED and event.who in authors(events, event.revision):
        return "two_person"
    if event.verb in _NEEDS_REASON and not event.why.strip():
        return "reason"
    return None


def roles_of(actor: str, events: Iterable[Event]) -> frozenset[Role]:
    """The roles that somebody was given last; whoever was given none is a designer."""
    given = [event for event in events if event.verb == Verb.ROLE and event.data.get("actor") == actor]
    last = max(given, key=lambda event: (event.at, event.id), default=None)
    if last is None:
        return frozenset({Role.DESIGNER})
    return frozenset(Role(role) for role in last.data.get("roles", ()) if role in set(Role))
