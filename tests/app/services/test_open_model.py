"""Opening a model: streaming, the cache, and what happens when shapes end the child process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from app.services import open_model as service
from app.services.child_process import ChildCrashError
from app.services.open_model import OpenSettings, open_model
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from dfma.model.geometry import Geometry
from dfma.progress import Cancelled, NoProgress
from dfma.text import Text
from tests.app.services import child_work
from tests.dfma.ifc.small_shapes import SmallShapes


@pytest.fixture
def settings(tmp_path: Path) -> OpenSettings:
    return OpenSettings(cache_folder=tmp_path / "cache")


def _rows_of_shapes(model: BuildingModel) -> set[str]:
    return set(model.elements["name"].gather(np.unique(model.geometry.instance_row)).to_list())


def _named(folder: Path, *names: str) -> Path:
    """A file of blocks with these names, each of another size and standing on the one before."""
    small = SmallShapes()
    for place, name in enumerate(names):
        at = small.position((0, 0, 400 * place))
        small.element(small.block(2000 + 100 * place, 300, 400), Name=name, at=at)
    return small.write(folder)


def test_a_model_comes_with_all_that_follows_from_its_shapes(tmp_path: Path, settings: OpenSettings) -> None:
    tables: list[BuildingModel] = []
    streamed: list[Geometry] = []
    path = _named(tmp_path, "lower", "upper")
    model = open_model(path, settings, NoProgress(), on_tables=tables.append, on_shapes=streamed.append)
    assert len(tables[0].geometry.instance_row) == 0
    assert tables[0].recognition.height == tables[0].elements.height
    assert sum(len(part.instance_row) for part in streamed) == len(model.geometry.instance_row) == 2
    lower, upper = (model.elements["name"].to_list().index(name) for name in ("lower", "upper"))
    relations = model.relations.filter(pl.col("kind").is_in(["touches", "supports"]))
    assert relations["kind"].to_list() == ["touches", "supports"]
    assert relations.select("source", "target").rows() == [(lower, upper)] * 2
    assert model.measures.row(upper, named=True)["volume"] == pytest.approx(2.1 * 0.3 * 0.4)
    assert model.boxes.extent[lower] == pytest.approx([2.0, 0.3, 0.4])
    assert model.skipped == ()


def test_the_second_opening_comes_from_the_cache(tmp_path: Path, settings: OpenSettings) -> None:
    path = _named(tmp_path, "lower", "upper")
    first = open_model(path, settings, NoProgress())
    moved = path.rename(tmp_path / "moved.ifc")
    tables: list[BuildingModel] = []
    streamed: list[Geometry] = []
    second = open_model(moved, settings, _NoSteps(), on_tables=tables.append, on_shapes=streamed.append)
    assert tables == [second]
    assert streamed == [second.geometry]
    assert second.source.path == str(moved)
    for name in ("elements", "properties", "relations", "recognition", "measures"):
        assert getattr(second, name).equals(getattr(first, name))
    assert np.array_equal(second.boxes.axes, first.boxes.axes, equal_nan=True)
    assert np.array_equal(second.geometry.vertices, first.geometry.vertices)


class _NoSteps(NoProgress):
    def report(self, step: Text, done: int = 0, total: int = 0) -> None:
        raise AssertionError(f"{step.key} was done again")


def test_other_settings_are_another_model(tmp_path: Path, settings: OpenSettings) -> None:
    path = _named(tmp_path, "lower", "upper")
    open_model(path, settings, NoProgress())
    heavier = OpenSettings(cache_folder=settings.cache_folder, densities={"concrete": 2400.0})
    open_model(path, heavier, NoProgress())
    assert len(list((tmp_path / "cache").iterdir())) == 2


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "read_file", child_work.read_file_with_deadly_shapes)
    monkeypatch.setattr(service, "read_remaining_shapes", child_work.read_remaining_with_deadly_shapes)


@pytest.mark.usefixtures("deadly")
def test_a_shape_that_ends_the_child_loses_only_itself(tmp_path: Path, settings: OpenSettings) -> None:
    path = _named(tmp_path, "one", "deadly", "two", "risky")
    model = open_model(path, settings, NoProgress())
    assert _rows_of_shapes(model) == {"one", "two", "risky"}
    deadly = model.elements.filter(name="deadly")["guid"].item()
    assert [(skipped.guid, skipped.reason.key) for skipped in model.skipped] == [(deadly, "child.crashed")]
    row = model.elements.filter(name="deadly")["row"].item()
    assert np.isnan(model.boxes.extent[row]).all()
    assert model.measures["volume"][row] is None


def test_a_file_that_ends_the_child_while_it_is_parsed_cannot_be_opened(
    tmp_path: Path, settings: OpenSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "read_file", child_work.die_while_parsing)
    with pytest.raises(ChildCrashError):
        open_model(_named(tmp_path, "one"), settings, NoProgress())
    assert not (tmp_path / "cache").exists()


def test_what_is_no_ifc_file_is_a_sentence_and_leaves_nothing(tmp_path: Path, settings: OpenSettings) -> None:
    path = tmp_path / "wrong.ifc"
    path.write_text("not a model")
    with pytest.raises(UserError):
        open_model(path, settings, NoProgress())
    assert not (tmp_path / "cache").exists()


def test_cancelled_opening_leaves_nothing(tmp_path: Path, settings: OpenSettings) -> None:
    class Impatient(NoProgress):
        steps = 0

        def report(self, step: Text, done: int = 0, total: int = 0) -> None:
            self.steps += 1

        def check(self) -> None:
            if self.steps > 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        open_model(_named(tmp_path, "one"), settings, Impatient())
    assert not (tmp_path / "cache").exists()


def test_a_real_file_on_which_the_fast_kernel_crashes_opens_whole(
    shared: Callable[[str], Path], settings: OpenSettings
) -> None:
    """Eight pieces of furniture in this model end the process in which the manifold kernel makes them."""
    model = open_model(shared("data/ifc/duplex.ifc"), settings, NoProgress())
    assert model.skipped == ()
    assert len(np.unique(model.geometry.instance_row)) == 286
