"""The standard series that ship with the program, as the first content of a library."""

from __future__ import annotations

from component_library.approval import SEED, Event, Verb, make_event
from component_library.descriptions import check_description
from component_library.facts import make_facts
from component_library.library import Library
from component_library.revisions import Revision, make_revision
from dfma.components.catalogue import seed_descriptions


def fill_with_seed(library: Library) -> int:
    """Add the standard series that the library has none of yet, approved; returns how many."""
    known = library.components().keys()
    revisions: list[Revision] = []
    events: list[Event] = []
    for description in seed_descriptions():
        if description["id"] not in known:
            check_description(description)
            revision = make_revision(description)
            revisions.append(revision)
            events.append(make_event(Verb.SEEDED, SEED, component=revision.component, revision=revision.id))
    library.store.write(make_facts(revisions, events))
    return len(revisions)
