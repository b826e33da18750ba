"""The same tests on every sort of store."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component_library.places import Place, make_folder, make_postgres, make_sqlite
from tests.component_library.server import running_server


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written into the data folder of whoever runs the tests."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Address of a PostgreSQL server that runs as long as the tests."""
    with running_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "folder", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty library."""
    if request.param == "postgres":
        return make_postgres(request.getfixturevalue("server"), f"l{uuid.uuid4().hex[:12]}")
    return {"sqlite": make_sqlite, "folder": make_folder}[request.param](tmp_path)
