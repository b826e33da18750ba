"""The types that a building has now: what type reduction starts from.

Lengths are whole millimetres from here on. A piece with openings has two ends that may move, while its openings stay
where they are: its length is start + core + end. A piece without openings has only an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.components.plan_settings import PlanSettings
from dfma.components.signature import group_types, matching_rules, pieces
from dfma.model.building import BuildingModel

START, END, WIDTH, HEIGHT, LENGTH = range(5)
"""Columns of sizes. The length follows from start and end; it stands beside them because it has limits of its own."""
_CORE_STEP_MM = 5
"""Blocks of openings whose lengths round to the same multiple are the same block."""

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentTypes:
    """G types of pieces; all arrays are aligned by type, `pieces` has one row per piece."""

    pieces: pl.DataFrame
    """row, type, kind, turned, hand: 1 or -1 for a piece and its mirror image, 0 where there is no difference"""
    kind: tuple[str, ...]
    count: Ints
    sharing: Ints
    """Types of one number differ in nothing but size."""
    sizes: Ints
    """(G, 5) START … LENGTH, millimetres"""
    pinned: Flags
    """Has openings, which must stay where they are."""
    fullness: Floats
    """Share of the box that is filled where the piece grows."""
    mass: Floats
    """Tonnes; NaN where unknown."""

    @property
    def core(self) -> Ints:
        """(G) length of the block of openings."""
        core: Ints = self.sizes[:, LENGTH] - self.sizes[:, START] - self.sizes[:, END]
        return core


def factory_pieces(model: BuildingModel, settings: PlanSettings) -> pl.DataFrame:
    """The pieces that a factory makes (PIECE_SCHEMA)."""
    rules = matching_rules()
    made = pieces(model).filter(
        pl.col("kind").is_in(rules["factory_kinds"]) & ~pl.col("casting").is_in(rules["not_compared"])
    )
    return made if settings.embeds_make_types else made.with_columns(pl.lit(0, pl.Int32).alias("embeds"))


def present_types(model: BuildingModel, made: pl.DataFrame) -> PresentTypes:
    """The types among pieces; those of unknown size are left out."""
    typed = group_types(made).with_columns(_hands(model)).with_columns(*_whole_millimetres())
    mass = pl.col("row").replace_strict(
        made["row"], model.measures["mass"].gather(made["row"]), return_dtype=pl.Float64
    )
    table = (
        _sharing(typed.with_columns(mass.alias("mass")))
        .group_by("type")
        .agg(
            pl.len().alias("count"),
            pl.col("kind", "sharing", "openings", "fullness").first(),
            pl.col("mass").max(),
            pl.col("start", "width", "height", "length", "core_mm").first(),
        )
        .sort("type")
    )
    start, length = table["start"].to_numpy(), table["length"].to_numpy()
    columns = [start, length - start - table["core_mm"].to_numpy(), table["width"], table["height"], length]
    return PresentTypes(
        pieces=typed.select("row", "type", "kind", "turned", "hand"),
        kind=tuple(table["kind"]),
        count=table["count"].to_numpy().astype(np.int64),
        sharing=table["sharing"].to_numpy().astype(np.int64),
        sizes=np.stack([np.asarray(column) for column in columns], axis=1).astype(np.int64).reshape(-1, 5),
        pinned=table["openings"].to_numpy() > 0,
        fullness=np.where(table["openings"] > 0, 1.0, np.clip(table["fullness"].fill_null(1.0), 0.0, 1.0)),
        mass=table["mass"].cast(pl.Float64).fill_null(float("nan")).to_numpy() / 1000,
    )


def _whole_millimetres() -> list[pl.Expr]:
    length = pl.col("length_mm").round()
    core = (pl.col("length_mm") - pl.col("start_mm") - pl.col("end_mm")) / _CORE_STEP_MM
    return [
        length.alias("length"),
        pl.col("width_mm").round().alias("width"),
        pl.col("height_mm").round().alias("height"),
        pl.col("start_mm").round().fill_null(0).alias("start"),
        (core.round() * _CORE_STEP_MM).fill_null(0).alias("core_mm"),
    ]


def _sharing(typed: pl.DataFrame) -> pl.DataFrame:
    """Number (`sharing`) the sets of pieces that differ in nothing but size. All pieces of a type are in one set."""
    keys = ["kind", "core", "core_mm", "embeds"]
    one = typed.with_columns(pl.col("fullness", "core", "core_mm").first().over("type"))
    filled = pl.when(pl.col("openings") > 0).then(_beside_openings()).otherwise(pl.col("fullness")).fill_null(-1.0)
    ordered = one.with_columns(filled.first().over("type").alias("filled")).sort([*keys, "filled", "type"])
    jump = (pl.col("filled") - pl.col("filled").shift() > matching_rules()["same_fullness"]).fill_null(value=False)
    shape = jump.cast(pl.Int32).cum_sum().over(keys).alias("shape")
    return ordered.with_columns(shape).with_columns(
        (pl.struct(*keys, "shape").rank("dense") - 1).alias("sharing")
    )  # fmt: skip


def _beside_openings() -> pl.Expr:
    """Fullness of a piece with openings as if its openings were filled, so that longer piers make no other shape."""
    box = pl.col("length_mm") * pl.col("width_mm") * pl.col("height_mm") / 1e9
    opened = sum(
        (pl.col(f"opening{n}_width_mm") * pl.col(f"opening{n}_height_mm")).fill_null(0.0) * pl.col("width_mm") / 1e9
        for n in (1, 2)
    )
    return (pl.col("volume") + opened) / box


def _hands(model: BuildingModel) -> pl.Expr:
    """Which of the two mirror images a piece is, as seen from outside the building.

    Only pieces with an outside have two: a wall with two like faces is turned into its mirror image.
    """
    boxes, storey = model.boxes, model.elements["storey"].fill_null(-1)
    middle = pl.DataFrame({"storey": storey, "x": boxes.centre[:, 0], "y": boxes.centre[:, 1]}).fill_nan(None)
    middle = middle.with_columns(pl.col("x", "y") - pl.col("x", "y").mean().over("storey")).fill_null(0.0)
    outward = (boxes.axes[:, 1, :2] * middle.select("x", "y").to_numpy()).sum(axis=1) > 0
    faces_out = pl.col("row").replace_strict(
        list(range(len(outward))), outward.tolist(), return_dtype=pl.Boolean
    )  # fmt: skip
    has_outside = pl.col("kind").is_in(["wall_panel_exterior", "parapet"]) & ~pl.col("symmetric")
    hand = pl.when(pl.col("turned") == faces_out).then(1).otherwise(-1)
    return pl.when(has_outside).then(hand).otherwise(0).cast(pl.Int8).alias("hand")
