"""The log of the desktop: a file of moderate size that a person can find and send."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MOST_BYTES = 1_000_000
_OLD_FILES = 2


def log_path() -> Path:
    """Where the log lies."""
    from platformdirs import user_log_path

    return user_log_path("dougong", appauthor=False) / "dougong.log"


def start_log(path: Path | None = None) -> logging.Handler | None:
    """Write warnings and errors of the whole program there from now on; None where the place cannot be written."""
    path = path or log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=_MOST_BYTES, backupCount=_OLD_FILES, encoding="utf-8")
    except OSError:  # a full or read-only disk is no reason not to open
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler
