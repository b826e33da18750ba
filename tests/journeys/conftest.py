"""The real window with the real 3D view, offscreen; everything it keeps goes into temporary folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage

from app.bootstrap import catalogue
from app.settings import Settings
from app.ui.main_window import MainWindow
from app.ui.memory import Memory
from app.ui.theme import Theme
from app.ui.words import Words
from viewer.qt.viewer_widget import ViewerWidget
from viewer.qt.web_engine import prepare_web_engine

Shoot = Callable[[str], QImage]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The web engine must be prepared before the one application of the test run is made."""
    prepare_web_engine()
    return ["dougong-tests"]


@pytest.fixture
def window(qapp: object, qtbot: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """An empty window, in English."""
    monkeypatch.setattr("app.session.decision_path", lambda _: tmp_path / "decisions.jsonl")
    settings = Settings(cache_folder=tmp_path / "cache")
    memory = Memory(QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat))
    made = MainWindow(settings, Words(catalogue, "en"), Theme(qapp, "light"), ViewerWidget, memory)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    assert made.jobs.wait(30_000)


@pytest.fixture
def shoot(window: MainWindow, qtbot: object, tmp_path: Path) -> Shoot:
    """Take a picture of the window, keep it for people to look at, and refuse one on which nothing is."""

    def take(name: str) -> QImage:
        drawn: list[bytes] = []
        if window.lookup is not None:
            # The answer comes after all that the view was told before.
            window.view.view.snapshot(drawn.append)
            qtbot.waitUntil(lambda: bool(drawn), timeout=60_000)
        qtbot.wait(300)
        picture = window.grab()
        assert picture.save(str(tmp_path / f"{name}.png"))
        image = picture.toImage()
        assert colours(image) > 100
        return image

    return take


def colours(image: QImage) -> int:
    """How many colours a picture has, on a grid of points."""
    step = 4
    points = ((x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step))
    return len({image.pixel(x, y) for x, y in points})
