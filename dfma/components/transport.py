"""Whether pieces and room modules may travel: limits of roads and usual trucks, each with its row and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dfma.finding import Clause
from dfma.yaml_data import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class TransportCheck:
    """One limit held against one size."""

    id: str
    """Row of the limit (TL-01 …)."""
    what: str
    """width | height | length | standing_height | mass"""
    found: float
    """Metres or kilograms; heights with the deck of the trailer."""
    most: float
    verdict: str
    """within | permit | beyond"""
    clause: Clause
    source: str


@cache
def transport_rules() -> Mapping[str, Any]:
    """The limits."""
    rules: Mapping[str, Any] = read_yaml(Path(__file__).parent / "transport.yaml")
    return rules


def check_module(outer: tuple[float, float, float]) -> Iterable[TransportCheck]:
    """The road rows for a room module of this length, width and height (metres)."""
    rules = transport_rules()["modules"]
    found = {"width": min(outer[:2]), "height": outer[2] + rules["deck"]["height"]}
    return (_check(row, found[row["what"]]) for row in rules["rows"])


def check_piece(found: Mapping[str, float]) -> tuple[TransportCheck, ...]:
    """The rows for a precast piece: what is known of width, length, standing height and mass."""
    return tuple(_check(row, found[row["what"]]) for row in transport_rules()["pieces"] if row["what"] in found)


def _check(row: Mapping[str, Any], found: float) -> TransportCheck:
    permitted = row.get("with_permit", row["most"])
    verdict = "within" if found <= row["most"] + 1e-9 else "permit" if found <= permitted + 1e-9 else "beyond"
    return TransportCheck(
        id=row["id"], what=row["what"], found=found, most=row["most"], verdict=verdict,
        clause=Clause(document=row["document"], number="", confidence=row["confidence"]), source=row["source"],
    )  # fmt: skip
