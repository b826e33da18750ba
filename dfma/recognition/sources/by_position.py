"""Which side of the building a wall is on: what lies to its left and right.

A wall of the outline has a floor, a roof or a room on one side only; an inner wall has them on both.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from dfma.model.geometry import Boxes
from dfma.recognition.votes import Source, Vote, cast_votes, parse_weights, read_data

_TABLE = read_data("shapes.yaml")["position"]
_VOTES = {place: parse_weights(votes) for place, votes in _TABLE["votes"].items()}
_STATIONS = (0.2, 0.5, 0.8)
"""Where along a wall it is looked left and right, as shares of its length."""

Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


def describe_positions(boxes: Boxes, shape: pl.Series, is_space: Bools) -> pl.Series:
    """`one_side`, `both_sides` or null for each row; only upright plates are looked at."""
    place = np.full(len(shape), None, dtype=object)
    walls = np.flatnonzero(shape.is_in(_TABLE["shapes"]).fill_null(value=False).to_numpy())
    covers = np.flatnonzero(_is_cover(boxes) | (is_space & np.isfinite(boxes.low[:, 0])))
    if len(walls) and len(covers):
        left, right = (_covered(boxes, walls, covers, sign) for sign in (-1.0, 1.0))
        # What is above tells; where nothing is above on either side (a roof that was not modelled), the floor below.
        above = left[0] | right[0]
        left_in, right_in = (np.where(above, over, under) for over, under in (left, right))
        place[walls[left_in & right_in]] = "both_sides"
        place[walls[left_in ^ right_in]] = "one_side"
    return pl.Series("position", place.tolist(), dtype=pl.String)


def _is_cover(boxes: Boxes) -> Bools:
    """Level things large enough to be a floor, a roof or a piece of one."""
    level = boxes.axes[:, 2, 2] > _TABLE["level"]
    narrow, wide = np.sort(boxes.extent[:, :2], axis=1).T
    cover: Bools = level & (narrow >= _TABLE["width"]) & (wide >= _TABLE["length"]) & (boxes.extent[:, 2] < narrow)
    return cover


def _covered(boxes: Boxes, walls: Rows, covers: Rows, sign: float) -> tuple[Bools, Bools]:
    """Whether most stations beside a wall have a cover above them, and whether they have one at the wall's foot."""
    extent, axes = boxes.extent[walls], boxes.axes[walls]
    across = np.argmin(extent[:, :2], axis=1)
    here = np.arange(len(walls))
    normal, along = axes[here, across], axes[here, 1 - across]
    beside = boxes.centre[walls] + sign * normal * (extent[here, across] / 2 + _TABLE["reach"])[:, None]
    tree = shapely.STRtree(np.array(shapely.box(*boxes.low[covers, :2].T, *boxes.high[covers, :2].T)))
    over, under = np.zeros(len(walls), np.int64), np.zeros(len(walls), np.int64)
    for station in _STATIONS:
        point = beside + along * ((station - 0.5) * extent[here, 1 - across])[:, None]
        wall, found = tree.query(shapely.points(point[:, :2]), predicate="intersects")
        cover = covers[found]
        offset = np.einsum("ij,ikj->ik", point[wall] - boxes.centre[cover], boxes.axes[cover])
        inside = (np.abs(offset[:, :2]) <= boxes.extent[cover, :2] / 2).all(axis=1)
        top, foot = boxes.high[cover, 2], boxes.low[walls[wall], 2]
        over[np.unique(wall[inside & (top >= boxes.centre[walls[wall], 2])])] += 1
        under[np.unique(wall[inside & (np.abs(top - foot) <= _TABLE["below"])])] += 1
    most = len(_STATIONS) // 2
    return over > most, under > most


def _witness(position: str) -> Iterable[Vote]:
    return cast_votes(_VOTES[position], f"position_{position}", "")


BY_POSITION = Source(name="position", columns=("position",), witness=_witness)
