"""What the words in names say."""

from __future__ import annotations

from collections.abc import Iterable

from dfma.recognition.lexicon import Lexicon
from dfma.recognition.votes import Source, Vote, read_data, strongest

LEXICON = Lexicon(read_data("words.yaml"))

NAMED_IN = {"name": 1.0, "type_name": 0.95, "object_type": 0.95, "texts": 1.0, "description": 0.7, "layer": 0.6}
"""Texts of an element, and how far each is to be believed against the name itself."""


def _witness(*gists: str | None) -> Iterable[Vote]:
    return strongest(
        vote._replace(weight=vote.weight * belief)
        for gist, belief in zip(gists, NAMED_IN.values(), strict=True)
        if gist
        for vote in LEXICON.read(gist)
    )


BY_NAME = Source(name="name", columns=tuple(f"{field}_gist" for field in NAMED_IN), witness=_witness)
