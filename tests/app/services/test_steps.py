"""The steps of the line add their parts, in whatever order the window runs them."""

from __future__ import annotations

from app.services.steps import check_step, rate_step
from app.settings import Settings
from dfma.progress import NoProgress
from dfma.report import ReviewReport
from tests.builders import building


def test_no_step_drops_the_sentences_of_another() -> None:
    model = building([{"guid": "wall", "class": "IfcWall"}])
    own = {"en": {"scheme.own": "Own scheme"}, "zh_CN": {"scheme.own": "Own scheme"}}
    begun = ReviewReport(model=model, stage="construction", versions={}, texts=own)
    for step in (check_step, rate_step):
        assert step(begun, Settings(), NoProgress()).texts["en"]["scheme.own"] == "Own scheme"
