"""Repeated rooms and dwellings, found as isomorphic graphs of rooms, and the room modules that they could become.

The rooms of a storey are nodes; walls between them and doors through those walls are edges. A dwelling is a zone of the
file, else what remains connected by doors when circulation is taken away. Two dwellings are of one type when their
graphs are isomorphic (rooms of the same size with the same fittings) and their rooms and fittings come to lie upon each
other when one is turned, or mirrored, about the vertical.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.components.transport import TransportCheck, check_module
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress, Progress
from dfma.text import Text, text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    import networkx as nx

    Graph: TypeAlias = nx.Graph[int]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One room, or one dwelling."""

    rooms: tuple[str, ...]
    """GlobalIds of its spaces."""
    storey: str | None
    mirrored: bool
    """The mirror image of the first of its type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A type of room or dwelling."""

    level: str
    """room | unit"""
    name: str
    """Names of the rooms of the first instance."""
    instances: tuple[Instance, ...]
    size: tuple[float, float, float]
    """Clear length, width and height of all its rooms together, metres."""
    area: float
    """m² of the clear rooms of one instance."""
    fittings: Mapping[str, int]
    """Doors, windows, pods and furniture of one instance, by kind."""

    @property
    def count(self) -> int:
        return len(self.instances)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomModule:
    """A repeated layout proposed as a module made in a factory."""

    layout: Layout
    outer: tuple[float, float, float]
    """Length, width, height with its own shell, metres."""
    mass: float | None
    """kg; None: not known before the module is designed."""
    transport: tuple[TransportCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedRooms:
    """Types of rooms and dwellings, the most frequent first, and what could become modules."""

    rooms: tuple[Layout, ...]
    units: tuple[Layout, ...]
    modules: tuple[RoomModule, ...]
    why_no_units: Text | None
    """Why there are no dwellings."""
    why_no_rooms: Text | None


@cache
def room_rules() -> Mapping[str, Any]:
    """The numbers that rooms are compared with."""
    rules: Mapping[str, Any] = read_yaml(Path(__file__).parent / "repeated_rooms.yaml")
    return rules


def find_repeated_rooms(model: BuildingModel, progress: Progress | None = None) -> RepeatedRooms:
    """Types of rooms and dwellings of a model with spaces."""
    progress = progress or NoProgress()
    progress.report(text("rooms.step"))
    plan = _Plan(model)
    if not plan.rooms:
        return RepeatedRooms(
            rooms=(), units=(), modules=(), why_no_units=text("rooms.none"), why_no_rooms=text("rooms.none")
        )
    single = [(room,) for room in plan.rooms]
    rooms = _layouts(plan, single, "room", progress)
    groups, why_no_units = _units(plan)
    units = _layouts(plan, groups, "unit", progress)
    least = room_rules()["least_count"]
    repeated = [layout for layout in (*units, *rooms) if layout.count >= least]
    return RepeatedRooms(
        rooms=rooms, units=units, modules=tuple(_module(layout) for layout in repeated),
        why_no_units=why_no_units, why_no_rooms=None,
    )  # fmt: skip


class _Plan:
    """The rooms of a model with their fittings, neighbours and doors."""

    def __init__(self, model: BuildingModel) -> None:
        self.model = model
        boxes, elements = model.boxes, model.elements
        spaces = elements.filter((pl.col("role") == "space") & (pl.col("ifc_class") == "IfcSpace"))
        self.rooms = [row for row in spaces["row"].to_list() if not np.isnan(boxes.extent[row]).any()]
        """Rows of the spaces whose shape is known."""
        self.storey: dict[int, int | None] = dict(elements.select("row", "storey").iter_rows())
        self.storey_name: dict[int | None, str] = dict(model.storeys.select("row", "name").iter_rows())
        self.size: dict[int, list[float]] = {
            room: [*np.sort(boxes.extent[room][:2])[::-1].tolist(), float(boxes.extent[room][2])] for room in self.rooms
        }
        self.fittings = self._fittings()
        """Rows of doors, windows, pods and furniture of each room."""
        self.words = {room: self._words(room) for room in self.rooms}
        self.graph = self._graph()

    def area(self, room: int) -> float:
        """m² in plan: the volume over the height, so that a room that is no rectangle counts what it is."""
        volume, height = self.model.measures["volume"][room], self.size[room][2]
        box = self.size[room][0] * self.size[room][1]
        return min(float(volume) / height, box) if volume and height > 0 else box

    def is_circulation(self, room: int) -> bool:
        """Whether its name says that it leads to other rooms."""
        return any(word in self.words[room].casefold() for word in room_rules()["circulation_words"])

    def kind(self, row: int) -> str:
        return str(self.model.recognition["kind"][row])

    def _words(self, room: int) -> str:
        elements = self.model.elements
        said = [elements[name][room] for name in ("name", "object_type", "description")]
        found = self.model.properties.filter((pl.col("row") == room) & (pl.col("name") == "LongName"))["value"]
        return " ".join(word for word in (*said, *found) if word)

    def _fittings(self) -> dict[int, list[int]]:
        rules, boxes = room_rules(), self.model.boxes
        kinds = self.model.recognition.filter(pl.col("kind").is_in(rules["fittings"]) & pl.col("piece").is_null())
        rows = kinds["row"].to_numpy()
        rows = rows[~np.isnan(boxes.centre[rows]).any(axis=1)]
        found: dict[int, list[int]] = {}
        for room in self.rooms:
            local = (boxes.centre[rows] - boxes.centre[room]) @ boxes.axes[room].T
            beyond = np.abs(local) - boxes.extent[room] / 2
            near, within = beyond <= rules["reach"], beyond <= 0.0
            inside = within[:, 2] & ((within[:, 0] & near[:, 1]) | (near[:, 0] & within[:, 1]))
            found[room] = rows[inside].tolist()
        return found

    def _graph(self) -> Graph:
        """Rooms of one storey, linked where a wall or a door is between them; `door` says which."""
        import networkx as nx

        rules, boxes = room_rules(), self.model.boxes
        graph: Graph = nx.Graph()
        graph.add_nodes_from(self.rooms)
        if not self.rooms:
            return graph
        rooms = np.array(self.rooms, np.int64)
        low, high = boxes.low[rooms], boxes.high[rooms]
        gap = np.maximum(low[:, None], low[None]) - np.minimum(high[:, None], high[None])
        flat = np.sort(gap[:, :, :2], axis=2)
        near = (flat[:, :, 1] <= rules["wall_most"]) & (flat[:, :, 0] <= -rules["shared_least"]) & (gap[:, :, 2] < -0.5)
        doors = {room: {row for row in self.fittings[room] if self.kind(row) == "door"} for room in self.rooms}
        for first, second in zip(*np.nonzero(np.triu(near, 1)), strict=True):
            one, other = self.rooms[first], self.rooms[second]
            graph.add_edge(one, other, door=bool(doors[one] & doors[other]))
        return graph


def _units(plan: _Plan) -> tuple[list[tuple[int, ...]], Text | None]:
    """The dwellings: zones of the file per storey, else rooms that doors connect."""
    zones = _zones(plan)
    if zones:
        return zones, None
    import networkx as nx

    rules = room_rules()
    opened: Graph = nx.Graph((a, b) for a, b, said in plan.graph.edges(data=True) if said["door"])
    if not opened:
        return [], text("rooms.no_doors")
    crowded = {room for room, degree in opened.degree if degree >= rules["circulation_from"]}
    dwellings = opened.subgraph({room for room in opened if room not in crowded and not plan.is_circulation(room)})
    groups = sorted(tuple(sorted(group)) for group in nx.connected_components(dwellings))
    return groups, None if groups else text("rooms.no_doors")


def _zones(plan: _Plan) -> list[tuple[int, ...]]:
    """Rooms by zone and storey. A file whose zones are not made of rooms, or all of one room, says nothing here."""
    known = set(plan.rooms)
    zones = plan.model.elements.filter(pl.col("ifc_class") == "IfcZone")["row"]
    members: dict[tuple[int, int | None], list[int]] = {}
    groups = plan.model.relations.filter((pl.col("kind") == "groups") & pl.col("source").is_in(zones.implode()))
    for zone, room in groups.select("source", "target").sort("source", "target").iter_rows():
        if room in known:
            members.setdefault((zone, plan.storey.get(room)), []).append(room)
    found = [tuple(rooms) for rooms in members.values() if not all(map(plan.is_circulation, rooms))]
    return found if any(len(rooms) > 1 for rooms in found) else []


def _layouts(plan: _Plan, groups: Sequence[tuple[int, ...]], level: str, progress: Progress) -> tuple[Layout, ...]:
    """Sort groups of rooms into types, the most frequent first."""
    types: list[tuple[_Shape, list[tuple[_Shape, bool]]]] = []
    for group in groups:
        progress.check()
        shape = _Shape(plan, group)
        for first, members in types:
            mirrored = first.agrees(shape)
            if mirrored is not None:
                members.append((shape, mirrored))
                break
        else:
            types.append((shape, [(shape, False)]))
    layouts = [_layout(plan, level, first, members) for first, members in types]
    return tuple(sorted(layouts, key=lambda layout: (-layout.count, -layout.area)))


def _layout(plan: _Plan, level: str, first: _Shape, members: list[tuple[_Shape, bool]]) -> Layout:
    guids = plan.model.elements["guid"]
    instances = tuple(
        Instance(
            rooms=tuple(guids[room] for room in shape.rooms),
            storey=plan.storey_name.get(plan.storey.get(shape.rooms[0])),
            mirrored=mirrored,
        )
        for shape, mirrored in members
    )
    kinds = [kind for kind, _ in first.fittings]
    names = [plan.words[room] or guids[room] for room in first.rooms]
    return Layout(
        level=level, name=" + ".join(names), instances=instances, size=first.size,
        area=sum(plan.area(room) for room in first.rooms),
        fittings={kind: kinds.count(kind) for kind in sorted(set(kinds))},
    )  # fmt: skip


class _Shape:
    """A group of rooms in its own plan axes, about the middle of its outline."""

    def __init__(self, plan: _Plan, rooms: tuple[int, ...]) -> None:
        boxes = plan.model.boxes
        self.plan, self.rooms = plan, rooms
        largest = max(rooms, key=lambda room: (round(plan.area(room), 2), -room))
        axes = boxes.axes[largest]
        corners = [self._corners(boxes.axes[room], boxes.centre[room], boxes.extent[room]) @ axes.T for room in rooms]
        low, high = np.min([c.min(axis=0) for c in corners], axis=0), np.max([c.max(axis=0) for c in corners], axis=0)
        middle = (low + high) / 2
        size = high - low
        self.size = (float(size[:2].max()), float(size[:2].min()), float(size[2]))
        self.middles = {room: boxes.centre[room] @ axes.T - middle for room in rooms}
        own = sorted({row for room in rooms for row in plan.fittings[room]})
        self.fittings: list[tuple[str, Floats]] = [(plan.kind(row), boxes.centre[row] @ axes.T - middle) for row in own]
        self.graph = plan.graph.subgraph(rooms)
        self.key = (len(rooms), self.graph.number_of_edges(), tuple(sorted(kind for kind, _ in self.fittings)))

    @staticmethod
    def _corners(axes: Floats, centre: Floats, extent: Floats) -> Floats:
        signs = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        corners: Floats = centre + (signs * extent / 2) @ axes
        return corners

    def agrees(self, other: _Shape) -> bool | None:
        """Whether `other` is of this type: False when it is the same turned, True when it is mirrored, else None."""
        same = room_rules()["same_size"]
        if self.key != other.key or np.abs(np.subtract(self.size, other.size)).max() > same:
            return None
        if not self._isomorphic(other):
            return None
        return next((mirrored for turn, mirrored in _TURNS if self._lies_on(other, turn)), None)

    def _isomorphic(self, other: _Shape) -> bool:
        from networkx.algorithms.isomorphism import GraphMatcher

        plan, same = self.plan, room_rules()["same_size"]
        sizes = {room: (*plan.size[room], plan.area(room) ** 0.5) for room in (*self.rooms, *other.rooms)}
        one, two = self.graph.copy(), other.graph.copy()
        for graph in (one, two):
            for room in graph:
                kinds = tuple(sorted(plan.kind(row) for row in plan.fittings[room]))
                graph.nodes[room].update(size=np.array(sizes[room]), kinds=kinds)

        def alike(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
            return a["kinds"] == b["kinds"] and bool((np.abs(a["size"] - b["size"]) <= same).all())

        return bool(GraphMatcher(one, two, alike, lambda a, b: a["door"] == b["door"]).is_isomorphic())

    def _lies_on(self, other: _Shape, turn: Floats) -> bool:
        """Whether the other's rooms and fittings come to lie on this one's when turned so."""
        place = room_rules()["same_place"]
        mine = [("room", middle) for middle in self.middles.values()] + self.fittings
        others = [("room", middle @ turn.T) for middle in other.middles.values()] + [
            (kind, middle @ turn.T) for kind, middle in other.fittings
        ]
        for kind in {kind for kind, _ in mine}:
            here = np.array([middle for one, middle in mine if one == kind])
            there = np.array([middle for one, middle in others if one == kind])
            if not _paired(np.linalg.norm(here[:, None] - there[None], axis=2) <= place):
                return False
        return True


def _paired(near: npt.NDArray[np.bool_]) -> bool:
    """Whether each row finds a column of its own among those near to it."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(near, maximize=True)
    return len(near) == len(near[0]) and bool(near[rows, columns].all())


def _turns() -> Iterator[tuple[Floats, bool]]:
    """Quarter turns about the vertical, then the same mirrored."""
    for mirrored in (False, True):
        for quarter in range(4):
            cosine, sine = round(np.cos(quarter * np.pi / 2)), round(np.sin(quarter * np.pi / 2))
            turn = np.array([(cosine, -sine, 0), (sine, cosine, 0), (0, 0, 1)], float)
            yield turn @ np.diag([-1.0 if mirrored else 1.0, 1.0, 1.0]), mirrored


_TURNS = tuple(_turns())


def _module(layout: Layout) -> RoomModule:
    shell = room_rules()["shell"]
    length, width, height = layout.size
    outer = (length + 2 * shell["wall"], width + 2 * shell["wall"], height + shell["floor_and_ceiling"])
    return RoomModule(layout=layout, outer=outer, mass=None, transport=tuple(check_module(outer)))
