"""What a plan point means for each piece: which of its ends moves, and by how much.

In a row the joints decide: they come out as the plan says, and the line keeps its ends. Elsewhere height is added at
the top, length and thickness by halves on both sides, each as far as neighbours leave room for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import networkx as nx
import numpy as np
import polars as pl

from dfma.components.lines import Row
from dfma.components.plan_case import Case, plan_case
from dfma.components.plan_settings import PlanSettings, plan_settings
from dfma.components.present_types import Flags, Floats
from dfma.components.signature import matching_rules
from dfma.components.type_plan import PlanPoint
from dfma.model.boxes import extents_along
from dfma.model.building import BuildingModel
from dfma.model.changes import EndMove, Member, Resize, Stretched

_NAMES = ("length", "width", "height")
_HEIGHT = 2
_LEAST_MM = 0.01
"""Moves below this are none."""
_THROUGH = 0.001
"""Metres within which what reaches to an end of a piece goes through it."""
_COVER = 0.1
"""The same of reinforcement, which ends within its cover or its anchorage."""
_RIGID = ("embedded_part", "reinforcement", "opening", "door", "window", "mep", "furniture", "railing")
"""Kinds that a longer piece does not make longer."""


def plan_moves(model: BuildingModel, point: PlanPoint, settings: PlanSettings | None = None) -> tuple[Resize, ...]:
    """The pieces that change size at a point of the plan, and those that make room for them."""
    case = plan_case(model, settings or plan_settings())
    ends = _Ends(model, case, point)
    group = _groups(case, ends.moved)
    below = _below(model)
    return tuple(_resize(model, case, ends, place, group[place], below) for place in ends.places)


class _Ends:
    """Moves of both ends of each dimension of each piece, by place in the table of pieces, in millimetres along the
    axes of the surroundings."""

    def __init__(self, model: BuildingModel, case: Case, point: PlanPoint) -> None:
        count = len(case.row_of)
        self._case = case
        self.before, self.after = (np.full((count, 3), np.nan) for _ in range(2))
        self.start, self.end = np.zeros(count), np.zeros(count)
        self.turned, self.pinned = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        own = point.assignment
        place = np.searchsorted(case.row_of, own["row"].to_numpy())
        measured = model.measures[own["row"].to_list()].select(*_NAMES).to_numpy() * 1000
        changes = np.stack([(own[f"{name}_mm"] - own[f"{name}_from_mm"]).to_numpy() for name in _NAMES], axis=1)
        planned = np.stack([own[f"{name}_mm"].to_numpy() for name in _NAMES], axis=1)
        self.before[place] = measured
        # A piece that changes gets the size of its type; one that does not keeps what the export rounded.
        self.after[place] = np.where(changes != 0, planned, measured)
        self.start[place], self.end[place] = own["start_change_mm"].to_numpy(), own["end_change_mm"].to_numpy()
        self.turned[place] = own["turned"].to_numpy()
        types = case.present.pieces
        self.pinned[np.searchsorted(case.row_of, types["row"])] = case.present.pinned[types["type"].to_numpy()]
        self.growth = np.nan_to_num(self.after - self.before)
        self.moved = self._moved(point.joints)
        self.places = np.flatnonzero((np.abs(self.moved) > _LEAST_MM).any(axis=(1, 2))).tolist()

    def _moved(self, joints: pl.DataFrame) -> Floats:
        """(N, 3, 2)"""
        moved = np.zeros((len(self.growth), 3, 2))
        in_row = np.zeros((len(self.growth), 3), np.bool_)
        for place in np.flatnonzero(self.growth[:, 0] * self.pinned).tolist():
            moved[place, 0] = self._beside_openings(place)
        for line, row in enumerate(self._case.rows):
            own = joints.filter(line=line).sort("place")
            in_row[list(row.places), list(row.dimensions)] = True
            if own.height:
                self._along(row, (own["new_gap_mm"] - own["gap_mm"]).to_list(), moved)
        free = ~in_row & (self.growth != 0)
        free[:, 0] &= ~self.pinned
        for place, dimension in np.argwhere(free).tolist():
            moved[place, dimension] = self._shared(place, dimension)
        return moved

    def _beside_openings(self, place: int) -> tuple[float, float]:
        """Of the length of a piece whose openings stay in their places."""
        start, end = self.start[place], self.end[place]
        rounding = self.growth[place, 0] - start - end
        start, end = (start, end + rounding) if end else (start + rounding, end)
        return (-end, start) if self.turned[place] else (-start, end)

    def _along(self, row: Row, wider: list[float], moved: Floats) -> None:
        """Set the ends of the pieces of a row, from one end to the other: between places that stay the joints take up
        what the pieces give."""
        stretch: list[int] = []
        at = 0.0
        for number, (place, dimension, forward) in enumerate(zip(row.places, row.dimensions, row.forward, strict=True)):
            if dimension == 0 and self.pinned[place]:
                low, high = _turned(moved[place, 0], forward)
                self._fill(row, stretch, wider, (at, low), moved)
                stretch, at = [], high
            else:
                stretch.append(number)
            if number < len(wider):
                stretch.append(-1 - number)
        self._fill(row, stretch, wider, (at, 0.0), moved)

    def _fill(self, row: Row, stretch: list[int], wider: list[float], ends: tuple[float, float], moved: Floats) -> None:
        """Pieces (their number) and joints (-1 - their number) of one stretch, whose ends move as given. What rounding
        leaves over is spread over the joints."""
        joints = sum(one < 0 for one in stretch)
        grown = sum(
            wider[-1 - one] if one < 0 else float(self.growth[row.places[one], row.dimensions[one]]) for one in stretch
        )
        rest = (ends[1] - ends[0] - grown) / joints if joints else 0.0
        at = ends[0]
        for one in stretch:
            if one < 0:
                at += wider[-1 - one] + rest
                continue
            place, dimension = row.places[one], row.dimensions[one]
            low, high = at, at + float(self.growth[place, dimension])
            moved[place, dimension] = _turned((low, high), row.forward[one])
            at = high

    def _shared(self, place: int, dimension: int) -> tuple[float, float]:
        """What is not in a row: by halves, height at the top; what has no room at one end goes to the other."""
        growth = float(self.growth[place, dimension])
        room = (self._case.around.grow_mm if growth > 0 else self._case.around.shrink_mm)[place, dimension]
        head = 0 if dimension == _HEIGHT and self._case.around.axes[place, dimension, 2] < 0 else 1
        wanted = abs(growth) * (1.0 if dimension == _HEIGHT else 0.5)
        at_head = max(min(wanted, room[head]), abs(growth) - room[1 - head])
        at_head = float(np.copysign(min(at_head, abs(growth)), growth))
        low, high = (growth - at_head, at_head) if head else (at_head, growth - at_head)
        return -low, high


def _turned(ends: tuple[float, float] | Floats, forward: bool) -> tuple[float, float]:
    """Moves of the two ends as seen in the other direction, when it is not this one."""
    low, high = float(ends[0]), float(ends[1])
    return (low, high) if forward else (-high, -low)


def _groups(case: Case, moved: Floats) -> Mapping[int, int]:
    """Per place a number that pieces share whose moves depend on each other."""
    links: nx.Graph[int] = nx.Graph()
    links.add_nodes_from(range(len(case.row_of)))
    changes: Flags = np.asarray((np.abs(moved) > _LEAST_MM).any(axis=2))
    for row in case.rows:
        links.add_edges_from(pairwise(p for p, d in zip(row.places, row.dimensions, strict=True) if changes[p, d]))
    return {place: min(group) for group in nx.connected_components(links) for place in group}


def _resize(
    model: BuildingModel, case: Case, ends: _Ends, place: int, together: int, below: Mapping[int, set[int]]
) -> Resize:
    row = int(case.row_of[place])
    rows, reach = _reach(model, _with_all_below(row, below), case.around.axes[place])
    moving = [n for n in range(3) if np.abs(ends.moved[place, n]).max() > _LEAST_MM]
    guids = model.elements["guid"]
    kinds = model.recognition["kind"].gather(rows).to_list()
    stretched = [_stretched(kinds, reach[:, n]) for n in moving]
    return Resize(
        element=guids[row],
        members=tuple(
            Member(
                element=guids[rows[k]],
                reach=tuple(_known(reach[k, n]) for n in moving),
                stretched=tuple(of_move[k] for of_move in stretched),
            )
            for k in range(len(rows))
        ),
        moves=tuple(_move(case, ends, place, n, _openings(kinds, reach[:, n])) for n in moving),
        together=together,
        sizes=tuple(
            (name, float(ends.before[place, n]) / 1000, float(ends.after[place, n]) / 1000)
            for n, name in enumerate(_NAMES)
        )
        if np.abs(ends.growth[place]).max() > _LEAST_MM
        else (),
    )


def _move(case: Case, ends: _Ends, place: int, dimension: int, openings: tuple[float, float] | None) -> EndMove:
    low, high = (ends.moved[place, dimension] / 1000).tolist()
    x, y, z = case.around.axes[place, dimension].tolist()
    stay = openings if dimension == 0 and ends.pinned[place] else None
    return EndMove(dimension=_NAMES[dimension], axis=(x, y, z), low=low, high=high, openings=stay)


def _stretched(kinds: list[str], reach: Floats) -> list[Stretched]:
    """Layers and what runs from end to end grow with the piece; other parts only where there is no way around them."""
    bodies = [n for n, kind in enumerate(kinds) if kind not in _RIGID]
    low, high = np.nanmin(reach[bodies, 0], initial=np.inf), np.nanmax(reach[bodies, 1], initial=-np.inf)
    found: list[Stretched] = []
    for kind, (foot, head) in zip(kinds, reach.tolist(), strict=True):
        cover = _COVER if kind == "reinforcement" else _THROUGH
        if foot <= low + cover and head >= high - cover:
            found.append("yes")
        elif kind in _RIGID:
            found.append("no")
        else:
            found.append("if_needed")
    return found


def _openings(kinds: list[str], reach: Floats) -> tuple[float, float] | None:
    """From the first to the last door or window; holes for pipes do not count."""
    least = matching_rules()["opening_from_mm"] / 1000
    own = [ends for kind, ends in zip(kinds, reach.tolist(), strict=True) if kind == "opening"]
    own = [(low, high) for low, high in own if high - low >= least]
    return (min(low for low, _ in own), max(high for _, high in own)) if own else None


def _known(reach: Floats) -> tuple[float, float] | None:
    low, high = reach.tolist()
    return None if np.isnan(low) else (low, high)


def _reach(model: BuildingModel, rows: list[int], axes: Floats) -> tuple[list[int], Floats]:
    """(rows, 3, 2) from where to where the shapes of rows reach along three axes; NaN for those without."""
    geometry = model.geometry
    instances = np.flatnonzero(np.isin(geometry.instance_row, rows))
    low, high = extents_along(geometry, instances, np.broadcast_to(axes, (len(instances), 3, 3)))
    reach = np.full((len(rows), 3, 2), np.nan)
    place = np.searchsorted(rows, geometry.instance_row[instances])
    np.fmin.at(reach[..., 0], place, low)
    np.fmax.at(reach[..., 1], place, high)
    return rows, reach


def _below(model: BuildingModel) -> Mapping[int, set[int]]:
    """Per row its parts, the openings in it, and what fills it."""
    below: dict[int, set[int]] = {}
    pairs = [
        *model.elements.select("whole", "row").drop_nulls().iter_rows(),
        *model.recognition.select("piece", "row").drop_nulls().iter_rows(),
        *model.relations.filter(pl.col("kind").is_in(["voids", "fills"])).select("target", "source").iter_rows(),
    ]
    for above, row in pairs:
        below.setdefault(above, set()).add(row)
    return below


def _with_all_below(row: int, below: Mapping[int, set[int]]) -> list[int]:
    rows, waiting = {row}, [row]
    while waiting:
        fresh = below.get(waiting.pop(), set()) - rows
        rows |= fresh
        waiting += fresh
    return sorted(rows)
