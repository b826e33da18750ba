"""With how few types could the building do, what would change, and what would it cost?

Pieces may share a type when they are of one kind, have the same openings and embedded parts, and fill their box alike.
Pieces that are one type today stay one type. A type changes only to be shared, and only to a size that lies between
those of the types that share it: one of these, or a whole module. At each permitted change the fewest types are sought
and, of such plans, the cheapest; and the cheapest plan with any number of types. All hard limits hold at every point:
joints, openings, neighbours, transport, lifting; the report says what is proven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from dfma.components.closure import new_joints
from dfma.components.effort import Effort
from dfma.components.plan_case import Case, plan_case
from dfma.components.plan_costs import SCALE, added_volume, change_costs
from dfma.components.plan_problem import Goal
from dfma.components.plan_settings import PlanSettings, plan_settings
from dfma.components.plan_solver import Solved, solve
from dfma.components.present_types import END, HEIGHT, LENGTH, START, WIDTH, Ints
from dfma.components.type_plan import ASSIGNMENT_SCHEMA, PlanPoint, Standardisation
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress, Progress
from dfma.text import text

__all__ = ["PERMITTED_MM", "PlanPoint", "Standardisation", "choose", "standardise"]

_EFFORT = 10.0
"""Deterministic seconds of the solver for the whole front; what a plan leaves is for the next ones."""
_GOALS: tuple[tuple[Goal, int], ...] = (("fewest_types", 2), ("least_cost", 1))
"""What is sought at each permitted change, and how many parts of the effort it may take."""

PERMITTED_MM = (0.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0)


def standardise(
    model: BuildingModel,
    progress: Progress | None = None,
    permitted_mm: Sequence[float] = PERMITTED_MM,
    settings: PlanSettings | None = None,
) -> Standardisation:
    """Count the types of the factory-made pieces, and find the front of fewer types against change and cost."""
    progress = progress or NoProgress()
    case = plan_case(model, settings or plan_settings())
    before, known = _as_received(case), case.present.pieces
    points: list[PlanPoint] = []
    effort, sizes = Effort(_EFFORT, progress), case.present.sizes
    for number, permitted in enumerate(permitted_mm):
        progress.report(text("components.step.types"), number, len(permitted_mm))
        progress.check()
        if permitted > 0:
            more, sizes = _points(case, permitted, effort, len(permitted_mm) - number, sizes)
            points += more
        else:
            points.append(before)
    return Standardisation(
        types_before=before.types,
        types_before_mirrored_apart=before.types_mirrored_apart,
        types_before_by_kind=before.by_kind,
        pieces=case.made.height,
        unknown=case.made.height - known.height,
        pieces_by_kind=dict(case.made.group_by("kind", maintain_order=True).len().iter_rows()),
        lines=case.lines,
        currency=case.settings.costs.currency,
        plan=_front(points),
    )


def choose(standardisation: Standardisation, max_types: int) -> Standardisation:
    """With the cheapest offered point of at most so many types chosen. Raises UserError when that is too few."""
    point = standardisation.cheapest(max_types)
    if point is None:
        few = min(standardisation.plan, key=lambda point: (point.types, point.max_change_mm))
        raise UserError(
            text("standardise.too_few", asked=max_types, least=few.types, bound=few.bound, mm=few.max_change_mm)
        )
    return replace(standardisation, chosen=point)


def _as_received(case: Case) -> PlanPoint:
    count = len(case.present.kind)
    cost = sum(case.settings.costs.of_type(kind) for kind in case.present.kind)
    solved = Solved(
        sizes=case.present.sizes, types=count, bound=count, cost_bound=cost, types_unclosed=count, blocking=()
    )
    return replace(_point(case, 0.0, "fewest_types", solved, np.arange(count)), goal="as_received")


def _points(case: Case, permitted: float, effort: Effort, still: int, start: Ints) -> tuple[list[PlanPoint], Ints]:
    """The fewest types at a permitted change; and the cheapest plan where that is another one. With the sizes (G, 5) of
    the former, which are possible at greater changes too, as those that are given are here. `still` points share the
    effort."""
    problem = case.problem(permitted)
    if ((start < problem.low) | (start > problem.high)).any():
        start = case.present.sizes
    points: list[PlanPoint] = []
    open_parts = still * sum(part for _, part in _GOALS)
    for goal, part in _GOALS:
        with effort.share(part / open_parts) as own:
            solved = solve(problem, goal, own, start)
        sharing = np.column_stack([case.present.sharing, solved.sizes])
        types = np.unique(sharing, axis=0, return_inverse=True)[1].ravel()
        points.append(_point(case, permitted, goal, solved, types))
        start = solved.sizes if goal == "fewest_types" else start
        open_parts -= part
    fewest, cheapest = points
    return ([fewest] if fewest.cost <= cheapest.cost else points), start


def _point(case: Case, permitted: float, goal: Goal, solved: Solved, types: Ints) -> PlanPoint:
    present, settings = case.present, case.settings
    changes = solved.sizes - present.sizes
    assignment = _assignment(case, solved.sizes, types)
    kind_of = dict(zip(types.tolist(), present.kind, strict=True))
    of_types = sum(settings.costs.of_type(kind) for kind in kind_of.values())
    one = np.arange(len(types))
    of_changes = sum(
        float(change_costs(present, one[k : k + 1], solved.sizes[k : k + 1], settings)[0, 0])
        for k in np.flatnonzero(changes.any(axis=1))
    )
    cost, hands = of_types + of_changes / SCALE, _hands(case, types)
    concrete = float(assignment["concrete"].sum())
    return PlanPoint(
        goal=goal,
        max_change_mm=permitted,
        greatest_change_mm=float(np.abs(changes).max(initial=0)),
        types=len(kind_of),
        bound=min(solved.bound, len(kind_of)),
        optimal=len(kind_of) == solved.bound if goal == "fewest_types" else cost <= solved.cost_bound + 0.5 / SCALE,
        types_mirrored_apart=int(hands.sum()),
        total_change_mm=float(assignment["change_mm"].sum()),
        changed=int((assignment["change_mm"] > 0).sum()),
        cost=cost,
        cost_of_types=of_types,
        cost_bound=min(solved.cost_bound, cost),
        concrete=concrete,
        carbon=None if settings.carbon_per_m3 is None else concrete * settings.carbon_per_m3,
        by_kind=_by_kind(kind_of, np.ones(len(kind_of), np.int64)),
        by_kind_mirrored_apart=_by_kind(kind_of, hands),
        assignment=assignment,
        joints=new_joints(case.rows, case.stretches, changes, case.row_of),
        types_unclosed=solved.types_unclosed,
        blocked_by=solved.blocking if solved.types_unclosed < len(kind_of) else (),
        offered=True,
        why_not=None,
    )


def _assignment(case: Case, sizes: Ints, types: Ints) -> pl.DataFrame:
    """Per piece its type, sizes before and after, and what is added (ASSIGNMENT_SCHEMA)."""
    present, own = case.present, case.present.pieces
    of_piece, changes = own["type"].to_numpy(), sizes - case.present.sizes
    added = added_volume(present, np.arange(len(types)), sizes[:, None])[:, 0]
    columns = {"length": LENGTH, "width": WIDTH, "height": HEIGHT}
    return pl.DataFrame(
        {"row": own["row"], "type": types[of_piece]}
        | {f"{name}_mm": sizes[of_piece, column] for name, column in columns.items()}
        | {f"{name}_from_mm": present.sizes[of_piece, column] for name, column in columns.items()}
        | {"start_change_mm": changes[of_piece, START], "end_change_mm": changes[of_piece, END]}
        | {"turned": own["turned"]}
        | {"change_mm": np.abs(changes[:, [START, END, WIDTH, HEIGHT]]).sum(axis=1)[of_piece]}
        | {"concrete": added[of_piece], "designation": pl.Series([None] * own.height, dtype=pl.String)}
    ).cast(ASSIGNMENT_SCHEMA)


def _hands(case: Case, types: Ints) -> Ints:
    """Moulds per type when a piece and its mirror image need one each."""
    own = case.present.pieces.with_columns(pl.Series("new", types[case.present.pieces["type"].to_numpy()]))
    hands = own.group_by("new").agg(pl.col("hand").filter(pl.col("hand") != 0).n_unique()).sort("new")
    moulds: Ints = np.maximum(hands["hand"].to_numpy().astype(np.int64), 1)
    return moulds


def _by_kind(kind_of: dict[int, str], moulds: Ints) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind, own in zip((kind_of[number] for number in sorted(kind_of)), moulds.tolist(), strict=True):
        counts[kind] = counts.get(kind, 0) + own
    return dict(sorted(counts.items()))


def _front(points: Sequence[PlanPoint]) -> tuple[PlanPoint, ...]:
    """The points, marked where another one is as good in everything and better in something."""
    marked = []
    for number, point in enumerate(points):
        better = next(
            (other for place, other in enumerate(points) if _beats(other, point, earlier=place < number)), None
        )
        if better is None:
            marked.append(point)
            continue
        why = text("standardise.not_offered", types=better.types, mm=better.max_change_mm, cost=better.cost)
        marked.append(replace(point, offered=False, why_not=why))
    return tuple(marked)


def _beats(one: PlanPoint, other: PlanPoint, *, earlier: bool) -> bool:
    """No worse in types, permitted change, sum of changes and cost; of equals the earlier one."""
    mine, yours = ((p.types, p.max_change_mm, round(p.total_change_mm, 3), round(p.cost, 6)) for p in (one, other))
    no_worse = all(own <= its for own, its in zip(mine, yours, strict=True))
    return one is not other and no_worse and (mine != yours or earlier)
