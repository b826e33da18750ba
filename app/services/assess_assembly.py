"""The assembly rate of a model by a scheme, with what people stated where the model is silent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dfma.assembly_rate.calculate import calculate
from dfma.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.settings import Settings
    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.assembly_rate.scheme import Scheme
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress


def assess_assembly(
    model: BuildingModel,
    settings: Settings,
    progress: Progress,
    *,
    scheme: Scheme,
    answers: Mapping[str, Any] | None = None,
) -> AssemblyRate:
    """Rate the model, and say what would raise the rate. Raises UserError when answers or efforts are unusable."""
    from dfma.assembly_rate.improve import improve, load_efforts

    progress.report(text("app.step.rate"))
    efforts = load_efforts(settings.rate_efforts)
    rate = calculate(model, scheme, answers or {})
    progress.report(text("app.step.rate.next"))
    first, *others = (replace(one, improvement=improve(one, scheme, efforts, progress)) for one in (rate, *rate.others))
    return replace(first, others=tuple(others))
