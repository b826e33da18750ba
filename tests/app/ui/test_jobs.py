from __future__ import annotations

import logging
import threading
import time

import pytest

from app.ui.jobs import Jobs, Step
from dfma.errors import UserError
from dfma.progress import Cancelled, Progress
from dfma.text import Text, text


@pytest.fixture
def jobs(qtbot: object) -> Jobs:
    made = Jobs()
    yield made
    assert made.wait()


TITLE = text("ui.job.check")


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: object, jobs: Jobs) -> None:
    threads: list[object] = []
    with qtbot.waitSignal(jobs.idle):
        jobs.start(TITLE, lambda _: threading.get_ident(), lambda seen: threads.extend([seen, threading.get_ident()]))
    assert threads[0] != threads[1] == threading.get_ident()


def test_jobs_run_one_after_the_other_in_their_order(qtbot: object, jobs: Jobs) -> None:
    seen: list[str] = []

    def work(name: str) -> object:
        return lambda _: (seen.append(f"begin {name}"), time.sleep(0.02), seen.append(f"end {name}"))

    with qtbot.waitSignal(jobs.idle):
        for name in "abc":
            jobs.start(TITLE, work(name), lambda _, name=name: seen.append(f"done {name}"))
    assert seen == [f"{what} {name}" for name in "abc" for what in ("begin", "end", "done")]


def test_progress_is_told_with_counts(qtbot: object, jobs: Jobs) -> None:
    go_on = threading.Event()
    seen: list[Step] = []

    def work(progress: Progress) -> None:
        progress.report(text("ui.job.rate"), 3, 7)
        assert go_on.wait(5)

    job = jobs.start(TITLE, work, lambda _: None)
    job.progressed.connect(seen.append)
    qtbot.waitUntil(lambda: Step(text("ui.job.rate"), 3, 7) in seen)
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_a_user_error_is_said_as_it_is(qtbot: object, jobs: Jobs) -> None:
    failures: list[Text] = []

    def work(_: Progress) -> None:
        raise UserError(text("app.settings.unreadable", path="x"))

    with qtbot.waitSignal(jobs.idle):
        jobs.start(TITLE, work, pytest.fail, failures.append)
    assert failures == [text("app.settings.unreadable", path="x")]


def test_an_unexpected_error_is_logged_in_full_and_said_in_one_sentence(
    qtbot: object, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[Text] = []
    with qtbot.waitSignal(jobs.idle), caplog.at_level(logging.ERROR):
        jobs.start(TITLE, lambda _: 1 / 0, pytest.fail, failures.append)
    assert failures == [text("ui.error.unexpected", detail="ZeroDivisionError: division by zero")]
    assert "Traceback" in caplog.text


def test_cancel_ends_the_running_job_and_those_that_wait(qtbot: object, jobs: Jobs) -> None:
    begun, ended, ran = threading.Event(), [], []

    def endless(progress: Progress) -> None:
        begun.set()
        while True:
            progress.check()
            time.sleep(0.005)

    first = jobs.start(TITLE, endless, pytest.fail, pytest.fail)
    second = jobs.start(TITLE, ran.append, pytest.fail, pytest.fail)
    first.cancelled.connect(lambda: ended.append("first"))
    second.cancelled.connect(lambda: ended.append("second"))
    assert begun.wait(5)
    with qtbot.waitSignal(jobs.idle, timeout=1000):
        jobs.cancel_all()
    assert sorted(ended) == ["first", "second"]
    assert ran == []


def test_a_result_that_comes_after_cancel_is_dropped(qtbot: object, jobs: Jobs) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def deaf(_: Progress) -> str:
        begun.set()
        assert go_on.wait(5)
        return "late"

    jobs.start(TITLE, deaf, pytest.fail)
    assert begun.wait(5)
    jobs.cancel_all()
    with qtbot.waitSignal(jobs.idle):
        go_on.set()


def test_parts_are_handed_over_in_order_and_before_the_end(qtbot: object, jobs: Jobs) -> None:
    seen: list[object] = []
    hand_over = jobs.in_window(lambda value: seen.append((value, threading.get_ident())))

    def work(_: Progress) -> None:
        for value in range(100):
            hand_over(value)

    with qtbot.waitSignal(jobs.idle):
        jobs.start(TITLE, work, lambda _: seen.append("end"))
    assert seen == [*((value, threading.get_ident()) for value in range(100)), "end"]


def test_cancelled_raised_by_the_work_itself_is_no_failure(qtbot: object, jobs: Jobs) -> None:
    def work(_: Progress) -> None:
        raise Cancelled

    with qtbot.waitSignal(jobs.idle):
        jobs.start(TITLE, work, pytest.fail, pytest.fail)
