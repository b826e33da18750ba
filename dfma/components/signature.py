"""What makes two pieces the same piece: kind, sizes, openings, volume, embedded parts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.model.building import BuildingModel
from dfma.model.geometry import Boxes
from dfma.model.material_family import material_family
from dfma.yaml_data import read_yaml

PIECE_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "kind": pl.String,
        "casting": pl.String,
        "material": pl.String,  # family: concrete, steel, aerated_concrete …; null when the file names none
        "length_mm": pl.Float64,  # as measured, null when unknown
        "width_mm": pl.Float64,
        "height_mm": pl.Float64,
        "volume": pl.Float64,  # m³
        "embeds": pl.Int32,  # embedded parts that the model gives the piece
        "openings": pl.Int32,  # doors and windows; holes for pipes are not counted
        "opening1_width_mm": pl.Float64,  # the widest opening first
        "opening1_height_mm": pl.Float64,
        "opening2_width_mm": pl.Float64,
        "opening2_height_mm": pl.Float64,
        "opening1_left_mm": pl.Float64,  # from the nearer end of the piece
        "opening1_right_mm": pl.Float64,  # from the farther end
        "opening_kind": pl.String,  # door | window, of the widest
        "layout": pl.String,  # sizes and places of all openings, the same for a piece and its mirror image
        "core": pl.String,  # the same from the first opening's edge on: what stays when an end of the piece moves
        "start_mm": pl.Float64,  # from the end that `core` is read from to the first opening; null without openings
        "end_mm": pl.Float64,  # from the last opening to the other end
        "turned": pl.Boolean,  # `core` is read against the direction of the piece's box
        "symmetric": pl.Boolean,  # the openings are their own mirror image
        "fullness": pl.Float64,  # volume as a share of the box
    }
)
"""Columns of the table of pieces: one row per piece that a factory would make."""

_CAST_IN = ("embedded_part", "reinforcement")
_NOT_PIECES = ("embedded_part", "reinforcement", "opening", "space", "mep", "furniture", "door", "window", "covering",
               "railing", "other")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Hole:
    """An opening in the face of a piece, millimetres from its left foot."""

    left: float
    foot: float
    width: float
    height: float


@cache
def matching_rules() -> Mapping[str, Any]:
    """The numbers that comparing is done with."""
    rules: Mapping[str, Any] = read_yaml(Path(__file__).parent / "matching.yaml")
    return rules


def gap_limits(kind: str) -> Mapping[str, Mapping[str, float]]:
    """exact, near and half (millimetres) of size, thickness and opening for a kind."""
    rules = matching_rules()
    limits: Mapping[str, Mapping[str, float]] = rules["gaps_mm"] | rules["gaps_mm_of_kind"].get(kind, {})
    return limits


def pieces(model: BuildingModel) -> pl.DataFrame:
    """The pieces of the model with what distinguishes them (PIECE_SCHEMA).

    A piece that a factory casts counts once; its parts (layers, embedded parts) do not appear.
    """
    recognised = model.recognition.select("row", "kind", "casting", "piece")
    rows = (
        recognised.with_columns(
            model.elements["role"], *(model.measures[name] for name in ("length", "width", "height", "volume"))
        )
        .filter((pl.col("role") == "element") & pl.col("piece").is_null() & ~pl.col("kind").is_in(_NOT_PIECES))
        .join(_materials(model), on="row", how="left", maintain_order="left")
        .with_columns((pl.col(name) * 1000).alias(f"{name}_mm") for name in ("length", "width", "height"))
    )
    embeds = (
        recognised.filter((pl.col("kind") == "embedded_part") & pl.col("piece").is_not_null())
        .group_by(pl.col("piece").alias("row"))
        .agg(pl.len().cast(pl.Int32).alias("embeds"))
    )
    box = pl.col("length") * pl.col("width") * pl.col("height")
    return (
        rows.join(embeds, on="row", how="left", maintain_order="left")
        .join(_opening_table(model), on="row", how="left", maintain_order="left")
        .with_columns(
            pl.col("embeds").fill_null(0),
            pl.col("openings").fill_null(0),
            pl.col("layout", "core").fill_null(""),
            pl.col("turned").fill_null(value=False),
            pl.col("symmetric").fill_null(value=True),
            pl.when(box > 0).then(pl.col("volume") / box).alias("fullness"),
        )
        .select(PIECE_SCHEMA.names())
        .cast(PIECE_SCHEMA)
    )


def piece_types(model: BuildingModel) -> pl.DataFrame:
    """The pieces with their type number (`type`): identical pieces share one, mirror images too.

    Sizes are compared to the millimetre and volumes within 1 % (or a litre), so that rounding in an export does not
    make types. Pieces whose size is unknown are left out: nobody can say whether they are alike.
    """
    return group_types(pieces(model))


def group_types(table: pl.DataFrame) -> pl.DataFrame:
    """Give each piece of known size its type number."""
    sizes = [pl.col(f"{name}_mm").round().alias(f"{name}_key") for name in ("length", "width", "height")]
    keys = ["kind", "length_key", "width_key", "height_key", "layout", "embeds"]
    known = table.drop_nulls(["length_mm", "width_mm", "height_mm"]).with_columns(sizes)
    volume = pl.col("volume").fill_null(-1.0)
    jump = volume - volume.shift() > pl.max_horizontal(volume * 0.01, pl.lit(0.001))
    sorted_by_volume = known.sort([*keys, "volume"], nulls_last=False)
    same_volume = jump.over(keys).fill_null(False).cast(pl.Int32).cum_sum().over(keys).alias("volume_key")
    numbered = sorted_by_volume.with_columns(same_volume).with_columns(
        (pl.struct(*keys, "volume_key").rank("dense") - 1).cast(pl.Int32).alias("type")
    )
    return numbered.drop("volume_key", *keys[1:4]).sort("row")


def _materials(model: BuildingModel) -> pl.DataFrame:
    """The family of material of each piece: of the thickest of its layers, else of most of its parts by volume."""
    named = model.materials.select(
        "row", _bearing_family(model.materials["material"]).alias("material"), pl.col("thickness").fill_null(1.0)
    ).drop_nulls("material")
    own = _greatest(named.rename({"thickness": "weight"}))
    parts = (
        model.recognition.filter(pl.col("piece").is_not_null() & ~pl.col("kind").is_in(_CAST_IN))
        .select("row", "piece")
        .join(model.measures.select("row", pl.col("volume").fill_null(0.0).alias("weight")), on="row")
        .join(own, on="row")
        .select(pl.col("piece").alias("row"), "material", "weight")
    )
    return pl.concat([own, _greatest(parts)]).unique("row", keep="first", maintain_order=True)


def _greatest(weighed: pl.DataFrame) -> pl.DataFrame:
    """Per row the material with the greatest sum of weights."""
    sums = weighed.group_by("row", "material", maintain_order=True).agg(pl.col("weight").sum())
    heaviest = sums.sort("weight", descending=True, maintain_order=True).unique(
        "row", keep="first", maintain_order=True
    )
    return heaviest.select("row", "material")


def _bearing_family(names: pl.Series) -> pl.Series:
    """The family of the material that makes the piece: insulation in the name of a compound does not."""
    known: dict[str, str | None] = {}
    for name in names.drop_nulls().unique().to_list():
        found = [material_family(part) for part in re.split(r"[/|+,;]", name)]
        known[name] = next((family for family in found if family not in (None, "insulation", "other")), None)
    return names.replace_strict(known, default=None, return_dtype=pl.String)


def _opening_table(model: BuildingModel) -> pl.DataFrame:
    """Openings per piece: count, sizes of the two widest, and the layout of all."""
    holes = _holes(model)
    records = [_describe(piece, *found) for piece, found in holes.items()]
    names = list(PIECE_SCHEMA)[list(PIECE_SCHEMA).index("openings") : list(PIECE_SCHEMA).index("fullness")]
    schema = {"row": pl.Int32} | {name: PIECE_SCHEMA[name] for name in names}
    return pl.DataFrame(records, schema=schema, orient="row")


def _describe(piece: int, holes: Sequence[_Hole], length: float) -> dict[str, Any]:
    widest = sorted(holes, key=lambda hole: (-hole.width, -hole.height, hole.left))
    first = widest[0]
    ends = sorted((first.left, length - first.left - first.width))
    record: dict[str, Any] = {"row": piece, "openings": len(holes), "layout": _layout(holes, length)}
    record |= _core(holes, length)
    for number, hole in enumerate(widest[:2], start=1):
        record |= {f"opening{number}_width_mm": hole.width, f"opening{number}_height_mm": hole.height}
    is_door = first.foot < matching_rules()["door_sill_mm"]
    return record | {
        "opening1_left_mm": ends[0],
        "opening1_right_mm": ends[1],
        "opening_kind": "door" if is_door else "window",
    }


def _core(holes: Sequence[_Hole], length: float) -> dict[str, Any]:
    """The openings as a block that keeps its measures, and how much of the piece stands on either side of it."""
    first, last = min(hole.left for hole in holes), max(hole.left + hole.width for hole in holes)
    block = [_Hole(hole.left - first, hole.foot, hole.width, hole.height) for hole in holes]
    ends, seen = (first, length - last), [_seen(block, last - first, mirrored) for mirrored in (False, True)]
    turned = (seen[1], ends[1]) < (seen[0], ends[0])
    start, end = reversed(ends) if turned else ends
    symmetric = seen[0] == seen[1] and round(start / 10) == round(end / 10)
    return {
        "core": _written(seen[turned]), "start_mm": start, "end_mm": end, "turned": turned, "symmetric": symmetric
    }  # fmt: skip


def _layout(holes: Sequence[_Hole], length: float) -> str:
    """Sizes and places to the centimetre from the end that sorts first, so that mirror images read the same."""
    return _written(min(_seen(holes, length, mirrored) for mirrored in (False, True)))


def _seen(holes: Sequence[_Hole], length: float, mirrored: bool) -> list[tuple[int, ...]]:
    """Left, foot, width and height of each opening in centimetres, as seen from one side or the other."""
    return sorted(
        (
            round((length - hole.left - hole.width if mirrored else hole.left) / 10),
            round(hole.foot / 10), round(hole.width / 10), round(hole.height / 10),
        )
        for hole in holes
    )  # fmt: skip


def _written(seen: Sequence[tuple[int, ...]]) -> str:
    return " ".join("{2}x{3}@{0},{1}".format(*numbers) for numbers in seen)


def _holes(model: BuildingModel) -> dict[int, tuple[list[_Hole], float]]:
    """Door and window openings per piece, with the length of the piece's face in millimetres."""
    voids = model.relations.filter(pl.col("kind") == "voids").select(pl.col("source", "target").cast(pl.Int64))
    if not voids.height:
        return {}
    opening, cut = voids["source"].to_numpy(), voids["target"].to_numpy()
    piece_of = model.recognition.select(pl.col("piece").fill_null(pl.col("row")).cast(pl.Int64))["piece"].to_numpy()
    host = piece_of[cut]
    left, foot, width, height, depth, length, thickness = _in_face(model, opening, cut, host)
    rules = matching_rules()
    least = rules["opening_from_mm"]
    counts = (width >= least) & (height >= least) & (depth >= rules["through_share"] * thickness)
    found: dict[int, tuple[list[_Hole], float]] = {}
    for index in np.flatnonzero(counts):
        hole = _Hole(float(left[index]), float(foot[index]), float(width[index]), float(height[index]))
        holes, _ = found.setdefault(int(host[index]), ([], float(length[index])))
        if not any(_shared(hole, other) > rules["same_opening_share"] for other in holes):
            holes.append(hole)
    return found


def _in_face(
    model: BuildingModel, opening: npt.NDArray[np.int64], cut: npt.NDArray[np.int64], host: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Per opening, in millimetres: left, foot, width, height, depth in the face of its host; the host's length; the
    thickness of what it cuts (a layer, or the host itself). The face is spanned by the two greater extents of the
    host's box, the vertical one being the height."""
    boxes = model.boxes
    axes, extent = boxes.axes[host], boxes.extent[host]
    size, layer = (_along(axes, boxes, rows) for rows in (opening, cut))
    layer = np.where(np.isnan(layer), extent, layer)
    offset = axes @ (boxes.centre[opening] - boxes.centre[host])[:, :, None]
    start = offset[:, :, 0] - size / 2 + extent / 2
    thin = np.argmin(np.nan_to_num(extent, nan=np.inf), axis=1)
    upright = thin != 2
    longer = np.where(extent[:, 0] >= extent[:, 1], 0, 1)
    along = np.where(upright, 1 - thin % 2, longer)
    across = np.where(upright, 2, 1 - longer)
    chosen = [
        (start, along), (start, across), (size, along), (size, across), (size, thin), (extent, along), (layer, thin),
    ]  # fmt: skip
    return np.array([np.take_along_axis(values, axis[:, None], axis=1)[:, 0] for values, axis in chosen]) * 1000


def _along(axes: npt.NDArray[np.float64], boxes: Boxes, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """(n, 3) how far the boxes of some rows reach along other axes (n, 3, 3)."""
    reach: npt.NDArray[np.float64] = np.abs(axes @ np.swapaxes(boxes.axes[rows], 1, 2)) @ boxes.extent[rows][:, :, None]
    return reach[:, :, 0]


def _shared(one: _Hole, other: _Hole) -> float:
    """The area that both cover, as a share of the smaller."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.foot + one.height, other.foot + other.height) - max(one.foot, other.foot)
    smaller = min(one.width * one.height, other.width * other.height)
    return max(width, 0.0) * max(height, 0.0) / smaller if smaller > 0 else 0.0
