"""Check the file of a model against the schema of IFC, in a child that can be stopped."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.child_process import ChildCrashError, ChildMemoryError, run_in_child
from dfma.ifc.schema_check import schema_faults, schema_run, unchecked
from dfma.progress import Progress
from dfma.text import Text, text

if TYPE_CHECKING:
    from dfma.model.building import BuildingModel
    from dfma.rules.rule import RuleRun

TIME_LIMIT = 300.0
"""Seconds of the clock."""


class _TooLateError(Exception):
    """The time is over."""


class _Limited:
    """A `Progress` that also ends work when its time is over."""

    def __init__(self, progress: Progress, seconds: float) -> None:
        self._progress = progress
        self._until = time.monotonic() + seconds

    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        self._progress.report(step, done, total)

    def check(self) -> None:
        self._progress.check()
        if time.monotonic() > self._until:
            raise _TooLateError


def check_schema(
    model: BuildingModel, progress: Progress, *, time_limit: float = TIME_LIMIT, memory_ceiling: int | None = None
) -> RuleRun:
    """The faults of the file, grouped. A file that breaks the validator is "not checkable", with the reason.

    Raises Cancelled, and UserError when the file is gone or has changed.
    """
    started = time.perf_counter()
    progress.report(text("schema.running"))
    try:
        faults = run_in_child(
            schema_faults,
            Path(model.source.path),
            model.source.sha256,
            progress=_Limited(progress, time_limit),
            memory_ceiling=memory_ceiling,
        )
    except _TooLateError:
        return unchecked(model, text("schema.too_slow", seconds=time_limit), time.perf_counter() - started)
    except (ChildCrashError, ChildMemoryError) as error:
        return unchecked(model, error.message, time.perf_counter() - started)
    return schema_run(model, faults, time.perf_counter() - started)
