"""Which sizes are off the module (GB/T 50002), and which modular size is nearest.

Nominal sizes lie on the module, fabrication sizes do not: they are the nominal ones less the connection space. A piece
that is within fabrication tolerance of a library variant is on the module by that variant's nominal size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.components.signature import gap_limits, matching_rules, pieces
from dfma.finding import Clause
from dfma.model.building import BuildingModel
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from dfma.components.matching import ElementMatches, Match

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRule:
    """One row of modular coordination."""

    id: str
    clause: Clause
    source: str
    multiples_of: tuple[float, ...]
    one_of: tuple[float, ...]
    kinds: Mapping[str, tuple[str, ...]]
    """Kind → dimensions that it speaks of."""

    def nearest(self, sizes: Floats) -> Floats:
        """The modular size next to each size; of two equally near ones the smaller, and never 0."""
        choices = [np.repeat(value, sizes.size) for value in self.one_of]
        for module in self.multiples_of:
            choices += [np.maximum(np.ceil(sizes / module - 0.5), 1.0) * module]
        table = np.sort(np.stack(choices), axis=0)
        chosen = np.argmin(np.abs(table - sizes), axis=0)
        best: Floats = np.take_along_axis(table, chosen[None], axis=0)[0]
        return best


@dataclass(frozen=True, slots=True, kw_only=True)
class OffModule:
    """One size that is off the module."""

    element: str
    """GlobalId of the piece or storey; an opening is listed under the piece that it is in."""
    kind: str
    """Kind of the piece, `storey`, or `opening`."""
    dimension: str
    size_mm: float
    nearest_mm: float
    rule: str

    @property
    def delta_mm(self) -> float:
        """What has to be added to be on the module."""
        return self.nearest_mm - self.size_mm


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleGrid:
    """All sizes that were looked at, and those that are off."""

    rules: tuple[ModuleRule, ...]
    checked: Mapping[str, int]
    """Sizes looked at, by rule."""
    made: int
    """Sizes that are fabrication sizes of a library variant, so that their nominal size counts."""
    off: tuple[OffModule, ...]


@cache
def module_rules() -> tuple[ModuleRule, ...]:
    """The rows of the standard."""
    return tuple(
        ModuleRule(
            id=row["id"],
            clause=Clause(document=_file()["document"], number=str(row["number"]), confidence=row["confidence"]),
            source=row["source"],
            multiples_of=tuple(map(float, row.get("multiples_of", ()))),
            one_of=tuple(map(float, row.get("one_of", ()))),
            kinds={kind: tuple(dimensions) for kind, dimensions in row["kinds"].items()},
        )
        for row in _file()["rules"]
    )


@cache
def _file() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_yaml(Path(__file__).parent / "module_grid.yaml")
    return table


def check_module_grid(model: BuildingModel, matches: Sequence[ElementMatches] = ()) -> ModuleGrid:
    """Hold the sizes of factory-made pieces, their openings and the storeys against the module."""
    sizes = pl.concat([_piece_sizes(model), _storey_sizes(model)])
    made = sizes["element"].is_in([one.element for one in matches if _is_made_size(one)]) & (sizes["kind"] != "opening")
    checked: dict[str, int] = {}
    off: list[OffModule] = []
    for rule in module_rules():
        concerned = pl.any_horizontal(
            (pl.col("kind") == kind) & pl.col("dimension").is_in(list(dimensions))
            for kind, dimensions in rule.kinds.items()
        )
        checked[rule.id] = sizes.filter(concerned).height
        off += _off(rule, sizes.filter(~made & concerned))
    order = {guid: row for row, guid in enumerate(model.elements["guid"])}
    return ModuleGrid(
        rules=module_rules(),
        checked=checked,
        made=int(made.sum()),
        off=tuple(sorted(off, key=lambda one: (one.rule, order[one.element], one.dimension))),
    )


def _off(rule: ModuleRule, table: pl.DataFrame) -> Iterable[OffModule]:
    if not table.height:
        return
    nearest = rule.nearest(table["size"].to_numpy())
    for record, aim in zip(table.iter_rows(named=True), nearest.tolist(), strict=True):
        if abs(record["size"] - aim) > _file()["snap_mm"]:
            yield OffModule(
                element=record["element"], kind=record["kind"], dimension=record["dimension"],
                size_mm=record["size"], nearest_mm=aim, rule=rule.id,
            )  # fmt: skip


def _piece_sizes(model: BuildingModel) -> pl.DataFrame:
    """Long: one row per piece, or opening, and dimension."""
    rules = matching_rules()
    table = pieces(model).filter(
        pl.col("kind").is_in(rules["factory_kinds"]) & ~pl.col("casting").is_in(rules["not_compared"])
    )
    table = table.join(model.elements.select("row", pl.col("guid").alias("element")), on="row", maintain_order="left")
    parts = [
        table.select("element", "kind", pl.lit(name).alias("dimension"), pl.col(f"{name}_mm").alias("size"))
        for name in ("length", "width", "height")
    ]
    parts += [
        table.select(
            "element", pl.lit("opening").alias("kind"), pl.lit(name).alias("dimension"),
            pl.col(f"opening{number}_{name}_mm").alias("size"),
        )
        for number in (1, 2)
        for name in ("width", "height")
    ]  # fmt: skip
    return pl.concat(parts).drop_nulls("size")


def _storey_sizes(model: BuildingModel) -> pl.DataFrame:
    return model.storeys.drop_nulls("height").select(
        pl.col("guid").alias("element"),
        pl.lit("storey").alias("kind"),
        pl.lit("height").alias("dimension"),
        (pl.col("height") * 1000).alias("size"),
    )


def _is_made_size(matches: ElementMatches) -> bool:
    """Whether the piece is, within fabrication tolerance, a library variant in another form than its nominal one."""
    best = matches.candidates[0] if matches.candidates else None
    return best is not None and best.form != "nominal" and _within_tolerance(best, matches.kind)


def _within_tolerance(match: Match, kind: str) -> bool:
    exact = gap_limits(kind)["size"]["exact"]
    gaps = [abs(gap) for name, gap in match.gaps_mm.items() if not name.startswith("opening")]
    return bool(gaps) and max(gaps) <= exact
