"""Revisions of whole models: the same export, new GlobalIds, another order of entities."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from app.bootstrap import catalogue
from app.reports.compare_report import SCHEMA_PATH, comparison_summary, comparison_table
from app.services.compare_models import compare_models
from app.settings import Settings
from dfma.ifc.sample import write_sample_building
from dfma.model.compare import Comparison
from dfma.progress import NoProgress
from tests.dfma.ifc.step_shuffle import reordered, with_new_guids

REAL = ["tekla-precast-mini-project", "fzk-haus"]
Shared = Callable[[str], Path]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.ifc"
    write_sample_building(path, storeys=4)
    return path


def compared(old: Path, new: Path, folder: Path) -> Comparison:
    return compare_models(old, new, Settings(cache_folder=folder / "cache"), NoProgress())


def rewritten(path: Path, folder: Path, how: Callable[[bytes], bytes]) -> Path:
    made = folder / f"{path.stem}-{how.__name__}.ifc"
    made.write_bytes(how(path.read_bytes()))
    return made


def assert_same(comparison: Comparison) -> None:
    assert (comparison.added, comparison.removed, comparison.changes.height) == ((), (), 0)


def assert_found_again(comparison: Comparison) -> None:
    """Entities keep their numbers when GlobalIds are issued anew, which tells whether a pair is right."""
    old, new = comparison.old.elements, comparison.new.elements
    pairs = comparison.identity
    right = (old["step_id"].gather(pairs["old_row"]) == new["step_id"].gather(pairs["new_row"])).sum()
    assert right >= 0.99 * old.height
    assert set(old["guid"]).isdisjoint(new["guid"])
    assert comparison.changes.height <= 0.01 * old.height


def test_another_order_of_entities_is_no_change(sample: Path, tmp_path: Path) -> None:
    assert_same(compared(sample, rewritten(sample, tmp_path, reordered), tmp_path))


def test_new_guids_are_seen_through(sample: Path, tmp_path: Path) -> None:
    assert_found_again(compared(sample, rewritten(sample, tmp_path, with_new_guids), tmp_path))


@pytest.mark.parametrize("name", REAL)
def test_real_models_are_seen_through(name: str, shared: Shared, tmp_path: Path) -> None:
    path = shared(f"data/ifc/{name}.ifc")
    assert_same(compared(path, path, tmp_path))
    assert_same(compared(path, rewritten(path, tmp_path, reordered), tmp_path))
    assert_found_again(compared(path, rewritten(path, tmp_path, with_new_guids), tmp_path))


def test_the_seeded_defects_are_what_changed(sample: Path, tmp_path: Path) -> None:
    flawed = tmp_path / "flawed.ifc"
    defects = write_sample_building(flawed, flawed=True, storeys=4)
    comparison = compared(sample, flawed, tmp_path)
    # A defect shows on what it was put into and on what stands beside it: the wall of a pipe, the whole of a part.
    assert len(defects) <= comparison.changed + len(comparison.added) + len(comparison.removed) <= 2 * len(defects)
    for language in ("en", "zh_CN"):
        words = catalogue(language)
        table = comparison_table(comparison, "0", words)
        jsonschema.validate(json.loads(json.dumps(table)), json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))
        assert "⟨" not in comparison_summary(comparison, words)
    assert len(table["changed"]) == comparison.changed
