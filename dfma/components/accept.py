"""Which suggestions are taken: those that nobody would dispute, or those that a person listed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dfma.components.component import Component
from dfma.components.designation import UNKNOWN
from dfma.components.signature import gap_limits, matching_rules
from dfma.errors import UserError
from dfma.model.changes import AcceptedMatch, NotApplied
from dfma.text import Text, text

if TYPE_CHECKING:
    from dfma.components.catalogue import ComponentCatalogue
    from dfma.components.matching import ElementMatches, Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person chose for an element."""

    component: str
    designation: str


def accept_exact(
    matches: Iterable[ElementMatches], catalogue: ComponentCatalogue
) -> tuple[list[AcceptedMatch], list[NotApplied]]:
    """Take the best candidate of each element where it lies within fabrication tolerance, the element's own name does
    not say otherwise, and the designation is complete. Elements without a candidate are passed over."""
    accepted, refused = [], []
    for said in matches:
        if not said.candidates:
            continue
        best = said.candidates[0]
        reason = _doubt(said, best)
        if reason is None:
            accepted.append(_accepted(said.element, catalogue.components[best.component], best.designation, catalogue))
        else:
            refused.append(NotApplied(element=said.element, reason=reason))
    return accepted, refused


def without_resized(
    accepted: Iterable[AcceptedMatch], resized: Collection[str]
) -> tuple[list[AcceptedMatch], list[NotApplied]]:
    """Leave out elements that a plan gives another size: the component fits the size that they had."""
    kept, refused = [], []
    for match in accepted:
        if match.element in resized:
            reason = text("accept.resized", designation=match.designation)
            refused.append(NotApplied(element=match.element, reason=reason))
        else:
            kept.append(match)
    return kept, refused


def accept_listed(
    choices: Mapping[str, Choice], elements: Iterable[str], catalogue: ComponentCatalogue
) -> list[AcceptedMatch]:
    """Take what a person listed. `elements` are the GlobalIds of the model. Raises `UserError` for what is unknown."""
    known = set(elements)
    accepted = []
    for element, choice in sorted(choices.items()):
        component = catalogue.components.get(choice.component)
        if element not in known:
            raise UserError(text("accept.no_element", element=element))
        if component is None:
            raise UserError(text("accept.no_component", element=element, component=choice.component))
        if component.grammar.parse(choice.designation) is None:
            raise UserError(
                text("accept.not_of_series", designation=choice.designation, component=choice.component)
            )  # fmt: skip
        accepted.append(_accepted(element, component, choice.designation, catalogue))
    return accepted


def _doubt(said: ElementMatches, best: Match) -> Text | None:
    """Why the best candidate is not taken without being asked for."""
    too_far = {name: gap for name, gap in best.gaps_mm.items() if abs(gap) > _tolerance(said.kind, name)}
    if too_far:
        name, gap = max(too_far.items(), key=lambda item: abs(item[1]))
        return text("accept.beyond", designation=best.designation, dimension=Text(f"dimension.{name}"), gap=gap)
    if said.designation is not None and said.designation.agrees is False:
        return text("accept.name_disagrees", designation=best.designation, name=said.designation.code)
    if UNKNOWN in best.designation:
        return text("accept.incomplete", designation=best.designation)
    return None


def _tolerance(kind: str, dimension: str) -> float:
    """How far a piece may be off in fabrication, in millimetres."""
    if dimension.startswith("opening"):
        group = "opening"
    else:
        group = "thickness" if matching_rules()["thickness"].get(kind) == dimension else "size"
    return gap_limits(kind)[group]["exact"]


def _accepted(element: str, component: Component, designation: str, catalogue: ComponentCatalogue) -> AcceptedMatch:
    return AcceptedMatch(
        element=element,
        component=component.id,
        revision=component.revision,
        designation=designation,
        kind=component.kind,
        concrete=component.material == "concrete",
        grade=component.grade,
        library=catalogue.version,
    )
