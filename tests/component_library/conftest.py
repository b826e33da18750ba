"""The same tests on every sort of store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.component_library.places import Place, make_folder, make_sqlite


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written into the data folder of whoever runs the tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(params=["sqlite", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty library."""
    return {"sqlite": make_sqlite, "folder": make_folder}[request.param](tmp_path)
