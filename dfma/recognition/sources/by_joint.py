"""What narrow joints say: plates in one plane with a finger's width between them were made apart and set up."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from dfma.model.geometry import Boxes
from dfma.recognition.votes import Source, Vote, cast_votes, parse_weights, read_data

_TABLE = read_data("shapes.yaml")["joint"]
_VOTES = {count: parse_weights(votes) for count, votes in _TABLE["votes"].items()}
_NARROWEST, _WIDEST = _TABLE["width"]
_OVERLAP = 0.5
"""Share of the shorter edge that two plates have to stand beside each other."""
_PARALLEL = 0.999

Rows = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]


def describe_joints(boxes: Boxes, shape: pl.Series) -> pl.Series:
    """`one` or `many` for plates that have narrow joints with plates in the same plane, else null."""
    found = np.full(len(shape), None, dtype=object)
    plates = np.flatnonzero(shape.is_in(_TABLE["shapes"]).fill_null(value=False).to_numpy())
    if len(plates) > 1:
        first, second = _neighbours(boxes, plates)
        joint = _is_joint(boxes, first, second)
        count = np.bincount(np.concatenate([first[joint], second[joint]]), minlength=len(shape))
        found[count == 1], found[count > 1] = "one", "many"
    return pl.Series("joint", found.tolist(), dtype=pl.String)


def _neighbours(boxes: Boxes, plates: Rows) -> tuple[Rows, Rows]:
    """Pairs of plates whose axis-parallel boxes are nearer than the widest joint."""
    low, high = boxes.low[plates] - _WIDEST / 2, boxes.high[plates] + _WIDEST / 2
    outlines = np.array(shapely.box(*low[:, :2].T, *high[:, :2].T))
    one, other = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    near = (one < other) & (low[one, 2] <= high[other, 2]) & (low[other, 2] <= high[one, 2])
    return plates[one[near]], plates[other[near]]


def _is_joint(boxes: Boxes, first: Rows, second: Rows) -> Bools:
    """Whether two plates lie in one plane, beside each other, with a joint of the usual width."""
    axes, half = boxes.axes[first], boxes.extent[first] / 2
    between = np.einsum("ij,ikj->ik", boxes.centre[second] - boxes.centre[first], axes)
    turned = np.abs(np.einsum("ikj,imj->ikm", axes, boxes.axes[second]))
    other_half = np.einsum("ikm,im->ik", turned, boxes.extent[second] / 2)
    gap = np.abs(between) - half - other_half
    here = np.arange(len(first))
    thin, other_thin = np.argmin(half, axis=1), np.argmin(boxes.extent[second], axis=1)
    in_plane = (turned[here, thin, other_thin] > _PARALLEL) & (gap[here, thin] < -half[here, thin])
    joint = np.zeros(len(first), np.bool_)
    for across, along in ((1, 2), (2, 1)):
        a, b = (thin + across) % 3, (thin + along) % 3
        narrow = (gap[here, a] >= _NARROWEST) & (gap[here, a] <= _WIDEST)
        beside = -gap[here, b] >= _OVERLAP * 2 * np.minimum(half[here, b], other_half[here, b])
        joint |= narrow & beside
    found: Bools = in_plane & joint
    return found


def _witness(joint: str) -> Iterable[Vote]:
    return cast_votes(_VOTES[joint], f"joint_{joint}", "")


BY_JOINT = Source(name="joint", columns=("joint",), witness=_witness)
