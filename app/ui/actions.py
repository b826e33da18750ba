"""Commands as data: menus, toolbar, palette, shortcuts and help derive from one list.

What a command does is said where it is bound (`MainWindow`); an unbound command and a doubled id or shortcut are
refused when the window is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app.ui.theme import Theme
from app.ui.words import Words

MENUS = ("file", "edit", "view", "run", "window", "help")


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for. Its title is the sentence `ui.command.<id>`."""

    id: str
    menu: str
    icon: str = ""
    shortcut: str = ""
    needs: tuple[str, ...] = ()
    """Facts that must hold for it to be possible: `model`, `shapes`, `selection`, `finding`, `idle`, `busy`, …"""
    toolbar: bool = False
    group: str = ""
    """Commands of one group stand together; another group begins with a line."""
    checkable: bool = False
    context: bool = False
    """Also offered on a right click on an element."""

    @property
    def title_key(self) -> str:
        return f"ui.command.{self.id}"


COMMANDS: tuple[Command, ...] = (
    Command("open", "file", "mdi6.folder-open-outline", "Ctrl+O", toolbar=True, group="file"),
    Command("open_sample", "file", "mdi6.home-city-outline", needs=("idle",), group="file"),
    Command("close_model", "file", shortcut="Ctrl+W", needs=("model",), group="file"),
    Command("write_report", "file", "mdi6.file-export-outline", "Ctrl+E", ("model", "idle"), group="report"),
    Command("apply_copy", "file", "mdi6.file-replace-outline", "", ("matched", "idle"), toolbar=True, group="report"),
    Command("quit", "file", shortcut="Ctrl+Q", group="quit"),
    Command("undo_view", "edit", "mdi6.undo", "Ctrl+Z", ("history",), group="undo"),
    Command("find", "edit", "mdi6.magnify", "Ctrl+F", ("model",), group="find"),
    Command("copy_guid", "edit", "mdi6.content-copy", "Ctrl+Shift+C", ("selection",), group="find", context=True),
    Command("select_similar", "edit", "mdi6.select-group", "Ctrl+G", ("selection",), group="find", context=True),
    Command("clear_selection", "edit", shortcut="Escape", needs=("selection",), group="find"),
    Command("run_all", "run", "mdi6.play-outline", "F5", ("model", "idle"), toolbar=True, group="run"),
    Command("check", "run", "mdi6.clipboard-check-outline", "F6", ("model", "idle"), toolbar=True, group="run"),
    Command("suggest", "run", "mdi6.puzzle-outline", "F7", ("model", "idle"), toolbar=True, group="run"),
    Command("rate", "run", "mdi6.percent-outline", "F8", ("model", "idle"), toolbar=True, group="run"),
    Command("review", "run", "mdi6.comment-search-outline", "F9", ("model", "idle"), toolbar=True, group="run"),
    Command("cancel", "run", "mdi6.close-circle-outline", "Ctrl+.", ("busy",), group="stop"),
    Command("fit", "view", "mdi6.fit-to-screen-outline", "F", ("shapes",), toolbar=True, group="camera"),
    Command("frame", "view", "mdi6.magnify-scan", "Z", ("shapes", "selection"), group="camera", context=True),
    Command("view_iso", "view", "mdi6.axis-arrow", "7", ("shapes",), group="camera"),
    Command("view_top", "view", shortcut="1", needs=("shapes",), group="camera"),
    Command("view_front", "view", shortcut="2", needs=("shapes",), group="camera"),
    Command("view_back", "view", shortcut="3", needs=("shapes",), group="camera"),
    Command("view_left", "view", shortcut="4", needs=("shapes",), group="camera"),
    Command("view_right", "view", shortcut="5", needs=("shapes",), group="camera"),
    Command("view_bottom", "view", shortcut="6", needs=("shapes",), group="camera"),
    Command("hide", "view", "mdi6.eye-off-outline", "H", ("selection",), toolbar=True, group="show", context=True),
    Command("isolate", "view", "mdi6.selection-search", "I", ("selection",), toolbar=True, group="show", context=True),
    Command("ghost_rest", "view", "mdi6.ghost-outline", "G", ("selection",), toolbar=True, group="show", context=True),
    Command("show_all", "view", "mdi6.eye-outline", "Shift+H", ("changed_view",), toolbar=True, group="show"),
    Command("spotlight", "view", "mdi6.spotlight-beam", "L", ("shapes",), toolbar=True, group="show", checkable=True),
    Command("section", "view", "mdi6.box-cutter", "S", ("shapes",), toolbar=True, group="section", checkable=True),
    Command("step_model", "window", shortcut="Ctrl+1", group="steps"),
    Command("step_standardise", "window", shortcut="Ctrl+2", group="steps"),
    Command("step_check", "window", shortcut="Ctrl+3", group="steps"),
    Command("step_review", "window", shortcut="Ctrl+4", group="steps"),
    Command("step_submit", "window", shortcut="Ctrl+5", group="steps"),
    Command("library", "window", "mdi6.bookshelf", "Ctrl+B", group="library"),
    Command("next_pane", "window", shortcut="F3", group="panes"),
    Command("previous_pane", "window", shortcut="Shift+F3", group="panes"),
    Command("reset_layout", "window", "mdi6.dock-window", group="panes"),
    Command("switch_language", "window", "mdi6.translate", "Ctrl+L", group="look"),
    Command("switch_theme", "window", "mdi6.theme-light-dark", "Ctrl+D", group="look"),
    Command("palette", "help", "mdi6.console-line", "Ctrl+K", group="help"),
    Command("shortcuts", "help", "mdi6.keyboard-outline", "F1", group="help"),
    Command("show_log", "help", "mdi6.text-box-outline", group="about"),
    Command("about", "help", "mdi6.information-outline", group="about"),
)  # fmt: skip


def checked(commands: Iterable[Command]) -> tuple[Command, ...]:
    """The commands, after a look that no id and no shortcut stands twice and that each menu exists."""
    listed = tuple(commands)
    for what in ("id", "shortcut"):
        said = [value for command in listed if (value := getattr(command, what))]
        if twice := {value for value in said if said.count(value) > 1}:
            raise ValueError(f"{what} given twice: {sorted(twice)}")
    if strange := {command.menu for command in listed} - set(MENUS):
        raise ValueError(f"no such menu: {sorted(strange)}")
    return listed


class Actions(QObject):
    """The commands as Qt actions: titles in the language in use, enabled by facts."""

    def __init__(
        self,
        bound: Mapping[str, Callable[[], None]],
        words: Words,
        theme: Theme,
        parent: QObject,
        commands: Iterable[Command] = COMMANDS,
    ) -> None:
        super().__init__(parent)
        self.commands = checked(commands)
        if wrong := {command.id for command in self.commands} ^ bound.keys():
            raise ValueError(f"commands and what they do differ: {sorted(wrong)}")
        self._words, self._theme = words, theme
        self._facts: frozenset[str] = frozenset()
        self._actions = {command.id: self._action(command, bound[command.id]) for command in self.commands}
        words.changed.connect(self._say)
        theme.changed.connect(self._paint)
        self._say()
        self._paint()
        self.know(frozenset())

    def __getitem__(self, command: str) -> QAction:
        return self._actions[command]

    def know(self, facts: frozenset[str]) -> None:
        """Enable what the facts allow, and nothing else."""
        self._facts = facts
        for command in self.commands:
            self._actions[command.id].setEnabled(facts.issuperset(command.needs))

    def missing(self, command: Command) -> tuple[str, ...]:
        """The facts that a command still waits for."""
        return tuple(fact for fact in command.needs if fact not in self._facts)

    def groups(self, choose: Callable[[Command], bool]) -> list[list[Command]]:
        """The chosen commands in their groups, in the order of the list."""
        groups: dict[str, list[Command]] = {}
        for command in filter(choose, self.commands):
            groups.setdefault(command.group, []).append(command)
        return list(groups.values())

    def _action(self, command: Command, does: Callable[[], None]) -> QAction:
        action = QAction(self)
        action.setCheckable(command.checkable)
        action.setShortcut(QKeySequence(command.shortcut))
        # Single letters must not be taken from somebody who types into a field: Qt asks the field first.
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda *_: does())
        return action

    def _say(self) -> None:
        for command in self.commands:
            action = self._actions[command.id]
            title = self._words(command.title_key)
            shortcut = QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(title)
            action.setIconText(title)
            action.setToolTip(f"{title}  {shortcut}".rstrip())

    def _paint(self) -> None:
        for command in self.commands:
            if command.icon:
                self._actions[command.id].setIcon(self._theme.icon(command.icon))
