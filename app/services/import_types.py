"""Components from the types of an IFC project library."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.open_model import OpenSettings, open_model
from dfma.components.from_types import TypesRead, describe_types
from dfma.ifc.place_types import place_types
from dfma.text import text

if TYPE_CHECKING:
    from dfma.progress import Progress


def import_types(path: Path, progress: Progress) -> TypesRead:
    """Describe every type of the file that a factory could make. Raises UserError for a file without types."""
    with tempfile.TemporaryDirectory(prefix="dougong-") as folder:
        progress.report(text("library.step.types", name=path.name))
        placed = place_types(path, Path(folder) / "types.ifc", progress)
        settings = OpenSettings(cache_folder=Path(folder), cache_cap=0)
        model = open_model(Path(folder) / "types.ifc", settings, progress)
    return describe_types(model, {one.occurrence: (one.name, one.guid) for one in placed}, path.name)
