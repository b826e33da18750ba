"""The bays of a slab between its supports, and the one bay of a wall; whole millimetres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
import shapely

from dfma.components.split_family import rule_value, split_rules
from dfma.components.split_outline import Face, Rectangle, rectangles_of
from dfma.model.building import BuildingModel
from dfma.text import Text, text

_SAME_LINE = 100
"""Supports whose middles are nearer than this are one line."""
_EDGE = 300
"""A support nearer than this to the edge carries the edge."""
_SMALLEST = 300
"""A part of a slab narrower than this stays cast in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bay:
    """One rectangle to be cut along its `length`; panels lie along its `span`."""

    area: Rectangle
    along: int
    """The axis (0 or 1) that is cut; the span runs along the other."""
    openings: tuple[tuple[int, int], ...]
    """What each opening takes of the length, from the start of the bay."""

    @property
    def length(self) -> int:
        return self.area.sides[self.along]

    @property
    def span(self) -> int:
        return self.area.sides[1 - self.along]

    def rectangle(
        self, start: int, width: int, across: int, depth: int
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Place and size, in metres along the two axes, of what lies so far along the length and across it."""
        place, size = (start, across), (width, depth)
        if self.along == 1:
            place, size = place[::-1], size[::-1]
        return (
            ((self.area.u0 + place[0]) / 1000, (self.area.v0 + place[1]) / 1000),
            (size[0] / 1000, size[1] / 1000),
        )


def bays_of(model: BuildingModel, row: int, face: Face) -> tuple[tuple[Bay, ...], tuple[Rectangle, ...]] | Text:
    """The bays of a level slab and the parts that are too narrow for one, or why it has none."""
    most = rule_value("hole_most")
    parts = [shapely.Polygon(part.exterior) for part in shapely.get_parts(face.outline)]
    holes = [
        shapely.box(*shapely.Polygon(hole).bounds)
        for part in shapely.get_parts(face.outline)
        for hole in part.interiors
    ]
    great = [hole for hole in holes if max(_sides(hole)) > most]
    small = [hole for hole in holes if max(_sides(hole)) <= most]
    rectangles = rectangles_of(shapely.difference(shapely.union_all(parts), shapely.union_all(great)))
    if rectangles is None:
        return text("split.none.outline")
    for axis in (0, 1):
        lines = _support_lines(model, row, face, axis)
        rectangles = [part for one in rectangles for part in _divided(one, axis, lines)]
    thin = [one for one in sorted(rectangles) if min(one.sides) < _SMALLEST]
    broad = [one for one in sorted(rectangles) if min(one.sides) >= _SMALLEST]
    if not broad:
        return text("split.none.narrow", width=min(thin[0].sides), least=_SMALLEST)
    return tuple(_bay(one, small) for one in broad), tuple(thin)


def wall_bay(face: Face) -> tuple[tuple[Bay, ...], tuple[Rectangle, ...]] | Text:
    """A wall is one bay, cut along its length; doors and windows are what its outline lacks."""
    whole = Rectangle(0, 0, *face.size)
    lacking = shapely.difference(shapely.box(0, 0, *face.size), face.outline)
    openings = []
    for part in shapely.get_parts(lacking):
        if part.area < 100:
            continue
        box = shapely.box(*part.bounds)
        if part.area < 0.98 * box.area or box.bounds[2] - box.bounds[0] > 0.9 * face.size[0]:
            return text("split.none.wall_outline")
        openings.append((round(box.bounds[0]), round(box.bounds[2])))
    return (Bay(area=whole, along=0, openings=tuple(sorted(openings))),), ()


def _bay(area: Rectangle, holes: Sequence[shapely.Polygon]) -> Bay:
    """Cut along the longer side; of a square along the first axis."""
    along = 0 if area.sides[0] >= area.sides[1] else 1
    box = shapely.box(area.u0, area.v0, area.u1, area.v1)
    start = (area.u0, area.v0)[along]
    inside = [hole.bounds for hole in holes if shapely.intersection(hole, box).area > 1]
    openings = [(round(bounds[along]) - start, round(bounds[along + 2]) - start) for bounds in inside]
    return Bay(area=area, along=along, openings=tuple(sorted(openings)))


def _sides(box: shapely.Polygon) -> tuple[float, float]:
    u0, v0, u1, v1 = box.bounds
    return u1 - u0, v1 - v0


def _support_lines(model: BuildingModel, row: int, face: Face, axis: int) -> list[tuple[int, list[tuple[int, int]]]]:
    """Middle lines of the walls and beams that carry a slab and run across `axis`: where on it, and what they cover of
    the other axis."""
    kinds = model.recognition["kind"]
    chosen = model.relations.filter((pl.col("kind") == "supports") & (pl.col("target") == row))
    found: list[tuple[int, list[tuple[int, int]]]] = []
    for carrier in chosen["source"].sort().to_list():
        boxes = model.boxes
        if kinds[carrier] not in split_rules()["supports"] or np.isnan(boxes.extent[carrier]).any():
            continue
        direction = boxes.axes[carrier][0] @ face.axes.T
        if abs(direction[1 - axis]) < 0.9998:
            continue
        middle = (boxes.centre[carrier] - face.origin) @ face.axes.T * 1000
        half = boxes.extent[carrier][0] * 500
        found.append((round(middle[axis]), [(round(middle[1 - axis] - half), round(middle[1 - axis] + half))]))
    merged: list[tuple[int, list[tuple[int, int]]]] = []
    for place, reach in sorted(found):
        if merged and place - merged[-1][0] <= _SAME_LINE:
            merged[-1][1].extend(reach)
        else:
            merged.append((place, reach))
    return merged


def _divided(area: Rectangle, axis: int, lines: Sequence[tuple[int, list[tuple[int, int]]]]) -> Iterable[Rectangle]:
    """The parts of a rectangle between the lines that cross enough of it."""
    low, high = ((area.u0, area.u1), (area.v0, area.v1))[axis]
    across = ((area.v0, area.v1), (area.u0, area.u1))[axis]
    share = rule_value("support_share")
    cuts = [
        place
        for place, reach in lines
        if low + _EDGE < place < high - _EDGE and _covered(reach, across) >= share * (across[1] - across[0])
    ]
    ends = [low, *cuts, high]
    for start, end in pairwise(ends):
        yield Rectangle(start, area.v0, end, area.v1) if axis == 0 else Rectangle(area.u0, start, area.u1, end)


def _covered(reach: Sequence[tuple[int, int]], span: tuple[int, int]) -> int:
    """How much of a span some stretches cover together."""
    total, done = 0, span[0]
    for start, end in sorted(reach):
        first, last = max(start, done), min(end, span[1])
        if last > first:
            total, done = total + last - first, last
    return total
