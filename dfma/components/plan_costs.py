"""What it costs to make a type another size: adaptation, concrete, weight, floor area."""

from __future__ import annotations

import numpy as np

from dfma.components.plan_settings import PlanSettings
from dfma.components.present_types import END, HEIGHT, LENGTH, START, WIDTH, Floats, Ints, PresentTypes

SCALE = 1000
"""Costs are whole thousandths of a unit inside the solver."""
_NOT_CONCRETE = ("steel_member", "steel_box_girder")
_TAKE_AREA = ("wall_panel_exterior", "wall_panel_interior", "partition_panel")


def added_volume(present: PresentTypes, types: Ints, sizes: Ints) -> Floats:
    """m³ that a piece of each type (K) gains at each of the sizes (K or 1, C, 5); negative where it loses."""
    own = present.sizes[types][:, None, [LENGTH, WIDTH, HEIGHT]].astype(np.float64).prod(axis=2)
    new = sizes[..., [LENGTH, WIDTH, HEIGHT]].astype(np.float64).prod(axis=2)
    steel = np.isin(np.array(present.kind, np.str_)[types], _NOT_CONCRETE)
    filled = np.where(steel, 0.0, present.fullness[types])
    added: Floats = (new - own) / 1e9 * filled[:, None]
    return added


def change_costs(present: PresentTypes, types: Ints, sizes: Ints, settings: PlanSettings) -> Ints:
    """(K, C) cost of giving all pieces of each type each of the sizes (C, 5), in thousandths of a unit."""
    costs, own = settings.costs, present.sizes[types][:, None]
    moved = np.abs(sizes[None] - own)[:, :, [START, END, WIDTH, HEIGHT]].sum(axis=2)
    volume = np.maximum(added_volume(present, types, sizes[None]), 0.0)
    per_piece = moved * costs.adaptation_per_mm + volume * costs.concrete_per_m3
    per_piece += volume * settings.limits.density_kg_m3 / 1000 * costs.weight_per_tonne
    per_piece += _floor_area(present, types, sizes) * costs.area_per_m2
    in_thousandths: Ints = np.rint(per_piece * present.count[types][:, None] * SCALE).astype(np.int64)
    return in_thousandths


def _floor_area(present: PresentTypes, types: Ints, sizes: Ints) -> Floats:
    """(K, C) m² that a piece takes from the floor: a thicker wall over its length, a greater column."""
    kind, own = np.array(present.kind, np.str_)[types], present.sizes[types][:, None].astype(np.float64)
    thicker = np.maximum(sizes[None, :, WIDTH] - own[:, :, WIDTH], 0.0) * own[:, :, LENGTH]
    greater = np.maximum(sizes[None, :, WIDTH] * sizes[None, :, LENGTH] - own[:, :, WIDTH] * own[:, :, LENGTH], 0.0)
    wall, column = np.isin(kind, _TAKE_AREA)[:, None], (kind == "column")[:, None]
    area: Floats = np.where(wall, thicker, np.where(column, greater, 0.0)) / 1e6
    return area
