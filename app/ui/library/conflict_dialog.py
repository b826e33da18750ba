"""Two heads of one component side by side: who says what, field by field, and whose value the merge takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.panels.section import label
from app.ui.words import Words
from component_library.merging import OURS, THEIRS, Conflict
from component_library.records import Entry
from component_library.revisions import ABSENT

_CHOICE = 4
_LONGEST = 200


class ConflictDialog(QDialog):
    """One row per field; the button stays grey until every field is settled."""

    def __init__(self, conflict: Conflict, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._conflict, self._words = conflict, words
        self.setWindowTitle(words("ui.library.conflict_title", component=conflict.component))
        self.table = QTableWidget(len(conflict.fields), _CHOICE + 1)
        self.table.setHorizontalHeaderLabels(
            [
                words("ui.library.field"),
                words("ui.library.base"),
                self._side(conflict.ours),
                self._side(conflict.theirs),
                words("ui.library.take"),
            ]
        )
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.choices: dict[str, QComboBox] = {}
        for row, field in enumerate(conflict.fields):
            cells = (field.path, *(self._value(value) for value in (field.base, field.ours, field.theirs)))
            for place, cell in enumerate(cells):
                item = QTableWidgetItem(cell[:_LONGEST])
                item.setToolTip(cell)
                self.table.setItem(row, place, item)
            self.table.setCellWidget(row, _CHOICE, self._choice(field.path))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.resizeRowsToContents()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(words("ui.library.why"))
        self.reason.setAccessibleName(words("ui.library.why"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.merge = buttons.addButton(words("ui.library.do.merged"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(words("ui.cancel"))
        layout = QVBoxLayout(self)
        key = "ui.library.conflict_lead" if conflict.fields else "ui.library.conflict_none"
        layout.addWidget(label(words(key, n=len(conflict.fields))))
        layout.addWidget(self.table, 1)
        layout.addWidget(self.reason)
        layout.addWidget(buttons)
        self.resize(860, 380)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._look()

    def settled(self) -> Mapping[str, Any]:
        """Field → the value that was chosen."""
        return {
            field.path: field.ours if self.choices[field.path].currentData() == OURS else field.theirs
            for field in self._conflict.fields
        }

    @property
    def why(self) -> str:
        return self.reason.text().strip()

    def _choice(self, path: str) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(f"{self._words('ui.library.take')}: {path}")
        combo.addItem(self._words("ui.library.open_choice"), None)
        combo.addItem(self._conflict.ours.author or self._words("ui.library.ours"), OURS)
        combo.addItem(self._conflict.theirs.author or self._words("ui.library.theirs"), THEIRS)
        combo.currentIndexChanged.connect(lambda _: self._look())
        self.choices[path] = combo
        return combo

    def _side(self, entry: Entry) -> str:
        return f"{entry.author or '–'}  {entry.at[:10]}\n{entry.revision.id[:12]}"

    def _value(self, value: object) -> str:
        if value is ABSENT:
            return self._words("ui.library.absent")
        if isinstance(value, list | tuple) and not any(isinstance(one, dict | list | tuple) for one in value):
            return ", ".join(map(str, value))
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | tuple) else str(value)

    def _look(self) -> None:
        self.merge.setEnabled(all(combo.currentData() is not None for combo in self.choices.values()))
