"""Monolithic slabs and walls cut into standard panels: alternatives with every panel, joint and limit.

A slab is divided into bays at the walls and beams that carry it and at great holes; each bay gets a cutting plan along
its longer side, panels lie along the shorter one. A wall is cut along its length. Everything is worked out in whole
millimetres, so that panels, joints and bearings make up the bay exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from dfma.components.split_bays import Bay, bays_of, wall_bay
from dfma.components.split_family import Family, PanelWidths, load_families, split_rules, widths_of
from dfma.components.split_outline import Rectangle, face_of
from dfma.components.split_plan import GOALS, Cut, Line, Zone, plan_cuts
from dfma.components.transport import TransportCheck, check_piece
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress, Progress
from dfma.text import Text, text

if TYPE_CHECKING:
    from dfma.components.catalogue import ComponentCatalogue

LIFTING_LIMIT = 5000.0
"""kg, DR127: above it the crane has to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One precast piece; metres in the host's own axes, kilograms."""

    designation: str
    """The variant of the series that it is made from; `?` stands for what a shape cannot tell."""
    component: str
    place: tuple[float, float]
    """Least corner from the least corner of the host's box."""
    size: tuple[float, float]
    """Along the host's two axes."""
    thickness: float
    adapted_mm: Mapping[str, int]
    """Panel minus variant, where they differ: made to measure, or cut to length."""
    openings: int
    mass: float
    """Gross: openings are not taken off, so that no limit is met by them alone."""
    checks: tuple[TransportCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A part that is cast on site over the whole thickness; metres in the host's own axes."""

    what: str
    """joint | bearing | rest (a part of the slab that is too narrow for panels)"""
    place: tuple[float, float]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to cut an element."""

    family: str
    """two_way | one_way | wall"""
    best_for: tuple[str, ...]
    """Of GOALS, per bay, within its family."""
    panels: tuple[Panel, ...]
    strips: tuple[Strip, ...]
    types: int
    """Different designations and sizes."""
    to_measure: int
    """Panels whose width is off the series."""
    precast_volume: float
    """m³"""
    strip_volume: float
    """m³ of all strips."""
    topping_volume: float
    """m³ on top of the planks."""
    optimal: bool
    """Proven for its goals in every bay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What can be done with one element."""

    element: str
    kind: str
    origin: tuple[float, float, float]
    """Where place (0, 0) is in the building, metres."""
    axes: tuple[tuple[float, float, float], ...]
    """The two directions, in the building."""
    alternatives: tuple[Alternative, ...]
    """Ranked: nothing made to measure first, then fewest pieces, types, strips."""
    why_not: tuple[Text, ...]
    """Why there is none, or why a family gives none."""


def split_elements(
    model: BuildingModel,
    catalogue: ComponentCatalogue,
    *,
    lifting_limit: float = LIFTING_LIMIT,
    progress: Progress | None = None,
) -> tuple[Split, ...]:
    """Cut every monolithic slab and wall of the model; in row order."""
    progress = progress or NoProgress()
    families = load_families(catalogue)
    kinds = {kind for family in families for kind in family.kinds}
    chosen = model.recognition.filter(
        pl.col("kind").is_in(sorted(kinds))
        & pl.col("casting").is_in(split_rules()["castings"])
        & pl.col("piece").is_null()
    )
    rows = chosen["row"].to_list()
    found = []
    for number, row in enumerate(rows):
        progress.report(text("split.step"), number, len(rows))
        progress.check()
        found.append(split_element(model, row, families, lifting_limit))
    return tuple(found)


def split_element(model: BuildingModel, row: int, families: Sequence[Family], lifting_limit: float) -> Split:
    """The alternatives for one element, or why there is none."""
    kind = str(model.recognition["kind"][row])
    guid = str(model.elements["guid"][row])
    upright = kind == "wall"
    face = face_of(model, row, upright=upright)
    if face is None:
        reasons = (text("split.none.no_plane"),)
        return Split(element=guid, kind=kind, origin=(0, 0, 0), axes=(), alternatives=(), why_not=reasons)
    parts = wall_bay(face) if upright else bays_of(model, row, face)
    found: list[Alternative] = []
    why_not: list[Text] = []
    if isinstance(parts, Text):
        why_not.append(parts)
    else:
        for family in (one for one in families if kind in one.kinds):
            cut = _alternatives(family, *parts, face.thickness, lifting_limit)
            if isinstance(cut, Text):
                why_not.append(cut)
            else:
                found += cut
    ranked = sorted(found, key=lambda one: (one.to_measure, len(one.panels), one.types, one.strip_volume))
    return Split(
        element=guid, kind=kind, origin=_three(face.origin.tolist()), axes=tuple(map(_three, face.axes.tolist())),
        alternatives=tuple(ranked), why_not=tuple(dict.fromkeys(why_not)),
    )  # fmt: skip


def _alternatives(
    family: Family, bays: Sequence[Bay], narrow: Sequence[Rectangle], thickness: int, limit: float
) -> list[Alternative] | Text:
    """One alternative per goal, equal ones once; or why a bay cannot be cut."""
    plans: list[tuple[Bay, PanelWidths, dict[str, Cut]]] = []
    for bay in bays:
        widths = widths_of(family, bay.span, thickness, limit)
        if isinstance(widths, Text):
            return widths
        if family.ratio is not None and bay.length > family.ratio * bay.span:
            return text("split.none.ratio", most=family.ratio, length=bay.length, span=bay.span)
        if bay.length - 2 * widths.gap < min(widths.free[0], *widths.edge):
            return text("split.none.short", length=bay.length, least=min(widths.free[0], *widths.edge))
        line = Line(
            length=bay.length, gap=widths.gap, joint=family.joint_for(thickness), edge=tuple(sorted(widths.edge)),
            middle=tuple(sorted(widths.middle)), free=widths.free, zones=_zones(family, bay),
        )  # fmt: skip
        cuts = plan_cuts(line)
        if not cuts:
            return text("split.none.no_plan", length=bay.length, span=bay.span)
        plans.append((bay, widths, cuts))
    made: dict[tuple[Cut, ...], list[str]] = {}
    for goal in GOALS:
        made.setdefault(tuple(cuts[goal] for _, _, cuts in plans), []).append(goal)
    rest = tuple(_rest(one) for one in narrow)
    return [_alternative(family, goals, _joined(plans, cuts), rest, thickness) for cuts, goals in made.items()]


def _joined(
    plans: Sequence[tuple[Bay, PanelWidths, dict[str, Cut]]], cuts: Sequence[Cut]
) -> list[tuple[Bay, PanelWidths, Cut]]:
    return [(bay, widths, cut) for (bay, widths, _), cut in zip(plans, cuts, strict=True)]


def _rest(area: Rectangle) -> Strip:
    sides = area.sides
    return Strip(what="rest", place=(area.u0 / 1000, area.v0 / 1000), size=(sides[0] / 1000, sides[1] / 1000))


def _zones(family: Family, bay: Bay) -> tuple[Zone, ...]:
    """Where no joint may lie: openings with their piers, and the middle third of a two-way slab."""
    zones = [Zone(low=low - family.pier, high=high + family.pier) for low, high in bay.openings]
    if family.off_moment is not None:
        side = (1 - family.off_moment) / 2
        zones.append(Zone(low=round(bay.length * side), high=round(bay.length * (1 - side)), centre=True))
    return tuple(zones)


def _alternative(
    family: Family,
    goals: Sequence[str],
    plans: Sequence[tuple[Bay, PanelWidths, Cut]],
    rest: tuple[Strip, ...],
    thickness: int,
) -> Alternative:
    panels = tuple(panel for bay, widths, cut in plans for panel in _panels(bay, widths, cut))
    strips = (*(strip for bay, widths, cut in plans for strip in _strips(bay, widths, cut)), *rest)
    area = sum(panel.size[0] * panel.size[1] for panel in panels)
    plank = plans[0][1].thickness
    return Alternative(
        family=family.id,
        best_for=tuple(goals),
        panels=panels,
        strips=strips,
        types=len(
            {(panel.designation, tuple(sorted(panel.adapted_mm.items())), panel.openings > 0) for panel in panels}
        ),
        to_measure=sum(cut.to_measure is not None for _, _, cut in plans),
        precast_volume=area * plank / 1000,
        strip_volume=sum(strip.size[0] * strip.size[1] for strip in strips) * thickness / 1000,
        topping_volume=area * (thickness - plank) / 1000,
        optimal=all(cut.optimal for *_, cut in plans),
    )


def _panels(bay: Bay, widths: PanelWidths, cut: Cut) -> Iterable[Panel]:
    last = len(cut.panels) - 1
    for number, (start, width) in enumerate(cut.panels):
        variant = widths.variant(width, edge=number in (0, last))
        place, size = bay.rectangle(start, width, widths.bearing, bay.span - 2 * widths.bearing)
        mass = width * (bay.span - 2 * widths.bearing) * widths.thickness * 1e-9 * widths.density
        sides = sorted((width / 1000, (bay.span - 2 * widths.bearing) / 1000))
        found = (
            {"standing_height": size[1], "length": size[0]}
            if widths.upright
            else {"width": sides[0], "length": sides[1]}
        )
        across, along = ("length", "height") if widths.upright else ("width", "length")
        adapted = {across: width - variant.width, along: widths.adapted_length}
        yield Panel(
            designation=variant.designation, component=variant.component, place=place, size=size,
            thickness=widths.thickness / 1000, adapted_mm={name: value for name, value in adapted.items() if value},
            openings=sum(start < high and low < start + width for low, high in bay.openings),
            mass=mass, checks=(*check_piece(found | {"mass": mass}), widths.crane_check(mass)),
        )  # fmt: skip


def _strips(bay: Bay, widths: PanelWidths, cut: Cut) -> Iterable[Strip]:
    """Joints over the whole span; bearings over the length of the bay, and at both its ends."""
    made = bay.span - 2 * widths.bearing
    for start, width in cut.joints:
        if width:
            place, size = bay.rectangle(start, width, widths.bearing, made)
            yield Strip(what="joint", place=place, size=size)
    pieces = [(0, bay.length, 0, widths.bearing), (0, bay.length, widths.bearing + made, widths.bearing)]
    pieces += [(0, widths.gap, widths.bearing, made), (bay.length - widths.gap, widths.gap, widths.bearing, made)]
    for start, width, across, depth in pieces:
        if width and depth:
            place, size = bay.rectangle(start, width, across, depth)
            yield Strip(what="bearing", place=place, size=size)


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    return values[0], values[1], values[2]
