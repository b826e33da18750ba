"""How high and how broad a building is, for rules about whole buildings."""

from __future__ import annotations

import numpy as np
import shapely

from dfma.model.geometry import Floats
from dfma.rules.facts import CONCRETE_STRUCTURE, Facts, chosen
from dfma.rules.frames import corners, known
from dfma.rules.judgement import Mask

LEAST_STOREY = 2.0
"""Metres: levels nearer to each other are landings, plinths or roof edges, not storeys."""
_UPRIGHT = ("wall", "wall_panel_exterior", "wall_panel_interior", "column")


def levels_of(facts: Facts, building: int) -> Floats:
    """Elevations of the storeys above ground of a building, from the lowest up, without landings and plinths."""
    storeys = facts.model.storeys
    own = storeys["building"].fill_null(building).to_numpy() == building
    elevations = np.sort(storeys["elevation"].fill_null(np.nan).to_numpy()[own])
    above = elevations[elevations > -LEAST_STOREY / 4]
    kept: list[float] = []
    for elevation in above.tolist():
        if not kept or elevation - kept[-1] >= LEAST_STOREY:
            kept.append(elevation)
    return np.array(kept)


def height_of(facts: Facts, building: int) -> float:
    """Metres from the building's zero to its roof: its topmost level, or the top of the walls and columns on it.

    NaN where the building has no two levels and nothing stands on the only one.
    """
    levels = levels_of(facts, building)
    if not len(levels):
        return float("nan")
    storeys = facts.model.storeys
    top = storeys.filter(storeys["elevation"] == levels[-1])["row"].to_numpy()
    upright = chosen(facts.kind(*_UPRIGHT) & np.isin(facts.storey_of, top) & known_rows(facts))
    tall = facts.boxes.high[upright, 2] - facts.boxes.low[upright, 2]
    storey = float(tall[tall >= LEAST_STOREY].max(initial=0.0))
    height = float(levels[-1]) + storey
    return height if height >= LEAST_STOREY else float("nan")


def breadth_of(facts: Facts, building: int) -> float:
    """Metres: the lesser side of the smallest rectangle around the concrete structure on plan; NaN without shapes."""
    rows = chosen(facts.is_element & facts.kind(*CONCRETE_STRUCTURE) & (facts.building_of == building))
    rows = rows[known(facts.boxes, rows)]
    if not len(rows):
        return float("nan")
    hull = shapely.convex_hull(shapely.multipoints(corners(facts.boxes, rows).reshape(-1, 3)[:, :2]))
    x, y = shapely.get_coordinates(shapely.oriented_envelope(hull))[:3].T
    return float(min(np.hypot(x[1] - x[0], y[1] - y[0]), np.hypot(x[2] - x[1], y[2] - y[1])))


def known_rows(facts: Facts) -> Mask:
    """(N) rows that have a box."""
    return known(facts.boxes, np.arange(facts.rows, dtype=np.int32))
