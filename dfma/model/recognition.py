"""What recognition says of each element: the table, and the lists of kinds and castings."""

from __future__ import annotations

import polars as pl

KINDS = (
    "wall_panel_exterior", "wall_panel_interior", "partition_panel", "composite_slab", "solid_slab", "hollow_core_slab",
    "double_tee", "beam", "column", "stair_flight", "balcony", "ac_slab", "parapet", "bathroom_pod", "kitchen_pod",
    "room_module", "pile", "foundation", "box_culvert", "tunnel_segment", "pier", "steel_member", "steel_box_girder",
    "embedded_part", "reinforcement", "wall", "curtain_wall", "roof", "ramp", "railing", "covering", "furniture",
    "door", "window", "opening", "mep", "space", "other",
)  # fmt: skip
"""What a thing is. `wall` is any wall that is not a panel: cast in place, masonry."""

CASTINGS = ("precast", "cast_in_place", "steel", "timber", "masonry", "unknown")
"""How it is made."""

_REASONS: pl.DataType = pl.List(pl.Struct({"code": pl.String, "detail": pl.String}))

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.Int32,
    "kind": pl.String,
    "kind_confidence": pl.Float64,
    "kind_reasons": _REASONS,  # said as the text "reason.<code>" with `detail`
    "casting": pl.String,
    "casting_confidence": pl.Float64,
    "casting_reasons": _REASONS,
    "piece": pl.Int32,  # row of the piece (cast in a factory, or made as one) that this row is a part of; else null
}
RECOGNITION_SCHEMA = pl.Schema(_COLUMNS)
"""Columns of `BuildingModel.recognition`, one row per element row, in row order. Spatial rows are kind `other`."""


def no_recognition(rows: int) -> pl.DataFrame:
    """Recognition of a model that nothing was recognised in yet: kind `other`, casting `unknown`, no confidence."""
    said = {"kind": "other", "kind_confidence": 0.0, "casting": "unknown", "casting_confidence": 0.0, "piece": None}
    reasons = {"kind_reasons": pl.lit([], _REASONS), "casting_reasons": pl.lit([], _REASONS)}
    columns = [reasons.get(name, pl.lit(said.get(name), kind)).alias(name) for name, kind in _COLUMNS.items()]
    return pl.DataFrame({"row": range(rows)}, schema={"row": pl.Int32}).with_columns(columns[1:])
