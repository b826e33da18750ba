"""Families of components proposed from the pieces of past projects: what recurs there, described as libraries do.

Pieces are of one family when they are of one kind and material, share the sizes that make a product (the thickness of a
plank, the section of a beam) and have openings of the same sorts. What varies within the family becomes its parameters,
with the sizes that were really used as its list. Nothing is decided here: a person approves or drops each proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from dfma.components.component import DIMENSIONS
from dfma.components.signature import matching_rules, pieces
from dfma.model.building import BuildingModel
from dfma.yaml_data import read_yaml

_SIZES = [f"{name}_mm" for name in DIMENSIONS]
_OPENINGS = [f"opening{number}_{side}_mm" for number in (1, 2) for side in ("width", "height")]
MOST_OPENINGS = 2
"""A description holds no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Sizes that were used, in whole millimetres, and how often."""

    sizes: Mapping[str, int]
    """Varying dimensions and sides of openings (`opening1_width` …)."""
    volume: float | None
    """m³, the median of its pieces."""
    pieces: int
    elements: tuple[str, ...]
    """GlobalIds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A component that past projects propose."""

    id: str
    """Made of kind, fixed sizes and openings: the same from project to project."""
    kind: str
    material: str | None
    fixed: Mapping[str, int]
    """Dimension → millimetres that all pieces share."""
    opening_kind: str | None
    openings: int
    projects: tuple[str, ...]
    variants: tuple[Variant, ...]
    """The most used first."""

    @property
    def pieces(self) -> int:
        return sum(variant.pieces for variant in self.variants)


@cache
def harvest_rules() -> Mapping[str, Any]:
    """The numbers of harvest.yaml."""
    rules: Mapping[str, Any] = read_yaml(Path(__file__).parent / "harvest.yaml")
    return rules


def harvest(models: Iterable[BuildingModel]) -> tuple[Family, ...]:
    """The families that the factory-made pieces of some models make up, those of most pieces first."""
    tables = [_pieces_of(model) for model in models]
    if not tables:
        return ()
    table = _with_family(pl.concat(tables))
    families = [_family(group) for _, group in table.group_by("family", maintain_order=True)]
    proposed = [family for family in families if family.pieces >= harvest_rules()["least_pieces"]]
    return tuple(sorted(proposed, key=lambda family: (-family.pieces, family.id)))


def describe(family: Family, names: Mapping[str, str]) -> dict[str, Any]:
    """The family as a description that a library takes; `names` by language are what people call such pieces."""
    varying = [name for name in family.variants[0].sizes if not name.startswith("opening")]
    sides = [name for name in family.variants[0].sizes if name.startswith("opening")]
    fields = {name: {"unit": "mm", "digits": [1, 5]} for name in (*varying, *sides)}
    written = ["x".join(f"{{{name}}}" for name in part) for part in (varying, sides) if part]
    with_volume = all(variant.volume is not None for variant in family.variants)
    columns = [*varying, *sides, *(["volume"] if with_volume else [])]
    rows = [_row(variant, with_volume=with_volume) for variant in family.variants]
    description: dict[str, Any] = {
        "id": family.id,
        "status": "draft",
        "kind": family.kind,
        "names": dict(names),
        "document": ", ".join(family.projects),
        "material": family.material,
        "designation": "-".join([family.id, *written]),
        "fields": fields,
        "rows": {"columns": columns, "values": rows},
        "sizes": {"fabrication": {name: family.fixed.get(name, name) for name in DIMENSIONS}},
        "provenance": {"*": [f"{', '.join(family.projects)} (n = {family.pieces})", "own"]},
    }
    if with_volume:
        description["volume"] = "volume"
    if family.openings:
        description["openings"] = [
            {"kind": family.opening_kind, "width": f"opening{number}_width", "height": f"opening{number}_height"}
            for number in range(1, family.openings + 1)
        ]
    return description


def _row(variant: Variant, *, with_volume: bool) -> list[float]:
    volume = [round(variant.volume, 4)] if with_volume and variant.volume is not None else []
    return [*variant.sizes.values(), *volume]


def _pieces_of(model: BuildingModel) -> pl.DataFrame:
    """Pieces that a factory would make and whose sizes are known, with the project and their GlobalIds."""
    rules = matching_rules()
    made = pieces(model).filter(
        pl.col("kind").is_in(rules["factory_kinds"])
        & ~pl.col("casting").is_in(rules["not_compared"])
        & (pl.col("openings") <= MOST_OPENINGS)
    )
    return made.drop_nulls(_SIZES).with_columns(
        pl.lit(model.source.project or Path(model.source.path).stem).alias("project"),
        model.elements["guid"].gather(made.drop_nulls(_SIZES)["row"]).alias("guid"),
    )


def _with_family(table: pl.DataFrame) -> pl.DataFrame:
    """The pieces with whole sizes (`length` …) and the id of their family."""
    fixed = harvest_rules()["fixed"]
    named = (*DIMENSIONS, *(side.removesuffix("_mm") for side in _OPENINGS))
    whole = table.with_columns(_same_sizes(table, f"{name}_mm").alias(name) for name in named)
    marks = [
        pl.when(pl.col("kind").is_in([kind for kind, names in fixed.items() if name in names])).then(
            pl.format("-{}{}", pl.lit(name[0]), pl.col(name))
        )
        for name in DIMENSIONS
    ]
    openings = pl.when(pl.col("openings") > 0).then(pl.format("-{}{}", pl.col("openings"), pl.col("opening_kind")))
    material = pl.when(pl.col("material") != "concrete").then(pl.format("-{}", pl.col("material")))
    return whole.with_columns(
        pl.concat_str(pl.col("kind"), material, *marks, openings, ignore_nulls=True).alias("family")
    ).sort("family", maintain_order=True)


def _same_sizes(table: pl.DataFrame, column: str) -> pl.Series:
    """Whole millimetres; values of one kind that lie in a row, each near the next, all become their middle."""
    frame = table.select("kind", pl.col(column).round().alias("size"), place=pl.int_range(pl.len())).sort(
        "kind", "size"
    )
    jump = (pl.col("size").diff().over("kind") > harvest_rules()["same_mm"]).fill_null(value=False)
    run = frame.with_columns(jump.cast(pl.Int32).cum_sum().over("kind").alias("run"))
    middle = run.with_columns(pl.col("size").median().over("kind", "run").round().cast(pl.Int64).alias("same"))
    return middle.sort("place")["same"]


def _family(group: pl.DataFrame) -> Family:
    first = group.row(0, named=True)
    fixed = [name for name in DIMENSIONS if name in harvest_rules()["fixed"].get(first["kind"], ())]
    sides = [name.removesuffix("_mm") for name in _OPENINGS[: 2 * first["openings"]]]
    varying = [name for name in DIMENSIONS if name not in fixed] + sides
    grouped = (
        group.group_by(varying, maintain_order=True)
        .agg(pl.col("volume").median(), pl.len().alias("pieces"), pl.col("guid").alias("elements"))
        .sort("pieces", *varying, descending=[True, *[False] * len(varying)], maintain_order=True)
    )
    variants = tuple(
        Variant(
            sizes={name: row[name] for name in varying},
            volume=row["volume"],
            pieces=row["pieces"],
            elements=tuple(row["elements"]),
        )
        for row in grouped.iter_rows(named=True)
    )
    return Family(
        id=first["family"],
        kind=first["kind"],
        material=first["material"],
        fixed={name: first[name] for name in fixed},
        opening_kind=first["opening_kind"],
        openings=first["openings"],
        projects=tuple(group["project"].unique(maintain_order=True)),
        variants=variants,
    )
