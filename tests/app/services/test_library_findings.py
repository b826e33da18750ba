"""A model is held against the library: by the designations that its elements carry, and by what they match best."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.services.library_findings import find_in_library
from app.services.library_usage import model_usage
from component_library.library import open_library
from component_library.seed import fill_with_seed
from dfma.components.matching import match_components
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from tests.builders import building


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    url = str(tmp_path / "library.sqlite")
    with open_library(url, "owner", create=True) as opened:
        fill_with_seed(opened)
    return url


def model() -> BuildingModel:
    size = {"length": 3.42, "width": 0.96, "height": 0.06}
    slab = {"kind": "composite_slab", "casting": "precast", "measures": size}
    return building([{"guid": "named", "mark": "DBS1-67-3612-11", **slab}, {"guid": "silent", **slab}])


def test_a_withdrawn_component_is_told_of_the_element_that_names_it(library: str) -> None:
    with open_library(library, "owner") as opened:
        matches = match_components(model(), opened.as_catalogue(), NoProgress())
        assert find_in_library(model(), matches, library, date(2026, 1, 1)) == ()
        opened.withdraw("DBS1", why="mould scrapped")
        matches = match_components(model(), opened.as_catalogue(), NoProgress())
    (finding,) = find_in_library(model(), matches, library, date(2026, 1, 1))
    assert (finding.source, finding.elements) == ("library.withdrawn", ("named",))


def test_usage_counts_what_is_named_and_what_fits(library: str) -> None:
    with open_library(library, "owner") as opened:
        usage = model_usage(model(), opened.as_catalogue(), NoProgress())
    assert (usage.pieces, usage.hits, usage.used) == (2, 2, 2)
    assert {guid for use in usage.components for guid in use.elements} == {"named", "silent"}
