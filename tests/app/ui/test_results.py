"""Results of the real services on the small model, as the lists show them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.ui.main_window import MainWindow
from dfma.finding import Verdict

RUNNING_MS = 120_000


@pytest.fixture
def reviewed(opened: MainWindow, qtbot: object) -> MainWindow:
    """The window after check, suggest and rate."""
    opened.run("check", "suggest", "rate")
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=RUNNING_MS)
    assert not opened.banner.isVisible(), opened.banner.text.text()
    return opened


def test_every_rule_shows_its_four_counts(reviewed: MainWindow) -> None:
    runs, model = reviewed.work.report.runs, reviewed.lists.rules.model
    assert len(model.lines) == len(runs) > 0
    places = [place for place, column in enumerate(model.columns) if column.id.startswith("verdict.")]
    for row, run in enumerate(runs):
        shown = [int(model.index(row, place).data().replace(",", "")) for place in places]
        assert shown == [run.counts[verdict] for verdict in Verdict]


def test_the_totals_are_the_sums_of_the_rules(reviewed: MainWindow) -> None:
    passed = sum(run.counts[Verdict.PASSED] for run in reviewed.work.report.runs)
    unclear = sum(run.counts[Verdict.NOT_CHECKABLE] for run in reviewed.work.report.runs)
    said = reviewed.lists.rules.totals.text()
    assert f"{passed:,} passed" in said
    assert f"{unclear:,} not checkable" in said


def test_a_rule_leads_to_its_findings(reviewed: MainWindow) -> None:
    lists = reviewed.lists
    run = next(run for run in reviewed.work.report.runs if run.findings)
    lists.rules.rule_wanted.emit(run.rule_id)
    assert {finding.source for finding in lists.findings.model.passing} == {run.rule_id}
    assert lists._tabs["check"].currentWidget() is lists.findings


def test_a_match_says_what_fits_or_why_nothing_does(reviewed: MainWindow) -> None:
    panel = reviewed.lists.matches
    columns = [column.id for column in panel.model.columns]
    assert panel.model.passing
    for row, found in enumerate(panel.model.passing):
        said = {name: panel.model.index(row, place).data() for place, name in enumerate(columns)}
        assert bool(said["designation"]) == bool(found.candidates)
        assert said["why"]
    panel.matched.setCurrentIndex(panel.matched.findData("no"))
    assert all(not found.candidates for found in panel.model.passing)


def test_walking_matches_selects_the_piece_and_the_inspector_explains_it(reviewed: MainWindow) -> None:
    panel = reviewed.lists.matches
    panel.view.selectRow(0)
    found = panel.model.passing[0]
    assert reviewed.selection.rows == tuple(reviewed.lookup.rows_of([found.element]))
    said = "\n".join(label.text() for label in reviewed.inspector.widget().findChildren(QLabel))
    best = (found.candidates or found.nearest)[:1]
    assert all(match.designation in said for match in best)
    assert found.no_match is None or reviewed.words.say(found.no_match) in said


def test_every_plan_of_types_stands_in_the_plot(reviewed: MainWindow) -> None:
    found, panel = reviewed.work.report.standardisation, reviewed.lists.types
    assert panel.plot.points == found.plan
    assert panel.point in found.front
    assert f"{found.types_before:,}" in panel.lead.text()


def test_the_rate_says_its_range_what_is_missing_and_what_counts(reviewed: MainWindow) -> None:
    rate, panel = reviewed.work.report.assembly_rate, reviewed.lists.rate
    assert rate.rate is None
    assert f"{rate.rate_low:.1f}" in panel.figure.text()
    branches = [panel.trace.topLevelItem(place) for place in range(panel.trace.topLevelItemCount())]
    missing = next(branch for branch in branches if branch.text(0).startswith("Missing"))
    assert missing.childCount() == len(rate.missing) > 0
    counted = next((row for row, item in enumerate(rate.items) if item.numerator), None)
    if counted is not None:
        panel.view.selectRow(counted)
        guids = [guid for guid, _ in rate.items[counted].numerator]
        assert reviewed.selection.rows == tuple(reviewed.lookup.rows_of(guids))


def test_the_step_submit_counts_what_blocks(reviewed: MainWindow) -> None:
    errors = sum(finding.severity == "error" for finding in reviewed.work.report.findings)
    key = "ui.submit.blocked" if errors else "ui.submit.free"
    assert reviewed.lists.submit.state.text() == reviewed.words(key, n=errors)
    assert reviewed.words("ui.submit.part.assistant") in reviewed.lists.submit.missing.text()


def test_reports_are_written_where_they_were_asked_for(reviewed: MainWindow, qtbot: object, tmp_path: Path) -> None:
    submit = reviewed.lists.submit
    submit.folder.setText(str(tmp_path / "out"))
    submit.write.click()
    qtbot.waitUntil(lambda: not reviewed.jobs.busy, timeout=RUNNING_MS)
    assert not reviewed.banner.isVisible(), reviewed.banner.text.text()
    assert (tmp_path / "out" / "report.json").exists()
    assert list((tmp_path / "out").rglob("*.html"))


def test_another_stage_is_checked_again(reviewed: MainWindow, qtbot: object) -> None:
    before = reviewed.work.report.runs
    stage = reviewed.place.stage
    stage.setCurrentIndex(stage.findData("scheme"))
    stage.activated.emit(stage.currentIndex())
    qtbot.waitUntil(lambda: not reviewed.jobs.busy, timeout=RUNNING_MS)
    assert reviewed.work.report.stage == "scheme"
    assert reviewed.work.report.runs is not before
