"""What the shared library says of the components that a model names: withdrawn ones, and expired certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from component_library.findings import library_findings, unreadable_findings
from component_library.library import open_library
from component_library.offer import offer
from dfma.components.matching import read_designations

if TYPE_CHECKING:
    from dfma.components.catalogue import ComponentCatalogue
    from dfma.components.matching import ElementMatches
    from dfma.finding import Finding
    from dfma.model.building import BuildingModel


def find_in_library(model: BuildingModel, matches: Sequence[ElementMatches], url: str, on: date) -> tuple[Finding, ...]:
    """Findings about the components that elements name by a designation, or match best; certificates must be valid on
    the given day."""
    with open_library(url) as library:
        records = library.components()
    known = offer(records, withdrawn_too=True)
    named = named_components(model, known)
    say_it_themselves = {guid for guids in named.values() for guid in guids}
    for one in matches:
        if one.candidates and one.element not in say_it_themselves:
            named.setdefault(one.candidates[0].component, []).append(one.element)
    return (*library_findings(named, records, on), *unreadable_findings(known.left_out))


def named_components(model: BuildingModel, catalogue: ComponentCatalogue) -> dict[str, list[str]]:
    """Component → GlobalIds of the elements whose mark, name, type or property says its designation."""
    elements = model.elements.filter(pl.col("role") == "element")
    guids = model.elements["guid"]
    named: dict[str, list[str]] = {}
    for row, designation in sorted(read_designations(model, elements["row"], catalogue).items()):
        named.setdefault(designation.series, []).append(guids[row])
    return named
