"""Commands that bring in what was made elsewhere: template, import (packages, tables, IFC types), harvest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.library.common import SHORT, Actor, Desk, Json, Url, Why, desk
from app.cli.library.exchange import sent_lines
from app.cli.options import Lang, Quiet, say
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from component_library.table_import import TableMistake
    from dfma.components.harvest import Family

TABLES = (".csv", ".xlsx")
MODELS = (".ifc", ".ifczip")
_BAD_INPUT = 2


def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=say("cli.library.template.file"))],
    lang: Lang = None,
) -> None:
    """Write the table that components are filled into."""
    from app.bootstrap import catalogue, system_language
    from component_library.table_template import write_template
    from dfma.text import LANGUAGES

    if file.suffix.lower() != ".xlsx":
        raise UserError(text("cli.library.template.ending", path=str(file)))
    write_template(file, [catalogue(language) for language in LANGUAGES])
    typer.echo(catalogue(lang or system_language()).say_key("cli.library.template.done", path=str(file)))


def take_over(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=say("cli.library.import.file"))],
    why: Why = "",
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Take over a package, a filled-in table or the types of an IFC file, wholly or not at all."""
    ending = file.suffix.lower()
    with desk(library, actor, json, lang) as at:
        if ending in TABLES:
            _take_table(file, why, at)
        elif ending in MODELS:
            _take_types(file, why, at, quiet=quiet)
        else:
            from component_library.package import import_package

            sent = import_package(file, at.library.store)
            at.answer(asdict(sent), sent_lines(at, sent))


def _take_table(file: Path, why: str, at: Desk) -> None:
    from component_library.table_import import read_table

    read = read_table(file)
    if read.mistakes:
        table = [{"row": one.row, "column": one.column, "mistake": at.words.say(one.message)} for one in read.mistakes]
        if at.json is not None:
            at.answer({"mistakes": table}, ())
        for mistake in read.mistakes:
            typer.echo(_mistake_line(mistake, at), err=True)
        typer.echo(at.say("cli.library.import.nothing", n=len(read.mistakes)), err=True)
        raise typer.Exit(_BAD_INPUT)
    _keep(read.descriptions, why or file.name, at)


def _mistake_line(mistake: TableMistake, at: Desk) -> str:
    return at.say(
        "library.table.mistake", row=mistake.row, column=mistake.column, what=at.words.say(mistake.message)
    )  # fmt: skip


def _take_types(file: Path, why: str, at: Desk, *, quiet: bool) -> None:
    from app.cli.analyse import progress_for
    from app.services.import_types import import_types

    with progress_for(at.words, quiet=quiet) as progress:
        read = import_types(file, progress)
    for name, reason in read.left_out:
        typer.echo(at.say("cli.library.import.left_out", name=name, reason=at.words.say(reason)), err=True)
    _keep(read.descriptions, why or file.name, at)


def _keep(descriptions: Sequence[dict[str, Any]], why: str, at: Desk) -> None:
    """Add them as drafts, all or none."""
    added = at.library.add_all(descriptions, why=why)
    at.answer(
        [{"component": one.component, "revision": one.id} for one in added],
        [
            *(at.say("cli.library.add.done", component=one.component, revision=one.id[:SHORT]) for one in added),
            at.say("cli.library.import.done", n=len(added), same=len(descriptions) - len(added)),
        ],
    )


def harvest(
    model: Annotated[list[Path], typer.Argument(metavar="MODEL…", help=say("cli.library.harvest.models"))],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.yaml", help=say("cli.library.harvest.out"))] = None,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="ID", help=say("cli.library.harvest.add"))] = None,
    add_all: Annotated[bool, typer.Option("--add-all", help=say("cli.library.harvest.add_all"))] = False,
    why: Why = "",
    library: Url = None,
    actor: Actor = None,
    json: Json = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Propose components from the pieces of past models; only those that are named become drafts."""
    from app.bootstrap import catalogue
    from app.cli.analyse import progress_for
    from app.services.open_model import open_model
    from app.settings import load_settings
    from dfma.components.harvest import describe
    from dfma.components.harvest import harvest as propose
    from dfma.text import LANGUAGES

    settings = load_settings()
    with desk(library, actor, json, lang) as at:
        with progress_for(at.words, quiet=quiet) as progress:
            families = propose([open_model(path, settings.open_settings(), progress) for path in model])
        known = {family.id: family for family in families}
        if unknown := [one for one in add or () if one not in known]:
            raise UserError(text("cli.library.harvest.unknown", given=unknown[0], known=tuple(known)))
        spoken = {language: catalogue(language) for language in LANGUAGES}
        described = {
            name: describe(family, {lang: words.say_key(f"kind.{family.kind}") for lang, words in spoken.items()})
            for name, family in known.items()
        }
        if out is not None:
            _write_proposals(out, list(described.values()))
        chosen = list(described) if add_all else list(add or ())
        added = at.library.add_all([described[name] for name in chosen], why=why) if chosen else ()
        at.answer(
            {"proposals": [_proposal(family) for family in families], "added": [one.component for one in added]},
            [
                *(_family_line(family, at) for family in families),
                *([] if families else [at.say("cli.library.harvest.none")]),
                *(at.say("cli.library.add.done", component=one.component, revision=one.id[:SHORT]) for one in added),
                *([at.say("cli.library.harvest.hint")] if families and not chosen else []),
            ],
        )


def _proposal(family: Family) -> dict[str, Any]:
    return {
        "component": family.id,
        "kind": family.kind,
        "pieces": family.pieces,
        "projects": list(family.projects),
        "variants": [{"sizes_mm": dict(one.sizes), "pieces": one.pieces} for one in family.variants],
    }


def _family_line(family: Family, at: Desk) -> str:
    most = family.variants[0]
    return at.say(
        "cli.library.harvest.line",
        component=family.id,
        pieces=family.pieces,
        variants=len(family.variants),
        projects=", ".join(family.projects),
        sizes="×".join(str(size) for size in most.sizes.values()),
        most=most.pieces,
    )


def _write_proposals(path: Path, descriptions: Sequence[dict[str, Any]]) -> None:
    """A file that a person may edit and hand to `dougong library add`."""
    import yaml

    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(yaml.safe_dump(list(descriptions), allow_unicode=True, sort_keys=False), encoding="utf-8")
    fresh.replace(path)
