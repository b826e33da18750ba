"""A component in full: what may be done with it, how it looks, what is known of it, its history and what was said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.ui.library.sheet import name_of, sheet
from app.ui.library.snapshot import Snapshot
from app.ui.library.variant_box import VariantBox
from app.ui.panels.section import Section, column, facts, label, line
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from component_library.approval import Event, Verb
from component_library.records import Entry
from dfma.components.variant import Variant

_SHORT = 12
_CLOSED_AT_FIRST = ("provenance", "papers", "history")


class Detail(QSplitter):
    """One component, or what to do when none is chosen."""

    act_wanted = Signal(str, str)
    """A `Verb`, and the component."""
    merge_wanted = Signal(str)
    comment_wanted = Signal(str, str)
    """The component, and what is said of it."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._snapshot: Snapshot | None = None
        self.component: str | None = None
        self._closed = set(_CLOSED_AT_FIRST)
        self.buttons: dict[str, QPushButton] = {}
        self.comment = QLineEdit()
        self.variant_box = VariantBox(words, theme)
        self.variant_box.chosen.connect(lambda _: self._show_sheet())
        self._title, self._below = label("", "title"), label("", "small")
        self._actions = QHBoxLayout()
        self._actions.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        self._actions.setSpacing(GRID)
        self._refused = label("", "small")
        self._refused.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        self._sheet = QVBoxLayout()
        self._sheet.setContentsMargins(0, 0, 0, 0)
        facts_page, looks_page = _page(), _page()
        layout = facts_page.layout()
        layout.addWidget(column(self._title, self._below, margin=2 * GRID))
        layout.addLayout(self._actions)
        layout.addWidget(self._refused)
        layout.addLayout(self._sheet)
        layout.addStretch()
        looks_page.layout().addWidget(self.variant_box, 1)
        self._empty = label("", "small")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setChildrenCollapsible(False)
        self.facts, self.looks = _scrolled(facts_page), _scrolled(looks_page)
        for widget in (self._empty, self.facts, self.looks):
            self.addWidget(widget)
        words.changed.connect(self._show)
        self._show()

    def show_component(self, snapshot: Snapshot | None, component: str | None, designation: str | None = None) -> None:
        """Another component, or the same one after something was done."""
        again = component == self.component and designation is None and self.variant_box.variant is not None
        now = self.variant_box.variant.designation if again else designation
        if component != self.component:
            self.facts.verticalScrollBar().setValue(0)
        self._snapshot, self.component = snapshot, component
        if snapshot is not None and component is not None:
            self.variant_box.show_component(snapshot.catalogue.components[component], now)
        self._show()

    @property
    def variant(self) -> Variant | None:
        return self.variant_box.variant if self.component is not None else None

    def _show(self) -> None:
        shown = self._snapshot is not None and self.component is not None
        for part in (self.facts, self.looks):
            part.setVisible(shown)
        self._empty.setVisible(not shown)
        self._empty.setText(self._words("ui.library.choose"))
        if not shown:
            return
        component = self._snapshot.catalogue.components[self.component]
        self._title.setText(name_of(component, self._words.catalogue))
        told = [component.id, self._words.name("kind", component.kind)]
        told.append(self._words.name("library.state", component.status))
        if self._snapshot.url is not None:
            told.append(self._words("ui.library.number", n=component.revision))
        self._below.setText(" · ".join(told))
        self._show_actions()
        self._show_sheet()

    def _show_actions(self) -> None:
        _clear(self._actions)
        self.buttons = {}
        refused = []
        for verb, reason in self._snapshot.actions(self.component).items():
            button = self._button(f"ui.library.do.{verb}", lambda _=False, verb=verb: self._wish(verb))
            button.setEnabled(reason is None)
            if reason is not None:
                button.setToolTip(self._words.say(reason))
                refused.append(f"{button.text()}: {self._words.say(reason)}")
            self.buttons[verb] = button
        if self._snapshot.in_conflict(self.component):
            merge = self._button("ui.library.do.merge", lambda: self.merge_wanted.emit(self.component))
            self.buttons[Verb.MERGED] = merge
        for button in self.buttons.values():
            self._actions.addWidget(button)
        self._actions.addStretch()
        self._refused.setText("\n".join(refused))
        self._refused.setVisible(bool(refused))

    def _button(self, key: str, does: object) -> QPushButton:
        button = QPushButton(self._words(key))
        button.clicked.connect(does)
        return button

    def _wish(self, verb: Verb) -> None:
        self.act_wanted.emit(verb.value, self.component)

    def _show_sheet(self) -> None:
        if self._snapshot is None or self.component is None:
            return
        _clear(self._sheet)
        component = self._snapshot.catalogue.components[self.component]
        unknown = self._words("ui.unknown")
        for group in sheet(component, self.variant_box.variant, self._words.catalogue):
            self._section(group.name, facts(group.rows, unknown))
        if self._snapshot.url is not None:
            self._section("where_used", self._where_used())
            self._section("comments", self._comments())
            self._section("history", self._history())

    def _section(self, name: str, body: QWidget) -> None:
        section = Section(name, self._words(f"ui.library.group.{name}"), body, is_open=name not in self._closed)
        section.toggled.connect(lambda name, is_open: (self._closed.discard if is_open else self._closed.add)(name))
        self._sheet.addWidget(line())
        self._sheet.addWidget(section)

    def _where_used(self) -> QWidget:
        words = self._words
        rows = []
        for use in self._snapshot.where_used(self.component):
            told = words("cli.library.where-used.line", name=use.name, n=use.count, at=use.at[:10], moulds=use.moulds)
            cost = (
                words("cli.library.where-used.unknown")
                if use.cost_of_change is None
                else words("cli.library.where-used.cost", cost=use.cost_of_change)
            )
            rows.append(label(f"{told} {cost}"))
        return column(*(rows or [label(words("cli.library.where-used.none"), "small")]))

    def _comments(self) -> QWidget:
        said = [event for event in self._snapshot.records[self.component].events if event.verb == Verb.COMMENTED]
        self.comment = QLineEdit()
        self.comment.setPlaceholderText(self._words("ui.library.comment"))
        self.comment.setAccessibleName(self._words("ui.library.comment"))
        self.comment.returnPressed.connect(self._say_comment)
        return column(*(label(_comment_line(event)) for event in said), self.comment)

    def _say_comment(self) -> None:
        if said := self.comment.text().strip():
            self.comment_wanted.emit(self.component, said)

    def _history(self) -> QWidget:
        entries: Sequence[Entry] = self._snapshot.records[self.component].history
        rows = [
            (
                f"{entry.number}  {entry.revision.id[:_SHORT]}",
                " · ".join(
                    filter(
                        None, (self._words.name("library.state", entry.state), entry.author, entry.at[:10], entry.why)
                    )
                ),
            )
            for entry in reversed(entries)
        ]
        return facts(rows, self._words("ui.unknown"))


def _page() -> QWidget:
    page = QWidget()
    page.setProperty("role", "page")
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, GRID, 0, GRID)
    layout.setSpacing(GRID)
    return page


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area


def _comment_line(event: Event) -> str:
    return f"{event.who}, {event.at[:10]}: {event.why}"


def _clear(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
