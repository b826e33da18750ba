from __future__ import annotations

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from app.ui import main
from app.ui.logbook import start_log
from app.ui.main_window import MainWindow
from tests.app.ui.fake_view import FakeView


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    monkeypatch.setattr("viewer.qt.viewer_widget.ViewerWidget", FakeView)
    monkeypatch.setattr("app.settings.settings_path", lambda: tmp_path / "settings.yaml")
    return QSettings(str(tmp_path / "memory.ini"), QSettings.Format.IniFormat)


def test_the_language_asked_for_beats_the_one_remembered(qapp: object, qtbot: object, store: QSettings) -> None:
    store.setValue("language", "zh_CN")
    remembered = main.make_window(qapp, store)
    asked = main.make_window(qapp, store, "en")
    for window in (remembered, asked):
        qtbot.addWidget(window)
    assert [window.words.language for window in (remembered, asked)] == ["zh_CN", "en"]


def test_a_library_that_is_named_beats_that_of_the_settings(
    qapp: object, qtbot: object, store: QSettings, tmp_path: Path
) -> None:
    (tmp_path / "settings.yaml").write_text("library: firm.sqlite", encoding="utf-8")
    windows = [main.make_window(qapp, store, "en"), main.make_window(qapp, store, "en", "project.sqlite")]
    for window in windows:
        qtbot.addWidget(window)
    assert [window.library.desk.url for window in windows] == ["firm.sqlite", "project.sqlite"]


def test_a_broken_settings_file_is_said_and_the_window_opens(
    qapp: object, qtbot: object, store: QSettings, tmp_path: Path
) -> None:
    (tmp_path / "settings.yaml").write_text("stage: [unheard of]", encoding="utf-8")
    window = main.make_window(qapp, store, "en")
    qtbot.addWidget(window)
    assert "settings.yaml" in window.banner.text.text()
    assert window.commands["open"].isEnabled()


def test_layout_and_look_come_back(qapp: object, qtbot: object, store: QSettings) -> None:
    first = main.make_window(qapp, store, "en")
    qtbot.addWidget(first)
    first.docks["inspector"].hide()
    first.theme.use("dark")
    first.close()
    second = main.make_window(qapp, store, "en")
    qtbot.addWidget(second)
    assert second.docks["inspector"].isHidden()
    assert second.theme.name == "dark"
    second.theme.use("light")
    second.commands["reset_layout"].trigger()
    assert not second.docks["inspector"].isHidden()


def test_what_nothing_caught_is_logged_and_said(window: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    error = ValueError("out of the blue")
    with caplog.at_level(logging.ERROR):
        main._unexpected(window, ValueError, error, None)
    assert "out of the blue" in window.banner.text.text()
    assert "out of the blue" in caplog.text


def test_the_log_is_written_to_its_file(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "dougong.log"
    handler = start_log(path)
    try:
        logging.getLogger("app.ui").error("something to remember")
        handler.flush()
        assert "something to remember" in path.read_text(encoding="utf-8")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


def test_a_place_that_cannot_be_written_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert start_log(tmp_path / "file" / "dougong.log") is None
