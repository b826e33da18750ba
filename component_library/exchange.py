"""Exchange between any two stores: each is given what it lacks, and nothing is taken away.

Revisions and events are named by their content and only ever added, so stores that have exchanged in whatever order
hold the same sets, and agree about heads and states because these follow from the sets alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from component_library.approval import Event, Verb
from component_library.facts import Facts, Refused, Store, make_facts

_RANK: Mapping[str, int] = {Verb.ADDED: 0, Verb.MERGED: 0, Verb.SEEDED: 0, Verb.SUBMITTED: 1}
"""What happened first comes first, whatever the clocks said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one store was given."""

    to: str
    revisions: int
    events: int
    refused: tuple[Refused, ...]
    """What it did not take: a member may not bring the approvals of others into a server, say."""


def sync(one: Store, other: Store) -> tuple[Sent, Sent]:
    """Give each store what only the other has."""
    return send(one, other), send(other, one)


def send(source: Store, target: Store) -> Sent:
    """Give a store what it lacks of another."""
    there, heard = target.known()
    here, happened = source.known()
    return deliver(source.fetch(here - there, happened - heard), target)


def deliver(facts: Facts, target: Store) -> Sent:
    """Add facts that come from elsewhere. Roles are a matter of each store."""
    there, heard = target.known()
    events = [one for name, one in facts.events.items() if name not in heard and one.verb != Verb.ROLE]
    fresh = make_facts(
        (one for name, one in facts.revisions.items() if name not in there), sorted(events, key=_in_causal_order)
    )
    refused = target.write(fresh, tolerant=True)
    lost = {one.id for one in refused}
    return Sent(
        to=target.url,
        revisions=len(fresh.revisions.keys() - lost),
        events=len(fresh.events.keys() - lost),
        refused=refused,
    )


def _in_causal_order(event: Event) -> tuple[int, str, str]:
    return _RANK.get(event.verb, 2), event.at, event.id
