"""Which panels of a catalogue a slab or wall may be cut into, and within which limits; millimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from dfma.components.signature import gap_limits
from dfma.components.transport import TransportCheck, transport_rules
from dfma.finding import Clause
from dfma.text import Text, text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from dfma.components.catalogue import ComponentCatalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRule:
    """One rule of cutting, for reports."""

    name: str
    value: float
    id: str
    clause: Clause
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A panel of the series; millimetres as made."""

    component: str
    designation: str
    width: int
    """Across the joints: of a wall panel, its length."""
    length: int
    """Along the joints: of a wall panel, its height."""
    nominal_length: int
    thickness: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A way to cut: edge and middle panels, and the joint between."""

    id: str
    kinds: tuple[str, ...]
    edge: tuple[Variant, ...]
    middle: tuple[Variant, ...]
    joint: tuple[int, int]
    at_support: bool
    """The outer panels end at their bearing as the ends of all panels do."""
    off_moment: float | None
    """Share in the middle of the length where no joint may lie."""
    ratio: float | None
    pier: int
    upright: bool

    def joint_for(self, thickness: int) -> tuple[int, int]:
        """A post-cast strip of a wall is not narrower than the wall is thick."""
        least = max(self.joint[0], thickness) if self.upright else self.joint[0]
        return least, max(self.joint[1], least)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelWidths:
    """The panels that fit one bay, by width."""

    edge: Mapping[int, Variant]
    middle: Mapping[int, Variant]
    free: tuple[int, int]
    gap: int
    bearing: int
    thickness: int
    adapted_length: int
    """Panel minus variant, along the joints."""
    density: float
    lifting_limit: float
    upright: bool

    def variant(self, width: int, *, edge: bool) -> Variant:
        """The variant of this width, else the next wider (or the widest) that is adapted."""
        known = self.edge if edge else self.middle
        return known.get(width) or known[min((w for w in known if w > width), default=max(known))]

    def crane_check(self, mass: float) -> TransportCheck:
        """The mass against what may be lifted."""
        return TransportCheck(
            id="DR127", what="lifting", found=mass, most=self.lifting_limit,
            verdict="within" if mass <= self.lifting_limit else "beyond",
            clause=Clause(document="", number="", confidence="memory-low"), source="setting lifting_limit_kg",
        )  # fmt: skip


@cache
def split_rules() -> Mapping[str, Any]:
    """The data of splitting."""
    rules: Mapping[str, Any] = read_yaml(Path(__file__).parent / "split.yaml")
    return rules


def rule_value(name: str) -> float:
    """The number of a rule."""
    return float(split_rules()["rules"][name]["value"])


def split_rule_list() -> tuple[SplitRule, ...]:
    """All rules with their sources."""
    return tuple(
        SplitRule(
            name=name, value=row["value"], id=row["id"], source=row["source"],
            clause=Clause(document=row["document"], number=str(row["number"]), confidence=row["confidence"]),
        )
        for name, row in split_rules()["rules"].items()
    )  # fmt: skip


def load_families(catalogue: ComponentCatalogue) -> tuple[Family, ...]:
    """The families whose components the catalogue holds."""
    found = []
    for row in split_rules()["families"]:
        upright = "wall" in row["kinds"]
        edge, middle = (_variants(catalogue, row[place], upright=upright) for place in ("edge", "middle"))
        if edge and middle:
            moment = "moment" in row["zones"]
            found.append(
                Family(
                    id=row["id"], kinds=tuple(row["kinds"]), edge=edge, middle=middle,
                    joint=(int(rule_value(row["joint"][0])), int(rule_value(row["joint"][1]))),
                    at_support=row["gap"] == "bearing", upright=upright,
                    off_moment=rule_value("away_from_moment") if moment else None,
                    ratio=rule_value("two_way_ratio") if moment else None,
                    pier=int(rule_value("pier_least")) if upright else 0,
                )
            )  # fmt: skip
    return tuple(found)


def _variants(catalogue: ComponentCatalogue, component: str, *, upright: bool) -> tuple[Variant, ...]:
    table = catalogue.variants.filter(pl.col("component") == component)
    nominal = table.filter(pl.col("form") == "nominal").select(
        "variant", nominal="height_low_mm" if upright else "length_low_mm"
    )
    made = table.filter(pl.col("form") == "fabrication").join(nominal, on="variant", maintain_order="left")
    across, along, thick = ("length", "height", "width") if upright else ("width", "length", "height")
    return tuple(
        Variant(
            component=component, designation=row["designation"], width=round(row[f"{across}_low_mm"]),
            length=round(row[f"{along}_low_mm"]), nominal_length=round(row["nominal"]),
            thickness=round(row[f"{thick}_low_mm"]),
        )
        for row in made.iter_rows(named=True)
    )  # fmt: skip


def widths_of(family: Family, span: int, thickness: int, lifting_limit: float) -> PanelWidths | Text:
    """The panels of a family for a bay of this span in an element of this thickness, none beyond a limit."""
    if family.upright:
        exact = gap_limits("wall_panel_interior")["thickness"]["exact"]
        fitting = [one for one in (*family.edge, *family.middle) if abs(one.thickness - thickness) <= exact]
        if not fitting:
            return text("split.none.thickness", thickness=thickness)
        nearest = min((abs(one.length - span), one.nominal_length) for one in fitting)[1]
        bearing, plank = 0, thickness
    else:
        fitting = [one for one in (*family.edge, *family.middle) if one.nominal_length >= span]
        if not fitting:
            return text("split.none.span", span=span, most=max(one.nominal_length for one in family.edge))
        nearest = min(one.nominal_length for one in fitting)
        bearing = (fitting[0].nominal_length - fitting[0].length) // 2
        plank = fitting[0].thickness
        least = plank + rule_value("topping_least")
        if thickness < least:
            return text("split.none.thin", thickness=thickness, least=round(least))
    density = rule_value("density")
    made = span - 2 * bearing
    widest = _widest(family, made, plank, density, lifting_limit)
    edge, middle = (
        {one.width: one for one in group if one in fitting and one.nominal_length == nearest and one.width <= widest}
        for group in (family.edge, family.middle)
    )
    if made <= 0 or not edge or not middle:
        return text("split.none.limits", limit=lifting_limit)
    used = next(iter(edge.values()))
    return PanelWidths(
        edge=edge, middle=middle, free=(int(rule_value("free_least")), min(widest, max(*edge, *middle))),
        gap=bearing if family.at_support else 0, bearing=bearing, thickness=plank, adapted_length=made - used.length,
        density=density, lifting_limit=lifting_limit, upright=family.upright,
    )  # fmt: skip


def _widest(family: Family, made: int, plank: int, density: float, lifting_limit: float) -> int:
    """The greatest width that road and crane allow for a panel of this length; 0 when that is too great already."""
    most = {row["what"]: row["most"] for row in transport_rules()["pieces"]}
    by_mass = min(most["mass"], lifting_limit) / (made * plank * density * 1e-9) if made > 0 else 0
    if family.upright:
        by_road = most["length"] * 1000 if made <= most["standing_height"] * 1000 else 0
    else:
        by_road = most["width"] * 1000 if made <= most["length"] * 1000 else 0
    return int(min(by_mass, by_road))
