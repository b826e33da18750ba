"""The assistant as a whole: it proposes, and finds what was put into the sample building."""

from __future__ import annotations

import pytest

from ai_review.assistant import REVIEWERS, review
from ai_review.proposals import propose_kinds
from dfma.finding import Finding, Origin, Severity
from dfma.ifc.read_model import read_tables
from dfma.ifc.sample import SeededDefect, write_sample_building
from dfma.progress import NoProgress
from dfma.recognition import recognise
from dfma.text import LANGUAGES, load_catalogue, text
from tests.ai_review.fake_encoder import LettersEncoder
from tests.builders import building
from tests.conftest import ROOT

Reviewed = tuple[tuple[SeededDefect, ...], tuple[Finding, ...]]


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """Defects and findings of the flawed sample building."""
    path = tmp_path_factory.mktemp("sample") / "flawed.ifc"
    defects = write_sample_building(path, flawed=True, storeys=4)
    model = read_tables(path, NoProgress())
    return defects, review(model.with_(recognition=recognise(model)), LettersEncoder(), NoProgress())


def test_the_naming_defects_of_the_sample_building_are_found_and_nothing_else(reviewed: Reviewed) -> None:
    defects, findings = reviewed
    wrong = {guid for defect in defects if defect.rule in ("assistant.naming", "recognition") for guid in defect.guids}
    naming = {guid for finding in findings if finding.source == "assistant.naming" for guid in finding.elements}
    assert len(wrong) == 3
    assert naming == wrong
    assert all(finding.origin is Origin.ASSISTANT and finding.severity is not Severity.ERROR for finding in findings)


def test_an_element_that_nothing_else_explains_gets_a_proposal() -> None:
    model = building([{"guid": f"p{i}", "name": f"air-con ledge {i}"} for i in range(3)])
    (finding,) = propose_kinds(model, LettersEncoder(), NoProgress())
    assert finding.elements == ("p0", "p1", "p2")
    assert finding.severity is Severity.ADVICE
    assert finding.message["kind"] == text("kind.ac_slab")


def test_every_finding_can_be_said_in_both_languages(reviewed: Reviewed) -> None:
    _, findings = reviewed
    for language in LANGUAGES:
        catalogue = load_catalogue(language, [ROOT / "dfma" / "locale", ROOT / "ai_review" / "locale"])
        for finding in findings:
            for part in (finding.message, finding.suggestion, finding.evidence.expected, finding.evidence.found):
                said = catalogue.say(part) if part is not None and not isinstance(part, str | float) else str(part)
                assert "\u27e8" not in said


def test_reviewers_are_named_once() -> None:
    assert len({step for step, _ in REVIEWERS}) == len(REVIEWERS)
