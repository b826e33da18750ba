"""A function in a child process: like a plain call, and harmless whatever happens in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from app.services.child_process import ChildCrashError, ChildMemoryError, ChildStuckError, run_in_child
from dfma.errors import UserError
from dfma.progress import Cancelled, NoProgress
from dfma.text import Text
from tests.app.services import child_work


class Watched:
    """A progress that keeps what it is told, and asks to stop when `stop` says so."""

    def __init__(self, stop: Callable[[], bool] = lambda: False) -> None:
        self.said: list[tuple[Text, int, int]] = []
        self._stop = stop

    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        self.said.append((step, done, total))

    def check(self) -> None:
        if self._stop():
            raise Cancelled


def test_the_result_and_the_parts_and_the_progress_come_back() -> None:
    parts: list[Any] = []
    progress = Watched()
    assert run_in_child(child_work.add, 2, 3, progress=progress, on_part=parts.append) == 5
    assert parts == [2, 3]
    assert [(step.key, done, total) for step, done, total in progress.said] == [("ifc.step.shapes", 1, 2)]


def test_errors_of_the_child_are_raised_here() -> None:
    with pytest.raises(UserError) as caught:
        run_in_child(child_work.fail, progress=NoProgress())
    assert caught.value.message.key == "ifc.open.empty"
    with pytest.raises(ZeroDivisionError) as stumbled:
        run_in_child(child_work.stumble, progress=NoProgress())
    assert "in stumble" in stumbled.value.__notes__[0]


def test_a_killed_child_is_a_sentence_and_what_it_sent_before_is_kept() -> None:
    parts: list[Any] = []
    with pytest.raises(ChildCrashError) as caught:
        run_in_child(child_work.die, progress=NoProgress(), on_part=parts.append)
    assert parts == ["before"]
    assert caught.value.message.key == "child.crashed"


def test_cancel_kills_the_child_at_once() -> None:
    children: list[int] = []
    with pytest.raises(Cancelled):
        run_in_child(child_work.sleep, progress=Watched(lambda: bool(children)), on_part=children.append)
    assert not psutil.pid_exists(children[0])


def test_a_child_over_its_memory_ceiling_is_ended() -> None:
    start = time.monotonic()
    with pytest.raises(ChildMemoryError) as caught:
        run_in_child(child_work.swallow_memory, progress=NoProgress(), memory_ceiling=400_000_000)
    assert caught.value.message["gigabytes"] == pytest.approx(0.4)
    assert time.monotonic() - start < 60


def test_a_child_that_is_stuck_is_ended_and_what_it_sent_before_is_kept() -> None:
    parts: list[object] = []
    with pytest.raises(ChildStuckError):
        run_in_child(child_work.spin_after_a_part, progress=NoProgress(), on_part=parts.append, patience=0.3)
    assert parts == ["part"]


def test_native_libraries_cannot_write_to_the_console(capfd: pytest.CaptureFixture[str]) -> None:
    run_in_child(child_work.chatter, progress=NoProgress())
    assert capfd.readouterr() == ("", "")
