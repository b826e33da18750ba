"""Starting writers (see `writers.py`) in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import ROOT


@contextmanager
def writers(url: str, names: list[tuple[str, str]], count: int) -> Iterator[list[subprocess.Popen[str]]]:
    """One process per (actor, writer), all opened and waiting; `start` lets them write."""
    command = [sys.executable, "-m", "tests.component_library.writers", url]
    processes = [
        subprocess.Popen(
            [*command, actor, writer, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=dict(os.environ),
        )
        for actor, writer in names
    ]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def start(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()


def acknowledged(process: subprocess.Popen[str]) -> list[str]:
    """What a writer said it has written, once it has ended."""
    said, _ = process.communicate(timeout=120)
    return said.split()
