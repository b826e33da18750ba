"""Building blocks of the inspector: sections that open and close, and rows of label and value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.theme import GRID

LABEL_WIDTH = 92
_LONG_WORD = re.compile(r"[A-Za-z0-9_]{23,}")


class Section(QWidget):
    """A heading that opens and closes what stands below it."""

    toggled = Signal(str, bool)

    def __init__(self, name: str, title: str, body: QWidget, *, is_open: bool = True) -> None:
        super().__init__()
        heading = QToolButton(text=title, checkable=True, checked=is_open, autoRaise=True)
        heading.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        heading.setStyleSheet("QToolButton { font-weight: 600; border: none; text-align: left; padding: 4px 0; }")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(heading)
        layout.addWidget(body)
        body.setVisible(is_open)

        def toggle(checked: bool) -> None:
            body.setVisible(checked)
            heading.setArrowType(Qt.ArrowType.DownArrow if checked else Qt.ArrowType.RightArrow)
            self.toggled.emit(name, checked)

        heading.toggled.connect(toggle)


def column(*widgets: QWidget, margin: int = 0) -> QWidget:
    """Widgets below each other."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(GRID)
    for widget in widgets:
        layout.addWidget(widget)
    return box


def line() -> QFrame:
    """A thin line between sections."""
    frame = QFrame()
    frame.setProperty("role", "line")
    frame.setFixedHeight(1)
    return frame


def label(words: str, role: str = "") -> QLabel:
    """A text that wraps and can be marked and copied."""
    widget = QLabel(_breakable(words), wordWrap=True)
    widget.setMinimumWidth(1)  # else its longest word would make the whole panel wider than there is room
    # Names come from files of strangers: they are never read as markup.
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        widget.setProperty("role", role)
    return widget


def _breakable(words: str) -> str:
    """Let a line end inside a long identifier, after an underscore; a GlobalId (22 letters) stays whole for copying."""
    return _LONG_WORD.sub(lambda word: word.group().replace("_", "_\u200b"), words)


def facts(rows: Sequence[tuple[str, str | None]], unknown: str) -> QWidget:
    """Labels and values in two columns; a value of None is said to be unknown."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnMinimumWidth(0, LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(rows):
        title = label(name, "small")
        title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        title.setMinimumWidth(LABEL_WIDTH)
        title.setMaximumWidth(LABEL_WIDTH)
        title.setContentsMargins(0, 2, 0, 0)  # its smaller letters then stand on the line of the value
        grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value) if value is not None else label(unknown, "small"), place, 1)
    return box


def side_by_side(*widgets: QWidget) -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GRID)
    for widget in widgets:
        stretch = 1 if isinstance(widget, QLabel) and widget.wordWrap() else 0
        layout.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
    return box
