"""Write a copy of the model that carries accepted suggestions; the model itself is never touched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import program_version
from dfma.components.accept import Choice, accept_exact, accept_listed
from dfma.errors import UserError
from dfma.ifc.write_back import write_back
from dfma.text import text

if TYPE_CHECKING:
    from dfma.components.catalogue import ComponentCatalogue
    from dfma.model.changes import Applied
    from dfma.progress import Progress
    from dfma.report import ReviewReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What to apply, and where to."""

    target: Path
    choices: Mapping[str, Choice] | None = None
    """What a person listed, by GlobalId; None: what is exact."""
    when: int = 0
    """Seconds since 1970, for the owner history of what is new."""
    force: bool = False


def apply_suggestions(
    report: ReviewReport, what: Application, progress: Progress, catalogue: ComponentCatalogue
) -> Applied:
    """Write the copy. Raises `UserError` when the target may not be written or a choice cannot be applied."""
    model = report.model
    if what.choices is None:
        accepted, refused = accept_exact(report.matches or (), catalogue)
    else:
        accepted, refused = accept_listed(what.choices, model.elements["guid"], catalogue), []
    source = Path(model.source.path)
    applied = write_back(
        source, what.target, accepted, progress, version=program_version(), when=what.when, force=what.force
    )
    return replace(applied, not_applied=(*applied.not_applied, *refused))


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
