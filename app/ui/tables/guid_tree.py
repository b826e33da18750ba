"""A tree of sentences; each stands for elements, which a click selects everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.words import Words

_MOST_LISTED = 500
_GUIDS = Qt.ItemDataRole.UserRole


class GuidTree(QTreeWidget):
    """Branches with the elements behind them; a long list ends with how many more there are."""

    def __init__(self, selection: Selection, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent, headerHidden=True, wordWrap=True)
        self._selection, self._words = selection, words
        self.lookup: Lookup | None = None
        self.itemClicked.connect(lambda item, _: self.select(item.data(0, _GUIDS) or ()))

    def select(self, guids: Iterable[str]) -> None:
        """Select these elements."""
        if self.lookup is not None:
            self._selection.select(self.lookup.rows_of(dict.fromkeys(guids)), self)

    def branch(self, said: str, guids: Iterable[str] = (), parent: QTreeWidgetItem | None = None) -> QTreeWidgetItem:
        """A line; under another where `parent` is given."""
        line = QTreeWidgetItem(parent or self, [said])
        line.setToolTip(0, said)
        line.setData(0, _GUIDS, list(guids))
        return line

    def elements(self, parent: QTreeWidgetItem, lines: Sequence[tuple[str, str]]) -> None:
        """One line per element, with what is said of it."""
        for guid, said in lines[:_MOST_LISTED]:
            self.branch(f"{self._name(guid)}  {said}".rstrip(), [guid], parent)
        if len(lines) > _MOST_LISTED:
            self.branch(self._words("ui.rate.more", n=len(lines) - _MOST_LISTED), (), parent)

    def _name(self, guid: str) -> str:
        rows = self.lookup.rows_of([guid]) if self.lookup else ()
        return self.lookup.title(rows[0]) if rows else guid or self._words("ui.finding.whole_model")
