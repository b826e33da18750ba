"""Where the JavaScript lies: our own beside this file, everybody else's in the installed packages."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).parent / "web"


def library_paths() -> dict[str, Path]:
    """The builds that pythreejs and ipywidgets bring along, under the names of `dougong.LIBRARIES` in loader.js."""
    pythreejs, notebook = _package("pythreejs") / "static", _package("widgetsnbextension") / "static"
    return {
        "three": pythreejs / "three.js",
        "widgets": notebook / "extension.js",
        "pythreejs": pythreejs / "index.js",
    }


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{name} is not installed", name=name)
    return Path(found.origin).parent
