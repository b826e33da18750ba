"""Processes that write into a library at once, or until they are killed. They say each write that was acknowledged."""

from __future__ import annotations

import sys

from component_library.library import open_library
from tests.component_library.places import beam


def write(url: str, actor: str, writer: str, count: int) -> None:
    """Add `count` components of one's own, and one that every writer adds alike."""
    with open_library(url, actor) as library:
        _say("ready")
        sys.stdin.readline()
        for number in range(count):
            shared = library.add(beam("SHARED", grade=f"C{30 + number}"), based_on=None) if number == 0 else None
            own = library.add(beam(f"{writer}-{number}"))
            _say(own.id, *([shared.id] if shared else []))


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
