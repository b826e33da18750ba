"""`dougong demo`: the sample building, and the whole line on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.analyse import progress_for
from app.cli.options import Lang, Quiet, say


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help=say("cli.demo.out"))] = Path("dougong-demo"),
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Write the sample building, review it, and write the reports."""
    from app.bootstrap import catalogue, system_language
    from app.reports.summary import summary
    from app.services.demo import run_demo
    from app.settings import load_settings

    settings = load_settings()
    words = catalogue(lang or settings.language or system_language())
    with progress_for(words, quiet=quiet) as progress:
        result = run_demo(out, settings, progress, words)
    if not quiet:
        typer.echo(summary(result.flawed, words))
        typer.echo(words.say_key("cli.demo.done", found=result.found, seeded=result.seeded, path=str(out)))
