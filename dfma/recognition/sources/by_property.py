"""What property sets say of casting and side."""

from __future__ import annotations

from collections.abc import Iterable

from dfma.recognition.votes import Source, Vote, Weights, cast_votes, parse_weights, read_data, strongest

TABLE = read_data("properties.yaml")
"""Names of properties by concept; `clues.py` picks them out of the property table."""

PRECAST_SET = "precast set"
SEPARATOR = "\x1f"


def _statements() -> dict[str, dict[str, Weights]]:
    """Property name (lower case) → value (lower case) → votes."""
    statements: dict[str, dict[str, Weights]] = {}
    casting = TABLE["casting_values"]
    answers = {value: parse_weights(entry["votes"]) for entry in casting["values"] for value in entry["equals"]}
    for name in casting["names"]:
        statements[name.lower()] = answers
    for flag in TABLE["flags"]:
        answers = {word: parse_weights(flag[sense]) for sense in ("yes", "no") for word in TABLE[sense]}
        for name in flag["names"]:
            statements[name.lower()] = answers
    return statements


STATEMENTS = _statements()
_PRECAST_SET = parse_weights(TABLE["precast_sets"]["votes"])


def _witness(facts: str) -> Iterable[Vote]:
    votes: list[Vote] = []
    for fact in facts.split(SEPARATOR):
        name, _, value = fact.partition("=")
        if name == PRECAST_SET:
            votes += cast_votes(_PRECAST_SET, "property_set", value)
        elif weights := STATEMENTS[name.lower()].get(value.lower()):
            votes += cast_votes(weights, "property", f"{name} = {value}")
    return strongest(votes)


BY_PROPERTY = Source(name="property", columns=("facts",), witness=_witness)
