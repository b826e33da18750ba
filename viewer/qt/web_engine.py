"""The web engine inside the window: flags, the private address space, and the page that holds the scene.

`prepare_web_engine` is called once, before `QApplication` is made. The engine never reaches a network: pages, scripts
and buffers come from the address space `dougong:`, and every other request is refused.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl, Signal, Slot
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from viewer.libraries import WEB, library_paths

log = logging.getLogger(__name__)

SCHEME = "dougong"
SOFTWARE_SWITCH = "DOUGONG_SOFTWARE_3D"
"""Environment variable: 1 draws on the processor, 0 on the graphics card, unset decides by looking."""

_SOFTWARE_FLAGS = ("--ignore-gpu-blocklist", "--disable-gpu-compositing")
_MIME = {".html": b"text/html", ".js": b"text/javascript", ".css": b"text/css"}


def prepare_web_engine(*, software: bool | None = None) -> None:
    """Set the engine's flags and register the address space. Must run before `QApplication` is made.

    `software`: draw on the processor; None decides by looking for a graphics card, the offscreen platform and remote
    sessions. Flags that stand in the environment already are kept.
    """
    if software is None:
        software = needs_software(os.environ, sys.platform, Path("/dev/dri"))
    if software:
        given = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(dict.fromkeys([*given, *_SOFTWARE_FLAGS]))
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium refuses to start as root with its sandbox; only then is it switched off.
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    if QWebEngineUrlScheme.schemeByName(SCHEME.encode()).name():
        return
    scheme = QWebEngineUrlScheme(SCHEME.encode())
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def needs_software(environment: Mapping[str, str], platform: str, cards: Path) -> bool:
    """Whether drawing should be left to the processor: no graphics card, no screen, or a remote session."""
    if switch := environment.get(SOFTWARE_SWITCH):
        return switch != "0"
    if environment.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal", "vnc"):
        return True
    if platform == "win32":
        return environment.get("SESSIONNAME", "").upper().startswith("RDP-")
    if platform.startswith("linux"):
        return not any(cards.glob("renderD*"))
    return False


class Buffers:
    """Bytes that wait for the page to fetch them, each once."""

    def __init__(self) -> None:
        self._waiting: dict[str, memoryview | bytes] = {}
        self._numbers = itertools.count(1)

    def offer(self, data: memoryview | bytes) -> str:
        token = str(next(self._numbers))
        self._waiting[token] = data
        return token

    def take(self, token: str) -> memoryview | bytes | None:
        return self._waiting.pop(token, None)


class _SchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers `dougong://view/…`: our files, the libraries under lib/, and buffers under buffer/."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.buffers = Buffers()
        self._files = {path.name: path for path in WEB.iterdir() if path.suffix in _MIME}
        self._files |= {f"lib/{name}.js": path for name, path in library_paths().items()}

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        name = job.requestUrl().path().lstrip("/")
        if name.startswith("buffer/"):
            data, mime = self.buffers.take(name.removeprefix("buffer/")), b"application/octet-stream"
        else:
            path = self._files.get(name)
            data, mime = (path.read_bytes(), _MIME[path.suffix]) if path else (None, b"")
        if data is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        # The job owns the device, so that it lives exactly as long as the transfer.
        device = QBuffer(job)
        device.setData(QByteArray(bytes(data)))
        device.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(mime, device)


class _OnlyOurs(QWebEngineUrlRequestInterceptor):
    """Refuses whatever would leave the program."""

    def interceptRequest(self, info: object) -> None:  # noqa: N802 - overrides Qt
        info.block(info.requestUrl().scheme() not in (SCHEME, "data", "blob"))


class Bridge(QObject):
    """The two directions of text between Python and the page."""

    toPage = Signal(str)  # noqa: N815 - Qt's way of naming, here and below
    spoken = Signal(str)

    @Slot(str)
    def fromPage(self, message: str) -> None:  # noqa: N802
        self.spoken.emit(message)


class ScenePage(QWebEnginePage):
    """The page of the 3D view, with its bridge and its buffers."""

    def __init__(self, parent: QObject) -> None:
        # The default profile keeps nothing on disk, and outlives every page as the engine demands.
        profile = QWebEngineProfile.defaultProfile()
        super().__init__(profile, parent)
        self._handler = profile.findChild(_SchemeHandler)
        if self._handler is None:
            self._handler = _SchemeHandler(profile)
            profile.installUrlSchemeHandler(SCHEME.encode(), self._handler)
        self.buffers = self._handler.buffers
        self.bridge = Bridge(self)
        self._guard = _OnlyOurs(self)
        self.setUrlRequestInterceptor(self._guard)
        channel = QWebChannel(self)
        channel.registerObject("bridge", self.bridge)
        self.setWebChannel(channel)
        self.scripts().insert(_channel_script())
        self.start()

    def start(self) -> None:
        """Load the page, anew when it was there before; it says `ready` over the bridge."""
        self.load(QUrl(f"{SCHEME}://view/live.html"))

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        serious = level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        log.log(logging.ERROR if serious else logging.DEBUG, "%s (%s:%s)", message, source, line)


def _channel_script() -> QWebEngineScript:
    """Qt's own half of the channel, put into the page before anything of it runs."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    file.open(QIODevice.OpenModeFlag.ReadOnly)
    script = QWebEngineScript()
    script.setSourceCode(bytes(file.readAll().data()).decode())
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    return script
