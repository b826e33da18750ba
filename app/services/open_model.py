"""Open a model: from the cache, or from the file by way of a child process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.services.child_process import ChildCrashError, ChildMemoryError, ChildStuckError, run_in_child
from dfma.ifc.cache import ModelCache, cache_key
from dfma.ifc.read_file import read_file, read_remaining_shapes, shape_rows
from dfma.ifc.read_geometry import OPENCASCADE, Begun, Plan
from dfma.ifc.received import fingerprint
from dfma.model.boxes import ShapeBoxes, element_boxes, parts_of
from dfma.model.building import BuildingModel, SkippedShape
from dfma.model.geometry import Floats, Geometry
from dfma.model.measures import DEFAULT_DENSITIES, material_of_rows, measure
from dfma.model.shape_batch import ShapeBatch, united
from dfma.model.touching import touching
from dfma.progress import Progress
from dfma.text import Text, text

_MOST_CRASHES = 20
"""Child processes that may die over one model; after that the shapes that are left are given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSettings:
    """What opening a model depends on, and where it may keep what it has read."""

    touch_tolerance: float = 0.025
    """Largest gap in metres that still touches: a bed of mortar and its deviation."""
    densities: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_DENSITIES))
    """kg/m³ by family of material."""
    memory_ceiling: int | None = 4 * 1024**3
    """Bytes that the child may take."""
    patience: float = 20.0
    """Seconds of processor time that a batch of shapes may take; what takes longer is tried alone and by other kernels,
    then left out."""
    cache_folder: Path | None = None
    """None = the user's cache folder."""
    cache_cap: int = 4 * 1024**3
    """Bytes that the cache folder may take; 0 keeps nothing."""


def open_model(
    path: Path,
    settings: OpenSettings,
    progress: Progress,
    *,
    on_tables: Callable[[BuildingModel], None] | None = None,
    on_shapes: Callable[[Geometry], None] | None = None,
) -> BuildingModel:
    """Read a model, or take it from the cache when the same file was read before with the same settings.

    `on_tables` gets the model without geometry, recognised as far as that goes, as soon as it is known; `on_shapes`
    gets the shapes in small geometries that stand alone. Both are called in the caller's thread. Shapes that could not
    be made are listed in `skipped`. Raises `UserError` when the file cannot be read, and `Cancelled`.
    """
    cache = ModelCache(settings.cache_folder, settings.cache_cap)
    key = cache_key(fingerprint(path, progress), settings.touch_tolerance, settings.densities, settings.memory_ceiling)
    if (known := cache.load(key, path)) is not None:
        if on_tables:
            on_tables(known)
        if on_shapes:
            on_shapes(known.geometry)
        return known
    reading = _Reading(path=path, settings=settings, progress=progress, on_tables=on_tables, on_shapes=on_shapes)
    model = _completed(*reading.read(), settings, progress)
    cache.store(key, model)
    return model


def _completed(
    tables: BuildingModel, geometry: Geometry, shapes: ShapeBoxes, settings: OpenSettings, progress: Progress
) -> BuildingModel:
    """The model with everything that follows from tables and shapes."""
    from dfma.recognition.recognise import recognise

    progress.report(text("open.step.boxes"))
    model = tables.with_(geometry=geometry)
    boxes = element_boxes(geometry, shapes, parts_of(model.elements), _weights(model, settings.densities))
    model = model.with_(boxes=boxes)
    progress.report(text("open.step.recognise"))
    model = model.with_(recognition=recognise(model))
    progress.report(text("open.step.touching"))
    model = model.with_(relations=model.relations.vstack(touching(model, settings.touch_tolerance, progress)))
    progress.report(text("open.step.measures"))
    return model.with_(measures=measure(model, settings.densities))


def _weights(model: BuildingModel, densities: Mapping[str, float]) -> Floats:
    """(N) how much each row says about the axes of the piece that it is a part of: concrete before all other things,
    then by mass. Volumes that are not known count by their surface, as plates of a centimetre."""
    geometry = model.geometry
    volume = np.where(np.isnan(geometry.shape_volume), geometry.shape_area * 0.005, geometry.shape_volume)
    weight = np.zeros(model.elements.height)
    np.add.at(weight, geometry.instance_row, volume[geometry.instance_shape])
    family, density = material_of_rows(model, densities)
    weights: Floats = weight * np.nan_to_num(density, nan=1000.0) * np.where(family == "concrete", 1000.0, 1.0)
    return weights


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One file on its way through child processes: what has arrived, and what is in the making."""

    path: Path
    settings: OpenSettings
    progress: Progress
    on_tables: Callable[[BuildingModel], None] | None
    on_shapes: Callable[[Geometry], None] | None
    tables: BuildingModel | None = None
    begun: Begun | None = None
    batches: list[ShapeBatch] = field(default_factory=list)
    made: set[int] = field(default_factory=set)
    """Rows with a shape."""

    def read(self) -> tuple[BuildingModel, Geometry, ShapeBoxes]:
        """Tables with what was skipped, geometry, and the boxes of its shapes."""
        unmade, given_up = self._read_all()
        if self.tables is None:
            raise AssertionError("a child that ends well has sent the tables")
        guids = dict(zip(self.tables.elements["step_id"], self.tables.elements["guid"], strict=True))
        skipped = tuple(SkippedShape(guid=guids[n], reason=why) for n, why in (unmade | given_up).items())
        return self.tables.with_(skipped=skipped), *united(self.batches)

    def _read_all(self) -> tuple[dict[int, Text], dict[int, Text]]:
        """Products that no kernel makes a shape of, and those that are given up because they end the child."""
        given_up: dict[int, Text] = {}
        alone: dict[int, int] = {}
        for _ in range(_MOST_CRASHES):
            try:
                return self._run(Plan(leave_out=frozenset(given_up) | self._made_products(), alone=alone)), given_up
            except (ChildCrashError, ChildMemoryError, ChildStuckError) as error:
                if self.tables is None:
                    raise  # the file itself cannot be read
                if self.begun is None:  # nothing was begun: it would only happen again
                    return {}, given_up | dict.fromkeys(self._left(given_up), error.message)
                suspects = [n for n in self.begun.products if n not in self._made_products()]
                if self.begun.alone and self.begun.kernel == OPENCASCADE:
                    given_up |= dict.fromkeys(suspects, error.message)
                # What is too much for one kernel is too much for CGAL, the slowest on many facets.
                stuck = isinstance(error, ChildStuckError)
                following = OPENCASCADE if stuck else min(self.begun.kernel + 1, OPENCASCADE)
                alone |= dict.fromkeys(suspects, following)
                self.begun = None
        return {}, given_up | dict.fromkeys(self._left(given_up), text("shape.given_up", crashes=_MOST_CRASHES))

    def _run(self, plan: Plan) -> dict[int, Text]:
        ceiling, patience = self.settings.memory_ceiling, self.settings.patience
        if self.tables is None:
            return run_in_child(
                read_file,
                self.path,
                progress=self.progress,
                on_part=self._take,
                memory_ceiling=ceiling,
                patience=patience,
            )
        return run_in_child(
            read_remaining_shapes,
            self.path,
            shape_rows(self.tables),
            self.tables.source.length_unit,
            plan,
            progress=self.progress,
            on_part=self._take,
            memory_ceiling=ceiling,
            patience=patience,
        )

    def _left(self, given_up: dict[int, Text]) -> set[int]:
        return shape_rows(self.tables).keys() - given_up.keys() - self._made_products() if self.tables else set()

    def _made_products(self) -> frozenset[int]:
        if self.tables is None:
            return frozenset()
        return frozenset(self.tables.elements["step_id"].gather(sorted(self.made)))

    def _take(self, part: Any) -> None:
        if isinstance(part, Begun):
            self.begun = part
        elif isinstance(part, ShapeBatch):
            self.batches.append(part)
            self.made.update(part.geometry.instance_row.tolist())
            if self.on_shapes:
                self.on_shapes(part.geometry)
        else:
            self.tables = part
            if self.on_tables:
                self.on_tables(_recognised(part))


def _recognised(tables: BuildingModel) -> BuildingModel:
    from dfma.recognition.recognise import recognise

    return tables.with_(recognition=recognise(tables))
