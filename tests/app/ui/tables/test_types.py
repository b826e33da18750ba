from __future__ import annotations

import pytest

from app.ui.main_window import MainWindow
from tests.app.ui.plans import standardisation


@pytest.fixture
def planned(opened: MainWindow) -> MainWindow:
    """The window with plans of types."""
    rows = tuple(opened.lookup.rows_of(["wall", "slab", "beam"]))
    opened.show_step("standardise")
    opened.work.session.keep(standardisation=standardisation(rows))
    opened._report_changed("suggest")
    return opened


def test_the_cheapest_plan_is_shown_first(planned: MainWindow) -> None:
    panel = planned.lists.types
    assert panel.point is panel.plot.points[2]
    assert panel.slider.maximum() == 2
    assert "at least 1 type is proven" in panel.proof.text()
    assert "3 pieces are of 3 types now" in panel.lead.text()


def test_the_slider_walks_the_offered_plans_and_recolours_the_model(planned: MainWindow) -> None:
    panel = planned.lists.types
    panel.slider.setValue(2)
    assert panel.point is panel.plot.points[3]
    assert [change.change_mm for change in panel.model.rows] == [60.0, 10.0]
    shown = planned.view.view.appearance()
    assert shown.title.key == "ui.colour.plan"
    assert "ui.plan.group.over" in [entry.label.key for entry in shown.legend]
    panel.slider.setValue(0)
    assert planned.view.view.appearance().legend[0].label.key == "ui.plan.group.kept"
    assert panel.page.empty


def test_the_page_brings_its_colours(planned: MainWindow) -> None:
    planned.lists.show_tab(planned.lists.types)
    assert planned.view.view.appearance().title.key == "ui.colour.plan"
    planned.lists.show_tab(planned.lists.matches)
    assert planned.view.view.appearance().title.key != "ui.colour.plan"


def test_a_plan_that_is_not_offered_says_why(planned: MainWindow) -> None:
    panel = planned.lists.types
    panel.plot.chosen.emit(1)
    assert "Not offered: No better than the plan with 3 types" in panel.proof.text()


def test_a_row_selects_its_piece_and_draws_the_new_size_over_it(planned: MainWindow) -> None:
    panel = planned.lists.types
    panel.view.selectRow(0)
    assert planned.selection.rows == (panel.model.rows[0].row,)
    assert planned.view.view.framed == planned.selection.rows
    (drawn,) = planned.view.view.annotations
    assert "Length" in drawn.notes[0].words
    panel.slider.setValue(2)
    assert planned.view.view.annotations == []


def test_the_lines_that_prevent_fewer_types_can_be_shown(planned: MainWindow) -> None:
    panel = planned.lists.types
    assert panel.blocked.isVisibleTo(panel)
    panel.blocked.click()
    assert planned.selection.rows == tuple(planned.lookup.rows_of(["wall", "slab"]))


def test_without_a_result_the_page_says_what_to_do(opened: MainWindow) -> None:
    panel = opened.lists.types
    assert panel.page.empty
    assert panel.point is None
    assert panel.page.message.text() == opened.words("ui.empty.suggest")
