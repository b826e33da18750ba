"""`dougong suggest MODEL`."""

from __future__ import annotations

from app.cli.analyse import Output, analyse
from app.cli.options import FailOn, Json, Lang, Model, Out, Quiet


def suggest(
    model: Model,
    json: Json = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = False,
    fail_on: FailOn = "error",
) -> None:
    """Suggest standard components."""
    from app.services.steps import suggest_step

    analyse(model, None, Output(lang=lang, json=json, out=out, quiet=quiet, fail_on=fail_on), (suggest_step,))
