"""`dougong compare OLD NEW`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import Json, Lang, Quiet, say


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=say("cli.compare.old"))],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=say("cli.compare.new"))],
    json: Json = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Compare two states of a model."""
    from app.bootstrap import catalogue, program_version, system_language
    from app.cli.analyse import progress_for
    from app.reports.compare_report import comparison_json, comparison_summary
    from app.reports.json_report import write_text
    from app.services.compare_models import compare_models
    from app.settings import load_settings

    settings = load_settings()
    words = catalogue(lang or settings.language or system_language())
    with progress_for(words, quiet=quiet) as progress:
        comparison = compare_models(old, new, settings, progress)
    if json == "-":
        sys.stdout.write(comparison_json(comparison, program_version(), words))
    elif json is not None:
        write_text(comparison_json(comparison, program_version(), words), Path(json))
    if not quiet and json != "-":
        typer.echo(comparison_summary(comparison, words))
