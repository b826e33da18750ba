"""With how few types could the building do, if every size may change by so much and no more?

Pieces may share a type when they are of one kind, have the same openings and embedded parts, and fill their box alike.
Among such pieces a type serves all whose length, width and height are each within the permitted change of its own, so
it serves a box of sizes twice the change wide. The least number of such boxes is a set cover: pieces that could never
share are split apart first, the rest is solved by CP-SAT, which also proves how few would do at best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from dfma.components.signature import group_types, matching_rules, pieces
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress, Progress
from dfma.text import text

PERMITTED_MM = (0.0, 10.0, 20.0, 50.0)
_SIZES = ["length_mm", "width_mm", "height_mm"]
_LOOSE = 1e-6
"""Sizes this near the edge of a box are inside; far below what an export can tell apart."""
_SOLVER_EFFORT = 2.0
"""Per set of pieces that could share, in the solver's own deterministic seconds, so that a busy machine changes no
result; what is not proven by then is reported with its bound."""
_MOST_POINTS = 400
"""Linked sizes up to which the exact way is tried, and boxes among which the solver chooses; beyond, a cover by strips
is reported, with a bound that is true but not tight."""
_MOST_CANDIDATES = 4_000

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ASSIGNMENT_SCHEMA = pl.Schema(
    {"row": pl.Int32, "type": pl.Int32, "length_mm": pl.Float64, "width_mm": pl.Float64, "height_mm": pl.Float64}
)
"""Per piece: its type, and the size of that type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPoint:
    """The types at one permitted change."""

    max_change_mm: float
    """How much each of length, width and height may change."""
    types: int
    bound: int
    """So few types at least are needed: proven."""
    optimal: bool
    """`types` equals the bound."""
    total_change_mm: float
    """Sum over all pieces and dimensions, least for these groups of pieces (not over all groupings)."""
    changed: int
    """Pieces that change at all."""
    cost: float | None
    """None: no costs are known."""
    assignment: pl.DataFrame
    """ASSIGNMENT_SCHEMA"""
    by_kind: Mapping[str, int]
    """Types per kind of element."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardisation:
    """How many types the building has, and how few would do."""

    types_before: int
    pieces: int
    """Pieces that were counted."""
    unknown: int
    """Pieces of unknown size, which are in no type."""
    pieces_by_kind: Mapping[str, int]
    plan: tuple[PlanPoint, ...]


def standardise(
    model: BuildingModel, progress: Progress | None = None, permitted_mm: Sequence[float] = PERMITTED_MM
) -> Standardisation:
    """Count the types of the factory-made pieces and the fewest types at each permitted change."""
    progress = progress or NoProgress()
    rules = matching_rules()
    made = pieces(model).filter(
        pl.col("kind").is_in(rules["factory_kinds"]) & ~pl.col("casting").is_in(rules["not_compared"])
    )
    typed = group_types(made)
    sharing = _sharing_groups(typed)
    points = []
    for number, permitted in enumerate(permitted_mm):
        progress.report(text("components.step.types"), number, len(permitted_mm))
        progress.check()
        points.append(_as_they_are(typed) if permitted <= 0 else _plan_point(sharing, permitted, progress))
    return Standardisation(
        types_before=typed["type"].n_unique(),
        pieces=made.height,
        unknown=made.height - typed.height,
        pieces_by_kind=dict(made.group_by("kind", maintain_order=True).len().iter_rows()),
        plan=tuple(points),
    )


def _as_they_are(typed: pl.DataFrame) -> PlanPoint:
    types = typed["type"].n_unique()
    return PlanPoint(
        max_change_mm=0.0,
        types=types,
        bound=types,
        optimal=True,
        total_change_mm=0.0,
        changed=0,
        cost=None,
        assignment=typed.select(ASSIGNMENT_SCHEMA.names()).cast(ASSIGNMENT_SCHEMA),
        by_kind=_by_kind(typed, typed),
    )


def _sharing_groups(typed: pl.DataFrame) -> pl.DataFrame:
    """Number (`sharing`) the sets of pieces that differ in nothing but size."""
    keys = ["kind", "layout", "embeds"]
    fullness = pl.col("fullness").fill_null(-1.0)
    jump = (fullness - fullness.shift() > matching_rules()["same_fullness"]).fill_null(value=False)
    shape = jump.cast(pl.Int32).cum_sum().over(keys).alias("shape")
    return typed.sort([*keys, "fullness"]).with_columns(shape).with_columns(
        pl.struct(*keys, "shape").rank("dense").alias("sharing")
    )  # fmt: skip


def _plan_point(sharing: pl.DataFrame, permitted: float, progress: Progress) -> PlanPoint:
    types = bound = 0
    parts: list[pl.DataFrame] = []
    for _, group in sharing.group_by("sharing", maintain_order=True):
        progress.check()
        rows, sizes = group["row"].to_numpy(), group.select(_SIZES).to_numpy()
        box, least = fewest_boxes(sizes, 2 * permitted)
        target = _best_sizes(sizes, box, permitted)
        parts.append(pl.DataFrame({"row": rows, "type": box + types} | dict(zip(_SIZES, target.T, strict=True))))
        types, bound = types + int(box.max()) + 1, bound + least
    assignment = pl.concat(parts).cast(ASSIGNMENT_SCHEMA) if parts else pl.DataFrame(schema=ASSIGNMENT_SCHEMA)
    change = _change(sharing, assignment)
    return PlanPoint(
        max_change_mm=permitted, types=types, bound=bound, optimal=types == bound, total_change_mm=float(change.sum()),
        changed=int((change > _LOOSE).sum()), cost=None,
        by_kind=_by_kind(sharing, assignment), assignment=assignment.sort("row"),
    )  # fmt: skip


def _by_kind(table: pl.DataFrame, assignment: pl.DataFrame) -> dict[str, int]:
    kinds = table.select("row", "kind").join(assignment.select("row", pl.col("type").alias("new")), on="row")
    return dict(kinds.group_by("kind").agg(pl.col("new").n_unique()).sort("kind").iter_rows())


def _change(sharing: pl.DataFrame, assignment: pl.DataFrame) -> Floats:
    """Per piece: the sum of its changes of size."""
    both = sharing.select("row", *_SIZES).join(assignment, on="row", suffix="_new")
    changes: Floats = both.select(pl.sum_horizontal((pl.col(f"{name}_new") - pl.col(name)).abs() for name in _SIZES))[
        :, 0
    ].to_numpy()
    return changes


def fewest_boxes(sizes: Floats, width: float) -> tuple[Ints, int]:
    """Cover points with as few boxes of the given width as possible.

    Returns the box of each point and the number of boxes that is proven to be needed.
    """
    distinct, inverse = np.unique(np.round(sizes, 6), axis=0, return_inverse=True)
    box = np.zeros(len(distinct), np.int64)
    used = proven = 0
    for members in _that_could_share(distinct, width):
        inside, least = _cover(distinct[members], width)
        box[members] = inside + used
        used, proven = used + int(inside.max()) + 1, proven + least
    return box[inverse.ravel()], proven


def _that_could_share(points: Floats, width: float) -> Iterable[Ints]:
    """Points linked by chains of pairs that fit one box; points of different links never share one."""
    pairs = cKDTree(points).query_pairs(width + _LOOSE, p=np.inf, output_type="ndarray")
    links = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(points), len(points)))
    count, label = connected_components(links, directed=False)
    order = np.argsort(label, kind="stable")
    ends = np.searchsorted(label[order], np.arange(count + 1))
    return (order[start:end] for start, end in pairwise(ends))


def _cover(points: Floats, width: float) -> tuple[Ints, int]:
    """Cover linked points: box per point, and the proven least number."""
    if (np.ptp(points, axis=0) <= width + _LOOSE).all():
        return np.zeros(len(points), np.int64), 1
    if len(points) > _MOST_POINTS or len(candidates := _candidate_boxes(points, width)) > _MOST_CANDIDATES:
        strips = min(
            (_by_strips(points, width, order) for order in permutations(range(3))), key=lambda box: int(box.max())
        )
        return strips, max(_least_by_one_dimension(points, width), _far_apart(points, width))
    chosen, bound = _set_cover(candidates, len(points))
    return _first_holding(candidates[chosen]), bound


def _candidate_boxes(points: Floats, width: float) -> npt.NDArray[np.bool_]:
    """(boxes, points) which points each box holds. A box can always be moved until a point lies on each of its lower
    faces, so lower corners made of the points' own coordinates are enough; of equal boxes one is kept."""
    inside = np.ones((1, len(points)), np.bool_)
    for dimension in range(points.shape[1]):
        values = points[:, dimension]
        lows = np.unique(values)
        holds = (values >= lows[:, None] - _LOOSE) & (values <= lows[:, None] + width + _LOOSE)
        combined = (inside[:, None, :] & holds[None]).reshape(-1, len(points))
        inside = np.unique(combined[combined.any(axis=1)], axis=0)
    return _without_dominated(inside)


def _without_dominated(boxes: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Drop boxes whose points another box holds too."""
    if len(boxes) > _MOST_CANDIDATES:
        return boxes
    counts = boxes.astype(np.float32)
    common = counts @ counts.T
    size = counts.sum(axis=1)
    within = (common >= size[:, None]) & (size[None] > size[:, None])
    kept: npt.NDArray[np.bool_] = boxes[~within.any(axis=1)]
    return kept


def _set_cover(boxes: npt.NDArray[np.bool_], points: int) -> tuple[Ints, int]:
    """Fewest boxes that hold all points, and the proven bound."""
    from ortools.sat.python import cp_model

    problem = cp_model.CpModel()
    takes = [problem.new_bool_var("") for _ in range(len(boxes))]
    for point in range(points):
        problem.add_at_least_one(takes[box] for box in np.flatnonzero(boxes[:, point]))
    problem.minimize(sum(takes))
    solver = cp_model.CpSolver()
    solver.parameters.max_deterministic_time = _SOLVER_EFFORT
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    status = solver.solve(problem)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return np.arange(len(boxes)), 1
    chosen = np.array([number for number, take in enumerate(takes) if solver.boolean_value(take)], np.int64)
    return chosen, int(np.ceil(solver.best_objective_bound - 1e-6))


def _first_holding(boxes: npt.NDArray[np.bool_]) -> Ints:
    """The first box that holds each point, numbered without gaps."""
    _, number = np.unique(boxes.argmax(axis=0), return_inverse=True)
    return number.astype(np.int64)


def _by_strips(points: Floats, width: float, order: tuple[int, ...]) -> Ints:
    """A cover by strips along the first dimension, each cut along the second, each of these along the third."""
    box = np.zeros(len(points), np.int64)
    for dimension in order:
        fresh = np.zeros_like(box)
        used = 0
        for number in range(int(box.max()) + 1):
            members = np.flatnonzero(box == number)
            fresh[members] = used + _sweep(points[members, dimension], width)
            used = int(fresh[members].max()) + 1
        box = fresh
    return box


def _sweep(values: Floats, width: float) -> Ints:
    """Intervals from the smallest value on: the fewest that hold all values of one dimension."""
    number = np.zeros(len(values), np.int64)
    count, reach = -1, -np.inf
    for place in np.argsort(values, kind="stable"):
        if values[place] > reach + _LOOSE:
            count, reach = count + 1, float(values[place]) + width
        number[place] = count
    return number


def _least_by_one_dimension(points: Floats, width: float) -> int:
    """Along one dimension alone the sweep is exact; no cover of all dimensions can do with fewer."""
    return max(int(_sweep(values, width).max()) + 1 for values in points.T)


def _far_apart(points: Floats, width: float) -> int:
    """Points of which no two fit one box: each needs a box of its own."""
    tree = cKDTree(points)
    taken, blocked = 0, np.zeros(len(points), np.bool_)
    for place in np.lexsort(points.T):
        if not blocked[place]:
            taken += 1
            blocked[tree.query_ball_point(points[place], width + _LOOSE, p=np.inf)] = True
    return taken


def _best_sizes(sizes: Floats, box: Ints, permitted: float) -> Floats:
    """Per piece the size of its type: the median of its box, moved as little as keeps every piece within reach."""
    target = np.empty_like(sizes)
    for number in range(int(box.max()) + 1):
        members = sizes[box == number]
        lowest, highest = members.max(axis=0) - permitted, members.min(axis=0) + permitted
        target[box == number] = np.clip(np.median(members, axis=0), np.minimum(lowest, highest), highest)
    return target
