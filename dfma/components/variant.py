"""One set of parameter values of a component, as drawings and files show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dfma.components.component import Component
from dfma.components.designation import Value
from dfma.components.solids import Solid


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A piece that can be ordered."""

    component: Component
    designation: str
    values: Mapping[str, float]
    """By parameter, with what is assumed."""

    @property
    def solids(self) -> tuple[Solid, ...]:
        """What it looks like; empty where that is not known."""
        return self.component.solids(self.values)

    @property
    def amounts(self) -> dict[str, float]:
        """`volume` (m³), `mass` (kg), `mass_per_m`; what is not known is missing."""
        columns = {name: np.array([value]) for name, value in self.values.items()}
        found = self.component.amounts(columns, 1)
        return {name: float(values[0]) for name, values in found.items() if not np.isnan(values[0])}


def listed_variants(component: Component) -> Iterator[Variant]:
    """All variants of a component in the order of their numbers."""
    columns = component.variant_columns()
    for number, designation in enumerate(component.designations(columns)):
        values = {name: float(column[number]) for name, column in columns.items()}
        yield Variant(component=component, designation=designation, values=dict(component.assumed) | values)


def named_variant(component: Component, values: Mapping[str, Value]) -> Variant:
    """The variant that a designation's values mean, listed or not."""
    told = component.values_of(values)
    written = {name: value for name, value in values.items() if name in component.grammar.fields}
    return Variant(component=component, designation=component.grammar.write(written), values=told)


def find_variant(component: Component, designation: str) -> Variant | None:
    """The variant of a designation: a listed one by the name it is listed under, else what the code means."""
    listed = next((one for one in listed_variants(component) if one.designation == designation), None)
    if listed is not None:
        return listed
    read = component.grammar.parse(designation)
    return named_variant(component, dict(read.values)) if read is not None else None


def typical_variant(component: Component) -> Variant | None:
    """The one in the middle of the list, to show what the component looks like; None where it lists none."""
    listed = list(listed_variants(component))
    return listed[len(listed) // 2] if listed else None
