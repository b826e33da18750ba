"""Open two states of a model and compare them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.services.open_model import open_model
from dfma.model.compare import Comparison, compare
from dfma.text import text

if TYPE_CHECKING:
    from app.settings import Settings
    from dfma.progress import Progress


def compare_models(old: Path, new: Path, settings: Settings, progress: Progress) -> Comparison:
    """Compare the model of one file with that of another. Raises `UserError` when one cannot be read."""
    before, after = (open_model(path, settings.open_settings(), progress) for path in (old, new))
    progress.report(text("app.step.compare"))
    return compare(before, after)
