"""Types of an IFC library as components: one component of one variant for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dfma.components.component import DIMENSIONS
from dfma.components.harvest import MOST_OPENINGS
from dfma.components.signature import matching_rules, pieces
from dfma.model.building import BuildingModel
from dfma.text import Text, text

_CJK = re.compile("[\u3400-\u9fff]")
_MEANS_SOMETHING = re.compile(r"[\[\]{}]")
"""Signs that a template of designations reads as its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesRead:
    """Descriptions, and the types of which none could be made, with the reason."""

    descriptions: tuple[dict[str, Any], ...]
    left_out: tuple[tuple[str, Text], ...]


def describe_types(model: BuildingModel, types: Mapping[str, tuple[str, str]], document: str) -> TypesRead:
    """`model` holds one occurrence of each type; `types` is name and GlobalId of the type by GlobalId of its
    occurrence; `document` says where they come from."""
    guids = model.elements["guid"]
    table = pieces(model)
    table = table.with_columns(guids.gather(table["row"]).alias("guid")).filter(pl.col("guid").is_in(list(types)))
    found = {row["guid"]: row for row in table.iter_rows(named=True)}
    descriptions: list[dict[str, Any]] = []
    left_out: list[tuple[str, Text]] = []
    taken: set[str] = set()
    for occurrence, (name, guid) in types.items():
        reason = _reason_against(found.get(occurrence))
        if reason is not None:
            left_out.append((name, reason))
            continue
        component = _unused(name, taken)
        taken.add(component)
        descriptions.append(_description(component, name, guid, found[occurrence], document))
    return TypesRead(descriptions=tuple(descriptions), left_out=tuple(left_out))


def _reason_against(piece: Mapping[str, Any] | None) -> Text | None:
    if piece is None or piece["kind"] not in matching_rules()["factory_kinds"]:
        return text("components.type.no_piece")
    if any(piece[f"{name}_mm"] is None for name in DIMENSIONS):
        return text("components.type.no_size")
    return text("components.type.openings") if piece["openings"] > MOST_OPENINGS else None


def _unused(name: str, taken: set[str]) -> str:
    """The name without signs that mean something, with a number where another type has it already."""
    plain = _MEANS_SOMETHING.sub("_", " ".join(name.split()))
    numbered = (f"{plain} ({number})" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(one for one in numbered if one not in taken)


def _description(
    component: str, name: str, guid: str, piece: Mapping[str, Any], document: str
) -> dict[str, Any]:  # fmt: skip
    sizes = {dimension: round(piece[f"{dimension}_mm"], 1) for dimension in DIMENSIONS}
    numbers = range(1, piece["openings"] + 1)
    sides = {
        f"opening{number}_{side}": round(piece[f"opening{number}_{side}_mm"], 1)
        for number in numbers
        for side in ("width", "height")
    }
    volume = {} if piece["volume"] is None else {"net_volume": round(piece["volume"], 6)}
    values = sizes | sides | volume
    description: dict[str, Any] = {
        "id": component,
        "status": "draft",
        "kind": piece["kind"],
        "names": {"zh_CN" if _CJK.search(name) else "en": name},
        "document": document,
        "material": piece["material"],
        "designation": component,
        "fields": {},
        "whole_names_only": True,
        "rows": {"columns": list(values), "values": [list(values.values())]},
        "sizes": {"fabrication": {dimension: dimension for dimension in DIMENSIONS}},
        "openings": [
            {"kind": piece["opening_kind"], "width": f"opening{n}_width", "height": f"opening{n}_height"}
            for n in numbers
        ],
        "documents": [{"title": document, "reference": guid}],
        "provenance": {"*": [document, "own"]},
    }
    return description | ({"volume": "net_volume"} if volume else {})
