"""`dougong rate MODEL`."""

from __future__ import annotations

from app.cli.analyse import Output, analyse
from app.cli.options import Answers, Ask, FailOn, Json, Keep, Lang, Model, Out, Quiet, Scheme


def rate(
    model: Model,
    scheme: Scheme = None,
    answers: Answers = None,
    keep: Keep = False,
    ask: Ask = None,
    json: Json = None,
    out: Out = None,
    lang: Lang = None,
    quiet: Quiet = False,
    fail_on: FailOn = "error",
) -> None:
    """Compute the assembly rate."""
    from functools import partial

    from app.services.steps import rate_step

    output = Output(lang=lang, json=json, out=out, quiet=quiet, fail_on=fail_on, ask=ask)
    analyse(model, None, output, (partial(rate_step, scheme=scheme, answers=answers, keep=keep),))
