"""What a swap of pieces changes: quantities, types, cost, carbon, and the assembly rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.bootstrap import component_catalogue
from dfma.assembly_rate.calculate import calculate
from dfma.assembly_rate.plan_area import PlanOutlines
from dfma.components.what_if import load_factors, same_type, swap_type
from dfma.text import text

if TYPE_CHECKING:
    from pathlib import Path

    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.assembly_rate.scheme import Scheme
    from dfma.components.what_if import Swap
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which pieces should become which variant."""

    elements: tuple[str, ...]
    """GlobalIds."""
    component: str
    designation: str
    all_of_type: bool = False
    """All pieces of the same types as well."""
    factors: Path | None = None
    """Cost and carbon of what is there now; None: the table that ships with the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The swap, and the assembly rate before and after."""

    swap: Swap
    rate_before: AssemblyRate
    rate_after: AssemblyRate


def what_if(
    model: BuildingModel,
    wish: Wish,
    scheme: Scheme,
    progress: Progress,
    *,
    answers: Mapping[str, Any] | None = None,
    rate_before: AssemblyRate | None = None,
) -> WhatIf:
    """Swap pieces and rate both models; a rate that is known already need not be computed again."""
    progress.report(text("what_if.step"))
    guids: Sequence[str] = same_type(model, wish.elements) or wish.elements if wish.all_of_type else wish.elements
    factors = load_factors() if wish.factors is None else load_factors(wish.factors)
    swap = swap_type(model, guids, component_catalogue(), wish.component, wish.designation, factors)
    stated, plan = answers or {}, PlanOutlines(model)  # a swap moves no shape: both models have the same outlines
    before = rate_before or calculate(model, scheme, stated, plan)
    progress.check()
    return WhatIf(swap=swap, rate_before=before, rate_after=calculate(swap.model, scheme, stated, plan))
