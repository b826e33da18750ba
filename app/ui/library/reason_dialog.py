"""Asks for the reason of an action before it is done; some actions need one."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.panels.section import label
from app.ui.words import Words


class ReasonDialog(QDialog):
    """One field; where a reason is needed the button stays grey until something stands in it."""

    def __init__(self, verb: str, component: str, words: Words, parent: QWidget, *, needed: bool) -> None:
        super().__init__(parent)
        self._needed = needed
        self.setWindowTitle(words(f"ui.library.do.{verb}"))
        self.reason = QPlainTextEdit(tabChangesFocus=True)
        self.reason.setAccessibleName(words("ui.library.why"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._do = buttons.addButton(words(f"ui.library.do.{verb}"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(words("ui.cancel"))
        layout = QVBoxLayout(self)
        layout.addWidget(label(words(f"ui.library.ask.{verb}", component=component)))
        layout.addWidget(self.reason)
        layout.addWidget(buttons)
        self.resize(440, 220)
        self.reason.textChanged.connect(self._look)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._look()

    @property
    def why(self) -> str:
        return self.reason.toPlainText().strip()

    def _look(self) -> None:
        self._do.setEnabled(bool(self.why) or not self._needed)
