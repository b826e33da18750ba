"""A table with a line above it, and one sentence in its place while it is empty: what most lists look like."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from app.ui.tables.rows_view import RowsView


class ListPage(QWidget):
    """`above`, then either the table or a sentence that says what to do next."""

    def __init__(self, view: RowsView, above: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view, self._above = view, above
        self.message = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.message.setProperty("role", "small")
        self.message.setBackgroundRole(QPalette.ColorRole.Base)
        self.message.setAutoFillBackground(True)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.message)
        self._stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(above)
        layout.addLayout(self._stack, 1)

    def show_table(self, *, with_above: bool = True) -> None:
        """There is something to list."""
        self._above.setVisible(with_above)
        self._stack.setCurrentWidget(self._view)

    def show_message(self, sentence: str, *, with_above: bool = False) -> None:
        """There is nothing to list: say what to do."""
        self._above.setVisible(with_above)
        self.message.setText(sentence)
        self._stack.setCurrentWidget(self.message)

    @property
    def empty(self) -> bool:
        return self._stack.currentWidget() is self.message
