"""Pieces in a row, and what stands near their other sides: where a change of size must fit in.

A wall line is panels in one plane and storey, end to end; a slab bay is planks side by side. Their sizes and joints add
up to a length that stays as received, and openings stay where they are. Any other neighbour leaves a gap that may
become narrower or wider within limits; two pieces that could both change share it by halves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dfma.components.plan_settings import JointSort, PlanSettings
from dfma.components.present_types import Flags, Floats, Ints
from dfma.model.boxes import FROM_PARTS
from dfma.model.building import BuildingModel
from dfma.model.overlaps import near_pairs

_ALONG = 0.9998
"""Cosine up to which two axes are one direction: about a degree."""
_OVERLAP_MM = 20.0
"""Neighbours face each other over more than this in both other directions."""
_IN_ROW = 0.8
"""Pieces in a row face each other over at least this share of the smaller."""
_SUNK_MM = 2.0
"""Boxes that sink into each other by no more than this touch."""
_ORDERS = np.array(list(permutations(range(3))))
_LENGTH, _WIDTH, _UP = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Pieces in a row, from one end to the other; numbers are places in the table of pieces."""

    family: str
    places: tuple[int, ...]
    dimensions: tuple[int, ...]
    """Of each piece the dimension that lies along the row: 0 length, 1 width, 2 height."""
    forward: tuple[bool, ...]
    """Of each piece whether that dimension's direction of the box is that of the row."""
    sorts: tuple[JointSort, ...]
    gaps_mm: tuple[float, ...]
    length_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where N pieces must fit in."""

    rows: tuple[Row, ...]
    axes: Floats
    """(N, 3, 3) directions of length, width and height in the building."""
    grow_mm: Floats
    """(N, 3, 2) how far each piece may grow: length, width, height; towards the low and the high end of its box."""
    shrink_mm: Floats
    """(N, 3, 2)"""


@dataclass(frozen=True, slots=True)
class _Bodies:
    """Boxes in millimetres; axes, size and dimension names of each in the order length, width, height."""

    axes: Floats
    centre: Floats
    size: Floats
    upright: Ints
    """(N) the dimension that is vertical"""


@dataclass(frozen=True, slots=True)
class _Faces:
    """P faces, each before a neighbour; both views of every pair are there."""

    own: Ints
    other: Ints
    dimension: Ints
    """Of the own piece, across the gap."""
    other_dimension: Ints
    high: Flags
    """At the high end of the own dimension."""
    gap: Floats
    share: Floats
    """Of the smaller piece, the less of the two other directions."""


def surroundings(model: BuildingModel, everything: pl.DataFrame, made: Flags, settings: PlanSettings) -> Surroundings:
    """Rows and neighbours of the pieces (PIECE_SCHEMA). `made` says which of them may change."""
    bodies = _bodies(model, everything)
    faces = _faces(model, everything, bodies, settings)
    family, sort = _sorts(faces, everything, made, bodies, settings)
    in_row = _mutual(faces, sort)
    rows = tuple(_chains(faces, in_row, family, sort, bodies, settings))
    grow, shrink = _room(faces, in_row, made, len(everything), settings.neighbour)
    return Surroundings(rows=rows, axes=bodies.axes, grow_mm=grow, shrink_mm=shrink)


def _bodies(model: BuildingModel, table: pl.DataFrame) -> _Bodies:
    """Which axis of its box is which dimension of a piece: the order in which the sizes agree best. What sticks out of
    the main part of an assembly does not count: the part's own box says where it is."""
    rows = table["row"].to_numpy().astype(np.int64)
    size = table.select("length_mm", "width_mm", "height_mm").fill_null(float("nan")).to_numpy()
    extent = model.boxes.extent[rows] * 1000
    off = np.stack([np.abs(extent[:, order] - size).sum(axis=1) for order in _ORDERS])
    order = _ORDERS[np.argmin(np.nan_to_num(np.round(off, 3), nan=np.inf), axis=0)]
    axes = np.take_along_axis(model.boxes.axes[rows], order[:, :, None], axis=1)
    return _Bodies(axes, _centres(model, rows) * 1000, size, np.argmax(np.abs(np.nan_to_num(axes[:, :, 2])), axis=1))


def _centres(model: BuildingModel, rows: Ints) -> Floats:
    """Centre of each piece, or of its heaviest part when it has no body of its own."""
    parts = (
        model.recognition.select("row", "piece")
        .with_columns(model.measures["volume"])
        .filter(pl.col("piece").is_in(rows.tolist()) & pl.col("volume").is_not_null())
        .sort("volume", "row", descending=[True, False])
        .unique("piece", keep="first", maintain_order=True)
    )
    of_part = np.full(len(model.boxes.centre), -1, np.int64)
    of_part[parts["piece"].to_numpy()] = parts["row"].to_numpy()
    body = np.where((of_part[rows] >= 0) & (model.boxes.origin[rows] == FROM_PARTS), of_part[rows], rows)
    low, high = model.boxes.centre[rows], model.boxes.centre[body]
    return np.where(np.isnan(high), low, high)


def _faces(model: BuildingModel, table: pl.DataFrame, bodies: _Bodies, settings: PlanSettings) -> _Faces:
    rows = table["row"].to_numpy().astype(np.int64)
    known = np.flatnonzero(np.isfinite(bodies.size).all(axis=1) & np.isfinite(bodies.centre).all(axis=1))
    reach = max(sort.to_mm for sort in (*settings.joints, settings.neighbour)) / 1000
    found = known[near_pairs(model.boxes.low[rows[known]], model.boxes.high[rows[known]], reach)].reshape(-1, 2)
    own, other = np.concatenate([found, found[:, ::-1]]).T
    turn = np.einsum("pik,pjk->pij", bodies.axes[own], bodies.axes[other])
    reach_of_other = (np.abs(turn) @ bodies.size[other][:, :, None])[:, :, 0]
    offset = np.einsum("pij,pj->pi", bodies.axes[own], bodies.centre[other] - bodies.centre[own])
    gaps = np.abs(offset) - (bodies.size[own] + reach_of_other) / 2
    dimension = np.argmax(gaps, axis=1)
    pick = np.arange(len(own)), dimension
    smaller = np.minimum(bodies.size[own], reach_of_other)
    beside = np.where(np.arange(3) == dimension[:, None], -np.inf, gaps)
    share = np.where(np.arange(3) == dimension[:, None], np.inf, np.minimum(-gaps, smaller) / smaller).min(axis=1)
    square = (np.abs(turn).max(axis=2) > _ALONG).all(axis=1)
    facing = square & (gaps[pick] >= -_SUNK_MM) & (beside.max(axis=1) < -_OVERLAP_MM)
    faces = _Faces(own, other, dimension, np.argmax(np.abs(turn[pick]), axis=1), offset[pick] > 0, gaps[pick], share)
    return _chosen(faces, facing)


def _chosen(faces: _Faces, which: Flags | Ints) -> _Faces:
    return _Faces(*(getattr(faces, name)[which] for name in _Faces.__slots__))


def _sorts(
    faces: _Faces, table: pl.DataFrame, made: Flags, bodies: _Bodies, settings: PlanSettings
) -> tuple[Ints, Ints]:
    """Per face the family of its two pieces and the sort of its joint, -1 where it is no joint of a row."""
    kinds, storey = table["kind"].to_numpy(), table["storey"].fill_null(-1).to_numpy()
    family = np.full(len(table), -1)
    for number, members in enumerate(settings.families.values()):
        family[np.isin(kinds, members)] = number
    own, other = faces.own, faces.other
    alike = (family[own] == family[other]) & (family[own] >= 0) & (storey[own] == storey[other])
    alike &= made[own] & made[other] & (faces.share >= _IN_ROW)
    alike &= (faces.dimension != bodies.upright[own]) & (faces.dimension != _UP)
    wall = family[own] == list(settings.families).index("wall")
    alike &= ~(wall & ((faces.dimension == _WIDTH) | (faces.other_dimension == _WIDTH)))
    sort = np.full(len(own), -1)
    for number, joint in reversed(list(enumerate(settings.joints))):
        fits = alike & (family[own] == list(settings.families).index(joint.family))
        sort[fits & (faces.gap >= joint.from_mm) & (faces.gap <= joint.to_mm)] = number
    return np.where(sort >= 0, family[own], -1), sort


def _mutual(faces: _Faces, sort: Ints) -> Flags:
    """Of several joints at one end the narrowest, where both pieces agree on it."""
    end = (faces.own * 3 + faces.dimension) * 2 + faces.high
    order = np.lexsort((faces.other, np.round(faces.gap, 3), sort < 0, end))
    first = np.ones(len(order), np.bool_)
    first[1:] = end[order][1:] != end[order][:-1]
    best = np.zeros(len(order), np.bool_)
    best[order[first]] = True
    best &= sort >= 0
    chosen = {(own, other) for own, other in zip(faces.own[best].tolist(), faces.other[best].tolist(), strict=True)}
    agreed = [(other, own) in chosen for own, other in zip(faces.own.tolist(), faces.other.tolist(), strict=True)]
    return best & np.array(agreed, np.bool_)


def _chains(
    faces: _Faces, in_row: Flags, family: Ints, sort: Ints, bodies: _Bodies, settings: PlanSettings
) -> Iterator[Row]:
    """Pieces that are linked end to end, in order along the row."""
    joints = np.flatnonzero(in_row)
    if not len(joints):
        return
    names = list(settings.families)
    side, far = faces.own * 3 + faces.dimension, faces.other * 3 + faces.other_dimension
    nodes, places = np.unique(np.concatenate([side[joints], far[joints]]), return_inverse=True)
    ends = places.reshape(2, -1)
    links = csr_array((np.ones(len(joints)), (ends[0], ends[1])), shape=(len(nodes), len(nodes)))
    count, label = connected_components(links, directed=False)
    joint_of = {(faces.own[joint], faces.other[joint]): joint for joint in joints}
    order = np.argsort(label, kind="stable")
    bounds = np.searchsorted(label[order], np.arange(count + 1))
    for start, stop in pairwise(bounds):
        members = nodes[order[start:stop]]
        piece, dimension = members // 3, members % 3
        direction = bodies.axes[piece[0], dimension[0]]
        along = np.argsort(bodies.centre[piece] @ direction, kind="stable")
        piece, dimension = piece[along], dimension[along]
        if len(set(piece.tolist())) < len(piece) or any(pair not in joint_of for pair in pairwise(piece)):
            continue  # a piece that stands in the row both along and across, or a ring: no row to close
        used = [joint_of[pair] for pair in pairwise(piece)]
        gaps = faces.gap[used]
        yield Row(
            family=names[family[used[0]]],
            places=tuple(piece.tolist()),
            dimensions=tuple(dimension.tolist()),
            forward=tuple((bodies.axes[piece, dimension] @ direction > 0).tolist()),
            sorts=tuple(settings.joints[number] for number in sort[used]),
            gaps_mm=tuple(np.round(gaps, 3).tolist()),
            length_mm=float(bodies.size[piece, dimension].sum() + gaps.sum()),
        )


def _room(faces: _Faces, in_row: Flags, made: Flags, count: int, limit: JointSort) -> tuple[Floats, Floats]:
    """How far each end of each piece may move out and in. Along a row it is the row that decides."""
    grow, shrink = np.full((count, 3, 2), np.inf), np.full((count, 3, 2), np.inf)
    near = ~in_row & (faces.gap <= limit.to_mm)
    ends = faces.own[near], faces.dimension[near], faces.high[near].astype(np.int64)
    gap, part = faces.gap[near], np.where(made[faces.other[near]], 0.5, 1.0)
    np.minimum.at(grow, ends, np.maximum(gap - limit.min_mm, 0.0) * part)
    np.minimum.at(shrink, ends, np.maximum(limit.max_mm - gap, 0.0) * part)
    grow[faces.own[in_row], faces.dimension[in_row]] = np.inf
    shrink[faces.own[in_row], faces.dimension[in_row]] = np.inf
    return grow, shrink
