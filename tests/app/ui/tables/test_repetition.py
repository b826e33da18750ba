from __future__ import annotations

import pytest

from app.ui.main_window import MainWindow
from dfma.components.indicators import indicator_rules
from dfma.components.module_grid import ModuleGrid, OffModule, module_rules
from dfma.components.repeated_rooms import Instance, Layout, RepeatedRooms
from dfma.text import text

RUNNING_MS = 120_000


@pytest.fixture
def measured(opened: MainWindow) -> MainWindow:
    """A length of the wall off the module, and one room twice."""
    off = OffModule(
        element="wall", kind="opening", dimension="width", size_mm=1210.0, nearest_mm=1200.0, rule=module_rules()[0].id
    )
    twice = (
        Instance(rooms=("wall",), storey="1F", mirrored=False),
        Instance(rooms=("slab",), storey="2F", mirrored=True),
    )
    room = Layout(level="room", name="Bath", instances=twice, size=(2.0, 1.5, 2.6), area=3.0, fittings={})
    opened.work.session.keep(
        module_grid=ModuleGrid(rules=module_rules(), checked={}, made=0, off=(off,)),
        rooms=RepeatedRooms(rooms=(room,), units=(), modules=(), why_no_units=None, why_no_rooms=None),
    )
    opened._report_changed("suggest")
    return opened


def test_a_size_off_the_module_leads_to_its_piece(measured: MainWindow) -> None:
    panel = measured.lists.module
    assert [panel.model.index(0, place).data() for place in range(5)] == [
        "opening", "Width", "1,210 mm", "1,200 mm", "-10 mm",
    ]  # fmt: skip
    panel.view.selectRow(0)
    assert measured.selection.rows == tuple(measured.lookup.rows_of(["wall"]))


def test_a_repeated_room_leads_to_all_of_its_kind(measured: MainWindow) -> None:
    panel = measured.lists.rooms
    assert [panel.model.index(0, place).data() for place in range(4)] == ["Room", "Bath", "2", "1"]
    panel.view.selectRow(0)
    assert measured.selection.rows == tuple(measured.lookup.rows_of(["wall", "slab"]))


def test_indicators_come_with_the_suggestions_or_say_why_not(opened: MainWindow, qtbot: object) -> None:
    opened.run("suggest")
    qtbot.waitUntil(lambda: not opened.jobs.busy, timeout=RUNNING_MS)
    lists, report = opened.lists, opened.work.report
    assert len(lists.indicators.model.rows) == len(report.repetition.indicators) > len(indicator_rules()["layouts"])
    verdict = next(n for n, column in enumerate(lists.indicators.model.columns) if column.id == "reached")
    for row, one in enumerate(lists.indicators.model.rows):
        assert bool(lists.indicators.model.index(row, verdict).data()) == (one.value is None or one.reached is not None)
    assert lists.rooms.page.message.text() == opened.words.say(report.rooms.why_no_rooms)


def test_pages_without_a_result_say_what_to_do(opened: MainWindow) -> None:
    for panel in (opened.lists.indicators, opened.lists.module, opened.lists.rooms):
        assert panel.page.message.text() == opened.words("ui.empty.suggest")


def test_nothing_found_is_said(opened: MainWindow) -> None:
    opened.lists.module.show_rows((), opened.lookup)
    assert opened.lists.module.page.message.text() == opened.words("ui.none.module")
    opened.lists.rooms.show_rows((), opened.lookup, text("app.choices.none"))
    assert "Nothing has been chosen yet" in opened.lists.rooms.page.message.text()
