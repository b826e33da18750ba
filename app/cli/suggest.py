"""`dougong suggest MODEL`."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.cli.analyse import Output, analyse
from app.cli.options import FailOn, Json, Lang, Library, MaxTypes, Model, Out, Quiet, say


def suggest(
    model: Model,
    apply: Annotated[Path | None, typer.Option("--apply", metavar="OUT.ifc", help=say("cli.suggest.apply"))] = None,
    accept: Annotated[Path | None, typer.Option("--accept", metavar="FILE", help=say("cli.suggest.accept"))] = None,
    plan: Annotated[float | None, typer.Option("--plan", metavar="MM", min=0, help=say("cli.suggest.plan"))] = None,
    split: Annotated[bool, typer.Option("--split", help=say("cli.suggest.split"))] = False,
    force: Annotated[bool, typer.Option("--force", help=say("cli.suggest.force"))] = False,
    library: Library = None,
    json: Json = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = False,
    fail_on: FailOn = "error",
    max_types: MaxTypes = None,
) -> None:
    """Suggest standard components, and write a copy of the model that carries them."""
    from app.services.steps import Step, apply_step, split_step, suggest_step

    suggesting = partial(suggest_step, max_types=max_types)
    steps: tuple[Step, ...] = (suggesting,)
    if apply is not None:
        from app.services.apply_suggestions import Application, read_choices
        from dfma.ifc.write_back import refuse_target

        refuse_target(model, apply, force=force)
        choices = None if accept is None else read_choices(accept)
        what = Application(
            target=apply, choices=choices, plan_mm=plan, max_types=max_types, when=int(time.time()), force=force
        )
        steps = (suggesting, partial(apply_step, what=what))
    elif accept is not None or plan is not None or force:
        raise typer.BadParameter(say("cli.suggest.needs_apply"))
    if split:
        steps = (*steps, split_step)
    analyse(model, None, Output(lang=lang, json=json, out=out, quiet=quiet, fail_on=fail_on, library=library), steps)
