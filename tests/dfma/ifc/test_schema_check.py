"""The schema of IFC: agreement with ifcopenshell.validate, and faults grouped instead of listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import ifcopenshell.validate
import pytest

from dfma.errors import UserError
from dfma.finding import Severity, Verdict
from dfma.ifc.open_file import readable
from dfma.ifc.schema_check import SchemaFault, schema_faults, schema_run
from dfma.progress import NoProgress
from tests.dfma.ifc.test_ids import model_of


def faults_of(path: Path) -> tuple[SchemaFault, ...]:
    with readable(path, NoProgress()) as source:
        sha256 = source.sha256
    return schema_faults(NoProgress(), None, path, sha256)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Forty walls without the history that IFC2X3 wants, two of them with one GlobalId, and a good project."""
    ifc = ifcopenshell.file(schema="IFC2X3")
    walls = [ifc.create_entity("IfcWall", GlobalId=ifcopenshell.guid.new()) for _ in range(40)]
    walls[1].GlobalId = walls[0].GlobalId
    path = tmp_path / "broken.ifc"
    ifc.write(str(path))
    return path


@pytest.mark.parametrize("name", ["allplan-reinforcing-bar", "fzk-haus", "tekla-precast-mini-project"])
def test_as_many_faults_as_the_validator_lists(name: str, shared: Callable[[str], Path]) -> None:
    path = shared(f"data/ifc/{name}.ifc")
    logger = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(ifcopenshell.open(path), logger)
    listed = sorted(statement["instance"].id() for statement in logger.statements)
    assert sorted(step_id for fault in faults_of(path) for step_id in fault.step_ids) == listed


def test_a_broken_exporter_makes_one_finding_per_fault(broken: Path) -> None:
    run = schema_run(model_of(broken), faults_of(broken))
    counts = {finding.message.key: dict(finding.message.values)["count"] for finding in run.findings}
    assert counts["schema.fault.missing"] == 40
    assert counts["schema.fault.identity"] == 1
    assert all(len(finding.elements) <= 5 for finding in run.findings)
    assert {finding.severity for finding in run.findings} == {Severity.WARNING}
    assert run.counts[Verdict.FAILED] == 40


def test_a_fault_outside_the_elements_fails_the_model(broken: Path) -> None:
    fault = SchemaFault(kind="inverse", ifc_class="IfcLocalPlacement", attribute="PlacesObject", step_ids=(999,))
    run = schema_run(model_of(broken), (fault,))
    assert run.whole is Verdict.FAILED
    assert run.counts[Verdict.PASSED] == 40


def test_a_file_that_has_changed_is_not_checked(broken: Path) -> None:
    with pytest.raises(UserError, match=r"schema\.file_changed"):
        schema_faults(NoProgress(), None, broken, "0" * 64)
