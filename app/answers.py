"""What people stated for the assembly rate: kept with the project, read from and asked for in a YAML file.

One form for all: the questions of the scheme. A file may answer plainly (`dry_floors: 70`) or say where it comes from
(`dry_floors: {answer: 70, source: A-103, who: Li}`).
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from app.session import LineLog, answer_log_path
from dfma.assembly_rate.questions import Answer, checked
from dfma.assembly_rate.scheme import load_scheme
from dfma.errors import UserError
from dfma.text import text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from app.settings import Settings
    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.model.building import BuildingModel
    from dfma.text import Catalogue

_LARGEST_FILE = 1_000_000
_LONGEST = 500
"""Characters of a source or a name."""


class AnswerLog(LineLog):
    """Answers by scheme; the last line about a question holds, and one without a value takes the answer back."""

    def append(self, scheme: str, answers: Iterable[Answer]) -> None:
        for answer in answers:
            self._append({"scheme": scheme, **asdict(answer)})

    def latest(self, scheme: str) -> dict[str, Answer]:
        """The answers in force."""
        answers: dict[str, Answer] = {}
        for of_scheme, answer in self._entries(_read_line):
            if of_scheme == scheme:
                answers[answer.question] = answer
        return {name: answer for name, answer in answers.items() if answer.value is not None}


def keep_answers(model: BuildingModel, settings: Settings, answers: Iterable[Answer]) -> None:
    """Keep these answers with the project; one without a value is taken back. Raises UserError, and keeps none, where
    the scheme of the settings cannot use one of them."""
    scheme, answers = load_scheme(settings.scheme), tuple(answers)
    usable = checked(scheme, {answer.question: answer for answer in answers})
    given = (usable.get(answer.question, answer) for answer in answers)
    AnswerLog(answer_log_path(model)).append(scheme.id, [signed(answer) for answer in given])


def signed(answer: Answer) -> Answer:
    """The answer with who gives it and when, where it does not say so itself."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(answer, who=answer.who or getpass.getuser(), when=answer.when or now)


def read_answers(path: Path) -> dict[str, Answer]:
    """The answers of a file, by question. Raises UserError when it is no table of answers."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UserError(text("app.answers.unreadable", path=str(path)))
        table = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        table = None
    if not isinstance(table, dict) or not all(isinstance(name, str) for name in table):
        raise UserError(text("app.answers.unreadable", path=str(path)))
    answers = {name: _answer(path, name, given) for name, given in table.items()}
    return {name: answer for name, answer in answers.items() if answer.value is not None}


def write_questions(rate: AssemblyRate, path: Path, words: Catalogue) -> None:
    """Write the form: every question, explained in comments, with the answer in force. Never over another file."""
    stated = {answer.question: answer for answer in rate.stated}
    lines = [f"# {line}" for line in words.say_key("app.answers.head", scheme=rate.document).splitlines()]
    for question in rate.questions:
        answer = stated.get(question.id)
        said = (words.say(question.title), words.say(question.need), words.say(question.expected))
        # A comment ends with its line: what a scheme from outside says must not begin another.
        lines += ["", *(f"# {' '.join(one.split())}" for one in said)]
        fields = {"answer": answer.value if answer else None, "source": (answer.source if answer else "") or None}
        dumped = yaml.safe_dump({question.id: fields}, allow_unicode=True, sort_keys=False)
        lines.append(dumped.rstrip().replace(": null", ":"))
    try:
        with path.open("x", encoding="utf-8") as form:
            form.write("\n".join(lines) + "\n")
    except FileExistsError:
        raise UserError(text("app.answers.exists", path=str(path))) from None
    except OSError:
        raise UserError(text("app.answers.unwritable", path=str(path))) from None


def _answer(path: Path, name: str, given: Any) -> Answer:
    if not isinstance(given, Mapping):
        given = {"answer": given}
    fields = {field: given.get(field) for field in ("answer", "source", "who", "when")}
    if given.keys() - fields.keys() or not all(
        one is None or isinstance(one, str | int | float) for one in fields.values()
    ):
        raise UserError(text("app.answers.wrong", path=str(path), question=name[:80]))
    who, when, source = (str(fields[field] or "")[:_LONGEST] for field in ("who", "when", "source"))
    return Answer(question=name, value=fields["answer"], who=who, when=when, source=source or path.name)


def _read_line(entry: dict[str, Any]) -> tuple[str, Answer]:
    return str(entry.pop("scheme")), Answer(**entry)
