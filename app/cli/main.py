"""The command `dougong`: a table of commands, each in a file of its own.

Nothing heavy is imported here or at the top of a command's file: `dougong --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from app.cli.check import check
from app.cli.compare import compare
from app.cli.decide import decide
from app.cli.demo import demo
from app.cli.info import info
from app.cli.library import library
from app.cli.open import open_window
from app.cli.options import Lang, say
from app.cli.rate import rate
from app.cli.review import review
from app.cli.suggest import suggest
from app.cli.what_if import what_if
from dfma.errors import UserError
from dfma.progress import Cancelled

BAD_INPUT = 2
INTERRUPTED = 130

COMMANDS: dict[str, Callable[..., None]] = {
    "open": open_window,
    "demo": demo,
    "info": info,
    "check": check,
    "suggest": suggest,
    "decide": decide,
    "what-if": what_if,
    "rate": rate,
    "review": review,
    "compare": compare,
}

cli = typer.Typer(
    help=say("cli.help"),
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=False,
)
cli.add_typer(library, name="library")
for name, command in COMMANDS.items():
    cli.command(name, help=say(f"cli.{name}.help"))(command)


def _version(value: bool) -> None:
    if value:
        from app.bootstrap import program_version

        typer.echo(f"dougong {program_version()}")
        raise typer.Exit


@cli.callback(invoke_without_command=True)
def _without_command(
    context: typer.Context,
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=say("cli.version"))
    ] = False,
    lang: Lang = None,
) -> None:
    if context.invoked_subcommand is None:
        open_window(lang=lang)


def main() -> None:
    """Run the command line. A `UserError` is one line on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        cli()
    except UserError as error:
        from app.bootstrap import catalogue
        from app.cli.options import chosen_language

        typer.echo(catalogue(chosen_language()).say(error.message), err=True)
        sys.exit(BAD_INPUT)
    except (Cancelled, KeyboardInterrupt):
        typer.echo(say("cli.interrupted"), err=True)
        sys.exit(INTERRUPTED)
