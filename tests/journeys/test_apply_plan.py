"""A plan point is written, the copy opened and measured again: sizes, joints and types are what the plan said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.services.apply_suggestions import Application, apply_suggestions
from app.services.open_model import open_model
from app.services.steps import open_step
from app.settings import Settings
from dfma.components.catalogue import seed_catalogue
from dfma.components.matching import match_components
from dfma.components.plan_case import Case, plan_case
from dfma.components.plan_moves import plan_moves
from dfma.components.plan_settings import plan_settings
from dfma.components.present_types import END, HEIGHT, LENGTH, START, WIDTH
from dfma.components.standardise import standardise
from dfma.components.type_plan import PlanPoint
from dfma.errors import UserError
from dfma.ifc.sample import write_sample_building
from dfma.model.building import BuildingModel
from dfma.model.changes import Applied
from dfma.model.compare import compare
from dfma.progress import NoProgress

SIZES = ("length", "width", "height")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One cache for all tests: a model is tessellated once."""
    return Settings(cache_folder=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.ifc"
    write_sample_building(path, storeys=4)
    return path


def applied_plan(
    path: Path, folder: Path, settings: Settings, mm: float
) -> tuple[BuildingModel, BuildingModel, PlanPoint, Applied]:
    report = open_step(path, settings, NoProgress())
    plans = standardise(report.model, permitted_mm=(0.0, mm))
    report = replace(report, standardisation=plans, matches=())
    before, target = path.read_bytes(), folder / "planned.ifc"
    applied = apply_suggestions(report, Application(target=target, plan_mm=mm, when=1), NoProgress(), seed_catalogue())
    assert path.read_bytes() == before
    assert_rest_untouched(before, target.read_bytes(), applied)
    point = plans.cheapest(plans.types_before, mm)
    assert point is not None
    assert point.types == applied.plan_types
    return report.model, open_model(target, settings.open_settings(), NoProgress()), point, applied


def assert_rest_untouched(before: bytes, after: bytes, applied: Applied) -> None:
    old, new = before.splitlines(), after.splitlines()
    assert len(set(old) - set(new)) <= applied.entities_changed
    kept = set(old) & set(new)
    assert [line for line in old if line in kept] == [line for line in new if line in kept]


def assert_sizes(old: BuildingModel, new: BuildingModel, point: PlanPoint, applied: Applied) -> None:
    """What was resized has the size of its type, to a tenth of a millimetre; the rest has the size it had."""
    resized = set(applied.resized)
    guids = old.elements["guid"].to_list()
    row_of = {guid: row for row, guid in enumerate(new.elements["guid"].to_list())}
    for one in point.assignment.iter_rows(named=True):
        guid = guids[one["row"]]
        for name in SIZES:
            planned = one[f"{name}_mm"] != one[f"{name}_from_mm"] and guid in resized
            wanted = one[f"{name}_mm"] if planned else old.measures[name][one["row"]] * 1000
            assert new.measures[name][row_of[guid]] * 1000 == pytest.approx(wanted, abs=0.1), (guid, name)


def rows_of(model: BuildingModel) -> dict[frozenset[str], tuple[list[str], list[float], float]]:
    """Lines by the GlobalIds of their pieces: these in order, the joints, and the length."""
    case: Case = plan_case(model, plan_settings())
    guids = model.elements["guid"]
    found = {}
    for row in case.rows:
        names = [guids[int(case.row_of[place])] for place in row.places]
        found[frozenset(names)] = (names, list(row.gaps_mm), row.length_mm)
    return found


def assert_lines_close(old: BuildingModel, new: BuildingModel, point: PlanPoint, applied: Applied) -> int:
    """Joints are what the plan says, and each line is as long as it was."""
    guids, changed, checked = old.elements["guid"], set(applied.resized) | set(applied.moved), 0
    after = rows_of(new)
    planned = {
        frozenset((guids[one["left"]], guids[one["right"]])): one["new_gap_mm"]
        for one in point.joints.iter_rows(named=True)
    }
    for key, (_, _, length) in rows_of(old).items():
        names, gaps, new_length = after[key]
        assert new_length == pytest.approx(length, abs=0.5)
        for left, right, gap in zip(names, names[1:], gaps, strict=False):
            if key & changed and frozenset((left, right)) in planned:
                assert gap == pytest.approx(planned[frozenset((left, right))], abs=0.1)
                checked += 1
    return checked


def assert_openings_stay(old: BuildingModel, new: BuildingModel, point: PlanPoint, applied: Applied) -> None:
    """Openings keep their size, and those of pieces that do not move as a whole their place."""
    moved = {r.element: r for r in plan_moves(old, point)}
    free = {
        member.element
        for guid in [*applied.resized, *applied.moved]
        for move in moved[guid].moves
        if move.openings is None and move.dimension != "height"
        for member in moved[guid].members
    }
    row_of = {guid: row for row, guid in enumerate(new.elements["guid"].to_list())}
    openings = [row for row, kind in enumerate(old.recognition["kind"].to_list()) if kind == "opening"]
    for row in openings:
        guid = old.elements["guid"][row]
        if guid not in free:
            assert np.allclose(old.boxes.low[row], new.boxes.low[row_of[guid]], atol=1e-4, equal_nan=True)
            assert np.allclose(old.boxes.high[row], new.boxes.high[row_of[guid]], atol=1e-4, equal_nan=True)


def assert_only_planned_changed(old: BuildingModel, new: BuildingModel, point: PlanPoint, applied: Applied) -> None:
    comparison = compare(old, new)
    assert (comparison.added, comparison.removed, comparison.reissued) == ((), (), 0)
    own = {r.element: r for r in plan_moves(old, point)}
    allowed = {m.element for guid in [*applied.resized, *applied.moved] for m in own[guid].members}
    assert set(comparison.old.guids(comparison.changes["old_row"].unique().to_list())) <= allowed
    assert set(comparison.changes["what"]) <= {"size", "moved", "volume", "property", "shape"}


@pytest.mark.parametrize("mm", [10.0, 20.0, 50.0])
def test_the_sample_building_has_the_types_of_the_plan(
    sample: Path, tmp_path: Path, settings: Settings, mm: float
) -> None:
    old, new, point, applied = applied_plan(sample, tmp_path, settings, mm)
    assert applied.not_resized == ()
    assert len(applied.resized) == point.changed > 0
    assert_sizes(old, new, point, applied)
    assert assert_lines_close(old, new, point, applied) > 0
    assert_openings_stay(old, new, point, applied)
    assert_only_planned_changed(old, new, point, applied)
    assert types_now(new) == point.types


@pytest.mark.parametrize("mm", [10.0, 20.0, 50.0])
def test_a_received_model_has_the_sizes_of_the_plan(
    shared: Callable[[str], Path], tmp_path: Path, settings: Settings, mm: float
) -> None:
    path = shared("data/ifc/tekla-precast-mini-project.ifc")
    old, new, point, applied = applied_plan(path, tmp_path, settings, mm)
    assert len(applied.resized) + len(applied.not_resized) == point.changed > 0
    assert_sizes(old, new, point, applied)
    assert_lines_close(old, new, point, applied)
    assert_openings_stay(old, new, point, applied)
    assert_only_planned_changed(old, new, point, applied)
    assert types_now(new) == types_as_planned(old, point, applied)


def test_components_and_plan_go_into_one_copy(sample: Path, tmp_path: Path, settings: Settings) -> None:
    report = open_step(sample, settings, NoProgress())
    matches = match_components(report.model, seed_catalogue())
    report = replace(report, matches=matches, standardisation=standardise(report.model, permitted_mm=(0.0, 50.0)))
    what = Application(target=tmp_path / "both.ifc", plan_mm=50.0, when=1)
    applied = apply_suggestions(report, what, NoProgress(), seed_catalogue())
    new = open_model(what.target, settings.open_settings(), NoProgress())
    assert applied.typed
    assert applied.resized
    assert not set(applied.typed) & set(applied.resized)  # a component says the size that it has
    names = dict(new.elements.select("guid", "type_name").iter_rows())
    assert all(names[guid] for guid in applied.typed)


def test_a_plan_that_is_not_there_is_said(sample: Path, tmp_path: Path, settings: Settings) -> None:
    report = open_step(sample, settings, NoProgress())
    report = replace(report, matches=(), standardisation=standardise(report.model, permitted_mm=(0.0, 10.0)))
    what = Application(target=tmp_path / "none.ifc", plan_mm=10.0, max_types=3, when=1)
    with pytest.raises(UserError):
        apply_suggestions(report, what, NoProgress(), seed_catalogue())
    assert not what.target.exists()


def types_as_planned(old: BuildingModel, point: PlanPoint, applied: Applied) -> int:
    """Types, as the plan counts them: sizes of the plan where they were applied, those received elsewhere."""
    present = plan_case(old, plan_settings()).present
    done = set(applied.resized)
    guids = old.elements["guid"].to_list()
    types = dict(present.pieces.select("row", "type").iter_rows())
    found = set()
    for one in point.assignment.iter_rows(named=True):
        size = present.sizes[types[one["row"]]].copy()
        if guids[one["row"]] in done:
            size[[START, END]] += np.array([one["start_change_mm"], one["end_change_mm"]], np.int64)
            size[[LENGTH, WIDTH, HEIGHT]] = [one[f"{name}_mm"] for name in SIZES]
        found.add((int(present.sharing[types[one["row"]]]), *size.tolist()))
    return len(found)


def types_now(model: BuildingModel) -> int:
    """Types of a model as the plan counts them: those that differ in nothing at all, and those that may share."""
    present = plan_case(model, plan_settings()).present
    return len(np.unique(np.column_stack([present.sharing, present.sizes]), axis=0))
