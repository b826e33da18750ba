"""What is selected: one thing that tree, tables, inspector and 3D view all show and all may change."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from dfma.finding import Finding


class Selection(QObject):
    """Element rows, and the finding through which they were reached, if any."""

    changed = Signal(object)
    """Who changed it, so that a view does not scroll under the hand that clicked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[int, ...] = ()
        self.finding: Finding | None = None

    def select(self, rows: Iterable[int], by: object, finding: Finding | None = None) -> None:
        """Select these elements; tells everyone, unless nothing changed."""
        chosen = tuple(dict.fromkeys(int(row) for row in rows))
        if chosen != self.rows or finding is not self.finding:
            self.rows, self.finding = chosen, finding
            self.changed.emit(by)

    def clear(self, by: object = None) -> None:
        """Select nothing."""
        self.select((), by)
