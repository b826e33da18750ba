"""What the assistant remarks: proposals with evidence, never an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ai_review.assistant import review
from app.bootstrap import text_encoder

if TYPE_CHECKING:
    from app.settings import Settings
    from dfma.finding import Finding
    from dfma.model.building import BuildingModel
    from dfma.progress import Progress


def review_model(model: BuildingModel, settings: Settings, progress: Progress) -> tuple[Finding, ...]:
    """Ask the assistant about the model."""
    return review(model, text_encoder(settings), progress)
