"""The straight line, step by step: each step takes the report so far and adds its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import component_catalogue, versions
from dfma.report import ReviewReport
from dfma.text import LANGUAGES

if TYPE_CHECKING:
    from app.services.apply_suggestions import Application
    from app.settings import Settings
    from dfma.progress import Progress

Step = Callable[[ReviewReport, "Settings", "Progress"], ReviewReport]


def open_step(path: Path, settings: Settings, progress: Progress) -> ReviewReport:
    """Open a model and begin its report, with the decisions that were taken on the project before."""
    from app.services.open_model import open_model
    from app.session import DecisionLog, decision_path

    model = open_model(path, settings.open_settings(), progress)
    return ReviewReport(
        model=model,
        stage=settings.stage,
        versions=versions(settings),
        decisions=DecisionLog(decision_path(model)).latest(),
        changed_settings=settings.changes(),
    )


def check_step(
    report: ReviewReport,
    settings: Settings,
    progress: Progress,
    *,
    packs: tuple[Path, ...] = (),
    ids: tuple[Path, ...] = (),
    with_: Path | None = None,
    schema: bool = False,
) -> ReviewReport:
    """Add the rule runs; `with_` is a second model of the building, looked at beside the first.

    With `schema` the file itself is held against the schema of IFC too.
    """
    from app.services.check_model import check_model

    context = None
    if with_ is not None:
        from app.services.open_model import open_model

        context = open_model(with_, settings.open_settings(), progress)
    checked = check_model(report.model, settings, progress, packs=packs, ids=ids, context=context, schema=schema)
    return replace(report, runs=checked.runs, coverage=checked.coverage, texts=_united_texts(report, checked.texts))


def suggest_step(
    report: ReviewReport, settings: Settings, progress: Progress, *, max_types: int | None = None
) -> ReviewReport:
    """Add the matches, ranked by earlier decisions, and the types; with `max_types` one plan is chosen."""
    from app.services.suggest_components import suggest_components
    from app.session import MatchLog, match_log_path

    decisions = MatchLog(match_log_path(report.model)).decisions()
    catalogue = component_catalogue(settings.library)
    suggestions = suggest_components(
        report.model, progress, decisions, settings.lifting_limit_kg, max_types, catalogue=catalogue
    )
    found = {field.name: getattr(suggestions, field.name) for field in fields(suggestions)}
    report = replace(report, **found, versions={**report.versions, "library": catalogue.version})
    return report if settings.library is None else _with_library_findings(report, settings.library)


def carry_step(report: ReviewReport, settings: Settings, progress: Progress, *, previous: Path) -> ReviewReport:
    """Take over the decisions that were taken on an earlier state of the model; findings must be there already."""
    from app.services.open_model import open_model
    from app.session import DecisionLog, decision_path
    from dfma.carry_over import carried_decisions

    old = open_model(previous, settings.open_settings(), progress)
    decisions = {**DecisionLog(decision_path(old)).latest(), **report.decisions}
    carried = carried_decisions(old, report.model, report.findings, decisions)
    return replace(report, decisions={**decisions, **carried})


def _with_library_findings(report: ReviewReport, library: str) -> ReviewReport:
    """Add what the shared library says of the components that the model names, as of today."""
    from datetime import UTC, datetime

    from app.services.library_findings import find_in_library

    today = datetime.now(UTC).astimezone().date()
    return replace(report, library=find_in_library(report.model, report.matches or (), library, today))


def apply_step(report: ReviewReport, settings: Settings, progress: Progress, *, what: Application) -> ReviewReport:
    """Write a copy of the model with accepted suggestions, and say what was done."""
    from app.services.apply_suggestions import apply_suggestions

    catalogue = component_catalogue(settings.library)
    applied = apply_suggestions(report, what, progress, catalogue, settings.lifting_limit_kg)
    return replace(report, applied=applied)


def split_step(report: ReviewReport, settings: Settings, progress: Progress) -> ReviewReport:
    """Add the cutting plans of monolithic slabs and walls."""
    from app.bootstrap import component_catalogue
    from dfma.components.split import split_elements

    splits = split_elements(
        report.model, component_catalogue(), lifting_limit=settings.lifting_limit_kg, progress=progress
    )
    return replace(report, splits=splits)


def rate_step(
    report: ReviewReport,
    settings: Settings,
    progress: Progress,
    *,
    scheme: str | None = None,
    answers: Path | None = None,
    keep: bool = False,
) -> ReviewReport:
    """Add the assembly rate, with the answers kept with the project and, before these, those of the file.

    With `keep`, those of the file stay with the project once they turned out to be usable.
    """
    from app.answers import AnswerLog, read_answers, signed
    from app.services.assess_assembly import assess_assembly
    from app.session import answer_log_path
    from dfma.assembly_rate.questions import checked
    from dfma.assembly_rate.scheme import load_scheme

    chosen, log = load_scheme(scheme or settings.scheme), AnswerLog(answer_log_path(report.model))
    given = checked(chosen, {} if answers is None else read_answers(answers))
    stated = {**log.latest(chosen.id), **given}
    rate = assess_assembly(report.model, settings, progress, scheme=chosen, answers=stated)
    if keep:
        log.append(chosen.id, map(signed, given.values()))
    return replace(report, assembly_rate=rate, texts=_united_texts(report, rate.texts))


def assistant_step(report: ReviewReport, settings: Settings, progress: Progress) -> ReviewReport:
    """Add the assistant's remarks."""
    from app.services.review_model import review_model

    return replace(report, assistant=review_model(report.model, settings, progress))


def review_steps(
    *,
    packs: tuple[Path, ...] = (),
    ids: tuple[Path, ...] = (),
    scheme: str | None = None,
    answers: Path | None = None,
) -> tuple[Step, ...]:
    """Everything."""
    return (
        partial(check_step, packs=packs, ids=ids),
        suggest_step,
        partial(rate_step, scheme=scheme, answers=answers),
        assistant_step,
    )


def _united_texts(report: ReviewReport, more: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The sentences that the report brings along and more of them; no step may drop those of another."""
    return {language: {**report.texts.get(language, {}), **more.get(language, {})} for language in LANGUAGES}
