"""The rate page: the waterfall, what each figure stands on, what would raise it, and the form for what is asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox

from app.answers import AnswerLog
from app.session import answer_log_path
from app.ui.lookup import Lookup
from app.ui.main_window import MainWindow
from app.ui.selection import Selection
from app.ui.tables.rate import RatePanel
from app.ui.theme import Theme
from app.ui.words import Words
from app.ui.work import Opened
from dfma.assembly_rate.calculate import calculate
from dfma.assembly_rate.scheme import load_scheme
from tests.dfma.assembly_rate.houses import REGION, housing
from tests.dfma.assembly_rate.test_buildings import two_buildings

RUNNING_MS = 120_000


@pytest.fixture
def rated(window: MainWindow, qtbot: object) -> MainWindow:
    """The window after rating a house."""
    model = housing()
    opened = Opened(model, Lookup(model))
    window.work._begin(opened)
    window.work._complete(opened)
    window.run("rate")
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=RUNNING_MS)
    assert not window.banner.isVisible(), window.banner.text.text()
    return window


def panel(window: MainWindow) -> RatePanel:
    return window.lists.rate


def said(tree: object) -> list[str]:
    return [tree.topLevelItem(place).text(0) for place in range(tree.topLevelItemCount())]


def selected(window: MainWindow) -> set[str]:
    guids = window.work.session.model.elements["guid"]
    return {guids[row] for row in window.selection.rows}


def test_a_bar_of_the_waterfall_selects_what_its_item_counts(rated: MainWindow, qtbot: object) -> None:
    page = panel(rated)
    assert [row.label for row in page.waterfall.rows] == [rated.words.say(item.title) for item in page._rate.items]
    qtbot.mouseClick(page.waterfall, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert selected(rated) == {"w1", "w2"}
    assert any("do not count" in line or "does not count" in line for line in said(page.trace))


def test_what_does_not_count_is_traced_too(rated: MainWindow) -> None:
    page = panel(rated)
    page._point_at(0)
    rest = page.trace.topLevelItem(1)
    page.trace.itemClicked.emit(rest, 0)
    assert selected(rated) == {"w3"}
    assert "1.64 m³" in rest.child(0).text(0)


def test_next_points_select_the_elements_to_change(rated: MainWindow) -> None:
    page = panel(rated)
    steps = page._rate.improvement.steps
    assert len(said(page.next)) > len(steps)
    place = next(place for place, step in enumerate(steps) if step.item == "q1a")
    page.next.itemClicked.emit(page.next.topLevelItem(place), 0)
    assert selected(rated) == {"w3"}


def test_answers_given_in_the_form_are_kept_and_move_the_rate(rated: MainWindow, qtbot: object) -> None:
    page = panel(rated)
    before = page._rate.rate_low
    kitchen, source = page.answers.lines["kitchen"]
    kitchen.setText("80 %")
    source.setText("A-103")
    fitout, _ = page.answers.lines["full_fitout"]
    assert isinstance(fitout, QComboBox)
    fitout.setCurrentIndex(fitout.findData("yes"))
    page.answers.keep.click()
    qtbot.waitUntil(lambda: not rated.jobs.busy, timeout=RUNNING_MS)
    assert page._rate.rate_low == before + 11  # 4.5 + 6, of 52.2 before rounding
    kept = AnswerLog(answer_log_path(rated.work.session.model)).latest("gbt51129-2017")
    assert {name: (answer.value, answer.source) for name, answer in kept.items()} == {
        "kitchen": (80.0, "A-103"),
        "full_fitout": (True, ""),
    }
    assert page.answers.lines["kitchen"][0].text() == "80"
    page.answers.lines["kitchen"][0].clear()
    page.answers.keep.click()
    qtbot.waitUntil(lambda: not rated.jobs.busy, timeout=RUNNING_MS)
    assert set(AnswerLog(answer_log_path(rated.work.session.model)).latest("gbt51129-2017")) == {"full_fitout"}


def test_an_answer_that_cannot_be_used_is_said_and_not_kept(rated: MainWindow, qtbot: object) -> None:
    page = panel(rated)
    page.answers.lines["kitchen"][0].setText("plenty")
    page.answers.keep.click()
    qtbot.waitUntil(rated.banner.isVisible, timeout=RUNNING_MS)
    assert "plenty" in rated.banner.text.text()
    assert AnswerLog(answer_log_path(rated.work.session.model)).latest("gbt51129-2017") == {}


def test_the_page_speaks_both_languages(rated: MainWindow) -> None:
    page = panel(rated)
    english = page.sides.tabText(1), page.figure.text(), said(page.next)[0], page.answers.keep.text()
    rated.words.switch("zh_CN")
    chinese = page.sides.tabText(1), page.figure.text(), said(page.next)[0], page.answers.keep.text()
    assert all(one != other for one, other in zip(english, chinese, strict=True))
    assert not [one for one in (*english, *chinese) if "⟨" in one]


def test_every_building_of_the_file_is_named_with_its_rate(words: Words, theme: Theme, qtbot: object) -> None:
    model = two_buildings()
    page = RatePanel(Selection(), words, theme)
    qtbot.addWidget(page)
    page.show_rate(calculate(model, load_scheme("gbt51129-2017")), Lookup(model))
    first, second = said(page.trace)[:2]
    assert first.startswith("Building: 30–")
    assert second.startswith("Annex: 23–")  # 50 % → 20 + 15/45 × 10 = 23.3


def test_a_scheme_from_a_file_is_shown_in_its_own_words(window: MainWindow, qtbot: object) -> None:
    model = housing()
    window.work.settings = window.work.settings.model_copy(update={"scheme": str(REGION)})
    window.work._begin(Opened(model, Lookup(model)))
    window.work._complete(Opened(model, Lookup(model)))
    window.run("rate")
    qtbot.waitUntil(lambda: not window.jobs.busy, timeout=RUNNING_MS)
    page = panel(window)
    assert [row.label for row in page.waterfall.rows] == ["Slabs", "Robots"]
    assert page.answers.lines["robots"][0].accessibleName() == "Robots"
