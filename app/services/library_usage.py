"""Which components of the library a model uses, for the record of its project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.library_findings import named_components
from component_library.usage import ComponentUse, Usage
from dfma.components.matching import match_components
from dfma.components.standardise import standardise

if TYPE_CHECKING:
    from component_library.offer import LibraryCatalogue
    from dfma.components.matching import Match
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress

EXACT_MM = 5.0
"""An element is a component when no size differs by more than fabrication may (GB/T 51231-2016, 9.7.4)."""


def model_usage(model: BuildingModel, catalogue: LibraryCatalogue, progress: Progress) -> Usage:
    """What the model uses: elements that say a designation of the library, or that fit a component exactly."""
    matches = match_components(model, catalogue, progress)
    used = named_components(model, catalogue)
    told = {guid for guids in used.values() for guid in guids}
    for one in matches:
        if one.element not in told and one.candidates and is_exact(one.candidates[0]):
            used.setdefault(one.candidates[0].component, []).append(one.element)
    projects = model.elements.filter(model.elements["ifc_class"] == "IfcProject")["guid"].to_list()
    return Usage(
        project=projects[0] if projects else model.source.sha256,
        name=model.source.project or "",
        model=model.source.sha256,
        pieces=len(matches),
        hits=sum(bool(one.candidates) for one in matches),
        types=standardise(model, progress).types_before,
        components=tuple(
            ComponentUse(
                component=component,
                revision=catalogue.revisions[component],
                count=len(guids),
                elements=tuple(sorted(guids)),
            )
            for component, guids in sorted(used.items())
        ),
    )


def is_exact(match: Match) -> bool:
    """Whether a piece differs from a component by no more than fabrication may."""
    return all(abs(gap) <= EXACT_MM for gap in match.gaps_mm.values())
