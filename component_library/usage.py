"""Which project uses which components: where a component is used, what changing it costs, how much a firm reuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from component_library.approval import Event, Verb
from component_library.records import Record

MOST_ELEMENTS = 20_000
"""GlobalIds that a record names; a larger model is counted only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentUse:
    """One revision of one component in one project."""

    component: str
    revision: str
    count: int
    """Elements."""
    elements: tuple[str, ...] = ()
    """Their GlobalIds; empty where they were only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one model of one project uses."""

    project: str
    """GlobalId of IfcProject."""
    name: str
    model: str
    """SHA-256 of the model's file."""
    pieces: int
    """Pieces that were compared with the library."""
    hits: int
    """Of them, those that a component of the library could be."""
    types: int
    """Piece types of the model."""
    components: tuple[ComponentUse, ...]
    who: str = ""
    at: str = ""

    @property
    def used(self) -> int:
        """Pieces that are a component of the library."""
        return sum(use.count for use in self.components)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereUsed:
    """One project that uses a component."""

    project: str
    name: str
    at: str
    revisions: tuple[str, ...]
    count: int
    elements: tuple[str, ...]
    moulds: int
    """Moulds that its pieces need: one, or as many as wear out."""
    cost_of_change: float | None
    """CNY for these moulds; None when the component does not say what a mould costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Figures of all projects, of the latest model of each."""

    projects: int
    components: Mapping[str, int]
    """State → components whose newest head is in it."""
    conflicts: int
    pieces: int
    hit_rate: float | None
    """Pieces that a component could be, of all that were compared."""
    use_rate: float | None
    """Pieces that are a component, of all that were compared."""
    reuse_rate: float | None
    """Pieces whose component more than one project uses, of those that are a component."""
    types_per_project: float | None
    most_used: tuple[tuple[str, int, int], ...]
    """Component, projects, pieces."""


def usage_data(usage: Usage) -> dict[str, Any]:
    """A record as an event keeps it."""
    names_elements = usage.used <= MOST_ELEMENTS
    return {
        **{name: getattr(usage, name) for name in ("project", "name", "model", "pieces", "hits", "types")},
        "components": [
            {
                "component": use.component,
                "revision": use.revision,
                "count": use.count,
                "elements": list(use.elements) if names_elements else [],
            }
            for use in usage.components
        ],
    }


def latest_usage(events: Iterable[Event]) -> tuple[Usage, ...]:
    """The last record of each project, in order of their names."""
    last: dict[str, Usage] = {}
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        if event.verb == Verb.USED and (usage := _usage(event)):
            last[usage.project] = usage
    return tuple(sorted(last.values(), key=lambda usage: (usage.name, usage.project)))


def where_used(component: str, usages: Iterable[Usage], record: Record | None) -> tuple[WhereUsed, ...]:
    """The projects that use a component, and what changing it would cost in each."""
    cost, wears_after = _mould(record)
    found = []
    for usage in usages:
        uses = [use for use in usage.components if use.component == component]
        count = sum(use.count for use in uses)
        if not count:
            continue
        moulds = ceil(count / wears_after) if wears_after else 1
        found.append(
            WhereUsed(
                project=usage.project,
                name=usage.name,
                at=usage.at,
                revisions=tuple(sorted({use.revision for use in uses})),
                count=count,
                elements=tuple(guid for use in uses for guid in use.elements),
                moulds=moulds,
                cost_of_change=None if cost is None else cost * moulds,
            )
        )
    return tuple(found)


def dashboard(usages: Iterable[Usage], records: Mapping[str, Record]) -> Dashboard:
    """Figures of a firm's projects and of its library."""
    usages = tuple(usages)
    projects: dict[str, set[str]] = {}
    pieces: dict[str, int] = {}
    for usage in usages:
        for use in usage.components:
            projects.setdefault(use.component, set()).add(usage.project)
            pieces[use.component] = pieces.get(use.component, 0) + use.count
    compared, used = sum(usage.pieces for usage in usages), sum(pieces.values())
    shared = sum(count for component, count in pieces.items() if len(projects[component]) > 1)
    states = [record.state.value for record in records.values()]
    ranking = sorted(pieces, key=lambda component: (-len(projects[component]), -pieces[component], component))
    return Dashboard(
        projects=len(usages),
        components={state: states.count(state) for state in sorted(set(states))},
        conflicts=sum(len(record.heads) > 1 for record in records.values()),
        pieces=compared,
        hit_rate=_ratio(sum(usage.hits for usage in usages), compared),
        use_rate=_ratio(used, compared),
        reuse_rate=_ratio(shared, used),
        types_per_project=_ratio(sum(usage.types for usage in usages), len(usages)),
        most_used=tuple((component, len(projects[component]), pieces[component]) for component in ranking[:20]),
    )


def _usage(event: Event) -> Usage | None:
    """The record of an event; None for one that a stranger put into a shared folder and that makes no sense."""
    try:
        return _read_usage(event, event.data)
    except (KeyError, TypeError, ValueError):
        return None


def _read_usage(event: Event, data: Mapping[str, Any]) -> Usage:
    return Usage(
        project=str(data["project"]),
        name=str(data["name"]),
        model=str(data["model"]),
        pieces=int(data["pieces"]),
        hits=int(data["hits"]),
        types=int(data["types"]),
        components=tuple(
            ComponentUse(
                component=use["component"],
                revision=use["revision"],
                count=int(use["count"]),
                elements=tuple(use.get("elements", ())),
            )
            for use in data["components"]
        ),
        who=event.who,
        at=event.at,
    )


def _mould(record: Record | None) -> tuple[float | None, int | None]:
    """Cost of a mould and after how many castings it is worn out, as far as the description says."""
    if record is None:
        return None, None
    mould = record.facts.revisions[record.released or record.newest].description.get("mould") or {}
    return mould.get("cost"), mould.get("uses")


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
