"""Suggest, apply, open again: the copy carries what was accepted, and nothing else of it differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from app.services.apply_suggestions import Application, apply_suggestions
from app.services.open_model import open_model
from app.services.steps import open_step
from app.settings import Settings
from dfma.components.accept import Choice
from dfma.components.catalogue import seed_catalogue
from dfma.components.matching import match_components
from dfma.ifc.sample import write_sample_building
from dfma.model.building import BuildingModel
from dfma.model.changes import Applied
from dfma.model.compare import compare
from dfma.progress import NoProgress

SAYS = {"Pset_ConcreteElementGeneral", "Pset_PrecastConcreteElementGeneral", "Pset_PrecastSlab", "IfcClassification"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One cache for all tests: a model is tessellated once."""
    return Settings(cache_folder=tmp_path_factory.mktemp("cache"))


def applied_to(
    path: Path, folder: Path, choices: dict[str, Choice] | None, settings: Settings
) -> tuple[BuildingModel, BuildingModel, Applied]:
    report = open_step(path, settings, NoProgress())
    report = replace(report, matches=match_components(report.model, seed_catalogue()))
    before, target = path.read_bytes(), folder / "applied.ifc"
    applied = apply_suggestions(
        report, Application(target=target, choices=choices, when=1), NoProgress(), seed_catalogue()
    )
    assert path.read_bytes() == before
    assert_rest_untouched(before, target.read_bytes(), applied)
    return report.model, open_model(target, settings.open_settings(), NoProgress()), applied


def assert_rest_untouched(before: bytes, after: bytes, applied: Applied) -> None:
    old, new = before.splitlines(), after.splitlines()
    assert len(set(old) - set(new)) <= applied.entities_changed
    assert len(new) - len(old) <= applied.entities_added
    kept = set(old) & set(new)
    assert [line for line in old if line in kept] == [line for line in new if line in kept]


def assert_only_these_changed(old: BuildingModel, new: BuildingModel, applied: Applied) -> None:
    comparison = compare(old, new)
    assert (comparison.added, comparison.removed, comparison.reissued) == ((), (), 0)
    assert set(comparison.old.guids(comparison.changes["old_row"].unique().to_list())) <= set(applied.typed)
    changes = comparison.changes
    properties = changes.filter(pl.col("what") == "property")["name"].str.split(".").list.first()
    assert set(properties) <= SAYS
    others = changes.filter(pl.col("what") != "property").select("what", "name").unique().rows()
    assert set(others) <= {("attribute", "type_name")}


def test_the_sample_building_says_what_its_pieces_are(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "sample.ifc"
    write_sample_building(path, storeys=4)
    old, new, applied = applied_to(path, tmp_path, None, settings)
    assert len(applied.typed) > 20
    assert_only_these_changed(old, new, applied)
    again = {said.element: said for said in match_components(new, seed_catalogue())}
    for guid in applied.typed:
        check = again[guid].designation
        assert check is None or check.agrees is not False
    rows = new.elements.filter(pl.col("guid").is_in(applied.typed))["row"]
    assert set(new.recognition["casting"].gather(rows)) <= {"precast", "unknown"}
    codes = new.properties.filter(pl.col("set") == "IfcClassification", pl.col("name") == "Dougong")
    assert set(rows) == set(codes["row"])


@pytest.mark.parametrize("listed", [False, True])
def test_a_received_model_takes_what_is_exact_or_listed(
    shared: Callable[[str], Path], tmp_path: Path, settings: Settings, *, listed: bool
) -> None:
    path = shared("data/ifc/tekla-precast-mini-project.ifc")
    model = open_model(path, settings.open_settings(), NoProgress())
    panels = {
        said.element: Choice(component="WQ", designation=said.candidates[0].designation)
        for said in match_components(model, seed_catalogue())
        if said.candidates and said.candidates[0].component == "WQ"
    }
    assert panels
    old, new, applied = applied_to(path, tmp_path, panels if listed else None, settings)
    assert_only_these_changed(old, new, applied)
    assert applied.typed
    again = {said.element: said for said in match_components(new, seed_catalogue())}
    names = dict(new.elements.select("guid", "type_name").iter_rows())
    assert all(names[guid] for guid in applied.typed)
    if listed:
        assert {guid: names[guid] for guid in panels} == {guid: one.designation for guid, one in panels.items()}
        assert not set(panels) - set(applied.typed)
        rows = new.elements.filter(pl.col("guid").is_in(list(panels)))["row"]
        assert set(new.recognition["casting"].gather(rows)) == {"precast"}
        return
    for guid in applied.typed:
        check = again[guid].designation
        assert check is not None
        assert check.agrees
