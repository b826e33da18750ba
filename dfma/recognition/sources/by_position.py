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
        above, below = _covered(boxes, walls, covers)
        # What is above tells; where nothing is above on either side (a roof that was not modelled), the floor below.
        sides = np.where(above.any(axis=0), above, below).sum(axis=0)
        place[walls[sides == 2]] = "both_sides"
        place[walls[sides == 1]] = "one_side"
    return pl.Series("position", place.tolist(), dtype=pl.String)


def _is_cover(boxes: Boxes) -> Bools:
    """Level things large enough to be a floor, a roof or a piece of one."""
    level = boxes.axes[:, 2, 2] > _TABLE["level"]
    narrow, wide = np.sort(boxes.extent[:, :2], axis=1).T
    cover: Bools = level & (narrow >= _TABLE["width"]) & (wide >= _TABLE["length"]) & (boxes.extent[:, 2] < narrow)
    return cover


def _covered(boxes: Boxes, walls: Rows, covers: Rows) -> tuple[Bools, Bools]:
    """(2, W) for the two sides of each wall: a cover above most stations beside it, and one at the foot of the wall."""
    extent, axes = boxes.extent[walls], boxes.axes[walls]
    across = np.argmin(extent[:, :2], axis=1)
    here = np.arange(len(walls))
    away = axes[here, across] * (extent[here, across] / 2 + _TABLE["reach"])[:, None]
    along = axes[here, 1 - across] * extent[here, 1 - across][:, None]
    # (2 sides, stations, walls, 3)
    beside = np.stack([-away, away])[:, None] + (np.array(_STATIONS) - 0.5)[None, :, None, None] * along[None, None]
    points = (boxes.centre[walls] + beside).reshape(-1, 3)
    tree = shapely.STRtree(np.array(shapely.box(*boxes.low[covers, :2].T, *boxes.high[covers, :2].T)))
    point, found = tree.query(shapely.points(points[:, :2]), predicate="intersects")
    cover, wall = covers[found], walls[point % len(walls)]
    offset = np.einsum("ij,ikj->ik", points[point] - boxes.centre[cover], boxes.axes[cover])
    inside = (np.abs(offset[:, :2]) <= boxes.extent[cover, :2] / 2).all(axis=1)
    top = boxes.high[cover, 2]
    above = inside & (top >= boxes.centre[wall, 2])
    below = inside & (np.abs(top - boxes.low[wall, 2]) <= _TABLE["below"])
    return _at_most_stations(point[above], len(walls)), _at_most_stations(point[below], len(walls))


def _at_most_stations(points: Rows, walls: int) -> Bools:
    """(2, W) whether more than half of the stations of a side are among the points."""
    hit = np.zeros(2 * len(_STATIONS) * walls, np.bool_)
    hit[points] = True
    most: Bools = hit.reshape(2, len(_STATIONS), walls).sum(axis=1) * 2 > len(_STATIONS)
    return most


def _witness(position: str) -> Iterable[Vote]:
    return cast_votes(_VOTES[position], f"position_{position}", "")


BY_POSITION = Source(name="position", columns=("position",), witness=_witness)
