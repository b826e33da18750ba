"""`dougong info MODEL`: what is in the file."""

from __future__ import annotations

from app.cli.analyse import Output, analyse
from app.cli.options import Json, Lang, Model, Out, Quiet


def info(model: Model, json: Json = None, out: Out = None, lang: Lang = None, quiet: Quiet = False) -> None:
    """Say what a model holds."""
    analyse(model, None, Output(lang=lang, json=json, out=out, quiet=quiet, fail_on="never"), ())
