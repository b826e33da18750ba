"""The cache: nothing lost, nothing damaged believed, nothing too large kept."""

from __future__ import annotations

import json
import multiprocessing
import os
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from dfma.ifc.cache import ModelCache, cache_key
from dfma.model.building import BuildingModel, SkippedShape
from dfma.model.geometry import no_boxes, no_geometry
from dfma.text import text
from tests.builders import building

KEY = "model"


@pytest.fixture(scope="module")
def model() -> BuildingModel:
    built = building(
        [
            {"guid": "wall", "class": "IfcWall", "name": "W1", "box": ((0, 0, 1.5), (4, 0.2, 3)), "storey": "1F"},
            {"guid": "slab", "class": "IfcSlab", "box": ((0, 0, 3.1), (4, 4, 0.2)), "material": "C30"},
        ],
        storeys={"1F": 0.0},
    )
    note = text("ifc.note.unread", count=2, inner=text("kind.wall"), names=("a", "b"))
    source = replace(built.source, notes=(note,))
    return built.with_(source=source, skipped=(SkippedShape(guid="x", reason=text("shape.not_made", body=("y",))),))


def _same(one: BuildingModel, other: BuildingModel) -> bool:
    tables = ("elements", "storeys", "properties", "materials", "relations", "recognition", "measures")
    return (
        one.source == other.source
        and one.skipped == other.skipped
        and all(getattr(one, name).equals(getattr(other, name)) for name in tables)
        and all(
            np.array_equal(getattr(mine, field.name), getattr(yours, field.name), equal_nan=True)
            for mine, yours in ((one.geometry, other.geometry), (one.boxes, other.boxes))
            for field in fields(mine)
        )
    )


def _load(folder: Path) -> BuildingModel | None:
    return ModelCache(folder).load(KEY, Path("built.ifc"))


def test_what_is_kept_comes_back_whole(tmp_path: Path, model: BuildingModel) -> None:
    ModelCache(tmp_path).store(KEY, model)
    loaded = _load(tmp_path)
    assert loaded is not None
    assert _same(loaded, model)
    assert not loaded.geometry.vertices.flags.writeable
    assert isinstance(loaded.geometry.vertices, np.memmap)


def test_a_model_without_geometry_can_be_kept(tmp_path: Path, model: BuildingModel) -> None:
    bare = model.with_(geometry=no_geometry(), boxes=no_boxes(model.elements.height))
    ModelCache(tmp_path).store(KEY, bare)
    loaded = _load(tmp_path)
    assert loaded is not None
    assert _same(loaded, bare)


def test_an_unknown_model_is_none(tmp_path: Path) -> None:
    assert _load(tmp_path / "nowhere") is None


def _files() -> list[str]:
    return ["index.json", "elements.arrow", "recognition.arrow", "geometry.vertices.npy", "boxes.axes.npy"]


@pytest.mark.parametrize("name", _files())
@pytest.mark.parametrize("damage", ["shorter", "longer", "other bytes", "gone", "empty"])
def test_a_damaged_model_is_thrown_away(tmp_path: Path, model: BuildingModel, name: str, damage: str) -> None:
    cache = ModelCache(tmp_path)
    cache.store(KEY, model)
    file = tmp_path / KEY / name
    content = file.read_bytes()
    middle = len(content) // 2
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(
            {
                "shorter": content[:middle],
                "longer": content + b"x",
                "other bytes": content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :],
                "empty": b"",
            }[damage]
        )
    assert cache.load(KEY, Path("built.ifc")) is None
    assert list(tmp_path.iterdir()) == []
    cache.store(KEY, model)
    assert cache.load(KEY, Path("built.ifc")) is not None


@pytest.mark.parametrize("index", ["[]", "{}", '{"files": 3}', "null", "\udc00"])
def test_a_nonsensical_index_is_thrown_away(tmp_path: Path, model: BuildingModel, index: str) -> None:
    cache = ModelCache(tmp_path)
    cache.store(KEY, model)
    (tmp_path / KEY / "index.json").write_bytes(index.encode("utf-8", "surrogatepass"))
    assert cache.load(KEY, Path("built.ifc")) is None


def test_arrays_that_do_not_belong_to_the_tables_are_not_believed(tmp_path: Path, model: BuildingModel) -> None:
    """Right checksums, wrong content: an index written for other files."""
    cache = ModelCache(tmp_path)
    cache.store(KEY, model)
    index_file = tmp_path / KEY / "index.json"
    index = json.loads(index_file.read_text())
    (tmp_path / KEY / "storeys.arrow").write_bytes((tmp_path / KEY / "materials.arrow").read_bytes())
    index["files"]["storeys.arrow"] = index["files"]["materials.arrow"]
    index_file.write_text(json.dumps(index))
    assert cache.load(KEY, Path("built.ifc")) is None


def test_the_models_used_least_lately_go_first(tmp_path: Path, model: BuildingModel) -> None:
    ModelCache(tmp_path).store("old", model)
    size = sum(file.stat().st_size for file in (tmp_path / "old").iterdir())
    cache = ModelCache(tmp_path, cap=int(2.5 * size))
    cache.store("middle", model)
    for age, name in ((20, "middle"), (10, "old")):
        stamp = (tmp_path / name / "index.json").stat().st_mtime - age
        os.utime(tmp_path / name / "index.json", (stamp, stamp))
    cache.store("new", model)
    assert {folder.name for folder in tmp_path.iterdir()} == {"old", "new"}


def test_using_a_model_keeps_it(tmp_path: Path, model: BuildingModel) -> None:
    cache = ModelCache(tmp_path)
    cache.store(KEY, model)
    index = tmp_path / KEY / "index.json"
    os.utime(index, (0, 0))
    _load(tmp_path)
    assert index.stat().st_mtime > 0


def test_a_cap_of_nothing_keeps_nothing(tmp_path: Path, model: BuildingModel) -> None:
    ModelCache(tmp_path / "cache", cap=0).store(KEY, model)
    assert not (tmp_path / "cache").exists()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, model: BuildingModel) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    ModelCache(blocked).store(KEY, model)
    assert blocked.read_text() == "in the way"
    assert _load(blocked) is None


def test_what_an_ended_process_left_behind_is_cleared_away(tmp_path: Path, model: BuildingModel) -> None:
    for name, age in ((".fresh-old", 7200), (".gone-1-x", 7200), (".fresh-now", 0)):
        (tmp_path / name).mkdir()
        stamp = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (stamp, stamp))
    ModelCache(tmp_path).store(KEY, model)
    assert {folder.name for folder in tmp_path.iterdir()} == {".fresh-now", KEY}


def _store_often(folder: Path, model: BuildingModel) -> None:
    cache = ModelCache(folder)
    for _ in range(10):
        cache.store(KEY, model)
        loaded = cache.load(KEY, Path("built.ifc"))
        if loaded is not None and not _same(loaded, model):
            raise AssertionError("half a model was believed")


def test_two_processes_at_once_do_each_other_no_harm(tmp_path: Path, model: BuildingModel) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_store_often, args=(tmp_path, model)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert [folder.name for folder in tmp_path.iterdir()] == [KEY]
    loaded = _load(tmp_path)
    assert loaded is not None
    assert _same(loaded, model)


def test_the_key_changes_with_file_and_settings() -> None:
    keys = [cache_key("a" * 64, 0.02, {"concrete": 2500.0}), cache_key("b" * 64, 0.02, {"concrete": 2500.0})]
    keys += [cache_key("a" * 64, 0.03, {"concrete": 2500.0}), cache_key("a" * 64, 0.02, {"concrete": 2400.0})]
    assert len(set(keys)) == 4
    assert cache_key("a" * 64, 0.02, {"concrete": 2500.0}) == keys[0]
