"""When drawing is left to the processor, and what the engine may fetch."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEngineUrlScheme
from pytestqt.qtbot import QtBot

from viewer.qt.web_engine import SCHEME, Buffers, ScenePage, needs_software

pytestmark = pytest.mark.qt_log_ignore(
    "QRhi|Vulkan|GPU vendor|propagateSizeHints|Mesa software|ignore-gpu-blocklist|dbus",  # a machine without a screen
    extend=True,
)


@pytest.mark.parametrize(
    ("environment", "platform", "card", "expected"),
    [
        ({}, "linux", True, False),
        ({}, "linux", False, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True, True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", True, False),
        ({"SESSIONNAME": "RDP-Tcp#3"}, "win32", False, True),
        ({"SESSIONNAME": "Console"}, "win32", False, False),
        ({}, "darwin", False, False),
        ({"DOUGONG_SOFTWARE_3D": "1"}, "darwin", False, True),
        ({"DOUGONG_SOFTWARE_3D": "0"}, "linux", False, False),
    ],
)
def test_who_draws(environment: dict[str, str], platform: str, card: bool, expected: bool, tmp_path: Path) -> None:
    if card:
        (tmp_path / "renderD128").touch()
    assert needs_software(environment, platform, tmp_path) is expected


def test_the_address_space_is_known_before_the_application(qapp: object) -> None:
    assert QWebEngineUrlScheme.schemeByName(SCHEME.encode()).name() == SCHEME.encode()


def test_a_buffer_is_handed_out_once() -> None:
    buffers = Buffers()
    token = buffers.offer(b"abc")
    assert buffers.take(token) == b"abc"
    assert buffers.take(token) is None


@pytest.mark.parametrize("address", ["https://example.com/", "http://127.0.0.1:9/", "file:///etc/hostname"])
def test_nothing_but_our_own_pages_is_fetched(qtbot: QtBot, address: str) -> None:
    page = ScenePage(None)
    with qtbot.waitSignal(page.loadFinished, timeout=60_000):
        pass
    with qtbot.waitSignal(page.loadFinished, timeout=60_000) as loaded:
        page.load(QUrl(address))
    assert loaded.args == [False]
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
