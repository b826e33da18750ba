"""`dougong review MODEL`: everything."""

from __future__ import annotations

from app.cli.analyse import Output, analyse
from app.cli.options import Answers, FailOn, Ids, Json, Lang, Model, Out, Packs, Quiet, Scheme, Stage


def review(
    model: Model,
    stage: Stage = None,
    pack: Packs = None,
    ids: Ids = None,
    scheme: Scheme = None,
    answers: Answers = None,
    json: Json = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = False,
    fail_on: FailOn = "error",
) -> None:
    """Check, suggest, rate and ask the assistant."""
    from app.services.steps import review_steps

    output = Output(lang=lang, json=json, out=out, quiet=quiet, fail_on=fail_on)
    steps = review_steps(packs=tuple(pack or ()), ids=tuple(ids or ()), scheme=scheme, answers=answers)
    analyse(model, stage, output, steps)
