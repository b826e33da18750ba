"""The assembly rate in the reports: the same figures in JSON, HTML and on the terminal, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from app.bootstrap import report_catalogue
from app.reports.charts import WaterfallRow, waterfall
from app.reports.html_report import html_report
from app.reports.json_report import SCHEMA_PATH, json_report
from app.reports.summary import summary
from app.services.assess_assembly import assess_assembly
from app.settings import Settings
from dfma.assembly_rate.scheme import load_scheme
from dfma.progress import NoProgress
from dfma.report import ReviewReport
from dfma.text import LANGUAGES
from tests.dfma.assembly_rate.houses import REGION, housing

NATIONAL = load_scheme("gbt51129-2017")
STATED = {"enclosure_integrated": 65, "kitchen": "none", "full_fitout": "no"}


@pytest.fixture(scope="module")
def report() -> ReviewReport:
    model = housing()
    rate = assess_assembly(model, Settings(), NoProgress(), scheme=NATIONAL, answers=STATED)
    return ReviewReport(model=model, stage="construction", versions={"dougong": "0"}, assembly_rate=rate)


def test_next_points_keep_the_contract_and_name_real_elements(report: ReviewReport) -> None:
    table = json.loads(json_report(report, "en"))
    jsonschema.validate(table, json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))
    rate = table["assembly_rate"]
    known = {element["guid"] for element in table["elements"]}
    named = [guid for step in rate["next_points"] for guid in step["elements"]]
    assert named
    assert set(named) <= known
    assert [plan["grade"] for plan in rate["plans"]] == ["basic", "A", "AA", "AAA"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rate_is_said_in_words_everywhere(report: ReviewReport, language: str) -> None:
    words = report_catalogue(report, language)
    for said in (summary(report, words), html_report(report, words)):
        assert "⟨" not in said
        assert words.say_key("rate.note.stated") in said or said == summary(report, words)
        assert words.say_key("rate.grade.none") in said  # full fit-out is stated to be missing


def test_the_page_shows_the_waterfall_and_the_way_to_each_grade(report: ReviewReport) -> None:
    page = html_report(report, report_catalogue(report, "en"))
    assert page.count("<details") == 4
    assert 'fill="url(#hatch)"' in page
    assert "Cheapest next points" in page


def test_a_scheme_from_a_file_names_its_own_grades() -> None:
    model = housing()
    rate = assess_assembly(model, Settings(), NoProgress(), scheme=load_scheme(REGION), answers={"robots": "yes"})
    report = ReviewReport(model=model, stage="construction", versions={}, assembly_rate=rate, texts=rate.texts)
    words = report_catalogue(report, "en")
    assert "gold" in summary(report, words)
    assert "Robots" in html_report(report, words)


def test_bars_of_the_waterfall_begin_where_the_proven_points_end() -> None:
    rows = [
        WaterfallRow(label="<a>", low=20.0, high=20.0, most=30.0, origin="m"),
        WaterfallRow(label="b", low=0.0, high=10.0, most=20.0, origin="m"),
    ]
    drawn = str(waterfall(rows, width=540))  # 50 points on 50 pixels
    assert "&lt;a&gt;" in drawn
    assert drawn.count('x="340.0"') == 2  # the first item: its most, its points
    assert 'x="360.0" y="27" width="20.0"' in drawn
    assert 'x="360.0" y="27" width="10.0" height="16" fill="url(#hatch)"' in drawn


def test_own_efforts_come_from_the_settings(tmp_path: Path) -> None:
    import yaml

    from tests.conftest import ROOT

    table = yaml.safe_load((ROOT / "dfma" / "assembly_rate" / "efforts.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "firm.yaml"
    path.write_text(yaml.safe_dump(table | {"id": "firm"}), encoding="utf-8")
    rate = assess_assembly(housing(), Settings(rate_efforts=path), NoProgress(), scheme=NATIONAL, answers=STATED)
    assert rate.improvement is not None
    assert rate.improvement.efforts == "firm"
