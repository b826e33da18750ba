"""Proposals of a kind for elements that recognition is not sure of, read from their free-text names."""

from __future__ import annotations

from collections import defaultdict

from ai_review.encoder import TextEncoder
from ai_review.kinds import KindGuess, name_kinds, wording
from ai_review.naming import cases, spoken
from dfma.finding import Evidence, Finding, Origin, Severity
from dfma.model.building import BuildingModel
from dfma.progress import Progress
from dfma.text import text

SOURCE = "assistant.kind"
_UNSURE = 0.5
"""Recognition below this confidence asks for help."""
_WORTH_SAYING = 0.6


def propose_kinds(model: BuildingModel, encoder: TextEncoder, progress: Progress) -> tuple[Finding, ...]:
    """One proposal for each wording that recognition could not place; nothing is changed in the model."""
    unplaced: dict[str, list[str]] = defaultdict(list)
    example: dict[str, str] = {}
    for case in cases(model):
        if case.kind_confidence < _UNSURE and case.name and (words := wording(case.name)):
            unplaced[words] += case.guids
            example[words] = min(case.name, example.get(words, case.name))
    guesses = name_kinds(list(unplaced), encoder, progress)
    findings = [
        _proposal(guess, example[guess.name], tuple(sorted(unplaced[guess.name])))
        for guess in guesses
        if guess.kind not in (None, "other") and guess.confidence >= _WORTH_SAYING
    ]
    return tuple(sorted(findings, key=lambda finding: (-len(finding.elements), finding.key)))


def _proposal(guess: KindGuess, name: str, guids: tuple[str, ...]) -> Finding:
    return Finding(
        source=SOURCE,
        severity=Severity.ADVICE,
        message=text("assistant.kind.probably", n=len(guids), name=name, kind=spoken(str(guess.kind))),
        elements=guids,
        evidence=Evidence(expected=text("assistant.kind.runner_up", kind=spoken(str(guess.runner_up))), found=name),
        origin=Origin.ASSISTANT,
        confidence=round(min(guess.confidence, 0.95), 2),
        suggestion=text("assistant.kind.fix"),
    )
