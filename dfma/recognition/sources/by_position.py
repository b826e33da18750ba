"""Which side of the building a wall is on: what lies to its left and right.

A wall of the outline has floors or rooms on one side only; an inner wall has them on both.
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
_REACH, _ABOVE = _TABLE["reach"], _TABLE["above"]
_STATIONS = (0.2, 0.5, 0.8)
"""Where along a wall it is looked left and right, as shares of its length."""

Bools = npt.NDArray[np.bool_]


def describe_positions(boxes: Boxes, shape: pl.Series, is_space: Bools) -> pl.Series:
    """`one_side`, `both_sides` or null for each row; only upright plates are looked at."""
    place = np.full(len(shape), None, dtype=object)
    walls = np.flatnonzero((shape == "plate_upright").fill_null(value=False).to_numpy())
    floors = shape.is_in(["plate_level", "plate_level_thin"]).fill_null(value=False).to_numpy()
    rooms = np.flatnonzero(floors | (is_space & np.isfinite(boxes.low).all(axis=1)))
    if len(walls) and len(rooms):
        left, right = (_covered(boxes, walls, rooms, sign) for sign in (-1.0, 1.0))
        place[walls[left & right]] = "both_sides"
        place[walls[left ^ right]] = "one_side"
    return pl.Series("position", place.tolist(), dtype=pl.String)


def _covered(boxes: Boxes, walls: npt.NDArray[np.intp], rooms: npt.NDArray[np.intp], sign: float) -> Bools:
    """Whether most stations beside a wall lie above, in or below a room or floor."""
    extent, axes = boxes.extent[walls], boxes.axes[walls]
    across = np.argmin(extent[:, :2], axis=1)
    here = np.arange(len(walls))
    normal, along = axes[here, across], axes[here, 1 - across]
    beside = boxes.centre[walls] + sign * normal * (extent[here, across] / 2 + _REACH)[:, None]
    hits = np.zeros(len(walls), np.int64)
    outlines = np.array(shapely.box(*boxes.low[rooms, :2].T, *boxes.high[rooms, :2].T))
    tree = shapely.STRtree(outlines)
    for station in _STATIONS:
        point = beside + along * ((station - 0.5) * extent[here, 1 - across])[:, None]
        wall, room = tree.query(shapely.points(point[:, :2]), predicate="intersects")
        room = rooms[room]
        offset = np.einsum("ij,ikj->ik", point[wall] - boxes.centre[room], boxes.axes[room])
        inside = (np.abs(offset[:, :2]) <= boxes.extent[room, :2] / 2).all(axis=1)
        near = (boxes.low[room, 2] <= boxes.high[walls[wall], 2] + _ABOVE) & (
            boxes.high[room, 2] >= boxes.low[walls[wall], 2] - _ABOVE
        )
        hits[np.unique(wall[inside & near])] += 1
    return hits * 2 > len(_STATIONS)


def _witness(position: str) -> Iterable[Vote]:
    return cast_votes(_VOTES[position], f"position_{position}", "")


BY_POSITION = Source(name="position", columns=("position",), witness=_witness)
