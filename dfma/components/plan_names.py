"""Which types of a plan are components of the library as they stand: their moulds exist already."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from dfma.components.catalogue import ComponentCatalogue
from dfma.components.component import DIMENSIONS
from dfma.components.signature import matching_rules, pieces
from dfma.components.type_plan import PlanPoint, Standardisation
from dfma.model.building import BuildingModel

_KEY = ["kind", "material", *DIMENSIONS]


def with_designations(
    standardisation: Standardisation, model: BuildingModel, catalogue: ComponentCatalogue
) -> Standardisation:
    """The plan with the designation of each type that has the fabrication size of a variant, to the millimetre.

    Pieces with openings stay without one: where the openings lie is no part of a plan.
    """
    known = _variants(catalogue)
    own = pieces(model).filter(pl.col("openings") == 0).select("row", "kind", "material")
    return replace(standardisation, plan=tuple(_named(point, own, known) for point in standardisation.plan))


def _named(point: PlanPoint, own: pl.DataFrame, known: pl.DataFrame) -> PlanPoint:
    sizes = point.assignment.select("row", *(pl.col(f"{name}_mm").round().alias(name) for name in DIMENSIONS))
    keyed = _turned(sizes.join(own, on="row", how="left", maintain_order="left"))
    found = keyed.join(known, on=_KEY, how="left", maintain_order="left")["designation"]
    return replace(point, assignment=point.assignment.with_columns(found.alias("designation")))


def _variants(catalogue: ComponentCatalogue) -> pl.DataFrame:
    """The first variant of each kind, material and size."""
    components = pl.DataFrame(
        [(one.id, one.kind, one.material) for one in catalogue.components.values()],
        schema=dict.fromkeys(("component", "kind", "material"), pl.String),
        orient="row",
    )
    fixed = [pl.col(f"{name}_low_mm") == pl.col(f"{name}_high_mm") for name in DIMENSIONS]
    made = catalogue.variants.filter(
        pl.col("form") == "fabrication", pl.col("openings") == 0, pl.col("length_step_mm").is_null(), *fixed
    ).join(components, on="component", maintain_order="left")
    sizes = [pl.col(f"{name}_low_mm").round().alias(name) for name in DIMENSIONS]
    keyed = _turned(made.select("designation", "kind", "material", *sizes))
    return keyed.unique(_KEY, keep="first", maintain_order=True)


def _turned(table: pl.DataFrame) -> pl.DataFrame:
    """Length and width in order of size, for kinds that have no long side of their own."""
    turns = [kind for kind, pair in matching_rules()["turns"].items() if set(pair) == {"length", "width"}]
    either = pl.col("kind").is_in(turns)
    sides = (pl.max_horizontal("length", "width"), pl.min_horizontal("length", "width"))
    return table.with_columns(
        pl.when(either).then(side).otherwise(pl.col(name)).alias(name)
        for name, side in zip(("length", "width"), sides, strict=True)
    )
