"""What people decided about suggestions, and what follows for the next ones.

A candidate that was accepted for an element comes first; one that was rejected is not offered to it again. Rejections
of other elements count too where they reject the same thing: the same component for the same kind of element with
gaps of the same size. Each moves such candidates down a little; from `below_all` on they stand behind all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dfma.components.matching import ElementMatches, Match
from dfma.components.signature import matching_rules
from dfma.text import Text, text

_SAID = ("match.reason.accepted", "match.reason.often_rejected")
_SAID_AGAINST = ("match.why_not.accepted", "match.why_not.often_rejected", "match.why_not.lower")

Pattern = tuple[str, str, tuple[tuple[str, int], ...]]
"""Component, kind of the element, and per dimension how great the gap is (0: none worth naming)."""


class Verdict(StrEnum):
    """What a person thinks of a candidate."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchDecision:
    """Who accepted or rejected which component for which element, when (ISO 8601, UTC) and why.

    Kind and gaps are those that were seen when it was decided: they say what the decision was about after the model
    has changed, too.
    """

    element: str
    """GlobalId"""
    component: str
    designation: str
    verdict: Verdict
    who: str
    when: str
    why: str = ""
    kind: str
    gaps_mm: Mapping[str, float]

    @property
    def pattern(self) -> Pattern:
        """What other candidates are rejected with it."""
        return _pattern(self.component, self.kind, self.gaps_mm)

    @classmethod
    def from_dict(cls, entry: Mapping[str, Any]) -> MatchDecision:
        """As it was written down. Raises KeyError, TypeError, ValueError or AttributeError for anything else."""
        gaps = {str(name): float(gap) for name, gap in entry["gaps_mm"].items()}
        return cls(**{**entry, "verdict": Verdict(entry["verdict"]), "gaps_mm": gaps})


def in_force(decisions: Iterable[MatchDecision]) -> dict[tuple[str, str, str], MatchDecision]:
    """The last decision about each element, component and designation; the oldest come first, as they were taken."""
    latest: dict[tuple[str, str, str], MatchDecision] = {}
    for decision in decisions:
        about = (decision.element, decision.component, decision.designation)
        latest.pop(about, None)
        latest[about] = decision
    return latest


def ranked_by_decisions(
    matches: Sequence[ElementMatches], decisions: Iterable[MatchDecision]
) -> tuple[ElementMatches, ...]:
    """The same matches in the order that the decisions ask for. Ranking what was ranked before changes nothing."""
    latest = in_force(decisions)
    if not latest:
        return tuple(matches)
    rejections = Counter(d.pattern for d in latest.values() if d.verdict is Verdict.REJECTED)
    rejections.subtract(d.pattern for d in latest.values() if d.verdict is Verdict.ACCEPTED)
    return tuple(_ranked(found, latest, rejections) for found in matches)


def _ranked(
    found: ElementMatches, latest: Mapping[tuple[str, str, str], MatchDecision], rejections: Mapping[Pattern, int]
) -> ElementMatches:
    def decided(match: Match) -> Verdict | None:
        decision = latest.get((found.element, match.component, match.designation))
        return None if decision is None else decision.verdict

    was_offered = found.no_match is None or found.no_match.key == "match.none.rejected"
    offered = [*found.candidates, *(m for m in found.nearest if was_offered or decided(m) is Verdict.ACCEPTED)]
    if not offered:
        return found
    kept = [match for match in offered if decided(match) is not Verdict.REJECTED]
    rejected = tuple(match for match in offered if decided(match) is Verdict.REJECTED)
    if not kept:
        no_match = text("match.none.rejected", designations=tuple(match.designation for match in rejected))
        return replace(found, candidates=(), nearest=rejected, no_match=no_match)
    counts = {id(match): max(0, rejections.get(_pattern_of(match, found), 0)) for match in kept}
    ordered = sorted(
        kept, key=lambda match: _place(match, accepted=decided(match) is not None, rejections=counts[id(match)])
    )
    said = tuple(
        _with_reasons(match, ordered[0], accepted=decided(ordered[0]) is not None, own=decided(match) is not None,
                      rejections=counts[id(match)])
        for match in ordered
    )  # fmt: skip
    return replace(found, candidates=said, nearest=rejected, no_match=None)


def _place(match: Match, *, accepted: bool, rejections: int) -> tuple[bool, bool, float]:
    rules = matching_rules()["rejections"]
    return not accepted, rejections >= rules["below_all"], rejections * rules["step"] - match.score


def _with_reasons(match: Match, first: Match, *, accepted: bool, own: bool, rejections: int) -> Match:
    """The candidate with what decisions say for and against it; `accepted`: the first one was accepted."""
    reasons = [reason for reason in match.reasons if reason.key not in _SAID]
    if own:
        reasons.insert(0, text("match.reason.accepted"))
    if rejections:
        reasons.append(text("match.reason.often_rejected", count=rejections))
    return replace(match, reasons=tuple(reasons), why_not=_why_not(match, first, accepted, rejections))


def _why_not(match: Match, first: Match, accepted: bool, rejections: int) -> Text | None:
    if match is first:
        return None
    if accepted:
        return text("match.why_not.accepted", winner=first.designation)
    if rejections and match.score >= first.score:
        return text("match.why_not.often_rejected", winner=first.designation, count=rejections)
    known = match.why_not
    if known is not None and known.key not in _SAID_AGAINST and dict(known.values).get("winner") == first.designation:
        return known
    return text("match.why_not.lower", winner=first.designation, here=match.score, there=first.score)


def _pattern_of(match: Match, found: ElementMatches) -> Pattern:
    return _pattern(match.component, found.kind, match.gaps_mm)


def _pattern(component: str, kind: str, gaps_mm: Mapping[str, float]) -> Pattern:
    bands = matching_rules()["rejections"]["bands_mm"]
    sizes = ((name, sum(abs(gap) > band for band in bands)) for name, gap in gaps_mm.items())
    return component, kind, tuple(sorted((name, size) for name, size in sizes if size))
