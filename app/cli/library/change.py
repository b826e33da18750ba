"""Commands that add to the library: init, add, merge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.library.common import SHORT, Actor, Component, Json, Revision, Url, Why, desk, entry_table
from app.cli.options import Lang, say
from dfma.errors import UserError
from dfma.text import text

_LARGEST_FILE = 20_000_000


def init(
    library: Url = None,
    empty: Annotated[bool, typer.Option("--empty", help=say("cli.library.init.empty"))] = False,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Make a library, with the standard series in it."""
    with desk(library, actor, json, lang, create=True) as at:
        from component_library.seed import fill_with_seed

        count = 0 if empty else fill_with_seed(at.library)
        at.answer(
            {"library": at.library.url, "components": count},
            [at.say("cli.library.init.done", url=at.library.url, n=count)],
        )


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("cli.library.add.file"))],
    why: Why = "",
    based_on: Revision = None,
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Add components, or changes of them, from a YAML or JSON file."""
    from component_library.descriptions import check_description

    descriptions = read_descriptions(file)
    for description in descriptions:
        check_description(description)  # all of them before the first is added
    with desk(library, actor, json, lang) as at:
        table, lines = [], []
        for description in descriptions:
            base = at.library.component(description["id"]).find(based_on) if based_on else None
            revision = at.library.add(description, why=why, based_on=base)
            table.append({"component": revision.component, "revision": revision.id})
            lines.append(at.say("cli.library.add.done", component=revision.component, revision=revision.id[:SHORT]))
            if len(at.library.heads(revision.component)) > 1:
                lines.append(at.say("cli.library.add.conflict", component=revision.component))
        at.answer(table, lines)


def read_descriptions(path: Path) -> list[dict[str, Any]]:
    """One description, or a list of them, from YAML (which JSON is too)."""
    import yaml

    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UserError(text("components.unreadable", path=str(path)))
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise UserError(text("components.unreadable", path=str(path))) from error
    descriptions = [content] if isinstance(content, dict) else content
    if not isinstance(descriptions, list) or not all(isinstance(one, dict) for one in descriptions):
        raise UserError(text("components.unreadable", path=str(path)))
    return descriptions


def merge(
    component: Component,
    take: Annotated[
        str | None, typer.Option("--take", metavar="ours|theirs", help=say("cli.library.merge.take"))
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help=say("cli.library.merge.set"))
    ] = None,
    why: Why = "",
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
) -> None:
    """Make one revision of two heads; both stay in the history."""
    if take not in (None, "ours", "theirs"):
        raise typer.BadParameter(say("cli.choice.unknown", known="ours | theirs"))
    with desk(library, actor, json, lang) as at:
        conflict = at.library.conflict(component)
        choices = dict(_choice(given, conflict) for given in field or ())
        revision = at.library.merge(component, choices=choices, rest=take, why=why)
        entry = next(entry for entry in at.library.history(component) if entry.revision.id == revision.id)
        at.answer(
            entry_table(entry),
            [at.say("cli.library.add.done", component=component, revision=revision.id[:SHORT])],
        )


def _choice(given: str, conflict: Any) -> tuple[str, Any]:
    """FIELD=ours, FIELD=theirs, or FIELD=a value in YAML."""
    import yaml

    path, equals, value = given.partition("=")
    field = next((field for field in conflict.fields if field.path == path), None)
    if not equals or field is None:
        raise UserError(text("library.merge.no_conflict", field=path, component=conflict.component))
    if value in ("ours", "theirs"):
        return path, getattr(field, value)
    try:
        return path, yaml.safe_load(value)
    except yaml.YAMLError:
        return path, value
