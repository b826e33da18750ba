"""What the words in names say."""

from __future__ import annotations

from collections.abc import Iterable

from dfma.recognition.lexicon import Lexicon
from dfma.recognition.votes import Source, Vote, read_data, strongest

LEXICON = Lexicon(read_data("words.yaml"))

_FIELDS = {
    "name_pattern": 1.0,
    "type_pattern": 0.95,
    "object_type_pattern": 0.95,
    "texts": 1.0,
    "description_pattern": 0.7,
    "layer_pattern": 0.6,
}
"""Columns of the clue table, and how far each is to be believed against the name itself."""


def _witness(*texts: str | None) -> Iterable[Vote]:
    return strongest(
        vote._replace(weight=vote.weight * belief)
        for text, belief in zip(texts, _FIELDS.values(), strict=True)
        if text
        for vote in LEXICON.read(text)
    )


BY_NAME = Source(name="name", columns=tuple(_FIELDS), witness=_witness)
