"""A received model from opening to the report, as a person would go about it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.ui.main_window import MainWindow
from dfma.finding import Severity
from tests.journeys.conftest import Shoot
from tests.journeys.probe import EventLoopProbe, machine_is_quiet

pytestmark = pytest.mark.qt_log_ignore(  # what the web engine says on a machine without a graphics card
    "QRhiGles2", "Vulkan", "detect GPU", "Hardware rendering", "Rendering may fail", "propagateSizeHints", extend=True
)

TEKLA = "data/ifc/tekla-precast-mini-project.ifc"
OPENING_MS = 300_000
LIMIT = 0.2


def said(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.inspector.widget().findChildren(QLabel))


def run(window: MainWindow, qtbot: object, command: str) -> None:
    """Press a button of the toolbar and wait until it is done."""
    window.commands[command].trigger()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=OPENING_MS)
    assert not window.banner.isVisible(), window.banner.text.text()


def test_from_opening_to_the_report(
    window: MainWindow, qtbot: object, shared: Callable[[str], Path], shoot: Shoot, tmp_path: Path
) -> None:
    open_and_look_while_it_loads(window, qtbot, shared(TEKLA))
    shoot("1-opened")

    # Click a hollow-core slab in the tree: everything shows it.
    window.tree.search.setText("gewelf")
    qtbot.keyClick(window.tree.search, Qt.Key.Key_Return)
    (slab,) = window.selection.rows
    assert window.lookup.model.recognition["kind"][slab] == "hollow_core_slab"
    assert slab in window.view.view.selection()
    assert "Hollow-core slab" in said(window)
    shoot("2-selected")

    # Hide it, bring it back, cut the building and make it whole.
    drawn = window.lookup.with_parts([slab])
    window.commands["hide"].trigger()
    assert not window.view.view.appearance().visible[drawn].any()
    window.commands["undo_view"].trigger()
    assert window.view.view.appearance().visible[drawn].any()
    window.commands["fit"].trigger()
    window.commands["section"].trigger()
    shoot("3-section")
    window.commands["section"].trigger()

    # Check, and read the first finding about an element.
    run(window, qtbot, "check")
    findings = window.lists.findings
    first = next(finding for finding in findings.model.passing if finding.elements)
    findings.view.choose([first])
    findings.view.walked.emit()
    assert window.selection.finding is first
    assert window.words.say(first.message) in said(window)
    counted = [run.counts for run in window.work.report.runs]
    assert len(counted) == len(window.lists.rules.model.rows)
    shoot("4-finding")

    # Decide it with one key.
    qtbot.keyClick(findings.view, Qt.Key.Key_Space)
    assert window.work.report.decisions[first.key].outcome == "accepted"

    # Everything else from the toolbar.
    for command in ("suggest", "rate", "review"):
        run(window, qtbot, command)
        shoot(f"5-{command}")
    assert any(found.candidates for found in window.work.report.matches)
    for found in window.work.report.matches:
        assert found.candidates or found.no_match is not None
        assert all(len(match.reasons) >= 3 for match in found.candidates)
        assert all(match.why_not is not None for match in found.candidates[1:])
    assert all(remark.severity is not Severity.ERROR for remark in window.work.report.assistant)

    # In Chinese, dark, and back.
    window.commands["switch_language"].trigger()
    window.commands["switch_theme"].trigger()
    shoot("6-chinese-dark")
    assert window.words.say(first.message) != ""
    assert "\u27e8" not in said(window)
    window.commands["switch_theme"].trigger()

    write_and_read_the_report(window, qtbot, tmp_path / "report", first.key)
    shoot("7-submit")


def open_and_look_while_it_loads(window: MainWindow, qtbot: object, path: Path) -> None:
    """Tree and properties are there before the shapes; the event loop is never held up."""
    quiet = machine_is_quiet()
    probe = EventLoopProbe()
    probe.start()
    window.open_model(path)
    qtbot.waitUntil(lambda: window.lookup is not None, timeout=OPENING_MS)
    assert window.jobs.busy
    assert window.tree.model.rowCount() > 0
    row = int(window.tree.model.nodes.rows[0])
    window.selection.select([row], None)
    assert window.lookup.guid(row) in said(window)
    window.selection.clear()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=OPENING_MS)
    probe.stop()
    assert not window.banner.isVisible(), window.banner.text.text()
    assert window.view.has_shapes
    assert probe.longest_work < LIMIT
    if quiet:
        assert probe.longest < LIMIT


def write_and_read_the_report(window: MainWindow, qtbot: object, folder: Path, decided: str) -> None:
    """Both languages and JSON; the decision is in it."""
    window.show_step("submit")
    submit = window.lists.submit
    submit.folder.setText(str(folder))
    for box in (*submit.html.values(), submit.json):
        box.setChecked(True)
    submit.write.click()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=OPENING_MS)
    assert not window.banner.isVisible(), window.banner.text.text()
    written = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert next(one for one in written["findings"] if one["key"] == decided)["decision"]["outcome"] == "accepted"
    assert len(list(folder.rglob("*.html"))) == 2


def test_opening_can_be_stopped_and_started_again(
    window: MainWindow, qtbot: object, shared: Callable[[str], Path]
) -> None:
    window.open_model(shared("data/ifc/office-a.ifc"))
    qtbot.waitUntil(lambda: window.lookup is not None, timeout=OPENING_MS)
    window.progress.cancel.click()
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=5000)
    assert not window.banner.isVisible()
    assert window.tree.model.rowCount() > 0
    assert window.commands["open"].isEnabled()
    window.open_model(shared("data/ifc/fzk-haus.ifc"))
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=OPENING_MS)
    assert Path(window.lookup.model.source.path).name == "fzk-haus.ifc"


def test_a_file_that_is_no_model_is_one_sentence(window: MainWindow, qtbot: object, tmp_path: Path) -> None:
    path = tmp_path / "letter.ifc"
    path.write_text("Dear colleague, please find attached")
    window.open_model(path)
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=OPENING_MS)
    assert window.banner.isVisible()
    assert "letter.ifc" in window.banner.text.text()
    assert window.view.start.isVisible()
