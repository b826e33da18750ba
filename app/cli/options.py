"""Options that several commands share, and the texts of `--help`."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from app.bootstrap import system_language
from dfma.text import LANGUAGES, Catalogue, load_catalogue


def chosen_language() -> str:
    """The language of `--lang`, read before the command line is parsed, so that `--help` already speaks it."""
    arguments = sys.argv[1:]
    for position, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in LANGUAGES:
            return value
    return system_language()


@cache
def _own_catalogue(language: str) -> Catalogue:
    """The sentences of the app alone: all that `--help` needs, so that it answers at once."""
    return load_catalogue(language, [Path(__file__).parents[1] / "locale"])


def say(key: str, **values: str | float) -> str:
    """A sentence of the command line in the chosen language."""
    return _own_catalogue(chosen_language()).say_key(key, **values)


def _language(value: str | None) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise typer.BadParameter(say("cli.lang.unknown", known=" | ".join(LANGUAGES)))
    return value


def _severity(value: str) -> str:
    known = ("error", "warning", "advice", "never")
    if value not in known:
        raise typer.BadParameter(say("cli.choice.unknown", known=" | ".join(known)))
    return value


def _stage(value: str | None) -> str | None:
    known = ("scheme", "preliminary", "construction", "fabrication")
    if value is not None and value not in known:
        raise typer.BadParameter(say("cli.choice.unknown", known=" | ".join(known)))
    return value


Model = Annotated[Path, typer.Argument(metavar="MODEL", help=say("cli.model"))]
Json = Annotated[str | None, typer.Option("--json", metavar="FILE|-", help=say("cli.json"))]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help=say("cli.out"))]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="|".join(LANGUAGES), callback=_language, help=say("cli.lang"))
]
Library = Annotated[str | None, typer.Option("--library", metavar="URL", help=say("cli.library.from"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=say("cli.quiet"))]
FailOn = Annotated[
    str,
    typer.Option("--fail-on", metavar="error|warning|advice|never", callback=_severity, help=say("cli.fail_on")),
]
Stage = Annotated[
    str | None,
    typer.Option(
        "--stage", metavar="scheme|preliminary|construction|fabrication", callback=_stage, help=say("cli.stage")
    ),
]
Packs = Annotated[list[Path] | None, typer.Option("--pack", metavar="FOLDER", help=say("cli.pack"))]
Ids = Annotated[list[Path] | None, typer.Option("--ids", metavar="FILE", help=say("cli.ids"))]
With = Annotated[Path | None, typer.Option("--with", metavar="MEP.ifc", help=say("cli.with"))]
Schema = Annotated[bool, typer.Option("--schema", help=say("cli.schema"))]
Scheme = Annotated[str | None, typer.Option("--scheme", metavar="ID|FILE", help=say("cli.scheme"))]
Answers = Annotated[Path | None, typer.Option("--answers", metavar="FILE", help=say("cli.answers"))]
Keep = Annotated[bool, typer.Option("--keep", help=say("cli.answers.keep"))]
Ask = Annotated[Path | None, typer.Option("--ask", metavar="FILE", help=say("cli.answers.ask"))]
MaxTypes = Annotated[int | None, typer.Option("--max-types", metavar="N", min=0, help=say("cli.max_types"))]
