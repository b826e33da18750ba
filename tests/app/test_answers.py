"""What people state: one form, kept with the project, and files from outside that are checked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import yaml

from app.answers import AnswerLog, read_answers, write_questions
from app.bootstrap import catalogue
from app.services.steps import rate_step
from app.session import answer_log_path
from app.settings import Settings
from dfma.assembly_rate.calculate import AssemblyRate, calculate
from dfma.assembly_rate.questions import Answer, questions
from dfma.assembly_rate.scheme import load_scheme
from dfma.errors import UserError
from dfma.progress import NoProgress
from dfma.report import ReviewReport
from dfma.text import LANGUAGES
from tests.dfma.assembly_rate.houses import ALL_STATED, REGION, housing

NATIONAL = load_scheme("gbt51129-2017")


@pytest.fixture(autouse=True)
def _own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")


def rated(answers: Path | None = None, *, keep: bool = False) -> AssemblyRate:
    report = ReviewReport(model=housing(), stage="construction", versions={})
    done = partial(rate_step, answers=answers, keep=keep)(report, Settings(), NoProgress())
    assert done.assembly_rate is not None
    return done.assembly_rate


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_everything_and_comes_back_as_it_was_filled_in(tmp_path: Path, language: str) -> None:
    form = tmp_path / "form.yaml"
    write_questions(calculate(housing(), NATIONAL, {"pipes_separate": 60}), form, catalogue(language))
    table = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert list(table) == [question.id for question in questions(NATIONAL)]
    assert read_answers(form) == {"pipes_separate": Answer(question="pipes_separate", value=60.0, source="form.yaml")}
    for name, value in ALL_STATED.items():
        table[name] = {"answer": value, "source": "A-103", "who": "Li"}
    filled = tmp_path / "filled.yaml"
    filled.write_text(yaml.safe_dump(table), encoding="utf-8")
    rate = rated(filled)
    assert rate.rate == 82
    assert {(answer.source, answer.who) for answer in rate.stated} == {("A-103", "Li")}


def test_a_form_is_never_written_over_another_file(tmp_path: Path) -> None:
    form = tmp_path / "form.yaml"
    form.write_text("kitchen: 80", encoding="utf-8")
    with pytest.raises(UserError):
        write_questions(calculate(housing(), NATIONAL), form, catalogue("en"))
    assert form.read_text(encoding="utf-8") == "kitchen: 80"


def test_answers_stay_with_the_project_only_when_wanted_and_a_file_comes_before_them(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("kitchen: 80\n", encoding="utf-8")
    rated(file)
    assert rated().stated == ()
    rated(file, keep=True)
    (kept,) = rated().stated
    assert (kept.question, kept.value, kept.source) == ("kitchen", 80.0, "answers.yaml")
    assert kept.who
    assert kept.when
    file.write_text("kitchen: none\n", encoding="utf-8")
    assert [answer.value for answer in rated(file).stated] == ["none"]
    assert [answer.value for answer in rated().stated] == [80.0]


def test_an_answer_can_be_taken_back_and_belongs_to_its_scheme() -> None:
    log = AnswerLog(answer_log_path(housing()))
    log.append("a", [Answer(question="x", value=1.0), Answer(question="y", value=True)])
    log.append("b", [Answer(question="x", value=2.0)])
    log.append("a", [Answer(question="y", value=None)])  # type: ignore[arg-type]
    assert {name: answer.value for name, answer in log.latest("a").items()} == {"x": 1.0}
    assert {name: answer.value for name, answer in log.latest("b").items()} == {"x": 2.0}


def test_an_unusable_answer_is_never_kept(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("kitchen: 80\nbathroom: plenty\n", encoding="utf-8")
    with pytest.raises(UserError):
        rated(file, keep=True)
    assert rated().stated == ()


@pytest.mark.parametrize(
    "content",
    [
        "[1, 2]",
        "just words",
        "kitchen: {answer: 80, colour: red}",
        "kitchen: {answer: [80]}",
        "kitchen: [80]",
        "{",
        "1: 2",
    ],
)
def test_a_file_that_is_no_table_of_answers_is_said(tmp_path: Path, content: str) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UserError):
        read_answers(file)


@pytest.mark.parametrize(
    ("name", "value"),
    [("kitchen", 101), ("full_fitout", 3), ("structure", "cheese"), ("floor_area", 0), ("floor_area", True)],
)
def test_a_value_outside_the_range_says_what_is_expected(name: str, value: object) -> None:
    with pytest.raises(UserError) as caught:
        calculate(housing(), NATIONAL, {name: value})
    assert caught.value.message.key == "rate.answer.unusable"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_said_in_both_languages(language: str) -> None:
    for scheme in (NATIONAL, load_scheme(REGION)):
        words = catalogue(language).extended(scheme.texts.get(language, {}))
        for question in questions(scheme):
            assert not [one for one in (question.title, question.need, question.expected) if "⟨" in words.say(one)]
