"""What a scheme asks of people because no model says it, and what they answered: stated, not measured.

Window, command line and reports show the same questions; an answer says who gave it, when, and from what source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dfma.assembly_rate.scheme import Item, Scheme
from dfma.assembly_rate.traits import trait_rules
from dfma.errors import UserError
from dfma.text import Text, text

ABSENT = "none"
"""The answer for something that the building does not have and does not need."""
OTHER = "other"
"""The answer for none of the choices."""
FLOOR_AREA = "floor_area"

Value = bool | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that people can state."""

    id: str
    title: Text
    need: Text
    """What is meant, and from whom."""
    expects: str
    """percent | yes_no | choice | area"""
    items: tuple[str, ...]
    """Ids of the items that the answer moves."""
    may_be_absent: bool = False
    """`none` is an answer too: the building lacks the function."""
    choices: tuple[str, ...] = ()
    unit: str | None = None
    least: float | None = None
    most: float | None = None
    """Range of a number; None: no limit."""

    @property
    def expected(self) -> Text:
        """What may be answered, in words."""
        if self.expects == "choice":
            return text("rate.answer.choice", choices=self.choices)
        if self.expects == "percent" and self.may_be_absent:
            return text("rate.answer.percent_or_none")
        if self.expects == "yes_no" and self.may_be_absent:
            return text("rate.answer.yes_no_or_none")
        return Text(f"rate.answer.{'yes_or_no' if self.expects == 'yes_no' else self.expects}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody stated."""

    question: str
    value: Value
    """Yes or no, a number, a choice, or ABSENT."""
    who: str = ""
    when: str = ""
    """ISO 8601"""
    source: str = ""
    """A drawing, a letter, a person."""


def questions(scheme: Scheme) -> tuple[Question, ...]:
    """All that the scheme asks: item by item, then what serves several items."""
    asked = [_of_item(item) for item in scheme.items]
    full: dict[str, list[Item]] = {}
    for item in scheme.items:
        for name in item.full_when:
            full.setdefault(name, []).append(item)
    for name, items in sorted(full.items()):
        key = f"rate.{scheme.id}.{name}"
        choices = tuple(dict.fromkeys(choice for item in items for choice in item.full_when[name]))
        asked.append(
            Question(
                id=name, title=Text(key), need=Text(f"{key}.need"), expects="choice", choices=(*choices, OTHER),
                items=tuple(item.id for item in items),
            )
        )  # fmt: skip
    if uses := tuple(item.id for item in scheme.items if item.measure and item.measure.out_of == FLOOR_AREA):
        asked.append(
            Question(
                id=FLOOR_AREA, title=text("rate.question.floor_area"), need=text("rate.question.floor_area.need"),
                expects="area", unit="m2", least=0.0, items=uses,
            )
        )  # fmt: skip
    return tuple(asked)


def _of_item(item: Item) -> Question:
    percent = item.ratio is not None
    return Question(
        id=item.question, title=item.title, need=item.need, expects="percent" if percent else "yes_no",
        items=(item.id,), may_be_absent=item.may_be_absent, unit="%" if percent else None,
        least=0.0 if percent else None, most=100.0 if percent else None,
    )  # fmt: skip


def checked(scheme: Scheme, answers: Mapping[str, object]) -> dict[str, Answer]:
    """The answers by question, in plain form; a question may go by the id of its item, a bare value is an answer.

    Raises UserError for an answer that the scheme does not know or cannot use.
    """
    asked = {question.id: question for question in questions(scheme)}
    of_item = {item.id: item.question for item in scheme.items}
    stated: dict[str, Answer] = {}
    for name, given in answers.items():
        question = asked.get(of_item.get(str(name), str(name)))
        if question is None:
            raise UserError(text("rate.answer.unknown", question=str(name), known=tuple(asked)))
        answer = given if isinstance(given, Answer) else Answer(question=question.id, value=given)  # type: ignore[arg-type]
        if answer.value is not None:
            value = _plain(str(name), question, answer.value)
            stated[question.id] = replace(answer, question=question.id, value=value)
    return stated


def _plain(name: str, question: Question, value: object) -> Value:
    word, words = str(value).strip().lower(), trait_rules()
    if question.may_be_absent and word == ABSENT:
        return ABSENT
    if question.expects == "yes_no" and word in (*words["yes"], *words["no"]):
        return word in words["yes"]
    if question.expects == "choice" and word in question.choices:
        return word
    if question.expects in ("percent", "area") and isinstance(value, int | float) and not isinstance(value, bool):
        above = value > 0 if question.expects == "area" else value >= 0
        if above and value <= (question.most or 1e9):
            return float(value)
    raise UserError(text("rate.answer.unusable", question=name, answer=str(value)[:80], expected=question.expected))
