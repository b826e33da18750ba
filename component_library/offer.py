"""What a library offers: a catalogue of components as the rest of the program reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from component_library.approval import State
from component_library.descriptions import read_description
from component_library.records import Record
from component_library.revisions import content_hash
from dfma.components.catalogue import make_catalogue
from dfma.components.component import Component
from dfma.errors import UserError
from dfma.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryCatalogue:
    """A `ComponentCatalogue` of one state of a library."""

    version: str
    components: Mapping[str, Component]
    variants: pl.DataFrame
    revisions: Mapping[str, str]
    """Component → name of the revision that is offered."""
    left_out: tuple[Text, ...]
    """Why a component is not offered although it should be: a newer program wrote it, say."""


def offer(records: Mapping[str, Record], *, drafts: bool = False, withdrawn_too: bool = False) -> LibraryCatalogue:
    """The approved revision of each component.

    With `drafts` the newest head instead, unless it was withdrawn; with `withdrawn_too` also what is offered no more,
    so that its designations are still recognised.
    """
    chosen = {name: revision for name, record in records.items() if (revision := _choice(record, drafts=drafts))}
    if withdrawn_too:
        chosen = {
            name: chosen.get(name) or (w.revision if (w := record.withdrawn) else "")
            for name, record in records.items()
        }
        chosen = {name: revision for name, revision in chosen.items() if revision}
    components: dict[str, Component] = {}
    left_out: list[Text] = []
    # In the order in which they came: among equals the older one is suggested first, as in the standard series.
    for name, revision in sorted(chosen.items(), key=lambda one: (records[one[0]].since, one[0])):
        try:
            components[name] = component_of(records[name], revision)
        except UserError as error:
            left_out.append(error.message)
    state = "\n".join(f"{name} {chosen[name]} {records[name].states[chosen[name]]}" for name in components)
    catalogue = make_catalogue(f"library-{content_hash(state)[:12]}", components)
    return LibraryCatalogue(
        version=catalogue.version,
        components=components,
        variants=catalogue.variants,
        revisions={name: chosen[name] for name in components},
        left_out=tuple(left_out),
    )


def component_of(record: Record, revision: str) -> Component:
    """A component as one of its revisions describes it, with the number and state that the library knows."""
    known = {"revision": record.numbers[revision], "status": record.states[revision].value}
    return read_description({**record.facts.revisions[revision].description, **known})


def _choice(record: Record, *, drafts: bool) -> str | None:
    if drafts and record.states[record.newest] is not State.WITHDRAWN:
        return record.newest
    return record.released
