"""Suggest standard components, and see with how few types the building could do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.bootstrap import component_catalogue
from dfma.components.decided import ranked_by_decisions
from dfma.components.indicators import measure_repetition
from dfma.components.matching import match_components
from dfma.components.module_grid import check_module_grid
from dfma.components.plan_names import with_designations
from dfma.components.plan_settings import plan_settings
from dfma.components.repeated_rooms import find_repeated_rooms
from dfma.components.standardise import choose, standardise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dfma.components.catalogue import ComponentCatalogue
    from dfma.components.decided import MatchDecision
    from dfma.components.indicators import Repetition
    from dfma.components.matching import ElementMatches
    from dfma.components.module_grid import ModuleGrid
    from dfma.components.repeated_rooms import RepeatedRooms
    from dfma.components.standardise import Standardisation
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """Matches per element, and the types and the repetition of the building."""

    matches: tuple[ElementMatches, ...]
    standardisation: Standardisation
    repetition: Repetition
    module_grid: ModuleGrid
    rooms: RepeatedRooms


def suggest_components(
    model: BuildingModel,
    progress: Progress,
    decisions: Iterable[MatchDecision] = (),
    lifting_limit: float | None = None,
    max_types: int | None = None,
    catalogue: ComponentCatalogue | None = None,
) -> Suggestions:
    """Match every element of a matchable kind against the library, ranked by what was decided in the project, and find
    how few types would do. With `max_types` the cheapest plan of at most so many types is chosen; UserError says how
    few are possible when there is none. `lifting_limit` in kilograms holds for both.
    """
    catalogue = catalogue or component_catalogue()
    matches = match_components(model, catalogue, progress, lifting_limit=lifting_limit)
    matches = ranked_by_decisions(matches, decisions)
    rooms = find_repeated_rooms(model, progress)
    types = standardise(model, progress, settings=plan_settings().with_crane(lifting_limit))
    types = with_designations(types, model, catalogue)
    return Suggestions(
        matches=matches,
        standardisation=types if max_types is None else choose(types, max_types),
        repetition=measure_repetition(model, matches, rooms),
        module_grid=check_module_grid(model, matches),
        rooms=rooms,
    )
