from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.bootstrap import catalogue
from app.reports.workbook import write_workbook
from app.services.check_model import check_model
from app.settings import Settings
from dfma.progress import NoProgress
from dfma.report import ReviewReport
from tests.builders import building

MODEL = building(
    [
        {
            "guid": "wall",
            "class": "IfcWall",
            "name": '=HYPERLINK("http://x","y")',
            "mark": "@SUM(A1)",
            "kind": "wall_panel_exterior",
            "casting": "precast",
            "box": ((0, 0, 1.4), (3.6, 0.2, 2.8)),
            "measures": {"length": 3.6, "width": 0.2, "height": 2.8},
        },
        {"guid": "odd", "class": "IfcSlab", "name": "line\x07bell end"},
    ]
)


@pytest.fixture(scope="module")
def report() -> ReviewReport:
    checked = check_model(MODEL, Settings(stage="fabrication"), NoProgress())
    bare = ReviewReport(model=MODEL, stage="fabrication", versions={"dougong": "0"})
    return replace(bare, runs=checked.runs, coverage=checked.coverage)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_parts_of_the_report_are_sheets(report: ReviewReport, tmp_path: Path, language: str) -> None:
    words = catalogue(language)
    book = load_workbook(write_workbook(report, tmp_path / "report.xlsx", words))
    parts = ("summary", "findings", "rules", "coverage", "elements")
    assert book.sheetnames == [words.say_key(f"workbook.sheet.{part}") for part in parts]
    assert len(list(book.worksheets[1].rows)) - 1 == len(report.findings) > 0
    assert len(list(book.worksheets[2].rows)) - 1 == len(report.runs)
    assert len(list(book.worksheets[3].rows)) - 1 == len(report.coverage)
    assert not list(tmp_path.glob("*.new"))


def test_nothing_from_a_model_is_a_formula(report: ReviewReport, tmp_path: Path) -> None:
    book = load_workbook(write_workbook(report, tmp_path / "report.xlsx", catalogue("en")))
    cells = [cell for sheet in book.worksheets for row in sheet.rows for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    names = [row[7].value for row in book["Elements"].iter_rows(min_row=2)]
    assert names == ['=HYPERLINK("http://x","y")', "linebell end"]


def test_a_report_without_a_check_has_no_empty_sheets(tmp_path: Path) -> None:
    bare = ReviewReport(model=MODEL, stage="construction", versions={})
    book = load_workbook(write_workbook(bare, tmp_path / "report.xlsx", catalogue("en")))
    assert book.sheetnames == ["Summary", "Elements"]
