"""`dougong decide MODEL`.

A command of its own: `suggest` reads and may be run by machines at any time, `decide` writes down what a person wants,
under that person's name.
"""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.options import Lang, Model, Quiet, say


def decide(
    model: Model,
    accept: Annotated[
        list[str] | None, typer.Option("--accept", metavar="GUID=DESIGNATION", help=say("cli.decide.accept"))
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", metavar="GUID=DESIGNATION", help=say("cli.decide.reject"))
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=say("cli.decide.why"))] = "",
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Accept or reject candidates that were suggested for elements of a model."""
    from app.bootstrap import catalogue, system_language
    from app.cli.analyse import progress_for
    from app.services.decide_matches import decide_matches, read_wishes
    from app.services.open_model import open_model
    from app.settings import load_settings

    settings = load_settings()
    words = catalogue(lang or settings.language or system_language())
    wishes = read_wishes(accept or (), reject or ())
    with progress_for(words, quiet=quiet) as progress:
        opened = open_model(model, settings.open_settings(), progress)
        kept, path = decide_matches(opened, wishes, why, progress, settings.lifting_limit_kg, settings.library)
    if not quiet:
        typer.echo(words.say_key("cli.decide.done", count=len(kept), path=str(path)))
