"""A library as it was a moment ago: a value that the window shows while workers open the library itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from component_library.approval import Role, Verb, make_event, refusal
from component_library.library import Library, open_library
from component_library.records import Record
from component_library.usage import Usage, WhereUsed, where_used
from dfma.components.catalogue import ComponentCatalogue, seed_catalogue
from dfma.text import Text, text

ACTIONS = (Verb.SUBMITTED, Verb.APPROVED, Verb.RETURNED, Verb.WITHDRAWN)
"""What people do with a revision, in the order of its life."""
NEEDS_WHY = (Verb.RETURNED, Verb.WITHDRAWN)
_SOME_REASON = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What is there, and who looks."""

    url: str | None
    """Without passwords; None: the standard series that ship with the program, which nobody changes."""
    actor: str
    roles: frozenset[Role]
    records: Mapping[str, Record]
    """Component → everything about it; empty for the standard series."""
    catalogue: ComponentCatalogue
    """The newest revision of each component, in whatever state."""
    usages: tuple[Usage, ...] = ()
    left_out: tuple[Text, ...] = ()
    """Components that this program cannot read, with the reason."""

    def where_used(self, component: str) -> tuple[WhereUsed, ...]:
        """The projects on record that use a component."""
        return where_used(component, self.usages, self.records.get(component))

    def actions(self, component: str) -> dict[Verb, Text | None]:
        """What the state of the newest revision permits; each with the reason why this person may not, or None."""
        record = self.records.get(component)
        if record is None:
            return {}
        found: dict[Verb, Text | None] = {}
        for verb in ACTIONS:
            revision = record.released if verb is Verb.WITHDRAWN and record.released else record.newest
            event = make_event(verb, self.actor, component=component, revision=revision, why=_SOME_REASON)
            # The state is asked of somebody who may do everything, so that a missing role does not hide it.
            if refusal(event, record.facts.events.values(), frozenset(Role)) == "state":
                continue
            reason = refusal(event, record.facts.events.values(), self.roles)
            found[verb] = None if reason is None else text(f"library.refused.{reason}", who=self.actor)
        return found

    def in_conflict(self, component: str) -> bool:
        """Whether somebody has to merge it."""
        record = self.records.get(component)
        return record is not None and len(record.heads) > 1


def standard_series() -> Snapshot:
    """What the program brings along."""
    return Snapshot(url=None, actor="", roles=frozenset(), records={}, catalogue=seed_catalogue())


def snapshot_of(library: Library) -> Snapshot:
    """What a library holds now."""
    everything = library.everything()
    return Snapshot(
        url=library.url,
        actor=library.actor,
        roles=library.roles(),
        records=library.components(),
        catalogue=everything,
        usages=library.usages(),
        left_out=everything.left_out,
    )


def read_snapshot(url: str | None, actor: str | None = None) -> Snapshot:
    """Open a library, look, and close it; without an address the standard series. Raises UserError."""
    if url is None:
        return standard_series()
    with open_library(url, actor) as library:
        return snapshot_of(library)
