"""A labelled set for matching: variants of the library as a modeller would draw them, and pieces of no component.

Each piece is one form (nominal or fabrication size) of one variant with every dimension moved by up to ±30 mm
(uniform, each on its own); rolled sections by ±2 mm, since a section that differs by 30 mm is another section. It is
then drawn as a box somewhere in a building, mirrored, turned, under a class that may be wrong, with a name in one of
four languages or none, its openings shifted along. Kind and casting are recognised and sizes measured by the program
itself. No name carries a designation.

What a fair label is: two variants of which some form lies within the same ±30 mm of the drawn piece in every dimension
are equally likely to be what was drawn; no method can tell them apart by shape. Only variants made for the piece's kind
count, and only those whose place of the opening agrees, since both can be seen. `Case.possible` counts them (1: the
piece is clear). A clear piece has one right answer; over all pieces the expected recall of a perfect matcher is the
mean of min(1, k / possible), which is reported as the ceiling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from dfma.components.catalogue import ComponentCatalogue
from dfma.components.component import DIMENSIONS
from dfma.components.matching import match_components
from dfma.components.signature import matching_rules
from dfma.model.building import BuildingModel
from dfma.model.measures import LINEAR, measure
from dfma.recognition.recognise import recognise
from tests.builders import Thing, building

REACH = 30.0
"""Millimetres by which a dimension is moved at most."""
SECTION_REACH = 2.0
SHIFT = 30.0
"""Millimetres by which an opening is moved along the piece at most; its sizes are moved by as much."""
CHANGES = ("plain", "mirrored", "turned", "renamed", "nameless", "class changed", "openings shifted")

_STORED = Mapping[str, Any]
_CLASSES = {"wall": "IfcWall", "slab": "IfcSlab", "stair": "IfcStairFlight", "pod": "IfcBuildingElementProxy",
            "steel": "IfcBeam", "parapet": "IfcWall", "column": "IfcColumn", "beam": "IfcBeam"}  # fmt: skip
_FAMILY = {
    "wall_panel_exterior": "wall", "wall_panel_interior": "wall", "partition_panel": "wall", "composite_slab": "slab",
    "solid_slab": "slab", "balcony": "slab", "ac_slab": "slab", "hollow_core_slab": "slab", "double_tee": "slab",
    "stair_flight": "stair", "bathroom_pod": "pod", "kitchen_pod": "pod", "steel_member": "steel",
    "parapet": "parapet", "column": "column", "beam": "beam", "room_module": "pod", "box_culvert": "pod",
}  # fmt: skip
NAMES: Mapping[str, tuple[str, str, str, str]] = {
    "wall_panel_exterior": (
        "预制外墙板", "Precast exterior wall panel", "Prefab gevelpaneel beton", "Fertigteil-Außenwand",
    ),
    "wall_panel_interior": (
        "预制内墙板", "Precast interior wall panel", "Prefab binnenwand beton", "Fertigteil-Innenwand",
    ),
    "partition_panel": ("轻质隔墙条板", "Lightweight partition panel", "Scheidingswand paneel", "Trennwandplatte"),
    "composite_slab": ("叠合板底板", "Lattice girder slab plank", "Breedplaatvloer", "Elementdecke"),
    "solid_slab": ("预制实心板", "Precast solid slab", "Prefab massieve vloerplaat", "Fertigteil-Vollplatte"),
    "balcony": ("预制阳台板", "Precast balcony slab", "Prefab balkonplaat", "Fertigteil-Balkon"),
    "ac_slab": ("预制空调板", "Precast AC slab", "Prefab airco plaat", "Klimageräteplatte Fertigteil"),
    "stair_flight": ("预制楼梯梯段", "Precast stair flight", "Prefab trap", "Fertigteiltreppe"),
    "parapet": ("预制女儿墙", "Precast parapet", "Prefab borstwering", "Fertigteil-Attika"),
    "bathroom_pod": ("整体卫生间", "Bathroom pod", "Badkamer unit prefab", "Fertigbad"),
    "hollow_core_slab": ("预应力空心板", "Hollow core slab", "Kanaalplaatvloer", "Spannbeton-Hohlplatte"),
    "double_tee": ("预应力双T板", "Double tee slab", "TT-plaat", "TT-Platte"),
    "beam": ("预制梁", "Precast beam", "Prefab betonbalk", "Fertigteilbalken"),
    "column": ("预制柱", "Precast column", "Prefab betonkolom", "Fertigteilstütze"),
    "kitchen_pod": ("整体厨房", "Kitchen pod", "Prefab keuken unit", "Fertigküche"),
    "room_module": ("箱式模块", "Room module", "Ruimtemodule", "Raummodul"),
    "box_culvert": ("预制箱涵", "Precast box culvert", "Prefab duiker", "Rahmendurchlass Fertigteil"),
    "steel_member": ("钢梁", "Steel beam", "Stalen ligger", "Stahlträger"),
}  # fmt: skip
_MATERIALS = {"concrete": "C30", "steel": "Q355B", "aerated_concrete": "ALC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One piece of the set and what it was made from."""

    element: str
    component: str | None
    """None: a distractor, of no component."""
    designation: str
    kind: str
    form: str
    change: str
    possible: int
    """Variants that could have been drawn like this, the true one included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """A model and what its pieces are."""

    model: BuildingModel
    cases: tuple[Case, ...]


def perturbed_set(
    catalogue: ComponentCatalogue, components: Sequence[str], count: int, seed: int, *, recognised: bool = True
) -> LabelledSet:
    """`count` pieces: components in turn, variants and forms at random, changes in turn; reproducible by seed.

    `recognised=False` hands kind and casting over instead of asking recognition for them.
    """
    random = np.random.default_rng(seed)
    drawn = [_Drawn.of(catalogue, name, random, number) for number, name in _in_turn(components, count)]
    return _labelled(drawn, catalogue, recognised=recognised)


def distractor_set(catalogue: ComponentCatalogue, count: int, seed: int, *, recognised: bool = True) -> LabelledSet:
    """`count` pieces of no component: a variant of another kind under this kind's name, or a size far from all.

    Far: for every variant that the kind could be, some dimension of the face is off by more than 200 mm (a section: by
    more than 20 mm), or the thickness by more than 50 mm, whichever way round the piece is laid.
    """
    random = np.random.default_rng(seed)
    kinds = sorted(_table_of_kinds(catalogue))
    drawn: list[_Drawn] = []
    while len(drawn) < count:
        kind = kinds[len(drawn) % len(kinds)]
        other = kinds[int(random.integers(len(kinds)))]
        found = _Drawn.foreign(catalogue, kind, other, random, len(drawn))
        if _is_far(found.size, kind, _table_of_kinds(catalogue)[kind]):
            drawn.append(found)
    return _labelled(drawn, catalogue, recognised=recognised)


def halves(catalogue: ComponentCatalogue) -> tuple[list[str], list[str]]:
    """The series that matching was tuned on, and those that are held out: every other one, kinds in both."""
    offered = catalogue.variants["component"].unique(maintain_order=True).to_list()
    known = [name for name in offered if catalogue.components[name].kind in NAMES]
    by_kind = sorted(known, key=lambda name: catalogue.components[name].kind)
    return by_kind[::2], by_kind[1::2]


def judge(labelled: LabelledSet, catalogue: ComponentCatalogue) -> pl.DataFrame:
    """One row per piece: kind, form, change, possible, found (kind seen by the program), first, three."""
    found = {one.element: one for one in match_components(labelled.model, catalogue)}
    seen = dict(labelled.model.elements.select("guid").with_columns(labelled.model.recognition["kind"]).iter_rows())
    rows = []
    for case in labelled.cases:
        offered = found[case.element].candidates if case.element in found else ()
        names = [(match.component, match.designation) for match in offered]
        wanted = (case.component, case.designation)
        rows.append(
            {
                "element": case.element, "kind": case.kind, "component": case.component, "form": case.form,
                "change": case.change, "possible": case.possible, "seen_as": seen[case.element],
                "offered": bool(names), "first": names[:1] == [wanted], "three": wanted in names[:3],
            }
        )  # fmt: skip
    return pl.DataFrame(rows)


def recall_table(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """Recall per group and in total."""
    clear = pl.col("possible") == 1
    sums = [
        pl.len().alias("pieces"),
        clear.sum().alias("clear"),
        pl.col("first").filter(clear).mean().alias("clear @1"),
        pl.col("three").filter(clear).mean().alias("clear @3"),
        pl.col("first").mean().alias("all @1"),
        (1 / pl.col("possible")).mean().alias("ceiling @1"),
        pl.col("three").mean().alias("all @3"),
        (3 / pl.col("possible")).clip(upper_bound=1).mean().alias("ceiling @3"),
    ]
    groups = rows.group_by(by).agg(sums).sort(by)
    return pl.concat([groups, rows.select(pl.lit("all").alias(by), *sums)]).with_columns(pl.selectors.float().round(3))


def _in_turn(components: Sequence[str], count: int) -> Iterator[tuple[int, str]]:
    for number in range(count):
        yield number, components[number % len(components)]


def _table_of_kinds(catalogue: ComponentCatalogue) -> dict[str, pl.DataFrame]:
    """All forms that a piece of each kind could be, of the kinds that the set knows names of."""
    found = {}
    for kind in NAMES:
        ids = [c.id for c in catalogue.components.values() if kind in (c.kind, *c.also_kinds)]
        table = catalogue.variants.filter(pl.col("component").is_in(ids))
        if table.height:
            found[kind] = table
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What one piece is drawn from."""

    number: int
    kind: str
    record: _STORED
    """The form."""
    size: tuple[float, float, float]
    """Length, width, height in millimetres as drawn."""
    openings: tuple[tuple[float, float], ...]
    """Width and height of each."""
    lefts: tuple[float, ...]
    """Where each opening begins."""
    component: str | None
    material: str | None
    language: int
    change: str
    random: np.random.Generator

    @classmethod
    def of(cls, catalogue: ComponentCatalogue, name: str, random: np.random.Generator, number: int) -> _Drawn:
        component = catalogue.components[name]
        table = catalogue.variants.filter(pl.col("component") == name)
        record = table.row(int(random.integers(table.height)), named=True)
        return cls._made(component.kind, record, component.material, name, random, number, _reach(component.kind))

    @classmethod
    def foreign(
        cls, catalogue: ComponentCatalogue, kind: str, other: str, random: np.random.Generator, number: int
    ) -> _Drawn:
        table = _table_of_kinds(catalogue)[other]
        record = table.row(int(random.integers(table.height)), named=True)
        spread = REACH if kind == other else 400.0
        material = "steel" if kind == "steel_member" else None if kind == "partition_panel" else "concrete"
        return cls._made(kind, record | {"openings": 0}, material, None, random, number, spread)

    @classmethod
    def _made(
        cls, kind: str, record: _STORED, material: str | None, component: str | None, random: np.random.Generator,
        number: int, reach: float,
    ) -> _Drawn:  # fmt: skip
        sizes = tuple(max(20.0, _between(record, name, random) + random.uniform(-reach, reach)) for name in DIMENSIONS)
        if component is None and kind in LINEAR:  # what is longest is the length, whichever way it is laid
            sizes = tuple(sorted(sizes, reverse=True))
        openings = tuple(
            (
                record[f"opening{place}_width_mm"] + random.uniform(-SHIFT, SHIFT),
                record[f"opening{place}_height_mm"] + random.uniform(-SHIFT, SHIFT),
            )
            for place in range(1, (record["openings"] or 0) + 1)
        )
        change = CHANGES[int(random.integers(len(CHANGES)))]
        shift = float(random.uniform(-SHIFT, SHIFT)) if change == "openings shifted" else 0.0
        return cls(
            number=number, kind=kind, record=record, size=sizes, openings=openings, component=component,
            material=material, language=int(random.integers(4)), change=change, random=random,
            lefts=_lefts(sizes[0], openings, record.get("opening_place"), shift),
        )  # fmt: skip


def _reach(kind: str) -> float:
    return SECTION_REACH if kind == "steel_member" else REACH


def _between(record: _STORED, name: str, random: np.random.Generator) -> float:
    """A size of a form: within its range, a multiple where it repeats, an ordinary one where the series is silent."""
    low, high = record[f"{name}_low_mm"], record[f"{name}_high_mm"]
    if low is None:
        return 4000.0 if name == "length" else 1200.0
    if name == "length" and record["length_step_mm"] is not None:
        return float(record["length_step_mm"] * random.integers(3, 9))
    return float(random.uniform(low, high))


def _possible(drawn: _Drawn, table: pl.DataFrame) -> int:
    """How many variants made for the kind have a form within reach of the piece, whichever way round it lies."""
    near = _within(drawn.size, drawn.kind, table, dict.fromkeys(DIMENSIONS, _reach(drawn.kind)))
    near &= table["openings"] == len(drawn.openings)
    for place, sides in enumerate(drawn.openings, start=1):
        for side, size in zip(("width", "height"), sides, strict=True):
            near &= (table[f"opening{place}_{side}_mm"] - size).abs().fill_null(np.inf) <= SHIFT
    if len(drawn.openings) == 1:
        left, wide = drawn.lefts[0], drawn.openings[0][0]
        off = {"end": left, "middle": abs(drawn.size[0] - 2 * left - wide) / 2}
        near &= table["opening_place"].replace_strict(off, default=0.0, return_dtype=pl.Float64) <= SHIFT
    return max(1, table.filter(near).select("component", "designation").n_unique())


def _within(size: Sequence[float], kind: str, table: pl.DataFrame, reach: Mapping[str, float]) -> pl.Series:
    """Which forms are within reach of a size in every dimension that they state."""
    pair = matching_rules()["turns"].get(kind)
    here = dict(zip(DIMENSIONS, size, strict=True))
    ways = [here, here | {pair[0]: here[pair[1]], pair[1]: here[pair[0]]}] if pair else [here]
    found = pl.repeat(False, table.height, eager=True)
    for way in ways:
        fits = pl.repeat(True, table.height, eager=True)
        for name, value in way.items():
            low, high = table[f"{name}_low_mm"] - reach[name], table[f"{name}_high_mm"] + reach[name]
            inside = ((low <= value) & (high >= value)).fill_null(True)
            if name == "length":
                step = table["length_step_mm"]
                rest = ((value / step).round().clip(1) * step - value).abs() <= reach[name]
                inside = rest.zip_with(step.is_not_null(), inside) if step.null_count() < len(step) else inside
            fits &= inside
        found |= fits
    return found


def _is_far(size: Sequence[float], kind: str, table: pl.DataFrame) -> bool:
    thin = matching_rules()["thickness"].get(kind)
    face = 20.0 if kind == "steel_member" else 200.0
    return not _within(size, kind, table, {name: 50.0 if name == thin else face for name in DIMENSIONS}).any()


def _labelled(drawn: Sequence[_Drawn], catalogue: ComponentCatalogue, *, recognised: bool) -> LabelledSet:
    own = {
        kind: catalogue.variants.filter(
            pl.col("component").is_in([c.id for c in catalogue.components.values() if c.kind == kind])
        )
        for kind in NAMES
    }
    things: list[Thing] = []
    relations: list[tuple[str, str, str]] = []
    for piece in drawn:
        made = list(_things(piece))
        things += made
        relations += [("voids", opening["guid"], made[0]["guid"]) for opening in made[1:]]
    model = building(things, storeys={"1F": 0.0, "2F": 3.0}, relations=relations)
    model = _less_openings(model)
    if recognised:
        model = model.with_(recognition=recognise(model))
    model = model.with_(measures=measure(model))
    cases = tuple(
        Case(
            element=f"piece{piece.number}", component=piece.component, designation=piece.record["designation"],
            kind=piece.kind, form=piece.record["form"], change=piece.change,
            possible=0 if piece.component is None else _possible(piece, own[piece.kind]),
        )
        for piece in drawn
    )  # fmt: skip
    return LabelledSet(model=model, cases=cases)


def _things(piece: _Drawn) -> Iterator[Thing]:
    """The piece and its openings, on a grid of places 20 m apart so that no two touch."""
    random, family = piece.random, _FAMILY[piece.kind]
    length, width, height = (value / 1000 for value in piece.size)
    turned = piece.change == "turned"
    angle = float(random.uniform(0, np.pi)) if turned else 0.0
    if turned and family == "slab":
        length, width = width, length
    place = (piece.number % 100 * 20.0, piece.number // 100 * 20.0)
    size = (length, width, height)
    thing: Thing = {
        "guid": f"piece{piece.number}", "class": _CLASSES[family], "storey": "1F", "kind": piece.kind,
        "casting": "steel" if family == "steel" else "precast",
        "box": ((*place, height / 2), size, angle),
    }  # fmt: skip
    if piece.change != "nameless":
        thing["name"] = NAMES[piece.kind][piece.language if piece.change == "renamed" else 1]
    if piece.change == "class changed":
        thing["class"] = "IfcBuildingElementProxy" if piece.number % 2 or family in ("slab", "pod") else "IfcBeam"
    if piece.material is not None:
        thing["material"] = _MATERIALS.get(piece.material, piece.material)
    yield thing
    foot = 0.0 if piece.record.get("opening_kind") == "door" else 0.9
    for number, ((wide, high), left) in enumerate(zip(piece.openings, piece.lefts, strict=True)):
        middle = (left + wide / 2 - piece.size[0] / 2) / 1000
        middle = -middle if piece.change == "mirrored" else middle
        centre = (place[0] + np.cos(angle) * middle, place[1] + np.sin(angle) * middle, foot + high / 2000)
        yield {
            "guid": f"opening{piece.number}-{number}", "class": "IfcOpeningElement", "role": "element",
            "kind": "opening", "box": (centre, (wide / 1000, width + 0.02, high / 1000), angle),
        }  # fmt: skip


def _lefts(
    length: float, openings: Sequence[tuple[float, float]], place: str | None, shift: float
) -> tuple[float, ...]:
    """Where each opening begins, in millimetres from the left end: spread evenly, or where the series has it."""
    gap = (length - sum(wide for wide, _ in openings)) / (len(openings) + 1)
    at = max(0.0, (0.0 if place == "end" else gap) + shift)
    lefts = []
    for wide, _ in openings:
        lefts.append(at)
        at += wide + gap
    return tuple(lefts)


def _less_openings(model: BuildingModel) -> BuildingModel:
    """The boxes of the pieces with their openings cut out, as the geometry of a real file is."""
    voids = model.relations.filter(pl.col("kind") == "voids")
    volume = model.geometry.shape_volume.copy()
    shape = {int(row): number for number, row in enumerate(model.geometry.instance_row)}
    for opening, piece in voids.select("source", "target").iter_rows():
        thick = min(model.boxes.extent[piece])
        volume[shape[piece]] -= volume[shape[opening]] * thick / (thick + 0.02)
    return model.with_(geometry=replace(model.geometry, shape_volume=volume))
