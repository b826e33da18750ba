from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.ui.lookup import Lookup
from app.ui.selection import Selection
from app.ui.tables.findings import FindingsPanel
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.finding import Severity
from dfma.report import Decision, Outcome
from dfma.text import text
from tests.app.ui.findings import finding
from tests.builders import row_of

FINDINGS = (
    finding("wall"),
    finding("slab", Severity.WARNING, "DEP-105", confidence=0.71),
    finding(None, Severity.ADVICE, "DEP-106"),
)


@pytest.fixture
def panel(qtbot: object, words: Words, theme: Theme, lookup: Lookup) -> FindingsPanel:
    made = FindingsPanel(Selection(), words, theme, empty="ui.empty.check")
    qtbot.addWidget(made)
    made.grouped.setCurrentIndex(made.grouped.count() - 1)  # none
    made.show_findings(FINDINGS, lookup, {})
    return made


def cells(panel: FindingsPanel, column: str) -> list[str]:
    place = [known.id for known in panel.model.columns].index(column)
    return [panel.model.index(row, place).data() for row in range(panel.model.rowCount())]


def test_a_row_says_what_where_and_which_clause(panel: FindingsPanel) -> None:
    assert cells(panel, "severity") == ["Error", "Warning", "Advice"]
    assert cells(panel, "element") == ["YWQ1", "DBS2-67-3620-22", "whole model"]
    assert cells(panel, "clause")[0] == "GB/T 51231-2016 5.1.1 (to be confirmed)"
    assert cells(panel, "confidence") == ["", "71%", ""]


def test_before_a_check_the_list_says_what_to_do(panel: FindingsPanel, lookup: Lookup, words: Words) -> None:
    panel.show_findings(None, lookup, {})
    assert panel.page.message.text() == words("ui.empty.check")
    panel.show_findings((), lookup, {})
    assert panel.page.message.text() == words("ui.empty.check.none")
    panel.show_findings(None, None, {})
    assert panel.page.message.text() == words("ui.empty.no_model")


def test_walking_the_list_selects_element_and_finding(panel: FindingsPanel, lookup: Lookup) -> None:
    panel.view.selectRow(1)
    assert panel._selection.rows == (row_of(lookup.model, "slab"),)
    assert panel._selection.finding is FINDINGS[1]


def test_a_selection_made_elsewhere_marks_the_findings_of_the_element(panel: FindingsPanel, lookup: Lookup) -> None:
    panel._selection.select([row_of(lookup.model, "wall")], None)
    assert panel.view.chosen() == [FINDINGS[0]]
    panel._selection.select([row_of(lookup.model, "beam")], None)
    assert panel.view.chosen() == []


def test_severities_can_be_hidden_and_the_count_says_so(panel: FindingsPanel, words: Words) -> None:
    panel.severities[Severity.ERROR].setChecked(False)
    assert cells(panel, "severity") == ["Warning", "Advice"]
    assert panel.filters.count.text() == "2 of 3 rows"
    for button in panel.severities.values():
        button.setChecked(False)
    assert panel.page.message.text() == words("ui.empty.filtered")
    assert panel.filters.isVisibleTo(panel)


def test_typing_narrows_by_all_that_a_row_says(panel: FindingsPanel) -> None:
    panel.only("dep-105 dbs2")
    assert panel.model.passing == [FINDINGS[1]]


def test_decisions_are_shown_and_can_be_filtered_by(panel: FindingsPanel) -> None:
    decision = Decision(finding_key=FINDINGS[0].key, outcome=Outcome.WAIVED, who="Li", when="2026-01-02", why="agreed")
    panel.show_decisions({FINDINGS[0].key: decision})
    assert cells(panel, "decision") == ["Waived", "", ""]
    panel.decided.setCurrentIndex(panel.decided.findData("open"))
    assert panel.model.passing == list(FINDINGS[1:])


@pytest.mark.parametrize(
    ("key", "outcome"), [(Qt.Key.Key_Space, "accepted"), (Qt.Key.Key_W, "waived"), (Qt.Key.Key_X, "fixed")]
)
def test_one_key_decides(qtbot: object, panel: FindingsPanel, key: Qt.Key, outcome: str) -> None:
    panel.view.selectRow(0)
    with qtbot.waitSignal(panel.decision_wanted) as wish:
        qtbot.keyClick(panel.view, key)
    assert wish.args == [[FINDINGS[0]], outcome]


def test_the_language_changes_without_moving_the_selection(panel: FindingsPanel, words: Words) -> None:
    panel.view.selectRow(1)
    words.switch("zh_CN")
    assert cells(panel, "severity")[1] == words.name("severity", "warning")
    assert panel.view.chosen() == [FINDINGS[1]]


def test_grouped_by_rule_a_heading_names_it_and_stands_for_all_of_its_findings(
    qtbot: object, panel: FindingsPanel
) -> None:
    panel.grouped.setCurrentIndex(0)
    panel.name_sources({"DEP-104": text("ui.fact.sure", name="Length", sure="80%")})
    assert panel.model.index(0, 0).data().endswith("Length (80% sure)  \u00b7  DEP-104  \u00b7  1 finding")
    panel.view.selectRow(2)
    with qtbot.waitSignal(panel.decision_wanted) as wish:
        qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert wish.args == [[FINDINGS[1]], "accepted"]
