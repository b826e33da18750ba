"""What a search is narrowed to: words, kind, state, sizes, and a building site that a plant delivers to."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.services.search_library import LibraryQuery
from app.ui.library.reading import read_site, read_span
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.components.component import DIMENSIONS
from dfma.components.content import STATUSES

_TYPING_PAUSE_MS = 200


class Filters(QWidget):
    """Three lines of fields; `changed` a moment after the last key."""

    changed = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.words = QLineEdit(clearButtonEnabled=True)
        self.words.addAction(theme.icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.kind, self.status = _choice(), _choice()
        self.sizes = {name: QLineEdit(clearButtonEnabled=True) for name in DIMENSIONS}
        self.site = QLineEdit(clearButtonEnabled=True)
        self._kinds: tuple[str, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.words)
        layout.addLayout(_row(self.kind, self.status))
        layout.addLayout(_row(*self.sizes.values(), self.site))
        for field in (self.words, *self.sizes.values(), self.site):
            field.textChanged.connect(lambda _: self._pause.start())
        for combo in (self.kind, self.status):
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        words.changed.connect(self.say)
        self.say()

    def query(self) -> LibraryQuery:
        """What is asked. A field that makes no sense is marked and does not count."""
        spans = {name: read_span(field.text()) for name, field in self.sizes.items()}
        site = read_site(self.site.text())
        for name, field in self.sizes.items():
            _mark(field, wrong=bool(field.text().strip()) and spans[name] is None)
        _mark(self.site, wrong=bool(self.site.text().strip()) and site is None)
        return LibraryQuery(
            words=self.words.text().strip(),
            kind=self.kind.currentData(),
            status=self.status.currentData(),
            sizes_mm=tuple((name, *span) for name, span in spans.items() if span is not None),
            site=site,
        )

    def offer_kinds(self, kinds: Iterable[str]) -> None:
        """The kinds that the library holds."""
        self._kinds = tuple(kinds)
        self.say()

    def say(self) -> None:
        """Say everything again."""
        self.words.setPlaceholderText(self._words("ui.library.search"))
        self.words.setAccessibleName(self._words("ui.library.search"))
        named = sorted((self._words.name("kind", kind), kind) for kind in self._kinds)
        _fill(self.kind, [(self._words("ui.library.all_kinds"), None), *named])
        states = [(self._words.name("library.state", state), state) for state in STATUSES]
        _fill(self.status, [(self._words("ui.library.all_states"), None), *states])
        self.kind.setAccessibleName(self._words("ui.library.all_kinds"))
        self.status.setAccessibleName(self._words("ui.library.all_states"))
        for name, field in self.sizes.items():
            field.setPlaceholderText(self._words(f"ui.fact.{name}"))
            field.setToolTip(self._words("ui.library.span", name=self._words(f"ui.fact.{name}")))
            field.setAccessibleName(field.toolTip())
        self.site.setPlaceholderText(self._words("ui.library.site"))
        self.site.setToolTip(self._words("ui.library.site_hint"))
        self.site.setAccessibleName(self.site.toolTip())


def _choice() -> QComboBox:
    combo = QComboBox()
    combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return combo


def _fill(combo: QComboBox, entries: list[tuple[str, str | None]]) -> None:
    """Other entries, the same choice, no signal."""
    chosen = combo.currentData()
    combo.blockSignals(True)
    combo.clear()
    for name, code in entries:
        combo.addItem(name, code)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.blockSignals(False)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row


def _mark(field: QLineEdit, *, wrong: bool) -> None:
    if field.property("wrong") != wrong:
        field.setProperty("wrong", wrong)
        field.style().unpolish(field)
        field.style().polish(field)
