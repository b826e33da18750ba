"""The screenful for a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bootstrap import catalogue
from app.reports.summary import summary
from dfma.components.standardise import choose, standardise
from dfma.report import ReviewReport
from tests.builders import Thing, building

WALLS: list[Thing] = [
    {"guid": str(length), "class": "IfcWall", "kind": "wall_panel_interior", "casting": "precast",
     "measures": {"length": length, "width": 0.2, "height": 2.8}}
    for length in (3.0, 3.015, 3.03, 4.0)
]  # fmt: skip


@pytest.fixture(scope="module")
def report() -> ReviewReport:
    model = building(WALLS)
    types = choose(standardise(model, permitted_mm=(0, 20)), 2)
    return ReviewReport(
        model=model, stage="construction", versions={"dougong": "0"}, matches=(), standardisation=types
    )  # fmt: skip


def test_every_offered_plan_has_a_line_with_what_is_proven_and_the_chosen_one_its_own(report: ReviewReport) -> None:
    lines = summary(report, catalogue("en")).splitlines()
    start = next(number for number, line in enumerate(lines) if "types of pieces now" in line)
    assert lines[start + 1 :] == [
        "  4 types: as received, cost 400 units.",
        "  2 types: 2 pieces change by up to 15 mm (20 mm permitted), cost 201 units; "
        "the fewest types that this change permits, proven.",
        "Chosen: 2 types, 2 pieces change by up to 15 mm (20 mm permitted), cost 201 units; "
        "the fewest types that this change permits, proven.",
    ]


def test_what_is_not_proven_says_the_gap_in_both_languages(report: ReviewReport) -> None:
    assert report.standardisation is not None
    *_, point = report.standardisation.plan
    open_point = replace(point, bound=1, optimal=False)
    cheap = replace(point, goal="least_cost", cost_bound=150.0, optimal=False)
    open_report = replace(report, standardisation=replace(report.standardisation, plan=(open_point, cheap)))
    for language, said in (("en", ("at least 1 type is proven", "at least 150 is proven")), ("zh_CN", ("1", "150"))):
        first, second, _ = summary(open_report, catalogue(language)).splitlines()[-3:]
        assert said[0] in first
        assert said[1] in second
