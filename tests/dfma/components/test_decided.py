"""Decisions about suggestions are followed, and what was decided again and again is learned."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dfma.components.catalogue import seed_catalogue
from dfma.components.decided import MatchDecision, Verdict, ranked_by_decisions
from dfma.components.matching import ElementMatches, Match, match_components
from dfma.text import LANGUAGES, load_catalogue
from tests.builders import Thing, building
from tests.conftest import ROOT


def suggested(count: int = 1, *, length: float = 3.42, width: float = 0.96) -> tuple[ElementMatches, ...]:
    slabs: list[Thing] = [
        {"guid": f"slab{number}", "kind": "composite_slab", "casting": "precast",
         "measures": {"length": length, "width": width, "height": 0.06}}
        for number in range(count)
    ]  # fmt: skip
    return match_components(building(slabs), seed_catalogue())


def decision(found: ElementMatches, match: Match, verdict: Verdict, element: str | None = None) -> MatchDecision:
    return MatchDecision(
        element=element or found.element, component=match.component, designation=match.designation, verdict=verdict,
        who="w", when="2026-01-01T00:00:00+00:00", kind=found.kind, gaps_mm=match.gaps_mm,
    )  # fmt: skip


def rejected_elsewhere(found: ElementMatches, match: Match, times: int) -> list[MatchDecision]:
    return [decision(found, match, Verdict.REJECTED, element=f"other{number}") for number in range(times)]


def keys(match: Match) -> set[str]:
    return {reason.key for reason in match.reasons}


def only(matches: Iterable[ElementMatches]) -> ElementMatches:
    (found,) = matches
    return found


def test_without_decisions_nothing_changes() -> None:
    assert ranked_by_decisions(suggested(), ()) == suggested()


def test_an_accepted_candidate_is_first_and_says_so() -> None:
    found = only(suggested())
    other = found.candidates[-1]
    ranked = only(ranked_by_decisions([found], [decision(found, other, Verdict.ACCEPTED)]))
    assert ranked.candidates[0].designation == other.designation
    assert ranked.candidates[0].reasons[0].key == "match.reason.accepted"
    assert ranked.candidates[0].why_not is None
    assert {m.why_not.key for m in ranked.candidates[1:] if m.why_not} == {"match.why_not.accepted"}


def test_what_was_rejected_is_not_offered_to_the_element_again() -> None:
    found = only(suggested())
    best = found.candidates[0]
    ranked = only(ranked_by_decisions([found], [decision(found, best, Verdict.REJECTED)]))
    assert best.designation not in [match.designation for match in ranked.candidates]
    assert [match.designation for match in ranked.nearest] == [best.designation]
    assert ranked.candidates[0].why_not is None


def test_the_last_decision_holds() -> None:
    found = only(suggested())
    best = found.candidates[0]
    decisions = [decision(found, best, verdict) for verdict in (Verdict.REJECTED, Verdict.ACCEPTED)]
    ranked = ranked_by_decisions([found], decisions[:1])
    assert only(ranked_by_decisions(ranked, decisions)).candidates[0].designation == best.designation


def test_all_rejected_says_so() -> None:
    found = only(suggested())
    decisions = [decision(found, match, Verdict.REJECTED) for match in found.candidates]
    ranked = only(ranked_by_decisions([found], decisions))
    assert ranked.candidates == ()
    assert ranked.no_match is not None
    assert ranked.no_match.key == "match.none.rejected"
    again = ranked_by_decisions([ranked], decisions[1:])
    assert only(again).candidates[0].designation == found.candidates[0].designation


def test_ten_rejections_of_a_pattern_put_it_behind_all_others_and_say_why() -> None:
    found = only(suggested())
    best = found.candidates[0]
    ranked = only(ranked_by_decisions([found], rejected_elsewhere(found, best, 10)))
    last = ranked.candidates[-1]
    assert last.designation == best.designation
    assert next(reason for reason in last.reasons if reason.key == "match.reason.often_rejected")["count"] == 10
    assert last.why_not is not None
    assert last.why_not.key == "match.why_not.often_rejected"
    assert "match.reason.often_rejected" not in keys(ranked.candidates[0])


def test_fewer_rejections_lower_it_by_a_step_each() -> None:
    found = only(suggested())
    best, second = found.candidates[:2]
    needed = next(n for n in range(1, 10) if best.score - 0.03 * n < second.score)
    firsts = [
        only(ranked_by_decisions([found], rejected_elsewhere(found, best, times))).candidates[0].designation
        for times in (needed - 1, needed)
    ]
    assert firsts == [best.designation, second.designation]


def test_acceptances_of_the_pattern_outweigh_rejections() -> None:
    found = only(suggested())
    best = found.candidates[0]
    accepted = [decision(found, best, Verdict.ACCEPTED, element=f"more{number}") for number in range(10)]
    ranked = ranked_by_decisions([found], [*rejected_elsewhere(found, best, 10), *accepted])
    assert only(ranked).candidates[0].designation == best.designation


def test_other_gaps_and_other_components_are_another_pattern() -> None:
    exact, wide = only(suggested()), only(suggested(width=1.05))
    best = wide.candidates[0]
    assert abs(best.gaps_mm["width"]) > 50
    assert ranked_by_decisions([exact], rejected_elsewhere(wide, best, 12)) == (exact,)


def test_ranking_again_changes_nothing() -> None:
    found = suggested(3)
    decisions = [
        decision(found[0], found[0].candidates[1], Verdict.ACCEPTED),
        decision(found[1], found[1].candidates[0], Verdict.REJECTED),
        *rejected_elsewhere(found[2], found[2].candidates[0], 10),
    ]
    once = ranked_by_decisions(found, decisions)
    assert ranked_by_decisions(once, decisions) == once


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_said_in_both_languages(language: str) -> None:
    folders = (ROOT / "dfma", ROOT / "dfma" / "components", ROOT / "app")
    words = load_catalogue(language, [folder / "locale" for folder in folders])
    found = only(suggested())
    best, second, *_ = found.candidates
    every = [decision(found, match, Verdict.REJECTED) for match in found.candidates]
    for decisions in (rejected_elsewhere(found, best, 10), [decision(found, second, Verdict.ACCEPTED)], every):
        ranked = only(ranked_by_decisions([found], decisions))
        texts = [reason for match in ranked.candidates for reason in match.reasons]
        texts += [match.why_not for match in ranked.candidates if match.why_not]
        texts += [ranked.no_match] if ranked.no_match else []
        assert texts
        assert not [said for what in texts if "⟨" in (said := words.say(what))]
