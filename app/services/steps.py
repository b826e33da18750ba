"""The straight line, step by step: each step takes the report so far and adds its part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import versions
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
) -> ReviewReport:
    """Add the rule runs."""
    from app.services.check_model import check_model

    checked = check_model(report.model, settings, progress, packs=packs, ids=ids)
    return replace(report, runs=checked.runs, texts=_united_texts(report, checked.texts))


def suggest_step(report: ReviewReport, settings: Settings, progress: Progress) -> ReviewReport:
    """Add the matches, ranked by earlier decisions on the project, and the types."""
    from app.services.suggest_components import suggest_components
    from app.session import MatchLog, match_log_path

    decisions = MatchLog(match_log_path(report.model)).decisions()
    suggestions = suggest_components(report.model, progress, decisions, settings.lifting_limit_kg)
    found = {field.name: getattr(suggestions, field.name) for field in fields(suggestions)}
    return replace(report, **found)


def apply_step(report: ReviewReport, _settings: Settings, progress: Progress, *, what: Application) -> ReviewReport:
    """Write a copy of the model with accepted suggestions, and say what was done."""
    from app.services.apply_suggestions import apply_suggestions

    return replace(report, applied=apply_suggestions(report, what, progress))


def rate_step(
    report: ReviewReport,
    settings: Settings,
    progress: Progress,
    *,
    scheme: str | None = None,
    answers: Path | None = None,
) -> ReviewReport:
    """Add the assembly rate."""
    from app.services.assess_assembly import assess_assembly, read_answers

    stated = {} if answers is None else read_answers(answers)
    rate = assess_assembly(report.model, settings, progress, scheme=scheme, answers=stated)
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
