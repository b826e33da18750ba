"""A waiver needs a reason: the one question that is asked before a decision is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.words import Words


class WaiveDialog(QDialog):
    """One field; the button stays grey until something stands in it."""

    def __init__(self, count: int, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(words("ui.waive.title", n=count))
        self.reason = QPlainTextEdit()
        self.reason.setPlaceholderText(words("ui.waive.example"))
        self.reason.setAccessibleName(words("ui.waive.why"))
        self.reason.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._waive = buttons.addButton(words("ui.decide.waived"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(words("ui.cancel"))
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(words("ui.waive.why")))
        layout.addWidget(self.reason)
        layout.addWidget(buttons)
        self.resize(420, 200)
        self.reason.textChanged.connect(self._look)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._look()

    @property
    def why(self) -> str:
        return self.reason.toPlainText().strip()

    def _look(self) -> None:
        self._waive.setEnabled(bool(self.why))
