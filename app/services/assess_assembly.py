"""The assembly rate of a model by a scheme, with what people stated where the model is silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dfma.assembly_rate.calculate import calculate
from dfma.assembly_rate.scheme import load_scheme
from dfma.errors import UserError
from dfma.text import text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.settings import Settings
    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress


def assess_assembly(
    model: BuildingModel,
    settings: Settings,
    progress: Progress,
    *,
    scheme: str | None = None,
    answers: Mapping[str, Any] | None = None,
) -> AssemblyRate:
    """Rate the model, and say what would raise the rate. Raises UserError when scheme or efforts are unusable."""
    from dfma.assembly_rate.improve import improve, load_efforts

    progress.report(text("app.step.rate"))
    chosen, efforts = load_scheme(scheme or settings.scheme), load_efforts(settings.rate_efforts)
    rate = calculate(model, chosen, answers or {})
    progress.report(text("app.step.rate.next"))
    return replace(rate, improvement=improve(rate, chosen, efforts, progress))


def read_answers(path: Path) -> dict[str, Any]:
    """Answers as a flat YAML table. Raises UserError when the file is no such table."""
    try:
        table = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        table = None
    if not isinstance(table, dict):
        raise UserError(text("app.answers.unreadable", path=str(path)))
    return table
