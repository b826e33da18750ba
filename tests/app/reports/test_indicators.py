"""Repetition in the reports: valid against the schema, and on the page."""

from __future__ import annotations

import json

import jsonschema
import pytest

from app.bootstrap import catalogue
from app.reports.html_report import html_report
from app.reports.json_report import SCHEMA_PATH, json_report
from app.services.steps import split_step, suggest_step
from app.settings import Settings
from dfma.progress import NoProgress
from dfma.report import ReviewReport
from tests.builders import Thing, building

SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))

THINGS: list[Thing] = [
    *(
        {"guid": f"panel{number}", "class": "IfcWall", "kind": "wall_panel_interior", "casting": "precast",
         "material": "C30", "storey": "1F", "measures": {"length": length, "width": 0.2, "height": 2.64}}
        for number, length in enumerate([3.0, 3.0, 3.04])
    ),
    {"guid": "slab", "class": "IfcSlab", "kind": "solid_slab", "casting": "cast_in_place",
     "box": ((1.8, 1.65, 2.9), (3.6, 3.3, 0.16))},
    {"guid": "thin", "class": "IfcSlab", "kind": "solid_slab", "casting": "cast_in_place",
     "box": ((1.8, 1.65, 5.9), (3.6, 3.3, 0.08))},
    *(
        {"guid": guid, "class": "IfcSpace", "name": "<i>Room</i>", "kind": "space", "storey": "1F",
         "box": ((x, 0.0, 1.35), (3.0, 4.0, 2.7))}
        for guid, x in [("a", 0.0), ("b", 3.2)]
    ),
]  # type: ignore[list-item]  # fmt: skip


@pytest.fixture(scope="module")
def report() -> ReviewReport:
    model = building(THINGS, storeys={"1F": 0.0, "2F": 2.95})
    empty = ReviewReport(model=model, stage="construction", versions={"dougong": "0"})
    report = empty
    for step in (suggest_step, split_step):
        report = step(report, Settings(), NoProgress())
    return report


def test_the_tables_are_valid_and_traced_to_elements(report: ReviewReport) -> None:
    table = json.loads(json_report(report, "en"))
    jsonschema.validate(table, SCHEMA)
    found = table["standardisation"]
    assert [(one["element"], one["delta_mm"]) for one in found["off_module"]["sizes"]] == [
        ("panel2", -40.0),
        ("storey:1F", -50.0),
    ]
    assert [(mould["pieces"], mould["elements"]) for mould in found["moulds"]] == [
        (2, ["panel0", "panel1"]),
        (1, ["panel2"]),
    ]
    assert found["rooms"]["modules"][0]["count"] == 2
    slab, thin = found["splits"]
    assert sum(panel["size"][0] * panel["size"][1] for panel in slab["alternatives"][0]["panels"]) > 0
    assert (thin["alternatives"], len(thin["why_not"])) == ([], 1)
    assert all(one["value"] is not None or one["why_not"] for one in found["indicators"])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_page_has_the_sections_and_escapes_names(report: ReviewReport, language: str) -> None:
    page = html_report(report, catalogue(language))
    for section in ("repetition", "off-module", "rooms", "splits"):
        assert f'<section id="{section}">' in page
    assert "⟨" not in page
    assert "<i>Room</i>" not in page
