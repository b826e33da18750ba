"""The form for what no model says: one line per question of the scheme, with the source of each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import GRID
from app.ui.words import Words
from dfma.assembly_rate.questions import ABSENT, Answer, Question
from dfma.text import Catalogue

_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class _Line:
    question: Question
    title: QLabel
    value: QLineEdit | QComboBox
    source: QLineEdit

    def given(self) -> str:
        """The answer as it stands in the line; empty for none."""
        return self.value.text().strip() if isinstance(self.value, QLineEdit) else str(self.value.currentData())


class AnswersForm(QWidget):
    """Hands on only what a person changed; an emptied line takes the answer back."""

    answered = Signal(object)
    """A list of `Answer`; its value is None where it is taken back."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: list[_Line] = []
        self._before: dict[str, tuple[str, str]] = {}
        self.lead = QLabel(wordWrap=True)
        self.keep = QPushButton()
        self.keep.clicked.connect(self._hand_on)
        self._scroll = QScrollArea(widgetResizable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addWidget(self.lead)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.keep)

    @property
    def lines(self) -> Mapping[str, tuple[QLineEdit | QComboBox, QLineEdit]]:
        """Question → where its answer and its source are given."""
        return {line.question.id: (line.value, line.source) for line in self._lines}

    def show_questions(self, asked: tuple[Question, ...], stated: tuple[Answer, ...]) -> None:
        """Ask these questions; what is in force already stands in its line."""
        by_question = {answer.question: answer for answer in stated}
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        self._lines = []
        for row, question in enumerate(asked):
            answer = by_question.get(question.id)
            line = _Line(question, QLabel(wordWrap=True), self._editor(question, answer), QLineEdit())
            line.source.setText(answer.source if answer else "")
            for column, widget in enumerate((line.title, line.value, line.source)):
                grid.addWidget(widget, row, column)
            self._lines.append(line)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(asked), 1)
        self._scroll.setWidget(page)
        self._before = {line.question.id: (line.given(), line.source.text().strip()) for line in self._lines}

    def say(self, catalogue: Catalogue) -> None:
        """Say it all in the language in use; the catalogue knows the sentences of the scheme too."""
        words = self._words
        self.lead.setText(words("ui.rate.answers.lead"))
        self.keep.setText(words("ui.rate.answers.keep"))
        for line in self._lines:
            title, need = catalogue.say(line.question.title), catalogue.say(line.question.need)
            line.title.setText(title)
            for widget in (line.title, line.value):
                widget.setToolTip(need)
            line.value.setAccessibleName(title)
            line.source.setPlaceholderText(words("ui.rate.answers.source"))
            line.source.setAccessibleName(f"{title}: {words('ui.rate.answers.source')}")
            if isinstance(line.value, QLineEdit):
                line.value.setPlaceholderText(words(f"ui.rate.answers.{line.question.expects}"))
                line.value.setToolTip(f"{need}\n{catalogue.say(line.question.expected)}")
            else:
                for place in range(line.value.count()):
                    line.value.setItemText(place, self._word(str(line.value.itemData(place))))

    def _word(self, value: str) -> str:
        if value in (_YES, _NO, ABSENT, ""):
            return self._words(f"ui.rate.answers.{value or 'open'}")
        return value

    def _editor(self, question: Question, answer: Answer | None) -> QLineEdit | QComboBox:
        value = "" if answer is None else answer.value
        if question.expects in ("percent", "area"):
            return QLineEdit(f"{value:g}" if isinstance(value, float) else str(value))
        box = QComboBox()
        choices = question.choices or (_YES, _NO)
        for choice in ("", *choices, *((ABSENT,) if question.may_be_absent else ())):
            box.addItem(choice, choice)
        box.setCurrentIndex(box.findData({True: _YES, False: _NO}.get(value, value)))
        return box

    def _hand_on(self) -> None:
        changed = []
        for line in self._lines:
            given, source = line.given(), line.source.text().strip()
            if (given, source) != self._before[line.question.id]:
                changed.append(Answer(question=line.question.id, value=_plain(given), source=source))
        if changed:
            self.answered.emit(changed)


def _plain(given: str) -> str | float | None:
    """A number where it is one; what it means is checked where it is kept."""
    try:
        return float(given.rstrip("% ")) if given else None
    except ValueError:
        return given
