"""What designation codes of precast series and marks of plan drawings say."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from dfma.recognition.votes import Source, Vote, cast_votes, parse_weights, read_data, strongest

_SERIES = {f"s{place}": entry for place, entry in enumerate(read_data("designations.yaml")["series"])}
_WEIGHTS = {key: parse_weights(entry["votes"]) for key, entry in _SERIES.items()}
_SEPARATOR = "\x1f"


def _body(pattern: str) -> str:
    """The pattern without its anchors and groups, to be one of many."""
    bare = re.sub(r"\(\?P<\w+>", "(?:", pattern.removeprefix("^").removesuffix("$"))
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", bare)


_BODIES = {key: _body(entry["pattern"]) for key, entry in _SERIES.items()}
_ONE = re.compile("|".join(f"(?P<{key}>{body})" for key, body in _BODIES.items()))
_EDGE = "[^A-Za-z0-9]"
_ANYWHERE = f"(?:^|{_EDGE})(?:{'|'.join(_BODIES.values())})(?:{_EDGE}|$)"


def find_codes(columns: Iterable[str]) -> pl.Expr:
    """The codes that stand in some text columns, joined; null where there is none."""
    # Doubled, because a match takes the separators at both of its ends.
    text = pl.concat_str(*columns, separator=_SEPARATOR * 2, ignore_nulls=True).str.normalize("NFKC")
    found = text.str.extract_all(_ANYWHERE).list.eval(pl.element().str.strip_chars(" _-,;:|/\\" + _SEPARATOR))
    return pl.when(found.list.len() > 0).then(found.list.unique().list.sort().list.join(_SEPARATOR)).alias("codes")


def _document(key: str) -> str:
    """The number of the document that a series stands in, without its title."""
    return re.sub(r"[^ -~].*", "", _SERIES[key]["source"]).strip()


def _witness(codes: str) -> Iterable[Vote]:
    votes: list[Vote] = []
    for code in codes.split(_SEPARATOR):
        if match := _ONE.search(code):
            key = str(match.lastgroup)
            votes += cast_votes(_WEIGHTS[key], "designation", f"{match.group()} ({_document(key)})")
    return strongest(votes)


BY_DESIGNATION = Source(name="designation", columns=("codes",), witness=_witness)
