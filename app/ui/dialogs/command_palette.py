"""Ctrl+K: type a few letters, get any command or any element."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.actions import Actions
from app.ui.theme import GRID, Theme
from app.ui.words import Words

_WIDTH, _HEIGHT = 560, 420
_LINE = QSize(0, 28)
_NO_ICON = "mdi6.circle-small"
_MOST_ELEMENTS = 30
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the palette."""

    title: str
    detail: str
    icon: QIcon
    does: Callable[[], None]
    enabled: bool = True


class CommandPalette(QDialog):
    """A field and a list; Enter does what is marked."""

    def __init__(
        self,
        actions: Actions,
        find_elements: Callable[[str, int], Sequence[tuple[int, str, str]]],
        select: Callable[[int], None],
        words: Words,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """`find_elements(typed, most)` gives row, title and kind of elements; `select(row)` goes there."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._actions, self._find, self._select = actions, find_elements, select
        self._words, self._theme = words, theme
        self._entries: list[Entry] = []
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setPlaceholderText(words("ui.palette.hint"))
        self.field.setAccessibleName(words("ui.palette.hint"))
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = QLabel(words("ui.palette.nothing"), alignment=Qt.AlignmentFlag.AlignCenter)
        self.nothing.setProperty("role", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        for widget in (self.field, self.nothing, self.list):
            layout.addWidget(widget)
        self.resize(_WIDTH, _HEIGHT)
        self.field.textChanged.connect(self._narrow)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda item: self._do(self.list.row(item)))
        self._narrow("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows typed into the field walk the list; Enter does."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _WALKING:
                self.list.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentRow())
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        self._entries = [*self._commands(typed.casefold()), *self._elements(typed)]
        self.list.clear()
        for entry in self._entries:
            item = QListWidgetItem(entry.icon, f"{entry.title}    {entry.detail}" if entry.detail else entry.title)
            item.setSizeHint(_LINE)
            if not entry.enabled:
                item.setForeground(self._theme.colour("disabled"))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self._entries))
        self.nothing.setVisible(not self._entries)

    def _commands(self, typed: str) -> list[Entry]:
        """Commands whose title (in any language) or id holds all the words; possible ones first."""
        entries = []
        for command in self._actions.commands:
            action = self._actions[command.id]
            said = f"{action.text()} {command.id}".casefold()
            if all(word in said for word in typed.split()):
                entries.append(
                    Entry(
                        title=action.text(),
                        detail=self._detail(command, enabled=action.isEnabled()),
                        icon=self._theme.icon(command.icon or _NO_ICON),
                        does=action.trigger,
                        enabled=action.isEnabled(),
                    )
                )
        return sorted(entries, key=lambda entry: not entry.enabled)

    def _detail(self, command: object, *, enabled: bool) -> str:
        if enabled:
            return QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        return self._words(f"ui.needs.{self._actions.missing(command)[0]}")

    def _elements(self, typed: str) -> list[Entry]:
        if not typed.strip():
            return []
        icon = self._theme.icon("mdi6.cube-outline")
        return [
            Entry(title=title, detail=kind, icon=icon, does=lambda row=row: self._select(row))
            for row, title, kind in self._find(typed, _MOST_ELEMENTS)
        ]

    def _do(self, place: int) -> None:
        if 0 <= place < len(self._entries) and self._entries[place].enabled:
            self.accept()
            self._entries[place].does()
