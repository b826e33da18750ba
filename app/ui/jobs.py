"""The one door for background work: progress, cancel and errors for free.

`jobs.start(title, work, done)` runs `work(progress)` away from the window and calls `done(result)` back in it. Jobs run
one after the other: two heavy ones at a time gain nothing on a laptop, and later ones read what earlier ones made.
Work whose heavy part holds Python's lock (tessellation) moves on to a child process by itself, inside its service.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot

from dfma.errors import UserError
from dfma.progress import Cancelled, Progress
from dfma.text import Text, text

log = logging.getLogger(__name__)

_TICK_MS = 250


@dataclass(frozen=True, slots=True)
class Step:
    """Where a job is: what it does now, and how much of it is done (total 0 = not known)."""

    what: Text
    done: int = 0
    total: int = 0


class Job(QObject):
    """One piece of work. Its signals are always heard in the thread of the window."""

    progressed = Signal(object)
    """A `Step`, at most four times a second."""
    succeeded = Signal(object)
    failed = Signal(object)
    """A `Text`: what happened and what to do."""
    cancelled = Signal()
    ended = Signal()
    """After any of the three endings."""

    def __init__(self, title: Text, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.step = Step(title)
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; it ends at its next `progress.check()`."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    # What the work sees: a `Progress`. Only plain attributes are touched, so any thread may call these.
    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        """Remember where the work is; the window looks four times a second."""
        self.step = Step(step, done, total)

    def check(self) -> None:
        """Raise `Cancelled` when a person asked to stop."""
        if self._stop.is_set():
            raise Cancelled


class Jobs(QObject):
    """Runs jobs one after the other and tells the window about them."""

    started = Signal(object)
    """The `Job` that runs now."""
    idle = Signal()
    """Nothing runs and nothing waits."""

    _handed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Job | None = None
        self._waiting: deque[tuple[Job, Callable[[Progress], Any]]] = deque()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._handed.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._ticker = QTimer(self, interval=_TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._shown: Step | None = None

    @property
    def busy(self) -> bool:
        return self.current is not None

    def start(
        self,
        title: Text,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Text], None] | None = None,
    ) -> Job:
        """Run `work(progress)` in the background, then `done(result)` or `failed(sentence)` in the window."""
        job = Job(title, self)
        job.succeeded.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        self._waiting.append((job, work))
        self._next()
        return job

    def cancel_all(self) -> None:
        """Ask the running job to stop and forget those that wait."""
        while self._waiting:
            job, _ = self._waiting.popleft()
            job.cancel()
            job.cancelled.emit()
            job.ended.emit()
        if self.current is not None:
            self.current.cancel()

    def in_window(self, function: Callable[..., None]) -> Callable[..., None]:
        """Wrap a function so that work in the background may call it and it runs in the window, later."""
        return lambda *values: self._handed.emit(function, values)

    def wait(self, milliseconds: int = 5000) -> bool:
        """Stop everything and wait for the end; for leaving the program."""
        self.cancel_all()
        return self._pool.waitForDone(milliseconds)

    def _next(self) -> None:
        if self.current is not None or not self._waiting:
            return
        job, work = self._waiting.popleft()
        self.current, self._shown = job, None
        self._ticker.start()
        self.started.emit(job)
        self._pool.start(_Run(job, work, lambda ending, value: self._handed.emit(self._end, (job, ending, value))))

    @Slot(object, object)
    def _receive(self, function: Callable[..., None], values: tuple[Any, ...]) -> None:
        function(*values)

    def _tick(self) -> None:
        if self.current is not None and self.current.step is not self._shown:
            self._shown = self.current.step
            self.current.progressed.emit(self._shown)

    def _end(self, job: Job, ending: str, value: Any) -> None:
        self._ticker.stop()
        self.current = None
        # A job that a person cancelled has no result any more, even if it came in the same moment.
        if ending == "cancelled" or (ending == "succeeded" and job.stopping):
            job.cancelled.emit()
        elif ending == "failed":
            job.failed.emit(value)
        else:
            job.succeeded.emit(value)
        job.ended.emit()
        job.deleteLater()
        self._next()
        if self.current is None:
            self.idle.emit()


class _Run(QRunnable):
    """The thread's side of a job."""

    def __init__(self, job: Job, work: Callable[[Progress], Any], end: Callable[[str, Any], None]) -> None:
        super().__init__()
        self._job, self._work, self._end = job, work, end

    def run(self) -> None:
        try:
            self._job.check()
            result = self._work(self._job)
        except Cancelled:
            self._end("cancelled", None)
        except UserError as error:
            self._end("failed", error.message)
        except Exception as error:
            log.exception("job %s", self._job.title.key)
            detail = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            self._end("failed", text("ui.error.unexpected", detail=detail))
        else:
            self._end("succeeded", result)
