"""Write a copy of the model that carries accepted suggestions; the model itself is never touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import program_version
from dfma.components.accept import Choice, accept_exact, accept_listed, without_resized
from dfma.components.plan_moves import plan_moves
from dfma.components.plan_settings import plan_settings
from dfma.errors import UserError
from dfma.ifc.write_back import write_back
from dfma.text import text

if TYPE_CHECKING:
    from dfma.components.catalogue import ComponentCatalogue
    from dfma.components.decided import MatchDecision
    from dfma.components.type_plan import PlanPoint
    from dfma.model.changes import Applied
    from dfma.progress import Progress
    from dfma.report import ReviewReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What to apply, and where to."""

    target: Path
    choices: Mapping[str, Choice] | None = None
    """What a person listed, by GlobalId; None: what is exact."""
    plan_mm: float | None = None
    """Also write the plan: the cheapest offered point whose greatest change is at most this."""
    max_types: int | None = None
    """Of at most so many types."""
    point: PlanPoint | None = None
    """Write this point of the plan; `plan_mm` is not asked then."""
    when: int = 0
    """Seconds since 1970, for the owner history of what is new."""
    force: bool = False


def apply_suggestions(
    report: ReviewReport,
    what: Application,
    progress: Progress,
    catalogue: ComponentCatalogue,
    lifting_limit: float | None = None,
) -> Applied:
    """Write the copy. Raises `UserError` when the target may not be written or a choice cannot be applied."""
    model = report.model
    point = _chosen_point(report, what)
    sizes = () if point is None else plan_moves(model, point, plan_settings().with_crane(lifting_limit))
    if what.choices is None:
        accepted, refused = accept_exact(report.matches or (), catalogue)
        accepted, other_size = without_resized(accepted, {change.element for change in sizes if change.sizes})
        refused += other_size
    else:
        accepted, refused = accept_listed(what.choices, model.elements["guid"], catalogue), []
    applied = write_back(
        Path(model.source.path),
        what.target,
        accepted,
        progress,
        sizes=sizes,
        version=program_version(),
        when=what.when,
        force=what.force,
    )
    return replace(
        applied,
        not_applied=(*applied.not_applied, *refused),
        plan_types=None if point is None else point.types,
    )


def _chosen_point(report: ReviewReport, what: Application) -> PlanPoint | None:
    """The point of the plan that is written. Raises `UserError` when there is none such."""
    if what.point is not None:
        return what.point
    if what.plan_mm is None or report.standardisation is None:
        return None
    most = report.standardisation.types_before if what.max_types is None else what.max_types
    point = report.standardisation.cheapest(most, what.plan_mm)
    if point is None:
        raise UserError(text("app.plan.none", types=most, mm=what.plan_mm))
    return point


def accepted_choices(report: ReviewReport, decisions: Iterable[MatchDecision]) -> dict[str, Choice]:
    """What was accepted last for each element of the model."""
    from dfma.components.decided import Verdict, in_force

    known = set(report.model.elements["guid"])
    return {
        decision.element: Choice(component=decision.component, designation=decision.designation)
        for decision in in_force(decisions).values()
        if decision.verdict is Verdict.ACCEPTED and decision.element in known
    }


def read_choices(path: Path) -> dict[str, Choice]:
    """Choices as a JSON object: GlobalId → component and designation. Raises `UserError` when it is no such file."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(element): Choice(component=str(said["component"]), designation=str(said["designation"]))
            for element, said in table.items()
        }
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise UserError(text("app.choices.unreadable", path=str(path))) from error
