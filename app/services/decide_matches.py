"""Accept or reject suggested components of a model; what was decided holds for all later suggestions of the project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import component_catalogue
from app.session import MatchLog, match_decision, match_log_path
from dfma.components.decided import MatchDecision, Verdict, ranked_by_decisions
from dfma.components.matching import match_components
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from dfma.components.matching import ElementMatches
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress

Wish = tuple[str, str, Verdict]
"""GlobalId of an element, designation, verdict."""


def read_wishes(accept: Sequence[str], reject: Sequence[str]) -> tuple[Wish, ...]:
    """Decisions as people write them: GUID=DESIGNATION."""
    wishes = []
    for written, verdict in ((accept, Verdict.ACCEPTED), (reject, Verdict.REJECTED)):
        for given in written:
            guid, equals, designation = (part.strip() for part in given.partition("="))
            if not (guid and equals and designation):
                raise UserError(text("cli.decide.form", given=given))
            wishes.append((guid, designation, verdict))
    if not wishes:
        raise UserError(text("cli.decide.nothing"))
    return tuple(wishes)


def decide_matches(
    model: BuildingModel,
    wishes: Sequence[Wish],
    why: str,
    progress: Progress,
    lifting_limit: float | None = None,
    library: str | None = None,
) -> tuple[tuple[MatchDecision, ...], Path]:
    """Write the decisions down, all or none of them; returns them and where they are kept."""
    log = MatchLog(match_log_path(model))
    matches = match_components(model, component_catalogue(library), progress, lifting_limit=lifting_limit)
    matches = ranked_by_decisions(matches, log.decisions())
    found = {one.element: one for one in matches}
    decisions = tuple(
        _decision(found.get(guid), guid, designation, verdict, why) for guid, designation, verdict in wishes
    )
    for decision in decisions:
        log.append(decision)
    return decisions, log.path


def _decision(found: ElementMatches | None, guid: str, designation: str, verdict: Verdict, why: str) -> MatchDecision:
    shown = () if found is None else (*found.candidates, *found.nearest)
    if found is None or not shown:
        raise UserError(text("cli.decide.no_element", guid=guid))
    match = next((match for match in shown if match.designation == designation), None)
    if match is None:
        offered = tuple(match.designation for match in shown)
        raise UserError(text("cli.decide.not_offered", guid=guid, designation=designation, offered=offered))
    return match_decision(found, match, verdict, why)
