"""Plans of types for the small model, made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dfma.components.standardise import Standardisation
from dfma.components.type_plan import ASSIGNMENT_SCHEMA, JOINT_SCHEMA, Line, PlanPoint
from dfma.text import text


def assigned(row: int, number: int, length_mm: float, length_from_mm: float) -> dict[str, object]:
    """A piece of 200 × 2800 mm that takes a length; what it gains lies half at each end."""
    change = length_mm - length_from_mm
    return {
        "row": row, "type": number, "length_mm": length_mm, "width_mm": 200.0, "height_mm": 2800.0,
        "length_from_mm": length_from_mm, "width_from_mm": 200.0, "height_from_mm": 2800.0,
        "start_change_mm": change / 2, "end_change_mm": change / 2, "turned": False, "change_mm": abs(change),
        "concrete": change / 1000 * 0.2 * 2.8, "designation": None,
    }  # fmt: skip


def joint(left: int, right: int, gap_mm: float, new_gap_mm: float) -> dict[str, object]:
    return {
        "line": 0, "place": 0, "left": left, "right": right, "sort": "cast", "gap_mm": gap_mm, "min_mm": 10.0,
        "max_mm": 30.0, "new_gap_mm": new_gap_mm,
    }  # fmt: skip


def plan_point(
    types: int,
    permitted: float,
    cost: float,
    pieces: Sequence[dict[str, object]] = (),
    joints: Sequence[dict[str, object]] = (),
    *,
    bound: int | None = None,
    offered: bool = True,
    blocked_by: tuple[int, ...] = (),
) -> PlanPoint:
    assignment = pl.DataFrame(list(pieces), schema=ASSIGNMENT_SCHEMA)
    return PlanPoint(
        goal="fewest_types",
        max_change_mm=permitted,
        greatest_change_mm=float(assignment["change_mm"].max() or 0.0),
        types=types,
        bound=types if bound is None else bound,
        optimal=bound is None,
        types_mirrored_apart=types,
        total_change_mm=assignment["change_mm"].sum(),
        changed=assignment.filter(pl.col("change_mm") > 0).height,
        cost=cost,
        cost_of_types=cost,
        cost_bound=cost,
        concrete=assignment["concrete"].sum(),
        carbon=None,
        by_kind={},
        by_kind_mirrored_apart={},
        assignment=assignment,
        joints=pl.DataFrame(list(joints), schema=JOINT_SCHEMA),
        types_unclosed=types - len(blocked_by),
        blocked_by=blocked_by,
        offered=offered,
        why_not=None if offered else text("standardise.not_offered", types=3, mm=0.0, cost=300.0),
    )


def standardisation(rows: tuple[int, int, int]) -> Standardisation:
    """Three pieces as received; then two types, then one; and a plan that is no better than what was received."""
    wall, slab, beam = rows
    received = [assigned(wall, 0, 3600, 3600), assigned(slab, 1, 3590, 3590), assigned(beam, 2, 3540, 3540)]
    two = [assigned(wall, 0, 3600, 3600), assigned(slab, 0, 3600, 3590), assigned(beam, 1, 3540, 3540)]
    one = [assigned(wall, 0, 3600, 3600), assigned(slab, 0, 3600, 3590), assigned(beam, 0, 3600, 3540)]
    return Standardisation(
        types_before=3,
        types_before_mirrored_apart=3,
        types_before_by_kind={},
        pieces=3,
        unknown=0,
        pieces_by_kind={},
        lines=(Line(family="wall", storey=None, rows=(wall, slab), length_mm=7200.0),),
        currency=None,
        plan=(
            plan_point(3, 0.0, 300.0, received),
            plan_point(3, 5.0, 300.0, received, offered=False),
            plan_point(2, 10.0, 220.0, two, [joint(wall, slab, 20.0, 15.0)], bound=1, blocked_by=(0,)),
            plan_point(1, 60.0, 250.0, one),
        ),
    )
