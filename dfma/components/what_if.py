"""What if some pieces were another component? A changed copy of the model, and what the change does to quantities.

Only what is known of pieces changes (kind, casting, sizes, volume, mass); shapes stay as they are. What neither the
series nor the model tells is unknown afterwards, never a guess: then there is no sum either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import yaml

from dfma.components.component import DIMENSIONS, Component
from dfma.components.designation import normalise
from dfma.components.signature import group_types, matching_rules, pieces
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from dfma.model.measures import DEFAULT_DENSITIES
from dfma.text import text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from dfma.components.catalogue import ComponentCatalogue

FACTORS = Path(__file__).parent / "factors.yaml"
_PER = ("m3", "kg", "piece")
_PRECAST_LIKE = {"steel": "steel", "timber": "timber"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over the pieces that are swapped, and types of the whole building; None where a part of it is unknown."""

    pieces: int
    volume: float | None
    """m³"""
    mass: float | None
    """kg"""
    cost: float | None
    carbon: float | None
    """kg CO2e"""
    types: int
    """Types of factory-made pieces of known size in the whole building."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Pieces replaced by one variant."""

    component: str
    designation: str
    elements: tuple[str, ...]
    before: Totals
    after: Totals
    model: BuildingModel
    """The changed model."""


def load_factors(path: Path = FACTORS) -> Mapping[str, Any]:
    """Cost and carbon factors. Raises UserError when the file is not of the form."""
    try:
        materials: Mapping[str, Any] = read_yaml(path)["materials"]
        sound = all(_is_factor(row[name]) for row in materials.values() for name in ("cost", "carbon"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError):
        sound = False
    if not sound:
        raise UserError(text("what_if.factors", path=str(path)))
    return materials


def _is_factor(row: Mapping[str, Any]) -> bool:
    return row["per"] in _PER and (row["amount"] is None or 0 <= float(row["amount"]) < float("inf"))


def same_type(model: BuildingModel, guids: Iterable[str]) -> tuple[str, ...]:
    """All pieces that are of the same type as one of these, in row order."""
    typed = group_types(pieces(model)).join(model.elements.select("row", "guid"), on="row", maintain_order="left")
    types = typed.filter(pl.col("guid").is_in(list(guids)))["type"].unique()
    found: list[str] = typed.filter(pl.col("type").is_in(types.implode()))["guid"].to_list()
    return tuple(found)


def swap_type(
    model: BuildingModel,
    guids: Sequence[str],
    catalogue: ComponentCatalogue,
    component: str,
    designation: str,
    factors: Mapping[str, Any] | None = None,
) -> Swap:
    """Replace pieces by a variant. Raises UserError for pieces, components or variants that there are none of."""
    rows = _rows(model, guids)
    family = catalogue.components.get(component)
    if family is None:
        raise UserError(text("what_if.component", component=component))
    variant = _variant(catalogue, family, designation)
    old = pieces(model).filter(pl.col("row").is_in(rows))
    new = _replaced(old, family, variant)
    changed = _changed(model, family, new)
    known = load_factors() if factors is None else factors
    return Swap(
        component=component, designation=str(variant["designation"]), elements=tuple(model.guids(sorted(rows))),
        before=_totals(model, rows, [_old_cost(known, "cost"), _old_cost(known, "carbon")]),
        after=_totals(changed, rows, [_new_cost(family, "cost"), _new_cost(family, "carbon")]), model=changed,
    )  # fmt: skip


def _rows(model: BuildingModel, guids: Sequence[str]) -> list[int]:
    """Rows of the pieces; a part of a piece is no piece."""
    known = pieces(model).select("row").join(model.elements.select("row", "guid"), on="row")
    by_guid = {guid: row for row, guid in known.iter_rows()}
    missing = [guid for guid in guids if guid not in by_guid]
    if missing or not guids:
        raise UserError(text("what_if.element", guid=missing[0] if missing else ""))
    return sorted({by_guid[guid] for guid in guids})


def _variant(catalogue: ComponentCatalogue, family: Component, written: str) -> Mapping[str, Any]:
    """The row of the table of variants: as it is made, where the series says so, else in its first form."""
    forms = catalogue.variants.filter((pl.col("component") == family.id) & (pl.col("designation") == written))
    if not forms.height:
        read = family.grammar.parse(normalise(written))
        forms = forms if read is None else family.variant_of(dict(read.values))
    if not forms.height:
        known = catalogue.variants.filter(pl.col("component") == family.id)["designation"].unique(maintain_order=True)
        some = tuple(known.head(3).to_list())
        raise UserError(text("what_if.variant", designation=written, component=family.id, some=some))
    made = forms.filter(pl.col("form") == "fabrication")
    found: Mapping[str, Any] = (made if made.height else forms).row(0, named=True)
    return found


def _replaced(old: pl.DataFrame, family: Component, variant: Mapping[str, Any]) -> pl.DataFrame:
    """Sizes (m), volume and mass per piece. A range of the series keeps the size of the piece if that is inside; a
    volume that the series does not give is the box less the openings, where both are known."""
    sizes = {name: _size(name, variant) for name in DIMENSIONS}
    table = old.select("row", *(size.alias(name) for name, size in sizes.items()))
    holes = sum((variant[f"opening{n}_width_mm"] or 0.0) * (variant[f"opening{n}_height_mm"] or 0.0) for n in (1, 2))
    box = pl.col("length") * pl.col("width") * pl.col("height")
    thin = pl.min_horizontal(pl.col("length"), pl.col("width"), pl.col("height"))
    given = variant["volume"]
    solid = family.volume is not None or family.kind.startswith("wall_panel")
    volume = pl.lit(given) if given else (box - holes * 1e-6 * thin if solid else pl.lit(None, pl.Float64))
    density = DEFAULT_DENSITIES.get(family.material or "")
    own_mass = variant["mass"]
    mass = pl.lit(own_mass) if own_mass else pl.col("volume") * density if density else pl.lit(None, pl.Float64)
    return table.with_columns(volume.cast(pl.Float64).alias("volume")).with_columns(mass.cast(pl.Float64).alias("mass"))


def _size(name: str, variant: Mapping[str, Any]) -> pl.Expr:
    """In metres; what the series is silent about is unknown, for the piece could be of any size."""
    low, high = variant[f"{name}_low_mm"], variant[f"{name}_high_mm"]
    if low is None or high is None:
        return pl.col(f"{name}_mm") / 1000
    return pl.col(f"{name}_mm").fill_null(low).clip(low, high) / 1000


def _changed(model: BuildingModel, family: Component, new: pl.DataFrame) -> BuildingModel:
    """The model with kind, casting, sizes, volume and mass of some rows replaced."""
    measured = [*DIMENSIONS, "volume", "mass"]
    joined = model.measures.join(new, on="row", how="left", suffix="_new", maintain_order="left")
    swapped = pl.col("row").is_in(new["row"].implode())
    origin = {"volume_origin": "authored", "mass_origin": "volume"}
    measures = joined.with_columns(
        *(pl.when(swapped).then(pl.col(f"{name}_new")).otherwise(pl.col(name)).alias(name) for name in measured),
        *(
            pl.when(~swapped).then(pl.col(name)).when(pl.col(f"{name.removesuffix('_origin')}_new").is_not_null())
            .then(pl.lit(said)).alias(name)
            for name, said in origin.items()
        ),
        pl.when(~swapped).then(pl.col("area")).alias("area"),
    ).select(model.measures.columns)  # fmt: skip
    casting = _PRECAST_LIKE.get(family.material or "", "precast")
    recognition = model.recognition.with_columns(
        pl.when(swapped).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in (
            ("kind", family.kind), ("casting", casting), ("kind_confidence", 1.0), ("casting_confidence", 1.0),
        )
    )  # fmt: skip
    return model.with_(measures=measures, recognition=recognition)


def _totals(model: BuildingModel, rows: Sequence[int], costs: Sequence[pl.Expr]) -> Totals:
    rules = matching_rules()
    table = pieces(model)
    made = table.filter(pl.col("kind").is_in(rules["factory_kinds"]) & ~pl.col("casting").is_in(rules["not_compared"]))
    own = table.filter(pl.col("row").is_in(rows)).join(model.measures.select("row", "mass"), on="row")
    cost, carbon = (_sum(own.select(one.alias("x"))["x"]) for one in costs)
    return Totals(
        pieces=own.height, volume=_sum(own["volume"]), mass=_sum(own["mass"]), cost=cost, carbon=carbon,
        types=group_types(made)["type"].n_unique(),
    )  # fmt: skip


def _sum(values: pl.Series) -> float | None:
    """None when any of them is unknown."""
    return None if values.null_count() else float(values.sum())


def _old_cost(factors: Mapping[str, Any], what: str) -> pl.Expr:
    """Per piece, by the family of its material."""
    found: pl.Expr = pl.lit(None, pl.Float64)
    for material, row in factors.items():
        amount, per = row[what]["amount"], row[what]["per"]
        if amount is not None:
            found = pl.when(pl.col("material") == material).then(float(amount) * _quantity(per)).otherwise(found)
    return found


def _new_cost(family: Component, what: str) -> pl.Expr:
    """Per piece, by the component's own factor."""
    factor = family.cost if what == "cost" else family.carbon
    return pl.lit(None, pl.Float64) if factor is None else factor.amount * _quantity(factor.per)


def _quantity(per: str) -> pl.Expr:
    return {
        "m3": pl.col("volume"), "kg": pl.col("mass"), "piece": pl.lit(1.0), "m": pl.col("length_mm") / 1000,
        "m2": pl.col("length_mm") * pl.max_horizontal("width_mm", "height_mm") * 1e-6,
    }.get(per, pl.lit(None, pl.Float64))  # fmt: skip
