"""Commands that only look: list, show, history, conflicts, where-used, dashboard, audit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from app.cli.library.common import (
    SHORT,
    Actor,
    Component,
    Desk,
    Json,
    Revision,
    Url,
    desk,
    entry_table,
    event_line,
    event_table,
)
from app.cli.options import Lang, say


def list_components(library: Url = None, json: Json = None, lang: Lang = None, actor: Actor = None) -> None:
    """List the components with their states."""
    with desk(library, actor, json, lang) as at:
        records = at.library.components()
        table = [
            {
                "component": name,
                "names": record.facts.revisions[record.newest].description.get("names"),
                "kind": record.facts.revisions[record.newest].description.get("kind"),
                "state": record.state.value,
                "offered": record.released,
                "heads": list(record.heads),
                "number": record.numbers[record.newest],
            }
            for name, record in records.items()
        ]
        at.answer(table, (_list_line(row, at) for row in table))


def _list_line(row: dict[str, Any], at: Desk) -> str:
    names = row["names"] or {}
    conflict = f"  {at.say('cli.library.in_conflict')}" if len(row["heads"]) > 1 else ""
    name = names.get(at.words.language, row["component"])
    return f"{row['component']:<12} {row['number']:>3}  {at.state(row['state'])}  {name}{conflict}"


def show(
    component: Component,
    revision: Revision = None,
    library: Url = None,
    json: Json = None,
    lang: Lang = None,
    actor: Actor = None,
) -> None:
    """Show one revision of a component, and what was said about the component."""
    import yaml

    with desk(library, actor, json, lang) as at:
        record = at.library.component(component)
        shown = record.find(revision) if revision else record.newest
        entry = next(entry for entry in record.history if entry.revision.id == shown)
        comments = [event for event in record.events if event.verb == "commented"]
        lines = [
            f"{component} {entry.number}  {shown[:SHORT]}  {at.state(entry.state)}  {entry.author}  {entry.at[:10]}",
            yaml.safe_dump(dict(entry.revision.description), allow_unicode=True, sort_keys=False).rstrip(),
            *(event_line(event, at) for event in comments),
        ]
        at.answer(entry_table(entry) | {"comments": [event_table(event) for event in comments]}, lines)


def history(
    component: Component, library: Url = None, json: Json = None, lang: Lang = None, actor: Actor = None
) -> None:
    """List the revisions of a component, the oldest first."""
    with desk(library, actor, json, lang) as at:
        entries = at.library.history(component)
        lines = (
            f"{entry.number:>3}  {entry.revision.id[:SHORT]}  {at.state(entry.state)}  {entry.author}  "
            f"{entry.at[:19]}  {entry.why}".rstrip()
            for entry in entries
        )
        at.answer([entry_table(entry) for entry in entries], lines)


def conflicts(library: Url = None, json: Json = None, lang: Lang = None, actor: Actor = None) -> None:
    """Show both sides of every component that was changed in two ways."""
    with desk(library, actor, json, lang) as at:
        found = [at.library.conflict(component) for component in at.library.conflicts()]
        table, lines = [], []
        for conflict in found:
            fields = [
                {name: value_of(getattr(field, name)) for name in ("path", "base", "ours", "theirs")}
                for field in conflict.fields
            ]
            sides = {"ours": entry_table(conflict.ours), "theirs": entry_table(conflict.theirs)}
            table.append({"component": conflict.component, **sides, "fields": fields})
            lines.append(conflict.component)
            for name, entry in (("ours", conflict.ours), ("theirs", conflict.theirs)):
                lines.append(f"  {name}: {entry.revision.id[:SHORT]}  {entry.author}  {entry.at[:19]}  {entry.why}")
            lines += [
                f"  {field['path']}: {field['base']} → ours {field['ours']} | theirs {field['theirs']}"
                for field in fields
            ]
        at.answer(table, lines or [at.say("cli.library.conflicts.none")])


def value_of(value: object) -> object:
    """A field's value for people and JSON; nothing for a field that is not there."""
    from component_library.revisions import ABSENT

    return None if value is ABSENT else value


def where_used(
    component: Component, library: Url = None, json: Json = None, lang: Lang = None, actor: Actor = None
) -> None:
    """List the projects that use a component, and what changing it would cost."""
    with desk(library, actor, json, lang) as at:
        found = at.library.where_used(component)
        lines = [
            at.say(
                "cli.library.where-used.line",
                name=use.name or use.project,
                n=use.count,
                at=use.at[:10],
                moulds=use.moulds,
            )
            + " "
            + (
                at.say("cli.library.where-used.unknown")
                if use.cost_of_change is None
                else at.say("cli.library.where-used.cost", cost=use.cost_of_change)
            )
            for use in found
        ]
        at.answer([asdict(use) for use in found], lines or [at.say("cli.library.where-used.none")])


def dashboard(library: Url = None, json: Json = None, lang: Lang = None, actor: Actor = None) -> None:
    """Show how much the projects on record take from the library."""
    with desk(library, actor, json, lang) as at:
        figures = at.library.dashboard()
        rates = {name: getattr(figures, name) for name in ("hit_rate", "use_rate", "reuse_rate")}
        lines = [
            at.say("cli.library.dashboard.projects", n=figures.projects, pieces=figures.pieces),
            *(f"{at.state(state)}: {count}" for state, count in figures.components.items()),
            *(
                at.say(f"cli.library.dashboard.{name}", rate="–" if rate is None else f"{rate:.0%}")
                for name, rate in rates.items()
            ),
            at.say(
                "cli.library.dashboard.types",
                types="–" if figures.types_per_project is None else f"{figures.types_per_project:.1f}",
            ),
            *(f"{component}: {projects}, {pieces}" for component, projects, pieces in figures.most_used),
        ]
        at.answer(asdict(figures), lines)


def audit(
    component: Annotated[str | None, typer.Argument(metavar="COMPONENT", help=say("cli.library.component"))] = None,
    library: Url = None,
    json: Json = None,
    lang: Lang = None,
    actor: Actor = None,
) -> None:
    """List everything that was done, in order of time."""
    with desk(library, actor, json, lang) as at:
        events = at.library.audit(component)
        at.answer([event_table(event) for event in events], (event_line(event, at) for event in events))
