"""Stops work that takes too long, in the thread in which it runs: a rule that loops must not hold up the others."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlow(BaseException):
    """The time is over. Not an `Exception`, so that what is stopped cannot take it for a fault of its own."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` inside the block when it takes longer than this.

    It is raised between two steps of Python: one long call into compiled code ends first.
    """
    thread, lock, over = threading.get_ident(), threading.Lock(), threading.Event()

    def stop() -> None:
        with lock:
            if not over.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooSlow))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over.set()
        timer.cancel()
