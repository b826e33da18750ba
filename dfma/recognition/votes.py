"""Votes: what one source says of one set of clues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from dfma.model.recognition import CASTINGS, KINDS
from dfma.yaml_data import read_yaml

DATA = Path(__file__).parent / "data"

ANSWERS = {
    "kind": {*KINDS, "wall_panel", "slab"} - {"wall_panel_exterior", "wall_panel_interior"},
    "casting": {*CASTINGS} - {"unknown"},
    "side": {"exterior", "interior"},
    "host": {"precast"},
}
"""Questions and what may be answered. `wall_panel` is a panel of either side, `slab` any floor; `host` is how
the piece is cast that the thing is put into."""

VOTE_SCHEMA = pl.Schema(
    {
        "case": pl.UInt32,
        "question": pl.String,
        "answer": pl.String,
        "weight": pl.Float64,
        "code": pl.String,
        "detail": pl.String,
    }
)


class Vote(NamedTuple):
    """One answer to one question. `code` and `detail` say why: text "reason.<code>"."""

    question: str
    answer: str
    weight: float
    code: str
    detail: str


Weights = tuple[tuple[str, str, float], ...]
"""Question, answer, weight; as read from a YAML table."""

Witness = Callable[..., Iterable[Vote]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A witness and the columns of the clue table that it is shown."""

    name: str
    columns: tuple[str, ...]
    witness: Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one source says of a whole model: a case per element row, and the votes of each case."""

    case: pl.Series
    votes: pl.DataFrame


def ask(source: Source, clues: pl.DataFrame) -> Evidence:
    """Show each distinct set of clues to the witness once."""
    columns = list(source.columns)
    keys = clues.select(columns)
    distinct = keys.unique(maintain_order=True).with_row_index("case")
    case = keys.join(distinct, on=columns, how="left", nulls_equal=True, maintain_order="left")["case"]
    rows = [
        (number, *vote)
        for number, *shown in distinct.iter_rows()
        if any(clue is not None for clue in shown)
        for vote in source.witness(*shown)
    ]
    return Evidence(case=case, votes=pl.DataFrame(rows, schema=VOTE_SCHEMA, orient="row"))


def parse_weights(table: Mapping[str, float]) -> Weights:
    """Read `{kind.wall: 0.75, casting.precast: 0.9}`.

    Raises ValueError on an unknown answer or a weight outside 0…1.
    """
    weights = []
    for key, weight in table.items():
        question, _, answer = key.partition(".")
        if answer not in ANSWERS.get(question, ()) or not 0 < weight < 1:
            raise ValueError(f"not a vote: {key}: {weight}")
        weights.append((question, answer, float(weight)))
    return tuple(weights)


def cast_votes(weights: Weights, code: str, detail: str, factor: float = 1.0) -> list[Vote]:
    """Votes of one clue, all for the same reason."""
    return [Vote(question, answer, weight * factor, code, detail) for question, answer, weight in weights]


def strongest(votes: Iterable[Vote]) -> Sequence[Vote]:
    """The strongest vote for each answer."""
    best: dict[tuple[str, str], Vote] = {}
    for vote in votes:
        key = (vote.question, vote.answer)
        if key not in best or vote.weight > best[key].weight:
            best[key] = vote
    return tuple(best.values())


def read_data(name: str) -> Any:
    """One of the YAML tables beside this module."""
    return read_yaml(DATA / name)
