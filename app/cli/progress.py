"""Progress on standard error: one living line on a terminal, a line per step elsewhere, nothing when quiet."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dfma.text import Catalogue, Text

_REDRAW_AFTER = 0.1  # seconds


class ConsoleProgress:
    """A `Progress` for people at a terminal. Ctrl+C cancels by itself, so `check` has nothing to do."""

    def __init__(self, words: Catalogue) -> None:
        self._words = words
        self._terminal = sys.stderr.isatty()
        self._shown = ""
        self._drawn_at = 0.0

    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        """Show the step; on a terminal also how much of it is done."""
        sentence = self._words.say(step)
        if not self._terminal:
            if sentence != self._shown:
                print(sentence, file=sys.stderr, flush=True)
        elif sentence != self._shown or time.monotonic() - self._drawn_at > _REDRAW_AFTER:
            count = f" {done:,} / {total:,}" if total else ""
            print(f"\r\x1b[K{sentence}{count}", end="", file=sys.stderr, flush=True)
            self._drawn_at = time.monotonic()
        self._shown = sentence

    def check(self) -> None:
        """Nothing: an interrupt is raised by Python itself."""

    def close(self) -> None:
        """Leave the terminal with a clean line."""
        if self._terminal and self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
