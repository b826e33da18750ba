"""What each part of an element says of its kind: its name, its type name, its class, and all evidence together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from dfma.recognition.decide import SCHEME
from dfma.recognition.sources.by_class import BY_CLASS
from dfma.recognition.sources.by_designation import BY_DESIGNATION, find_codes
from dfma.recognition.sources.by_name import LEXICON
from dfma.recognition.votes import Vote

_SIDED = {"exterior": "wall_panel_exterior", "interior": "wall_panel_interior"}
_CLEAR = 0.7
"""A word or class weaker than this says nothing against others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One answer to "what is this?"."""

    kind: str
    """One of KINDS, or `wall_panel` (side not told) or `slab` (any floor)."""
    weight: float
    """How often such a witness is right when it stands alone, 0…1."""
    word: str
    """What it was taken from."""


def said_by_texts(texts: Sequence[str]) -> dict[str, Statement]:
    """What the words and designations in each text say; texts that say nothing clear are left out."""
    distinct = pl.DataFrame({"text": list(dict.fromkeys(texts))}, schema={"text": pl.String})
    codes = distinct.select("text", find_codes(["text"]))
    statements = {}
    for one, code in codes.iter_rows():
        votes = [*LEXICON.read(one), *(BY_DESIGNATION.witness(code) if code else ())]
        statement = strongest_statement(votes, _CLEAR)
        if statement is not None:
            statements[one] = statement
    return statements


def said_by_class(ifc_class: str, predefined_type: str | None) -> Statement | None:
    """What the IFC class says; None for a class that says nothing, such as a proxy."""
    return strongest_statement(BY_CLASS.witness("element", ifc_class, predefined_type), 0.0)


def strongest_statement(votes: Iterable[Vote], least: float) -> Statement | None:
    """The kind with the strongest vote, its side put in; None when it is weak or another family nearly as strong."""
    votes = list(votes)
    kinds = sorted((vote for vote in votes if vote.question == "kind"), key=lambda vote: (-vote.weight, vote.answer))
    if not kinds or kinds[0].weight < least:
        return None
    best = kinds[0]
    if best.answer == "other":
        return None
    rivals = [vote for vote in kinds[1:] if family(vote.answer) != family(best.answer)]
    if rivals and rivals[0].weight > 0.9 * best.weight:
        return None
    sides = sorted((vote for vote in votes if vote.question == "side"), key=lambda vote: -vote.weight)
    kind = _SIDED[sides[0].answer] if best.answer == "wall_panel" and sides else best.answer
    return Statement(kind=kind, weight=best.weight, word=best.detail)


def family(kind: str) -> str:
    """The family that a kind belongs to: all walls, all floors …; a kind without one is its own."""
    return _FAMILIES.get(kind, kind)


def contradict(one: str, other: str) -> bool:
    """Whether a thing cannot be both.

    Two kinds of one family contradict each other when both are special; a general word (wall, slab) covers every kind
    of its family, and a partition panel is also an interior panel. Some families are near each other.
    """
    if family(one) != family(other):
        return {family(one), family(other)} not in _NEAR
    return one != other and one in _SPECIAL and other in _SPECIAL and {one, other} != _BOTH_INSIDE


def _families() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, entry in SCHEME["families"].items():
        table |= dict.fromkeys((name, entry["default"], *entry["kinds"]), name)
    return table | dict.fromkeys(_SIDED.values(), "wall")


_FAMILIES = _families()
_SPECIAL = {kind for entry in SCHEME["families"].values() for kind in entry["kinds"]} - {"wall_panel"}
_SPECIAL |= set(_SIDED.values())
_BOTH_INSIDE = {"partition_panel", "wall_panel_interior"}
_NEAR = (
    {"slab", "roof"},
    {"covering", "slab"},
    {"covering", "wall"},
    {"curtain_wall", "wall"},
    {"part", "mep"},
    {"steel", "beam"},
    {"steel", "column"},
)
"""Families that one thing may be said to belong to: a roof slab, a finish of a wall, a cast-in box, a steel column."""
