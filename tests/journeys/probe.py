"""How long the event loop of the window was held up: measured by a timer that wants to tick all the time."""

from __future__ import annotations

import os
import time

from PySide6.QtCore import QObject, QTimer

_TICK_MS = 10


class EventLoopProbe(QObject):
    """Between `start` and `stop`, the longest gap between two ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        """Seconds by the clock."""
        self.longest_work = 0.0
        """Seconds that the window's own thread computed in one gap: what it did itself, on a busy machine too."""
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._clock, self._work = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        clock, work = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, clock - self._clock)
        self.longest_work = max(self.longest_work, work - self._work)
        self._clock, self._work = clock, work


def machine_is_quiet() -> bool:
    """Whether gaps by the clock say something of the program: nobody else takes the processors."""
    return hasattr(os, "getloadavg") and os.getloadavg()[0] < 0.5 * (os.cpu_count() or 1)
