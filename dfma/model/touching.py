"""Which bodies touch, and which rest on which: the relations that the file does not author.

Two bodies touch when their surfaces are no farther apart than a tolerance, or when they share room. One rests on
another when an upward face of the lower one lies under a downward face of the upper one, within the tolerance and over
an area worth the name. Openings and spaces are not bodies; parts of one piece are held together anyway and are left
out. Where the parts of a piece touch something, the piece is said to touch it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from dfma.model.boxes import extents_along, parts_of, ranges
from dfma.model.geometry import Boxes, Floats, Geometry
from dfma.model.overlaps import Numbers, near_pairs, slices
from dfma.model.relations import RELATION_SCHEMA
from dfma.model.triangles import point_inside, triangle_distances
from dfma.progress import Progress

if TYPE_CHECKING:
    from dfma.model.building import BuildingModel

LEAST_BEARING = 0.01
"""Metres: a face rests on another only where they share more than this in both directions of the plan."""
_LEAST_BEARING_AREA = LEAST_BEARING**2
_LEVEL = 0.7
"""Least vertical part of the normal of a face that bears, or is borne: 45 degrees."""
IN_CONTACT = 1e-4
"""Metres: a distance below this is not measured any closer."""
_SAME_AXES = 1e-4
"""Largest sine between axes of boxes that are taken as parallel."""
_BOX_SHAPED = 1e-5
"""Largest share by which the volume of a shape may differ from that of its box, to be taken as that box."""
_FIRST_LOOK = 6
"""Triangles on each side of a pair that are measured first."""
_SLICE = 1 << 18
"""Pairs of triangles that are looked at at once."""

_WITHOUT_BODY = frozenset(
    ["IfcOpeningElement", "IfcOpeningStandardCase", "IfcVoidingFeature", "IfcSurfaceFeature", "IfcVirtualElement",
     "IfcEarthworksCut", "IfcDistributionPort"]
)  # fmt: skip
"""Classes of elements that are no bodies."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contacts:
    """P pairs of instances, how far apart they are, and which way one carries the other."""

    pairs: Numbers
    """(P, 2) instances."""
    distance: Floats
    """(P) metres."""
    bearing: npt.NDArray[np.int8]
    """(P) +1 where the second rests on the first, -1 where the first rests on the second, else 0."""


def touching(model: BuildingModel, tolerance: float, progress: Progress) -> pl.DataFrame:
    """The relations `touches` and `supports` (`RELATION_SCHEMA`) of the elements of a model with geometry and boxes.

    `tolerance` in metres is the largest distance that still counts; the distance itself is kept with the relation.
    """
    geometry = model.geometry
    bodies = _bodies(model)
    if len(bodies) < 2:
        return pl.DataFrame(schema=RELATION_SCHEMA)
    progress.check()
    low, high = extents_along(geometry, bodies, np.tile(np.eye(3), (len(bodies), 1, 1)))
    pairs = bodies[near_pairs(low, high, tolerance)]
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    piece = _pieces(model)
    rows = geometry.instance_row.astype(np.int64)
    pairs = pairs[piece[rows[pairs[:, 0]]] != piece[rows[pairs[:, 1]]]]
    progress.check()
    return _relations(_contacts(model, pairs, tolerance, progress), rows, piece)


def _bodies(model: BuildingModel) -> Numbers:
    """Instances of elements that are bodies. Bars lie inside the concrete: that they touch it says nothing."""
    solid = (model.elements["role"] == "element") & ~model.elements["ifc_class"].is_in(list(_WITHOUT_BODY))
    solid &= ~model.recognition["kind"].is_in(["opening", "reinforcement"])
    chosen: Numbers = np.flatnonzero(solid.to_numpy()[model.geometry.instance_row])
    return chosen


def _pieces(model: BuildingModel) -> Numbers:
    """(N) the row of the piece that each row is a part of: as recognised, else the outermost assembly, else itself."""
    own = np.arange(model.elements.height)
    recognised = model.recognition["piece"].fill_null(-1).to_numpy().astype(np.int64)
    whole = parts_of(model.elements)
    root = own.copy()
    for _ in range(64):  # deeper than any assembly; a circle of parts ends here too
        root = np.where(whole[root] >= 0, whole[root], root)
    in_assembly = (model.elements["ifc_class"] == "IfcElementAssembly").to_numpy()[root]
    is_piece = np.isin(own, recognised)
    return np.where(recognised >= 0, recognised, np.where(in_assembly & ~is_piece, root, own))


def _contacts(model: BuildingModel, pairs: Numbers, tolerance: float, progress: Progress) -> _Contacts:
    """The pairs that touch. Boxes that stand parallel are measured as boxes, everything else triangle by triangle."""
    boxes, geometry = model.boxes, model.geometry
    rows = geometry.instance_row[pairs].astype(np.int64)
    turn, gaps = _box_gaps(boxes, rows)
    near = gaps.reshape(-1, 6).max(axis=1) <= tolerance
    pairs, rows, turn, gap = pairs[near], rows[near], turn[near], gaps[near, 0]
    parallel = (np.minimum(np.abs(turn), np.abs(np.abs(turn) - 1)) < _SAME_AXES).all(axis=(1, 2))
    as_boxes = parallel & _box_shaped(geometry, boxes)[pairs].all(axis=1)
    distance = np.linalg.norm(np.maximum(gap, 0.0), axis=1)
    bearing = _box_bearing(boxes, rows, gap, tolerance)
    rest = np.flatnonzero(~as_boxes)
    measured = _by_triangles(geometry, pairs[rest], tolerance, progress)
    distance[rest], bearing[rest] = measured.distance, measured.bearing
    touch = distance <= tolerance
    return _Contacts(pairs=pairs[touch], distance=distance[touch], bearing=bearing[touch])


def _box_gaps(boxes: Boxes, rows: Numbers) -> tuple[Floats, Floats]:
    """(P, 3, 3) cosines between the axes of two boxes, and (P, 2, 3) gaps along the axes of the first and the second;
    negative where they overlap. The largest gap is no greater than the distance."""
    a, b = rows[:, 0], rows[:, 1]
    turn = boxes.axes[a] @ boxes.axes[b].transpose(0, 2, 1)
    between = boxes.centre[b] - boxes.centre[a]
    half_a, half_b = boxes.extent[a] / 2, boxes.extent[b] / 2
    along_a = np.abs(np.einsum("pkj,pj->pk", boxes.axes[a], between))
    along_b = np.abs(np.einsum("pkj,pj->pk", boxes.axes[b], between))
    gap_a = along_a - half_a - np.einsum("pkl,pl->pk", np.abs(turn), half_b)
    gap_b = along_b - half_b - np.einsum("pkl,pk->pl", np.abs(turn), half_a)
    return turn, np.stack([gap_a, gap_b], axis=1)


def _box_shaped(geometry: Geometry, boxes: Boxes) -> Flags:
    """(I) whether an instance fills its box."""
    rows, shapes = geometry.instance_row, geometry.instance_shape
    alone = np.bincount(rows, minlength=len(boxes.extent))[rows] == 1
    volume = boxes.extent[rows].prod(axis=1)
    with np.errstate(invalid="ignore"):
        filled = np.abs(geometry.shape_volume[shapes] - volume) <= _BOX_SHAPED * volume
    box_shaped: Flags = filled & geometry.shape_closed[shapes] & alone
    return box_shaped


def _box_bearing(boxes: Boxes, rows: Numbers, gap: Floats, tolerance: float) -> npt.NDArray[np.int8]:
    """(P) which of two parallel boxes rests on the other, by the gaps along the axes of the first."""
    up = boxes.axes[rows[:, 0], 2]
    rise = np.einsum("pj,pj->p", boxes.centre[rows[:, 1]] - boxes.centre[rows[:, 0]], up)
    bears = (up[:, 2] >= _LEVEL) & (np.abs(gap[:, 2]) <= tolerance) & (gap[:, :2] < -LEAST_BEARING).all(axis=1)
    return np.where(bears, np.sign(rise), 0).astype(np.int8)


def _by_triangles(geometry: Geometry, pairs: Numbers, tolerance: float, progress: Progress) -> _Contacts:
    """Distance and bearing of pairs of instances by their triangles; distance is infinite beyond the tolerance."""
    distance = np.full(len(pairs), np.inf)
    area = np.zeros((2, len(pairs)))
    size = np.diff(geometry.face_start)[geometry.instance_shape[pairs]].sum(axis=1)
    for part in slices(size, _SLICE):
        progress.check()
        mesh = _Meshes.of(geometry, np.unique(pairs[part]))
        first, second = _facing(mesh, pairs[part], tolerance)
        here, bearing_here = distance[part], area[:, part]
        for pair, a, b in _products(mesh, _middle(mesh, first), _middle(mesh, second), tolerance):
            _narrow(here, pair, mesh, a, b)
        open_pairs = here > IN_CONTACT
        for pair, a, b in _products(mesh, first.of(open_pairs), second.of(open_pairs), tolerance):
            progress.check()
            _narrow(here, pair, mesh, a, b)
        for side, (lower, upper) in enumerate([(first, second), (second, first)]):
            up, down = mesh.normal[lower.triangle, 2] >= _LEVEL, mesh.normal[upper.triangle, 2] <= -_LEVEL
            for pair, a, b in _products(mesh, lower.where(up), upper.where(down), tolerance):
                progress.check()
                _gather_bearing(bearing_here[side], pair, mesh, a, b, tolerance)
        for apart in np.flatnonzero(np.isinf(here)):
            if mesh.one_inside_other(*pairs[part][apart]):
                here[apart] = 0.0
    bearing = np.where(area.max(axis=0) > _LEAST_BEARING_AREA, np.where(area[0] >= area[1], 1, -1), 0)
    return _Contacts(pairs=pairs, distance=distance, bearing=bearing.astype(np.int8))


def _narrow(distance: Floats, pair: Numbers, mesh: _Meshes, a: Numbers, b: Numbers) -> None:
    """Lower the distance of each pair to that of its nearest triangles `a`, `b` (K of each).

    The triangles whose boxes are nearest are measured first, in growing helpings. Most pairs are found to be in contact
    with the first helping, and triangles that are known to be farther apart than the distance so far are not measured.
    """
    apart = np.maximum(np.maximum(mesh.low[a] - mesh.high[b], mesh.low[b] - mesh.high[a]), 0.0)
    least = np.einsum("kj,kj->k", apart, apart) ** 0.5
    helping = 2
    while len(pair):
        order = np.lexsort((least, pair))
        pair, a, b, least = pair[order], a[order], b[order], least[order]
        now = np.arange(len(pair)) - np.searchsorted(pair, pair, "left") < helping
        np.minimum.at(distance, pair[now], triangle_distances(mesh.triangles[a[now]], mesh.triangles[b[now]]))
        rest = ~now & (least < distance[pair]) & (distance[pair] > IN_CONTACT)
        pair, a, b, least = pair[rest], a[rest], b[rest], least[rest]
        if helping == 2:  # the few that are left are worth a closer look before they are measured
            least = np.maximum(least, mesh.plane_gaps(a, b))
            rest = least < distance[pair]
            pair, a, b, least = pair[rest], a[rest], b[rest], least[rest]
        helping *= 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meshes:
    """The triangles of some instances, in the building."""

    instances: Numbers
    """(M) in order."""
    start: Numbers
    """(M + 1) first triangle of each."""
    triangles: Floats
    """(T, 3, 3)"""
    low: Floats
    """(T, 3) least corner of each triangle's box."""
    high: Floats
    normal: Floats
    """(T, 3) unit normals; 0 for triangles without area."""
    closed: Flags
    """(M)"""

    @classmethod
    def of(cls, geometry: Geometry, instances: Numbers) -> _Meshes:
        corners = [vertices[faces] for vertices, faces in map(geometry.of_instance, instances)]
        triangles = np.concatenate(corners)
        normal = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
        return cls(
            instances=instances,
            start=np.cumsum([0, *map(len, corners)]),
            triangles=triangles,
            low=triangles.min(axis=1),
            high=triangles.max(axis=1),
            normal=normal / np.maximum(np.linalg.norm(normal, axis=1), 1e-12)[:, None],
            closed=geometry.shape_closed[geometry.instance_shape[instances]],
        )

    def plane_gaps(self, a: Numbers, b: Numbers) -> Floats:
        """(K) a length that two triangles are at least apart: the gap between one and the plane of the other."""
        gaps = np.zeros(len(a))
        for plane, other in ((a, b), (b, a)):
            normal, corner = self.normal[plane], self.triangles[plane, 0]
            side = [np.einsum("kj,kj->k", self.triangles[other, i] - corner, normal) for i in range(3)]
            least, greatest = np.minimum.reduce(side), np.maximum.reduce(side)
            gaps = np.maximum(gaps, np.maximum(least, -greatest))
        return gaps

    def one_inside_other(self, first: int, second: int) -> bool:
        """Whether one of two bodies, whose surfaces are apart, lies inside the other."""
        place = np.searchsorted(self.instances, [first, second])
        spans = [slice(self.start[at], self.start[at + 1]) for at in place]
        for inner, outer, at in ((*spans, place[1]), (*spans[::-1], place[0])):
            fits = (self.low[inner].min(axis=0) >= self.low[outer].min(axis=0)).all()
            fits &= (self.high[inner].max(axis=0) <= self.high[outer].max(axis=0)).all()
            if fits and self.closed[at] and point_inside(self.triangles[inner][0, 0], self.triangles[outer]):
                return True
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facing:
    """Triangles of one side of some pairs that are near the box of the other side, pair after pair."""

    pair: Numbers
    triangle: Numbers
    middle: Floats
    """(P, 3) middle of the room that the boxes of each pair share."""

    def where(self, chosen: Flags) -> _Facing:
        return _Facing(pair=self.pair[chosen], triangle=self.triangle[chosen], middle=self.middle)

    def of(self, pairs: Flags) -> _Facing:
        """Those of some pairs."""
        return self.where(pairs[self.pair])


def _facing(mesh: _Meshes, pairs: Numbers, tolerance: float) -> tuple[_Facing, _Facing]:
    """The triangles of the first and of the second of each pair that are near the box of the other one."""
    place = np.searchsorted(mesh.instances, pairs)
    low = np.minimum.reduceat(mesh.low, mesh.start[:-1])[place]
    high = np.maximum.reduceat(mesh.high, mesh.start[:-1])[place]
    middle = (low.max(axis=1) + high.min(axis=1)) / 2
    sides = []
    for own, other in ((0, 1), (1, 0)):
        triangle = ranges(mesh.start[place[:, own]], mesh.start[place[:, own] + 1])
        pair = np.repeat(np.arange(len(pairs)), np.diff(mesh.start)[place[:, own]])
        near = (mesh.low[triangle] <= high[pair, other] + tolerance).all(axis=1)
        near &= (mesh.high[triangle] >= low[pair, other] - tolerance).all(axis=1)
        sides.append(_Facing(pair=pair[near], triangle=triangle[near], middle=middle))
    return sides[0], sides[1]


def _middle(mesh: _Meshes, facing: _Facing) -> _Facing:
    """The few triangles of each pair that are nearest to the middle of what its boxes share: most that touch touch
    there."""
    aside = mesh.triangles[facing.triangle].mean(axis=1) - facing.middle[facing.pair]
    order = np.lexsort((np.einsum("kj,kj->k", aside, aside), facing.pair))
    sorted_pair = facing.pair[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_pair, sorted_pair, "left")
    kept = np.zeros(len(order), np.bool_)
    kept[order[rank < _FIRST_LOOK]] = True
    return facing.where(kept)


def _products(
    mesh: _Meshes, first: _Facing, second: _Facing, tolerance: float
) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Pair, triangle of the first, triangle of the second: all combinations in each pair whose boxes are near."""
    begin = np.searchsorted(second.pair, np.arange(len(first.middle) + 1))
    partners = np.diff(begin)[first.pair]
    for part in slices(partners, _SLICE):
        pair = np.repeat(first.pair[part], partners[part])
        a = np.repeat(first.triangle[part], partners[part])
        b = second.triangle[ranges(begin[first.pair[part]], begin[first.pair[part] + 1])]
        near = (mesh.low[a] <= mesh.high[b] + tolerance).all(axis=1)
        near &= (mesh.low[b] <= mesh.high[a] + tolerance).all(axis=1)
        yield pair[near], a[near], b[near]


def _gather_bearing(
    area: Floats, pair: Numbers, mesh: _Meshes, lower: Numbers, upper: Numbers, tolerance: float
) -> None:
    """Add to the area of each pair, in m² of the plan, over which a triangle of one body lies on one of the other.

    The triangles that share most of the plan come first, and of a pair that has enough no more are looked at.
    """
    common = np.minimum(mesh.high[lower], mesh.high[upper]) - np.maximum(mesh.low[lower], mesh.low[upper])
    near = (common[:, :2] > 0).all(axis=1) & (common[:, 2] >= -tolerance)
    pair, lower, upper = pair[near], lower[near], upper[near]
    order = np.lexsort((-common[near, 0] * common[near, 1], pair))
    pair, lower, upper = pair[order], lower[order], upper[order]
    helping = 4
    while len(pair):
        now = np.arange(len(pair)) - np.searchsorted(pair, pair, "left") < helping
        found = _shared_plan(mesh.triangles[lower[now]], mesh.triangles[upper[now]], tolerance)
        np.add.at(area, pair[now], found)
        rest = ~now & (area[pair] <= _LEAST_BEARING_AREA)
        pair, lower, upper = pair[rest], lower[rest], upper[rest]
        helping *= 4


def _shared_plan(below: Floats, above: Floats, tolerance: float) -> Floats:
    """(K) area in m² that two triangles share in the plan; 0 where their planes are farther apart there."""
    plan_below, plan_above = (np.asarray(shapely.polygons(body[:, :, :2])) for body in (below, above))
    common = np.asarray(shapely.intersection(plan_below, plan_above))
    shared = np.asarray(shapely.area(common))
    real = np.flatnonzero(shared > 0)
    middle = shapely.get_coordinates(shapely.centroid(common[real]))
    gap = _height(above[real], middle) - _height(below[real], middle)
    area = np.zeros(len(below))
    area[real] = np.where(np.abs(gap) <= tolerance, shared[real], 0.0)
    return area


def _height(triangles: Floats, plan: Floats) -> Floats:
    """(K) height of the planes of triangles over points (K, 2) of the plan."""
    normal = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    aside = plan - triangles[:, 0, :2]
    height: Floats = triangles[:, 0, 2] - (aside * normal[:, :2]).sum(axis=1) / normal[:, 2]
    return height


def _relations(contacts: _Contacts, rows: Numbers, piece: Numbers) -> pl.DataFrame:
    """The contacts as relations, of the bodies and of the pieces that they are parts of."""
    bodies = rows[contacts.pairs]
    both = [
        pl.DataFrame(
            {"first": ends[:, 0], "second": ends[:, 1], "distance": contacts.distance, "bearing": contacts.bearing}
        )
        for ends in (bodies, piece[bodies])
    ]
    table = pl.concat(both)
    first, second = pl.col("first"), pl.col("second")
    touches = table.select(
        pl.lit("touches").alias("kind"),
        pl.min_horizontal("first", "second").alias("source"),
        pl.max_horizontal("first", "second").alias("target"),
        "distance",
    )
    supports = table.filter(pl.col("bearing") != 0).select(
        pl.lit("supports").alias("kind"),
        pl.when(pl.col("bearing") > 0).then(first).otherwise(second).alias("source"),
        pl.when(pl.col("bearing") > 0).then(second).otherwise(first).alias("target"),
        "distance",
    )
    found = pl.concat([touches, supports]).filter(pl.col("source") != pl.col("target"))
    return (
        found.group_by("kind", "source", "target", maintain_order=True)
        .agg(pl.col("distance").min())
        .cast({"source": pl.Int32, "target": pl.Int32})
    )
