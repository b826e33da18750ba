"""IDS files: the official cases, files from outside, and what findings say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import ifcopenshell
import polars as pl
import pytest

from dfma.errors import UserError
from dfma.finding import Origin, Severity, Verdict
from dfma.ifc.ids import run_ids
from dfma.model.building import BuildingModel
from dfma.rules.rule import RuleRun
from dfma.text import load_catalogue
from tests.builders import building
from tests.conftest import ROOT, SHARED

CASES = sorted((SHARED / "data" / "ids").glob("**/*.ids"))


def model_of(path: Path) -> BuildingModel:
    """The elements of a file, as far as IDS needs them."""
    file = ifcopenshell.open(path)
    model = building([{"guid": entity.GlobalId} for entity in file.by_type("IfcProduct")])
    numbers = [-1, *(entity.id() for entity in file.by_type("IfcProduct"))]
    source = replace(model.source, path=str(path), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    elements = model.elements.with_columns(step_id=pl.Series(numbers, dtype=pl.Int32))
    return model.with_(source=source, elements=elements)


def outcome(runs: tuple[RuleRun, ...]) -> str:
    return "fail" if any(run.counts[Verdict.FAILED] for run in runs) else "pass"


def names(kind: str) -> list[str]:
    return [str(path.relative_to(SHARED)) for path in CASES if path.name.startswith(f"{kind}-")]


@pytest.mark.parametrize("name", names("pass") + names("fail"))
def test_official_cases_agree(shared: Callable[[str], Path], name: str) -> None:
    path = shared(name)
    runs = run_ids(model_of(path.with_suffix(".ifc")), path)
    assert outcome(runs) == path.name.split("-")[0]
    assert bool([finding for run in runs for finding in run.findings]) == path.name.startswith("fail")


@pytest.mark.parametrize("name", names("invalid"))
def test_official_invalid_files_are_refused(shared: Callable[[str], Path], name: str) -> None:
    path = shared(name)
    with pytest.raises(UserError) as refused:
        run_ids(model_of(path.with_suffix(".ifc")), path)
    assert refused.value.message.key == "ids.unsound"


IFC = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('','2026-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
#1=IFCWALL('1hqIFTRjfV6AWq_bMtnZwI',$,'W1',$,$,$,$,$,$);
#2=IFCWALL('0eA6m4fELI9QBIhP3wiLAp',$,'W2',$,$,$,$,'T2',$);
ENDSEC;
END-ISO-10303-21;
"""

IDS = """<?xml version="1.0" encoding="utf-8"?>
<ids xmlns="http://standards.buildingsmart.org/IDS" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <info><title>Walls</title></info>
  <specifications>
    <specification name="Walls have a tag" ifcVersion="IFC4" instructions="Fill in the tag.">
      <applicability maxOccurs="unbounded">
        <entity><name><simpleValue>IFCWALL</simpleValue></name></entity>
      </applicability>
      <requirements><attribute><name><simpleValue>Tag</simpleValue></name></attribute></requirements>
    </specification>
    <specification name="A slab" ifcVersion="IFC4">
      <applicability minOccurs="1"><entity><name><simpleValue>IFCSLAB</simpleValue></name></entity></applicability>
    </specification>
  </specifications>
</ids>
"""


@pytest.fixture
def walls(tmp_path: Path) -> BuildingModel:
    path = tmp_path / "walls.ifc"
    path.write_text(IFC, encoding="utf-8")
    return model_of(path)


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "demands.ids"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_finding_names_element_and_requirement_in_both_languages(walls: BuildingModel, tmp_path: Path) -> None:
    tags, slab = run_ids(walls, written(tmp_path, IDS))
    assert tags.rule_id == "ids:demands.ids#Walls have a tag"
    assert tags.verdicts.tolist() == [Verdict.NOT_APPLICABLE, Verdict.FAILED, Verdict.PASSED]
    (finding,) = tags.findings
    assert finding.origin is Origin.IDS
    assert finding.severity is Severity.ERROR
    assert finding.elements == ("1hqIFTRjfV6AWq_bMtnZwI",)
    for language in ("en", "zh_CN"):
        said = load_catalogue(language, [ROOT / "dfma" / "locale"])
        assert "W1" in said.say(finding.message)
        assert "Tag" in said.say(finding.message)
        assert finding.suggestion is not None
        assert said.say(finding.suggestion) == "Fill in the tag."
    assert slab.whole is Verdict.FAILED
    assert slab.findings[0].elements == ()


def test_a_file_that_changed_since_it_was_opened_is_refused(walls: BuildingModel, tmp_path: Path) -> None:
    Path(walls.source.path).write_text(IFC.replace("W1", "W9"), encoding="utf-8")
    with pytest.raises(UserError) as refused:
        run_ids(walls, written(tmp_path, IDS))
    assert refused.value.message.key == "ids.file_changed"


BOMB = '<!DOCTYPE ids [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE ids SYSTEM "file:///etc/hostname">'


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", "ids.unsound"),
        ("not xml", "ids.unsound"),
        ("<ids/>", "ids.unsound"),
        (IDS.replace("<title>Walls</title>", ""), "ids.unsound"),
        (IDS.replace("IFCWALL", "IFCRABBIT"), "ids.unsound"),
        (IDS.replace("<ids ", BOMB + "<ids "), "ids.trap"),
        (IDS.replace("<ids ", OUTSIDE + "<ids "), "ids.trap"),
        ("<a>" * 5000 + "</a>" * 5000, "ids.trap"),
    ],
)
def test_files_from_outside(walls: BuildingModel, tmp_path: Path, content: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        run_ids(walls, written(tmp_path, content))
    assert refused.value.message.key == key


def test_a_file_that_is_not_there_or_is_a_folder(walls: BuildingModel, tmp_path: Path) -> None:
    for path in (tmp_path / "none.ids", tmp_path):
        with pytest.raises(UserError) as refused:
            run_ids(walls, path)
        assert refused.value.message.key == "ids.unreadable"
