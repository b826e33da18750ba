"""The schema check in its child: an answer, the limit of time, and the person who stops it."""

from __future__ import annotations

from pathlib import Path

import ifcopenshell
import pytest

from app.services.check_schema import check_schema
from dfma.finding import Verdict
from dfma.model.building import BuildingModel
from dfma.progress import Cancelled, NoProgress
from tests.dfma.ifc.test_ids import model_of


class Stopped(NoProgress):
    """A person who asks to stop at once."""

    def check(self) -> None:
        raise Cancelled


@pytest.fixture
def model(tmp_path: Path) -> BuildingModel:
    ifc = ifcopenshell.file(schema="IFC4")
    ifc.create_entity("IfcWall", GlobalId=ifcopenshell.guid.new())
    ifc.create_entity("IfcSlab", GlobalId="not a GlobalId")
    ifc.write(str(tmp_path / "model.ifc"))
    return model_of(tmp_path / "model.ifc")


def test_the_child_answers(model: BuildingModel) -> None:
    run = check_schema(model, NoProgress())
    assert run.error is None
    assert run.counts[Verdict.FAILED] == 1
    assert run.counts[Verdict.PASSED] == 2  # the wall, and the rest of the file as a whole
    assert "schema.fault.identity" in {finding.message.key for finding in run.findings}


def test_what_takes_too_long_is_not_checkable(model: BuildingModel) -> None:
    run = check_schema(model, NoProgress(), time_limit=0.0)
    assert run.error is not None
    assert run.error.key == "schema.too_slow"
    assert run.counts[Verdict.PASSED] == run.counts[Verdict.FAILED] == 0


def test_it_can_be_stopped(model: BuildingModel) -> None:
    with pytest.raises(Cancelled):
        check_schema(model, Stopped())
