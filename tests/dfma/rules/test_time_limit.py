"""Work is stopped when its time is over, and left alone before."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from dfma.rules.time_limit import TooSlow, stopped_after


def test_a_loop_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(TooSlow), stopped_after(0.05):
        _loop_for(30.0)
    assert time.monotonic() - started < 20


def test_a_loop_that_swallows_errors_is_stopped() -> None:
    with pytest.raises(TooSlow), stopped_after(0.05):
        _swallow_for(30.0)


def test_work_in_time_is_left_alone() -> None:
    with stopped_after(0.2):
        done = True
    time.sleep(0.3)
    assert done


def _loop_for(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def _swallow_for(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Exception):  # what a careless rule does
            raise ValueError
