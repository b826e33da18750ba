"""How long work tells where it is, and hears that it should stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dfma.text import Text


class Cancelled(Exception):  # noqa: N818 - not an error: a person asked for it
    """The person asked the work to stop."""


class Progress(Protocol):
    """Handed down beside values to work that may take long."""

    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        """Say what is being done, and how much of it (total 0 = not known)."""

    def check(self) -> None:
        """Raise `Cancelled` when the person asked to stop. Call it at least every 0.2 s of work."""


class NoProgress:
    """A `Progress` that nobody watches."""

    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        """Ignore it."""

    def check(self) -> None:
        """Never asks to stop."""
