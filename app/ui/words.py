"""The language of the window, switchable while it is open.

Widgets do not keep sentences: they keep keys, and say them again when `words.changed` fires.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from dfma.text import Catalogue, Text, Value


class Words(QObject):
    """The catalogue in use."""

    changed = Signal()

    def __init__(self, load: Callable[[str], Catalogue], language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self.catalogue = load(language)

    @property
    def language(self) -> str:
        return self.catalogue.language

    def switch(self, language: str) -> None:
        """Say everything in another language from now on."""
        if language != self.language:
            self.catalogue = self._load(language)
            self.changed.emit()

    def __call__(self, key: str, /, **values: Value) -> str:
        return self.catalogue.say_key(key, **values)

    def say(self, what: Text) -> str:
        """Say a sentence that a service made."""
        return self.catalogue.say(what)

    def knows(self, key: str) -> bool:
        """Whether there is a sentence of that key; names that files bring have none."""
        return key in self.catalogue

    def name(self, prefix: str, code: str | None) -> str:
        """The name of a code of a closed list (`kind.beam`), as it stands alone; the code where the list has none."""
        if code is None:
            return self("ui.unknown")
        key = f"{prefix}.{code}"
        name = self(key) if key in self.catalogue else code
        return name[:1].upper() + name[1:]
