"""Run a function in a process of its own, and have it look like a plain call.

Tessellation holds the interpreter lock, takes memory without asking and now and then crashes in native code. In a child
it can do none of that to the window: the child is killed on cancel, and its death becomes an error with a sentence.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from dfma.errors import UserError
from dfma.progress import Progress
from dfma.text import Text, text

Result = TypeVar("Result")
Emit = Callable[[Any], None]
"""Given to work in a child: hands a part of the result to the parent at once."""

_LOOK_EVERY = 0.1
"""Seconds between two looks at cancel and memory; progress is sent at most this often too."""


class ChildCrashError(UserError):
    """The child ended without an answer: native code crashed, or something outside killed it."""


class ChildMemoryError(UserError):
    """The child passed its memory ceiling and was ended."""


class ChildStuckError(UserError):
    """The child worked on one thing for longer than it may and was ended."""


def run_in_child(
    function: Callable[..., Result],
    *arguments: Any,
    progress: Progress,
    on_part: Emit | None = None,
    memory_ceiling: int | None = None,
    patience: float | None = None,
) -> Result:
    """Return `function(progress, emit, *arguments)`, computed in a spawned process.

    `function`, its arguments and what it returns must be picklable. What the child emits is handed to `on_part` in the
    caller's thread, in order, before this returns; parts that arrived before a crash have been handed on.
    `memory_ceiling` is in bytes of resident memory. `patience` is how many seconds of processor time the child may take
    from one part to the next (none before the first part): seconds of the clock would punish a busy machine.

    Raises `Cancelled` within `_LOOK_EVERY` of the request (the child is killed), `ChildCrashError`, `ChildMemoryError`,
    `ChildStuckError`, and whatever the function raised, with the child's traceback as a note.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(sender, function, arguments), daemon=True)
    child.start()
    sender.close()  # else the end of the child would never show as the end of the pipe
    try:
        result: Result = _listen(child, receiver, progress, on_part or _drop, memory_ceiling, patience)
        return result
    finally:
        child.kill()
        child.join()
        receiver.close()


def _listen(
    child: BaseProcess,
    receiver: Connection,
    progress: Progress,
    on_part: Emit,
    memory_ceiling: int | None,
    patience: float | None,
) -> Any:
    look_at = 0.0
    stuck_at = float("inf")
    while True:
        if (now := time.monotonic()) >= look_at:
            progress.check()
            if memory_ceiling is not None and _resident_memory(child) > memory_ceiling:
                raise ChildMemoryError(text("child.out_of_memory", gigabytes=memory_ceiling / 1e9))
            if patience is not None and _processor_time(child) > stuck_at:
                raise ChildStuckError(text("child.stuck", seconds=patience))
            look_at = now + _LOOK_EVERY
        if not wait([receiver], timeout=_LOOK_EVERY):
            continue
        try:
            kind, content = receiver.recv()
        except (EOFError, OSError):
            child.join()
            raise ChildCrashError(text("child.crashed", code=child.exitcode)) from None
        if kind == "progress":
            progress.report(*content)
        elif kind == "part":
            on_part(content)
            stuck_at = _processor_time(child) + (patience or 0.0)
        elif kind == "error":
            raise content
        else:
            return content


def _resident_memory(child: BaseProcess) -> int:
    import psutil

    try:
        return int(psutil.Process(child.pid).memory_info().rss)
    except psutil.Error:  # it has just ended; the pipe will say how
        return 0


def _processor_time(child: BaseProcess) -> float:
    import psutil

    try:
        times = psutil.Process(child.pid).cpu_times()
    except psutil.Error:  # it has just ended; the pipe will say how
        return 0.0
    return float(times.user + times.system)


def _drop(part: Any) -> None:
    """For work that emits nothing."""


class _Reporter:
    """The child's side of `Progress`. Cancelling needs no check here: the parent kills the process."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender
        self._last: tuple[str, float] = ("", 0.0)

    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        key, when = self._last
        if step.key == key and done < total and time.monotonic() < when + _LOOK_EVERY:
            return
        self._last = (step.key, time.monotonic())
        self._sender.send(("progress", (step, done, total)))

    def check(self) -> None:
        """Nothing to ask."""


def _work(sender: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    _silence_native_libraries()
    # A child lives for one piece of work: looking for cycles among its objects takes a tenth of its time for nothing.
    gc.disable()
    try:
        answer = ("result", function(_Reporter(sender), lambda part: sender.send(("part", part)), *arguments))
    except BrokenPipeError:  # the parent is gone
        return
    except Exception as error:  # noqa: BLE001 - it is handed to the parent, which raises it
        error.add_note("In the child process:\n" + traceback.format_exc())
        answer = ("error", error)
    sender.send(answer)


def _silence_native_libraries() -> None:
    """Geometry kernels write to the console from native code; nobody can read that. Python's errors go by the pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for standard_stream in (1, 2):
        os.dup2(nowhere, standard_stream)
