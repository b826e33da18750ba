"""Choosing a variant: which values each parameter may take, and which variant has the value that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dfma.components.component import DIMENSIONS, Component
from dfma.components.variant import Variant, find_variant, listed_variants

_SAME_MM = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A variant over a piece."""

    gaps_mm: Mapping[str, float]
    """Dimension → by how much the piece is larger; 0 within a range; sizes that either lacks are missing."""


class Choice:
    """The listed variants of one component."""

    def __init__(self, component: Component) -> None:
        self.component = component
        self.variants = tuple(listed_variants(component))
        self._columns = component.variant_columns()

    @property
    def parameters(self) -> dict[str, tuple[float, ...]]:
        """Parameters of which there is more than one value, with all of them, the least first."""
        values = {name: np.unique(column) for name, column in self._columns.items()}
        return {name: tuple(unique.tolist()) for name, unique in values.items() if len(unique) > 1}

    def typical(self) -> Variant | None:
        """The one in the middle; None where none is listed."""
        return self.variants[len(self.variants) // 2] if self.variants else None

    def named(self, designation: str | None) -> Variant | None:
        """The variant of a designation, listed or not, else the typical one."""
        found = find_variant(self.component, designation) if designation is not None else None
        return found if found is not None and found.values.keys() >= self._columns.keys() else self.typical()

    def with_value(self, now: Variant, name: str, value: float) -> Variant:
        """The variant that has this value and is otherwise most like the one chosen so far: not all values go
        together. Differences count by the range of each parameter."""
        allowed = np.flatnonzero(np.abs(self._columns[name] - value) <= _SAME_MM)
        apart = np.zeros(len(allowed))
        for other, column in self._columns.items():
            reach = np.ptp(column)
            if other != name and reach > 0:
                apart += np.abs(column[allowed] - now.values[other]) / reach
        return self.variants[int(allowed[np.argmin(apart)])]


def fit(variant: Variant, sizes_mm: Mapping[str, float | None]) -> Fit:
    """Hold a variant against the sizes of a piece: of its forms (nominal, fabrication …) the one that is nearest, as
    received models carry either."""
    forms = variant.component.variant_of(variant.values).rows(named=True)
    fits = [_gaps(form, sizes_mm) for form in forms]
    return Fit(gaps_mm=min(fits, key=lambda gaps: sum(map(abs, gaps.values())), default={}))


def _gaps(form: Mapping[str, Any], sizes_mm: Mapping[str, float | None]) -> dict[str, float]:
    gaps = {}
    for name in DIMENSIONS:
        size, low, high = sizes_mm.get(name), form[f"{name}_low_mm"], form[f"{name}_high_mm"]
        if size is not None and low is not None and high is not None:
            gaps[name] = size - min(max(size, low), high)
    return gaps
