"""The shapes that are read from the file are those that were meant."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import ifcopenshell
import numpy as np
import pytest

from dfma.ifc.guids import guid_of
from dfma.ifc.read_geometry import Begun, read_shapes
from dfma.ifc.sample.building import sample_building
from dfma.ifc.sample.properties import CUBIC_METRE
from dfma.ifc.sample.write import write_building
from dfma.model.shape_batch import ShapeBatch
from dfma.progress import NoProgress


def test_every_element_has_one_shape_and_the_volume_that_was_meant(tmp_path: Path) -> None:
    building = sample_building(4)
    path = tmp_path / "sample.ifc"
    write_building(building, path)
    file = ifcopenshell.open(path)
    shown = {guid_of(key): thing for key, thing in building.things.items() if thing.solids}
    rows = {file.by_guid(guid).id(): row for row, guid in enumerate(shown)}
    batches: list[ShapeBatch] = []

    def keep(message: Begun | ShapeBatch) -> None:
        if isinstance(message, ShapeBatch):
            batches.append(message)

    assert read_shapes(file, rows, 0.001, NoProgress(), keep) == {}
    made = Counter(int(row) for batch in batches for row in batch.geometry.instance_row)
    assert set(made) == set(rows.values())
    assert set(made.values()) == {1}

    cut = {thing.voids for thing in building.things.values()}
    things = list(shown.values())
    for batch in batches:
        for row, shape in zip(batch.geometry.instance_row, batch.geometry.instance_shape, strict=True):
            thing, volume = things[row], batch.geometry.shape_volume[shape]
            if thing.path not in cut and len(thing.solids) == 1 and not np.isnan(volume):
                # Circles are polygons of 24 sides: 1.2 % less.
                assert volume == pytest.approx(thing.volume / CUBIC_METRE, rel=0.013), thing.path
