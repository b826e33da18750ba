"""How each sort of component is built from its parameters: named recipes, explicit in one table.

A recipe is a function of lengths in millimetres that returns solids. What the standards leave open (where a window
stands, how thick a landing is) is an argument, so that the series says it with its source.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import shapely

from dfma.components.content import at
from dfma.components.formula import Formula, read_formula
from dfma.components.solids import Solid, block, extrude
from dfma.model.outlines import Outline, Point, arc_scale, circle, rectangle

_MOST = 360
"""Steps, cores, degrees of a ring."""
Recipe: TypeAlias = Callable[..., tuple[Solid, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The recipe of a component, and its arguments as formulas over the component's parameters."""

    recipe: str
    arguments: Mapping[str, Formula]
    material: str

    @property
    def names(self) -> frozenset[str]:
        """Parameters that it needs."""
        return frozenset(name for formula in self.arguments.values() for name in formula.names)

    def solids(self, values: Mapping[str, float]) -> tuple[Solid, ...]:
        """Build one set of parameter values. Raises ValueError where they leave no solid."""
        given = {name: formula.value(values) for name, formula in self.arguments.items()}
        return RECIPES[self.recipe](material=self.material, **given)


def read_geometry(description: Mapping[str, Any], material: str | None) -> Geometry:
    """A recipe with its arguments. Raises ValueError where the recipe does not take or lacks an argument."""
    name = description["recipe"]
    if name not in RECIPES:
        raise ValueError(f"recipe is {name!r}, not one of {', '.join(RECIPES)}")
    taken = {key: one for key, one in inspect.signature(RECIPES[name]).parameters.items() if key != "material"}
    arguments = {}
    for key, written in description.items():
        if key == "recipe":
            continue
        if key not in taken:
            raise ValueError(f"{name} takes no {key}; it takes {', '.join(taken)}")
        with at(key):
            arguments[key] = read_formula(written)
    if missing := [key for key, one in taken.items() if one.default is one.empty and key not in arguments]:
        raise ValueError(f"{name} needs {missing[0]}")
    return Geometry(recipe=name, arguments=arguments, material=material or "lining")


def _box(*, material: str, length: float, width: float, height: float) -> tuple[Solid, ...]:
    """Plank, plain slab, beam, column, pier: a block."""
    return (block((0, length), (0, width), (0, height), material),)


def _wall(
    *, material: str, length: float, height: float, thickness: float,
    insulation: float = 0, outer: float = 0, left: float = 0, right: float = 0, above: float = 0,
    opening_width: float = 0, opening_height: float = 0, opening_sill: float = 0, opening_left: float = 0,
    opening2_width: float = 0, opening2_height: float = 0, opening2_sill: float = 0, opening2_left: float = 0,
) -> tuple[Solid, ...]:  # fmt: skip
    """A panel; with `outer`, a sandwich whose outer leaf and insulation reach beyond the inner leaf to the left, to
    the right and above. An opening with a sill of 0 is open at the foot."""
    openings = [
        shapely.box(x, -1.0 if sill == 0 else sill, x + width, sill + tall)
        for width, tall, sill, x in (
            (opening_width, opening_height, opening_sill, opening_left),
            (opening2_width, opening2_height, opening2_sill, opening2_left),
        )
        if width > 0
    ]
    faces = {True: shapely.box(0, 0, length, height), False: shapely.box(-left, 0, length + right, height + above)}
    layers = ((outer, material, False), (insulation, "insulation", False), (thickness, material, True))
    return tuple(_layers(layers, {own: _cut(face, openings) for own, face in faces.items()}))


def _layers(
    layers: Sequence[tuple[float, str, bool]], faces: Mapping[bool, tuple[Outline, tuple[Outline, ...]]]
) -> Iterator[Solid]:
    """Upright layers from the outside in."""
    y = 0.0
    for thick, material, inner in layers:
        if thick > 0:
            outline, holes = faces[inner]
            yield extrude(outline, thick, start=y, plane="zx", holes=holes, material=material)
            y += thick


def _cut(face: shapely.Polygon, openings: Sequence[shapely.Polygon]) -> tuple[Outline, tuple[Outline, ...]]:
    """Outline and holes of a face (x, z) less its openings, as (z, x)."""
    left = shapely.normalize(face.difference(shapely.unary_union(openings)))
    if not isinstance(left, shapely.Polygon) or left.is_empty:
        raise ValueError("the openings cut the piece apart")
    return _swapped(left.exterior), tuple(_swapped(ring) for ring in left.interiors)


def _swapped(ring: shapely.LinearRing) -> Outline:
    return tuple((z, x) for x, z in list(ring.coords)[:-1])


def _stair(
    *, material: str, width: float, rise: float, plan_length: float, going: float, waist: float, landing: float,
    greatest_riser: float = 175,
) -> tuple[Solid, ...]:  # fmt: skip
    """A flight with a landing at each end: as many equal risers as keep each of them at most `greatest_riser`; what
    the goings leave of the plan length is shared by the landings. `waist` is measured across the slope."""
    risers = max(2, math.ceil(_counted(rise / greatest_riser) - 1e-9))
    riser, end = rise / risers, (plan_length - (risers - 1) * going) / 2
    steps: list[Point] = []
    for number in range(risers):
        x = end + number * going
        steps += [(number * riser, x), ((number + 1) * riser, x)]
    deep = waist * math.hypot(going, riser) / going
    foot, head = (end + (z - landing + deep) * going / riser for z in (0.0, rise))
    above: list[Point] = [(0.0, 0.0), *steps, (rise, plan_length)]
    below: list[Point] = [(rise - landing, plan_length), (rise - landing, head), (-landing, foot), (-landing, 0.0)]
    return (extrude([*above, *below], width, plane="zx", material=material),)


def _balcony(
    *, material: str, length: float, width: float, slab: float, upstand: float = 0, drop: float = 0, edge: float = 100
) -> tuple[Solid, ...]:
    """A slab with an edge round its three free sides: up to `upstand` above the foot of the slab, or `drop` below it.
    The wall is at y = 0."""
    rim = ((0, 0), (0, width), (length, width), (length, 0), (length - edge, 0), (length - edge, width - edge),
           (edge, width - edge), (edge, 0))  # fmt: skip
    solids = [block((0, length), (0, width), (0, slab), material)]
    if upstand > slab:
        solids.append(extrude(rim, upstand - slab, start=slab, material=material))
    if drop > 0:
        solids.append(extrude(rim, drop, start=-drop, material=material))
    return tuple(solids)


def _parapet(
    *, material: str, length: float, height: float, thickness: float, insulation: float = 0, outer: float = 0,
    mitre: float = 0,
) -> tuple[Solid, ...]:  # fmt: skip
    """An upright piece, a sandwich where it has an outer leaf; `mitre` 1 cuts one end at 45 degrees for a corner."""
    solids, y = [], 0.0
    for thick, made_of in ((outer, material), (insulation, "insulation"), (thickness, material)):
        if thick > 0:
            ends = (length - y * mitre, length - (y + thick) * mitre)
            outline = ((0.0, y), (ends[0], y), (ends[1], y + thick), (0.0, y + thick))
            solids.append(extrude(outline, height, material=made_of))
            y += thick
    return tuple(solids)


def _hollow_core(
    *, material: str, length: float, width: float, height: float, cores: float, diameter: float
) -> tuple[Solid, ...]:
    """A slab with round cores along its length."""
    pitch = width / _counted(cores)
    if diameter >= min(pitch, height):
        raise ValueError("the cores leave no webs")
    holes = [circle(((number + 0.5) * pitch, height / 2), diameter) for number in range(round(cores))]
    return (extrude(rectangle(0, width, 0, height), length, plane="yz", holes=holes, material=material),)


def _double_tee(
    *, material: str, length: float, width: float, height: float, flange: float, stem_top: float, stem_foot: float
) -> tuple[Solid, ...]:
    """A flange on two tapered stems, each in the middle of its half."""
    foot = height - flange
    outline: list[Point] = [(0, height), (0, foot)]
    for centre in (width / 4, 3 * width / 4):
        outline += [(centre - stem_top / 2, foot), (centre - stem_foot / 2, 0), (centre + stem_foot / 2, 0),
                    (centre + stem_top / 2, foot)]  # fmt: skip
    return (extrude([*outline, (width, foot), (width, height)], length, plane="yz", material=material),)


def _h_section(
    *, material: str, length: float, depth: float, flange: float, web: float, flange_thickness: float
) -> tuple[Solid, ...]:
    """Two flanges and a web, without the fillets of rolling."""
    low, high, left, right = flange_thickness, depth - flange_thickness, (flange - web) / 2, (flange + web) / 2
    outline = [(0, 0), (flange, 0), (flange, low), (right, low), (right, high), (flange, high), (flange, depth),
               (0, depth), (0, high), (left, high), (left, low), (0, low)]  # fmt: skip
    return (extrude(outline, length, plane="yz", material=material),)


def _frame(
    *, material: str, length: float, clear_width: float, clear_height: float, wall: float, slab: float
) -> tuple[Solid, ...]:
    """A closed frame: box culvert, box girder."""
    outer = rectangle(0, clear_width + 2 * wall, 0, clear_height + 2 * slab)
    clear = rectangle(wall, wall + clear_width, slab, slab + clear_height)
    return (extrude(outer, length, plane="yz", holes=[clear], material=material),)


def _ring_segment(
    *, material: str, outer_diameter: float, thickness: float, width: float, angle: float
) -> tuple[Solid, ...]:
    """Part of a tunnel ring, lying on its ends: `angle` in degrees, chords of at most 3 degrees with the area of the
    true arc."""
    sweep = math.radians(angle)
    count = math.ceil(_counted(angle) / 3)
    scale = arc_scale(sweep, count)
    turns = [sweep * (number / count - 0.5) for number in range(count + 1)]
    outer, inner = outer_diameter / 2 * scale, (outer_diameter / 2 - thickness) * scale
    arcs = [(radius * math.cos(turn), radius * math.sin(turn)) for radius, ordered in
            ((outer, turns), (inner, turns[::-1])) for turn in ordered]  # fmt: skip
    return (extrude(arcs, width, plane="zx", material=material),)


def _hollow_box(
    *, material: str, length: float, width: float, height: float, wall: float, floor: float, ceiling: float,
    worktop_depth: float = 0, worktop_height: float = 0,
) -> tuple[Solid, ...]:  # fmt: skip
    """Pod or room module: floor, walls and ceiling; of a kitchen the row of cabinets too."""
    shell = extrude(
        rectangle(0, length, 0, width), height - floor - ceiling, start=floor,
        holes=[rectangle(wall, length - wall, wall, width - wall)], material=material,
    )  # fmt: skip
    solids = [block((0, length), (0, width), (0, floor), material), shell]
    solids.append(block((0, length), (0, width), (height - ceiling, height), material))
    if worktop_depth > 0:
        x, y = (wall, length - wall), (wall, wall + worktop_depth)
        solids.append(block(x, y, (floor, floor + worktop_height), "lining"))
    return tuple(solids)


def _counted(number: float) -> float:
    """A number of things to draw. Raises ValueError where no piece has as many: descriptions come from strangers."""
    if not 0 < number <= _MOST:
        raise ValueError(f"the sizes leave no solid: {number:g} parts")
    return number


RECIPES: Mapping[str, Recipe] = {
    "box": _box,
    "wall": _wall,
    "stair": _stair,
    "balcony": _balcony,
    "parapet": _parapet,
    "hollow_core": _hollow_core,
    "double_tee": _double_tee,
    "h_section": _h_section,
    "frame": _frame,
    "ring_segment": _ring_segment,
    "hollow_box": _hollow_box,
}
"""By the name that a description uses."""
