"""The hundreds of tiny models of the official IDS test cases, many of them wrong on purpose, open."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfma.ifc.read_model import read_tables
from dfma.progress import NoProgress
from tests.conftest import SHARED

MODELS = sorted((SHARED / "data" / "ids").glob("**/*.ifc"))[::7]
"""One in seven, for speed; all 314 open."""


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_model_opens(path: Path) -> None:
    model = read_tables(path, NoProgress())
    assert model.elements.filter(ifc_class="IfcWall").height == path.read_bytes().count(b"=IFCWALL(")
