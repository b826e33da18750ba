from __future__ import annotations

import pytest

from app.services.check_model import check_model
from app.settings import Settings
from app.ui.lookup import Lookup
from app.ui.tables.coverage import CoveragePanel
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from dfma.rules.coverage import Coverage


@pytest.fixture
def panel(qtbot: object, words: Words, theme: Theme, model: BuildingModel, lookup: Lookup) -> CoveragePanel:
    made = CoveragePanel(words, theme)
    qtbot.addWidget(made)
    made.show_coverage(check_model(model, Settings(), NoProgress()).coverage, lookup)
    return made


def test_every_demand_has_a_row_and_the_counts_sum_up(panel: CoveragePanel) -> None:
    assert len(panel.model.rows) == 144
    assert sum(int(part) for part in panel.filter.count.text().split() if part.isdigit()) == 2 * 144


def test_the_list_is_narrowed_by_what_became_of_it_and_by_words(panel: CoveragePanel) -> None:
    panel.became.setCurrentIndex(1 + list(Coverage).index(Coverage.NOT_RUN))
    assert {row.coverage for row in panel.model.rows} == {Coverage.NOT_RUN}
    panel.became.setCurrentIndex(0)
    panel.filter.search.setText("dr113")
    panel.filter.changed.emit()
    assert [row.demand.row for row in panel.model.rows] == ["DR113"]


def test_a_rule_is_asked_for_and_nothing_where_there_is_none(panel: CoveragePanel, qtbot: object) -> None:
    with_rule = next(row for row in panel.model.rows if row.rule_id)
    with qtbot.waitSignal(panel.rule_wanted) as caught:
        panel.view.opened.emit(with_rule)
    assert caught.args == [with_rule.rule_id]


def test_without_a_check_it_says_what_to_do(panel: CoveragePanel, lookup: Lookup) -> None:
    panel.show_coverage(None, lookup)
    assert panel.page.empty
