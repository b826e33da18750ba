"""Starting the desktop: `dougong-desktop`, and what `dougong open` calls."""

from __future__ import annotations

import logging
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.ui.logbook import start_log
from dfma.errors import UserError
from dfma.text import text

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtCore import QSettings

    from app.ui.main_window import MainWindow

_SWITCH_SECONDS = 0.001
"""How long Python lets a worker run before the window may go on; five times as often as it would by itself."""

log = logging.getLogger(__name__)


def main() -> None:
    """Entry point without a console: an argument that is a file is opened."""
    paths = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    sys.exit(open_desktop(paths[0] if paths else None))


def open_desktop(model: Path | None, lang: str | None = None, library: str | None = None) -> int:
    """Open the window, with a model if one is given, on another library than that of the settings if one is named;
    returns when the person closes it."""
    from PySide6.QtCore import QSettings, QTimer
    from PySide6.QtWidgets import QApplication

    from viewer.qt.web_engine import prepare_web_engine

    prepare_web_engine()
    sys.setswitchinterval(_SWITCH_SECONDS)
    application = QApplication.instance() or QApplication([sys.argv[0]])
    application.setApplicationName("dougong")
    application.setApplicationDisplayName("Dougong")
    application.setDesktopFileName("dougong")
    window = make_window(application, QSettings("dougong", "dougong"), lang, library)
    start_log()
    sys.excepthook = partial(_unexpected, window)
    window.show()
    if model is not None:
        QTimer.singleShot(0, lambda: window.open_model(model))
    return application.exec()


def make_window(
    application: object, store: QSettings, lang: str | None = None, library: str | None = None
) -> MainWindow:
    """The window with the real 3D view. A broken settings file is told in the window, which opens with the defaults."""
    from app.bootstrap import catalogue, system_language
    from app.settings import Settings, load_settings
    from app.ui.main_window import MainWindow
    from app.ui.memory import Memory
    from app.ui.theme import Theme
    from app.ui.words import Words
    from viewer.qt.viewer_widget import ViewerWidget

    memory, trouble = Memory(store), None
    try:
        settings = load_settings()
    except UserError as error:
        settings, trouble = Settings(), error.message
    if library is not None:
        settings = settings.model_copy(update={"library": library})
    language = lang or memory.language or settings.language or system_language()
    theme = Theme(application, memory.theme)
    window = MainWindow(settings, Words(catalogue, language), theme, ViewerWidget, memory)
    if trouble is not None:
        window.banner.tell(trouble, "warning")
    return window


def _unexpected(
    window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """What nothing caught is written down in full, and said in one sentence; the window stays."""
    log.error("nothing caught this", exc_info=(kind, error, trace))
    detail = f"{kind.__name__}: {error}".splitlines()[0]
    window.banner.tell(text("ui.error.unexpected", detail=detail[:200]))
