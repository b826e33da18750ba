"""`dougong what-if MODEL`: another component for some pieces, and what it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import Answers, Json, Lang, Model, Quiet, Scheme, say


def what_if(
    model: Model,
    element: Annotated[list[str], typer.Option("--element", metavar="GUID", help=say("cli.what-if.element"))],
    component: Annotated[str, typer.Option("--component", metavar="ID", help=say("cli.what-if.component"))],
    variant: Annotated[str, typer.Option("--variant", metavar="DESIGNATION", help=say("cli.what-if.variant"))],
    all_of_type: Annotated[bool, typer.Option("--all-of-type", help=say("cli.what-if.all_of_type"))] = False,
    factors: Annotated[Path | None, typer.Option("--factors", metavar="FILE", help=say("cli.what-if.factors"))] = None,
    scheme: Scheme = None,
    answers: Answers = None,
    json: Json = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Swap pieces and say what changes; the model file stays as it is."""
    from app.answers import AnswerLog, read_answers
    from app.bootstrap import catalogue, system_language
    from app.cli.analyse import progress_for
    from app.reports.what_if import what_if_json, what_if_text
    from app.services.open_model import open_model
    from app.services.what_if import Wish
    from app.services.what_if import what_if as run
    from app.session import answer_log_path
    from app.settings import load_settings
    from dfma.assembly_rate.scheme import load_scheme

    settings = load_settings()
    words = catalogue(lang or settings.language or system_language())
    given = {} if answers is None else read_answers(answers)
    wish = Wish(
        elements=tuple(element), component=component, designation=variant, all_of_type=all_of_type, factors=factors
    )
    with progress_for(words, quiet=quiet) as progress:
        opened = open_model(model, settings.open_settings(), progress)
        rated_by = load_scheme(scheme or settings.scheme)
        stated = {**AnswerLog(answer_log_path(opened)).latest(rated_by.id), **given}
        result = run(opened, wish, rated_by, progress, answers=stated)
    if json == "-":
        typer.echo(what_if_json(result), nl=False)
    elif json is not None:
        path = Path(json)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(what_if_json(result), encoding="utf-8")
        fresh.replace(path)
    if not quiet and json != "-":
        typer.echo(what_if_text(result, words))
