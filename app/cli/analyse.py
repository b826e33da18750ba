"""What every analysing command does around its own work: open, run, write, and choose the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app.bootstrap import catalogue, system_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings
    from dfma.progress import Progress
    from dfma.report import ReviewReport
    from dfma.text import Catalogue

FINDINGS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where results go and what makes the command fail."""

    lang: str | None = None
    json: str | None = None
    out: Path | None = None
    quiet: bool = False
    fail_on: str = "error"
    library: str | None = None
    """Shared library that suggestions come from; None: that of the settings."""
    ask: Path | None = None
    """Where the open questions of the assembly rate go."""


Step = Callable[["ReviewReport", "Settings", "Progress"], "ReviewReport"]


def analyse(model: Path, stage: str | None, output: Output, steps: tuple[Step, ...]) -> None:
    """Open the model, let each step add its part to the report, write it, end with the exit code of the contract."""
    from app.services.steps import open_step
    from app.settings import load_settings

    settings = load_settings()
    if stage is not None:
        settings = settings.model_copy(update={"stage": stage})
    if output.library is not None:
        settings = settings.model_copy(update={"library": output.library})
    words = catalogue(output.lang or settings.language or system_language())
    with progress_for(words, quiet=output.quiet) as progress:
        report = open_step(model, settings, progress)
        for step in steps:
            report = step(report, settings, progress)
        write(report, output, words)
    if fails(report, output.fail_on):
        raise typer.Exit(FINDINGS)


@contextmanager
def progress_for(words: Catalogue, *, quiet: bool) -> Iterator[Progress]:
    """Progress on standard error, or none."""
    from app.cli.progress import ConsoleProgress
    from dfma.progress import NoProgress

    if quiet:
        yield NoProgress()
        return
    progress = ConsoleProgress(words)
    try:
        yield progress
    finally:
        progress.close()


def write(report: ReviewReport, output: Output, words: Catalogue) -> None:
    """JSON and HTML where asked for; a short summary on standard output unless JSON goes there or it is quiet."""
    from app.bootstrap import report_catalogue
    from app.reports.json_report import json_report, write_json
    from app.reports.summary import summary

    words = report_catalogue(report, words.language)
    if output.json == "-":
        sys.stdout.write(json_report(report, words.language))
    elif output.json is not None:
        write_json(report, Path(output.json), words.language)
    if output.out is not None:
        from app.reports.html_report import write_html
        from app.reports.workbook import write_workbook

        write_html(report, output.out, words)
        write_workbook(report, output.out / "report.xlsx", words)
    if output.ask is not None and report.assembly_rate is not None:
        from app.answers import write_questions

        write_questions(report.assembly_rate, output.ask, words)
    if not output.quiet and output.json != "-":
        typer.echo(summary(report, words))
        if output.ask is not None:
            typer.echo(words.say_key("cli.answers.asked", path=str(output.ask)))
        if output.out is not None:
            typer.echo(words.say_key("cli.written", path=str(output.out)))


def fails(report: ReviewReport, fail_on: str) -> bool:
    """Whether an open finding is at or above the severity that makes the command fail."""
    order = ("error", "warning", "advice")
    worst = report.worst()
    return worst is not None and fail_on != "never" and order.index(worst) <= order.index(fail_on)
