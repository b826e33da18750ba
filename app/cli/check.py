"""`dougong check MODEL`."""

from __future__ import annotations

from app.cli.analyse import Output, analyse
from app.cli.options import FailOn, Ids, Json, Lang, Model, Out, Packs, Quiet, Schema, Stage, With


def check(
    model: Model,
    stage: Stage = None,
    pack: Packs = None,
    ids: Ids = None,
    with_: With = None,
    schema: Schema = False,
    json: Json = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = False,
    fail_on: FailOn = "error",
) -> None:
    """Check the assembly design depth."""
    from functools import partial

    from app.services.steps import check_step

    output = Output(lang=lang, json=json, out=out, quiet=quiet, fail_on=fail_on)
    step = partial(check_step, packs=tuple(pack or ()), ids=tuple(ids or ()), with_=with_, schema=schema)
    analyse(model, stage, output, (step,))
