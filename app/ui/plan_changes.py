"""What a plan of types changes, piece by piece, as rows for a list and groups for the colours. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dfma.components.component import DIMENSIONS
from dfma.components.type_plan import PlanPoint
from dfma.model.building import BuildingModel
from dfma.text import Text, text
from viewer.scene import appearance
from viewer.scene.appearance import Appearance, Colour

_SAME_MM = 0.5
BANDS_MM = (10, 20, 50)
"""Changes are coloured by the first of these that they stay within."""
_OVER = f"over_{BANDS_MM[-1]}"
_COLOURS: Mapping[str, Colour] = {
    "kept": (160, 205, 190),
    "joined": (86, 150, 220),
    "within_10": (252, 226, 140),
    "within_20": (240, 165, 60),
    "within_50": (205, 90, 20),
    _OVER: (120, 40, 20),
}
"""Darker means more; the two that stay as they are lie on the side of blue and green."""

Sizes = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A joint that becomes wider or narrower."""

    sort: str
    gap_mm: float
    new_gap_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One piece that takes the size of a type."""

    row: int
    type: int
    designation: str | None
    """Of the component of the library that the type is; None for a free size."""
    sizes_from_mm: Sizes
    """Length, width, height as received."""
    sizes_mm: Sizes
    before_mm: float
    """What its length gains at the end from which its box begins."""
    change_mm: float
    """Of the dimension that changes most."""
    concrete: float
    """m³ that are added."""
    joints: tuple[Joint, ...]

    @property
    def gaps_mm(self) -> dict[str, float]:
        """By how much the piece is larger than its type, per dimension."""
        sizes = zip(DIMENSIONS, self.sizes_from_mm, self.sizes_mm, strict=True)
        return {name: old - new for name, old, new in sizes}


def changes(point: PlanPoint) -> tuple[Change, ...]:
    """The pieces that change, those that change most first."""
    changed = _measured(point).filter(pl.col("most") > _SAME_MM).sort("most", "row", descending=[True, False])
    before = pl.when("turned").then("end_change_mm").otherwise("start_change_mm")
    sizes = [f"{name}{when}_mm" for when in ("_from", "") for name in DIMENSIONS]
    table = changed.select("row", "type", "designation", before.alias("before"), "most", "concrete", *sizes)
    joints = _moving_joints(point)
    return tuple(
        Change(
            row=row,
            type=number,
            designation=designation,
            sizes_from_mm=(old_length, old_width, old_height),
            sizes_mm=(length, width, height),
            before_mm=gained,
            change_mm=most,
            concrete=concrete,
            joints=tuple(joints.get(row, ())),
        )
        for row, number, designation, gained, most, concrete, old_length, old_width, old_height, length, width, height
        in table.iter_rows()
    )  # fmt: skip


def coloured_by_plan(model: BuildingModel, point: PlanPoint) -> Appearance:
    """Each piece by how much it changes; those that stay and lend their size to others have a colour of their own."""
    most, moved = pl.col("most"), pl.col("most") > _SAME_MM
    group = pl.when(~moved).then(pl.when(moved.any().over("type")).then(pl.lit("joined")).otherwise(pl.lit("kept")))
    for band in BANDS_MM:
        group = group.when(most <= band).then(pl.lit(f"within_{band}"))
    grouped = _measured(point).select("row", group.otherwise(pl.lit(_OVER)).alias("group"))
    rows = pl.DataFrame({"row": pl.int_range(model.elements.height, dtype=pl.Int32, eager=True)})
    named = rows.join(grouped, on="row", how="left", maintain_order="left")["group"]
    piece = model.recognition["piece"]
    painted = named.gather(piece.fill_null(rows["row"].cast(piece.dtype)))
    return appearance.by_groups(
        model, named, _labels(), text("ui.colour.plan"), text("ui.plan.group.rest"), colours=_COLOURS, paint=painted
    )


def _labels() -> dict[str, Text]:
    within = {f"within_{band}": text("ui.plan.group.within", mm=band) for band in BANDS_MM}
    return {
        "kept": text("ui.plan.group.kept"),
        "joined": text("ui.plan.group.joined"),
        **within,
        _OVER: text("ui.plan.group.over", mm=BANDS_MM[-1]),
    }


def _measured(point: PlanPoint) -> pl.DataFrame:
    """The assignment with the greatest change of each piece."""
    gaps = [(pl.col(f"{name}_mm") - pl.col(f"{name}_from_mm")).abs() for name in DIMENSIONS]
    return point.assignment.with_columns(most=pl.max_horizontal(gaps))


def _moving_joints(point: PlanPoint) -> dict[int, list[Joint]]:
    moving = point.joints.filter((pl.col("new_gap_mm") - pl.col("gap_mm")).abs() > _SAME_MM)
    found: dict[int, list[Joint]] = {}
    for left, right, sort, gap_mm, new_gap_mm in moving.select(
        "left", "right", "sort", "gap_mm", "new_gap_mm"
    ).iter_rows():
        joint = Joint(sort=sort, gap_mm=gap_mm, new_gap_mm=new_gap_mm)
        for row in (left, right):
            found.setdefault(row, []).append(joint)
    return found
