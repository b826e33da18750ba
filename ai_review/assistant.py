"""The assistant: reviewers that look at a model and propose; a person decides."""

from __future__ import annotations

from typing import Protocol

from ai_review.encoder import TextEncoder
from ai_review.naming import review_names
from ai_review.proposals import propose_kinds
from dfma.finding import Finding
from dfma.model.building import BuildingModel
from dfma.progress import Progress
from dfma.text import text


class Reviewer(Protocol):
    """Looks at a model and returns findings of origin `assistant`: warnings and advice, never errors."""

    def __call__(self, model: BuildingModel, encoder: TextEncoder, progress: Progress, /) -> tuple[Finding, ...]: ...


REVIEWERS: tuple[tuple[str, Reviewer], ...] = (
    ("assistant.step.names", review_names),
    ("assistant.step.kinds", propose_kinds),
)
"""All reviewers in the order in which they are asked, each with the name of its step."""


def review(model: BuildingModel, encoder: TextEncoder, progress: Progress) -> tuple[Finding, ...]:
    """The findings of all reviewers."""
    findings: list[Finding] = []
    for number, (step, reviewer) in enumerate(REVIEWERS):
        progress.report(text(step), number, len(REVIEWERS))
        progress.check()
        findings += reviewer(model, encoder, progress)
    return tuple(findings)
