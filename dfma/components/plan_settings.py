"""The readable numbers of type reduction: costs, limits and joints (standardise.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from dfma.yaml_data import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What types and changes cost, in the currency or in units of our own."""

    currency: str | None
    """None: cost units, not money."""
    confidence: str
    type: Mapping[str, float]
    """Per type, by kind; `other` for kinds that are not named."""
    adaptation_per_mm: float
    concrete_per_m3: float
    weight_per_tonne: float
    area_per_m2: float

    def of_type(self, kind: str) -> float:
        """Cost of one more type of a kind."""
        return self.type.get(kind, self.type["other"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What no piece may grow beyond, and what no pier may shrink below."""

    truck_length_mm: float
    truck_width_mm: float
    standing_height_mm: float
    crane_tonnes: float
    density_kg_m3: float
    pier_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JointSort:
    """A sort of joint: how it is recognised, and what it may become."""

    id: str
    family: str
    from_mm: float
    to_mm: float
    min_mm: float
    max_mm: float
    clause: str | None
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """Everything that type reduction is told."""

    module_mm: int
    embeds_make_types: bool
    costs: Costs
    carbon_per_m3: float | None
    may_change: Mapping[str, Mapping[str, float]]
    limits: Limits
    families: Mapping[str, tuple[str, ...]]
    joints: tuple[JointSort, ...]
    neighbour: JointSort

    def with_crane(self, lifting_limit_kg: float | None) -> PlanSettings:
        """The same with the crane of a project, where it is known."""
        if lifting_limit_kg is None:
            return self
        return replace(self, limits=replace(self.limits, crane_tonnes=lifting_limit_kg / 1000))

    def most_change(self, kind: str, dimension: str) -> float:
        """Millimetres by which a dimension may change, whatever is permitted."""
        return min(self.may_change.get(name, {}).get(dimension, float("inf")) for name in ("all", kind))


@cache
def plan_settings() -> PlanSettings:
    """The settings that ship with the program."""
    path = Path(__file__).parent / "standardise.yaml"
    table: Mapping[str, Any] = read_yaml(path)
    near = table["neighbour"]
    return PlanSettings(
        module_mm=table["module_mm"]["value"],
        embeds_make_types=table["embeds_make_types"],
        costs=Costs(**table["costs"]),
        carbon_per_m3=table["carbon_per_m3"],
        may_change=table["may_change"],
        limits=Limits(**{name: float(limit["value"]) for name, limit in table["limits"].items()}),
        families={name: tuple(kinds) for name, kinds in table["families"].items()},
        joints=tuple(_joint(row) for row in table["joints"]),
        neighbour=_joint({"id": "neighbour", "family": "", "from": -2, "clause": None} | near),
    )


def _joint(row: Mapping[str, Any]) -> JointSort:
    return JointSort(
        id=row["id"], family=row["family"], from_mm=row["from"], to_mm=row["to"], min_mm=row["min"], max_mm=row["max"],
        clause=row["clause"], confidence=row["confidence"],
    )  # fmt: skip
