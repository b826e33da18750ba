"""The two rows of tools: where one is (model, stage, step), and what one can do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from app.ui.actions import Actions
from app.ui.panels.step_bar import StepBar
from app.ui.theme import GRID
from app.ui.words import Words

_ALWAYS = ("palette", "switch_language", "switch_theme")
_WITH_TITLES = ("file", "run")
"""Groups whose buttons carry words beside their icons."""


class _Bar(QToolBar):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)


class PlaceBar(_Bar):
    """The model, the design stage, the five steps, and what is always at hand."""

    stage_chosen = Signal(str)

    def __init__(self, commands: Actions, words: Words, stages: Sequence[str], stage: str) -> None:
        super().__init__("steps")
        self._words, self._stages = words, stages
        self.model_name = QLabel()
        self.model_name.setProperty("role", "heading")
        self.model_name.setContentsMargins(GRID, 0, 2 * GRID, 0)
        self.stage = QComboBox()
        for code in stages:
            self.stage.addItem("", code)
        self.stage.setCurrentIndex(self.stage.findData(stage))
        self.steps = StepBar(words)
        for widget in (self.model_name, self.stage, _spring(), self.steps, _spring()):
            self.addWidget(widget)
        self.addActions([commands[command] for command in _ALWAYS])
        self.stage.activated.connect(lambda _: self.stage_chosen.emit(self.stage.currentData()))
        words.changed.connect(self._say)
        self._say()

    def _say(self) -> None:
        for place, stage in enumerate(self._stages):
            self.stage.setItemText(place, self._words(f"ui.stage.{stage}"))
        self.stage.setToolTip(self._words("ui.stage.tip"))
        self.stage.setAccessibleName(self._words("ui.stage"))


class CommandsBar(_Bar):
    """The commands that stand in the toolbar, in their groups, and what the 3D view is coloured by."""

    colouring_chosen = Signal(str)

    def __init__(self, commands: Actions, words: Words, colourings: Sequence[str]) -> None:
        super().__init__("commands")
        self._words, self._colourings = words, colourings
        for place, group in enumerate(commands.groups(lambda command: command.toolbar)):
            if place:
                self.addSeparator()
            for command in group:
                self.addAction(commands[command.id])
                button = self.widgetForAction(commands[command.id])
                if command.group in _WITH_TITLES and isinstance(button, QToolButton):
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title = QLabel()
        self.title.setContentsMargins(2 * GRID, 0, GRID, 0)
        self.colouring = QComboBox()
        self.colouring.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for code in colourings:
            self.colouring.addItem("", code)
        self.addSeparator()
        self.addWidget(self.title)
        self.addWidget(self.colouring)
        self.colouring.activated.connect(lambda _: self.colouring_chosen.emit(self.colouring.currentData()))
        words.changed.connect(self._say)
        self._say()

    def show_colouring(self, name: str) -> None:
        """Show which colouring is in use."""
        self.colouring.setCurrentIndex(self.colouring.findData(name))

    def _say(self) -> None:
        self.title.setText(self._words("ui.colour"))
        self.colouring.setAccessibleName(self._words("ui.colour"))
        for place, code in enumerate(self._colourings):
            self.colouring.setItemText(place, self._words(f"ui.colour.{code}"))


def _spring() -> QWidget:
    spring = QWidget()
    spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return spring
