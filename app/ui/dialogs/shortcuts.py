"""F1: every command with its key, derived from the list of commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.actions import Actions
from app.ui.theme import GRID
from app.ui.words import Words

_LIST_KEYS = (("Space", "ui.decide.accepted"), ("W", "ui.decide.waived"), ("X", "ui.decide.fixed"))
_COLUMNS = (("file", "edit", "run", "help"), ("view",), ("window",))
_SIZE = (900, 640)


class Shortcuts(QDialog):
    """Three columns of commands and keys."""

    def __init__(self, actions: Actions, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words("ui.command.shortcuts"))
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setSpacing(6 * GRID)
        for menus in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(GRID)
            for menu in menus:
                column.addWidget(_heading(words(f"ui.menu.{menu}")))
                column.addWidget(_table([(key, title) for key, title in _keys(actions, menu)]))
            if "window" in menus:
                column.addWidget(_heading(words("ui.findings.list")))
                column.addWidget(_table([(key, words(title)) for key, title in _LIST_KEYS]))
            column.addStretch()
            columns.addLayout(column)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.resize(*_SIZE)


def _keys(actions: Actions, menu: str) -> list[tuple[str, str]]:
    return [
        (QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText), actions[command.id].text())
        for command in actions.commands
        if command.menu == menu and command.shortcut
    ]


def _heading(words: str) -> QLabel:
    heading = QLabel(words)
    heading.setProperty("role", "heading")
    heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return heading


def _table(rows: list[tuple[str, str]]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 2 * GRID)
    grid.setColumnStretch(0, 1)
    for place, (key, title) in enumerate(rows):
        name = QLabel(key, alignment=Qt.AlignmentFlag.AlignRight)
        name.setProperty("role", "small")
        grid.addWidget(QLabel(title), place, 0)
        grid.addWidget(name, place, 1)
    return table
