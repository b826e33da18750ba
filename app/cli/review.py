"""`dougong review MODEL`: everything."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.cli.analyse import Output, analyse
from app.cli.options import Answers, FailOn, Ids, Json, Lang, Library, Model, Out, Packs, Quiet, Scheme, Stage, say


def review(
    model: Model,
    stage: Stage = None,
    pack: Packs = None,
    ids: Ids = None,
    scheme: Scheme = None,
    answers: Answers = None,
    previous: Annotated[Path | None, typer.Option("--previous", metavar="OLD", help=say("cli.review.previous"))] = None,
    library: Library = None,
    json: Json = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = False,
    fail_on: FailOn = "error",
) -> None:
    """Check, suggest, rate and ask the assistant."""
    from app.services.steps import carry_step, review_steps

    output = Output(lang=lang, json=json, out=out, quiet=quiet, fail_on=fail_on, library=library)
    steps = review_steps(packs=tuple(pack or ()), ids=tuple(ids or ()), scheme=scheme, answers=answers)
    if previous is not None:
        steps = (*steps, partial(carry_step, previous=previous))
    analyse(model, stage, output, steps)
