"""What the window remembers from one run to the next: its layout, language and look, and recent models."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow

_RECENT = 6


class Memory:
    """A few named values in the place where the system keeps such things."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def recent(self) -> list[str]:
        """Models that were opened before and are still there, the last one first."""
        kept = self._store.value("recent", []) or []
        paths = [kept] if isinstance(kept, str) else list(kept)  # an INI file gives one path as a plain string
        return [path for path in paths if Path(path).exists()][:_RECENT]

    def add_recent(self, path: str) -> None:
        """Put a model first."""
        whole = str(Path(path).resolve())
        self._store.setValue("recent", [whole, *(other for other in self.recent() if other != whole)][:_RECENT])

    @property
    def folder(self) -> str:
        """Where a model was last opened from."""
        return str(self._store.value("folder", ""))

    @folder.setter
    def folder(self, path: Path) -> None:
        self._store.setValue("folder", str(path))

    @property
    def language(self) -> str | None:
        return self._store.value("language")

    @language.setter
    def language(self, language: str) -> None:
        self._store.setValue("language", language)

    @property
    def theme(self) -> str:
        """`light`, `dark` or `system`."""
        return str(self._store.value("theme", "system"))

    def keep_layout(self, window: QMainWindow, theme: str) -> None:
        """Remember where everything stands."""
        self._store.setValue("geometry", window.saveGeometry())
        self._store.setValue("layout", window.saveState())
        self._store.setValue("theme", theme)

    def restore_layout(self, window: QMainWindow) -> None:
        """Put everything where it stood."""
        if geometry := self._store.value("geometry"):
            window.restoreGeometry(geometry)
        if layout := self._store.value("layout"):
            window.restoreState(layout)
