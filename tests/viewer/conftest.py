"""What tests of the viewer share."""

from __future__ import annotations

import pytest

from dfma.text import Catalogue, load_catalogue
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The web engine must be prepared before the one application of the test run is made."""
    from viewer.qt.web_engine import prepare_web_engine

    prepare_web_engine()
    return ["dougong-tests"]


@pytest.fixture(scope="session")
def chinese() -> Catalogue:
    return load_catalogue("zh_CN", [ROOT / "dfma" / "locale", ROOT / "viewer" / "locale"])


@pytest.fixture(scope="session")
def english() -> Catalogue:
    return load_catalogue("en", [ROOT / "dfma" / "locale", ROOT / "viewer" / "locale"])
