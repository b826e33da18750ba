"""What is taken without asking, and what a person may list."""

from __future__ import annotations

from typing import Any

import pytest

from dfma.components.accept import Choice, accept_exact, accept_listed
from dfma.components.catalogue import seed_catalogue
from dfma.components.matching import DesignationCheck, ElementMatches, Match
from dfma.errors import UserError
from dfma.text import text


def said(designation: str = "NQ-3028", *, agrees: bool | None = None, **gaps: float) -> ElementMatches:
    parts: dict[str, Any] = {"parts": {}, "confidence": "own", "rotated": False, "reasons": (), "why_not": None}
    best = Match(component="NQ", revision=1, designation=designation, form="nominal", score=1.0, gaps_mm=gaps, **parts)
    check = DesignationCheck(code="NQ-3328", agrees=agrees, message=text("verdict.failed"))
    return ElementMatches(
        element="e", kind="wall_panel_interior", candidates=(best,), designation=None if agrees is None else check
    )


@pytest.mark.parametrize(
    ("match", "reason"),
    [
        (said(length=5.0, width=-3.0, opening_width=5.0), None),
        (said(length=0.0, agrees=True), None),
        (said(length=5.5), "accept.beyond"),
        (said(width=3.5), "accept.beyond"),
        (said(agrees=False), "accept.name_disagrees"),
        (said("NQ-30??"), "accept.incomplete"),
    ],
)
def test_only_what_nobody_would_dispute_is_taken(match: ElementMatches, reason: str | None) -> None:
    accepted, refused = accept_exact([match], seed_catalogue())
    assert [one.reason.key for one in refused] == ([] if reason is None else [reason])
    assert [one.designation for one in accepted] == ([match.candidates[0].designation] if reason is None else [])


def test_what_is_listed_is_taken_as_it_is_listed() -> None:
    (accepted,) = accept_listed({"e": Choice(component="NQ", designation="NQ-3028")}, ["e"], seed_catalogue())
    assert (accepted.component, accepted.designation, accepted.concrete) == ("NQ", "NQ-3028", True)


@pytest.mark.parametrize(
    ("element", "component", "designation"), [("f", "NQ", "NQ-3028"), ("e", "XX", "NQ-3028"), ("e", "NQ", "WQ-3028")]
)
def test_a_choice_that_cannot_be_is_refused(element: str, component: str, designation: str) -> None:
    with pytest.raises(UserError):
        accept_listed({element: Choice(component=component, designation=designation)}, ["e"], seed_catalogue())
