"""The sample building, clean and flawed, and the whole line on the flawed one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import catalogue
from app.reports.html_report import write_html
from app.reports.json_report import both, write_json
from app.reports.workbook import write_workbook
from app.services.steps import open_step, review_steps
from dfma.ifc.sample import write_sample_building
from dfma.text import LANGUAGES, Text, text

if TYPE_CHECKING:
    from app.reports.json_report import AllWords
    from app.settings import Settings
    from dfma.ifc.sample import SeededDefect
    from dfma.progress import Progress
    from dfma.report import ReviewReport
    from dfma.text import Catalogue, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The report on the flawed building, and how many seeded defects lie on an element that has a finding."""

    flawed: ReviewReport
    seeded: int
    found: int


def run_demo(folder: Path, settings: Settings, progress: Progress, words: Catalogue) -> Demo:
    """Write both buildings, the list of defects, and the reports on the flawed one.

    The building holds what a factory needs, so it is checked as a fabrication design.
    """
    settings = settings.model_copy(update={"stage": "fabrication"})
    folder.mkdir(parents=True, exist_ok=True)
    progress.report(text("cli.demo.writing"))
    write_sample_building(folder / "sample-building.ifc")
    defects = write_sample_building(folder / "sample-building-flawed.ifc", flawed=True)
    write_defects(defects, folder / "seeded-defects.json")

    report = open_step(folder / "sample-building-flawed.ifc", settings, progress)
    for step in review_steps():
        report = step(report, settings, progress)
    write_json(report, folder / "report.json", words.language)
    write_html(report, folder / "report", words)
    write_workbook(report, folder / "report" / "report.xlsx", words)

    touched = {guid for finding in report.findings for guid in finding.elements}
    found = sum(1 for defect in defects if touched & set(defect.guids))
    return Demo(flawed=report, seeded=len(defects), found=found)


def write_defects(defects: tuple[SeededDefect, ...], path: Path) -> None:
    """What was put in, for people and for benchmarks."""
    all_words = tuple(catalogue(language) for language in LANGUAGES)
    tables = [
        {
            "id": defect.id,
            "row": defect.rule,
            "elements": list(defect.guids),
            "what": both(defect.what, all_words),
            "before": _said(defect.before, all_words),
            "after": _said(defect.after, all_words),
        }
        for defect in defects
    ]
    path.write_text(json.dumps(tables, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _said(value: Value, all_words: AllWords) -> object:
    return both(value, all_words) if isinstance(value, Text) else value
