"""What the IFC class and the predefined type say."""

from __future__ import annotations

from collections.abc import Iterable

from dfma.recognition.votes import Source, Vote, cast_votes, parse_weights, read_data

_TABLE = {
    ifc_class: (
        parse_weights(entry["votes"]),
        {name: parse_weights(votes) for name, votes in entry.get("predefined", {}).items()},
    )
    for entry in read_data("classes.yaml")
    for ifc_class in entry["classes"]
}


def _witness(role: str, ifc_class: str, predefined_type: str | None) -> Iterable[Vote]:
    if role not in ("element", "space"):
        return [Vote("kind", "other", 0.98, "class", ifc_class)]
    general, by_type = _TABLE.get(ifc_class, ((), {}))
    if predefined_type in by_type:
        return cast_votes(by_type[predefined_type], "class", f"{ifc_class}.{predefined_type}")
    return cast_votes(general, "class", ifc_class)


BY_CLASS = Source(name="class", columns=("role", "ifc_class", "predefined_type"), witness=_witness)
