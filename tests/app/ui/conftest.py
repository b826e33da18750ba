"""A window over a stand-in for the 3D view, with everything it keeps in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from app.bootstrap import catalogue
from app.settings import Settings
from app.ui.lookup import Lookup
from app.ui.main_window import MainWindow
from app.ui.memory import Memory
from app.ui.theme import Theme
from app.ui.words import Words
from app.ui.work import Opened
from dfma.model.building import BuildingModel
from tests.app.ui.fake_view import FakeView
from tests.builders import building
from viewer.qt.web_engine import prepare_web_engine


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The web engine must be prepared before the one application of the test run is made."""
    prepare_web_engine()
    return ["dougong-tests"]


@pytest.fixture
def words(qapp: object) -> Words:
    return Words(catalogue, "en")


@pytest.fixture
def theme(qapp: object) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def model() -> BuildingModel:
    """Two storeys: a precast wall with a plate in it, a slab, a beam; and a column on no storey."""
    return building(
        [
            {
                "guid": "wall",
                "class": "IfcWall",
                "name": "Panel one",
                "mark": "YWQ1",
                "type": "YWQ",
                "kind": "wall_panel_exterior",
                "casting": "precast",
                "storey": "1F",
                "material": "C30",
                "box": ((0, 0, 1.4), (3.6, 0.2, 2.8)),
                "properties": {"Pset_WallCommon": {"IsExternal": True, "ThermalTransmittance": 0.35}},
                "measures": {"length": 3.6, "width": 0.2, "height": 2.8, "volume": 2.016, "mass": 5040.0},
            },
            {"guid": "plate", "class": "IfcPlate", "name": "Plate", "whole": "wall", "kind": "embedded_part"},
            {
                "guid": "slab",
                "class": "IfcSlab",
                "name": "DBS2-67-3620-22",
                "kind": "composite_slab",
                "casting": "precast",
                "storey": "1F",
                "box": ((0, 2, 2.9), (3.6, 2.0, 0.06)),
            },
            {
                "guid": "beam",
                "class": "IfcBeam",
                "name": "Beam",
                "kind": "beam",
                "storey": "2F",
                "box": ((0, 0, 5.5), (6.0, 0.3, 0.6)),
            },
            {"guid": "column", "class": "IfcColumn", "name": "Column", "kind": "column"},
        ],
        storeys={"1F": 0.0, "2F": 2.9},
    )


@pytest.fixture
def lookup(model: BuildingModel) -> Lookup:
    return Lookup(model)


@pytest.fixture
def window(
    qtbot: object, words: Words, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """An empty window."""
    monkeypatch.setattr("app.session.decision_path", lambda _: tmp_path / "decisions.jsonl")
    memory = Memory(QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat))
    made = MainWindow(Settings(), words, theme, FakeView, memory)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.jobs.wait()


@pytest.fixture
def opened(window: MainWindow, model: BuildingModel, lookup: Lookup) -> MainWindow:
    """The window with the small model, as after opening a file."""
    window.work._begin(Opened(model, lookup))
    window.view.add_tile("tile")
    window.work._complete(Opened(model, lookup))
    return window
