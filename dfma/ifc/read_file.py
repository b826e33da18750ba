"""What a child process does with a file: parse it once, send the tables, then send the shapes as they are made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from dfma.ifc.open_file import open_ifc
from dfma.ifc.read_geometry import Plan, read_shapes
from dfma.ifc.read_model import tables_of
from dfma.model.building import BuildingModel
from dfma.progress import Progress
from dfma.text import Text, text


def read_file(progress: Progress, emit: Callable[[Any], None], path: Path) -> dict[int, Text]:
    """Emit the tables (a `BuildingModel` without geometry), then what `read_shapes` emits; return what that returns."""
    progress.report(text("ifc.step.open", name=path.name))
    opened = open_ifc(path, progress)
    tables = tables_of(path, opened, progress)
    emit(tables)
    return read_shapes(opened.file, shape_rows(tables), tables.source.length_unit, progress, emit)


def read_remaining_shapes(
    progress: Progress, emit: Callable[[Any], None], path: Path, rows: dict[int, int], length_unit: float, plan: Plan
) -> dict[int, Text]:
    """Emit the shapes that are still missing after a crash; the tables are known."""
    return read_shapes(open_ifc(path, progress).file, rows, length_unit, progress, emit, plan)


def shape_rows(tables: BuildingModel) -> dict[int, int]:
    """Entity number to row, of everything that may have a shape. Grids have lines, which are not shown as bodies."""
    bodies = tables.elements.filter(pl.col("role") != "grid")
    return dict(zip(bodies["step_id"], bodies["row"], strict=True))
