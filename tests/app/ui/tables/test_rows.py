from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.ui.tables.rows import Column, Grouping, Heading, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.words import Words

COLUMNS = [
    Column(id="kind", say=lambda row: row[0]),
    Column(id="mass", say=lambda row: "?" if row[1] is None else str(row[1]), order=lambda row: row[1], number=True),
]
ROWS = [("b", 2), ("a", None), ("c", 10), ("d", 1)]


@pytest.fixture
def model(words: Words) -> RowsModel:
    made = RowsModel(COLUMNS, words)
    made.set_rows(ROWS)
    return made


def shown(model: RowsModel) -> str:
    return "".join(row[0] for row in model.passing)


def test_the_model_keeps_the_contract_of_qt(model: RowsModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(1)
    model.set_filter(lambda row: row[0] != "a")
    model.set_rows([])
    assert tester.model() is model


def test_rows_sort_by_value_not_by_text_and_unknown_ones_come_last(model: RowsModel) -> None:
    model.sort(1)
    assert shown(model) == "dbca"
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert shown(model) == "cbda"
    model.sort(-1)
    assert shown(model) == "bacd"


def test_a_filter_stays_when_other_rows_come(model: RowsModel) -> None:
    model.set_filter(lambda row: row[1] is not None)
    assert shown(model) == "bcd"
    model.set_rows([("x", 1), ("y", None)])
    assert shown(model) == "x"


def test_the_selection_stays_on_its_row_when_the_order_changes(qtbot: object, model: RowsModel) -> None:
    view = RowsView(model)
    qtbot.addWidget(view)
    told: list[object] = []
    view.walked.connect(lambda: told.append(view.chosen()))
    view.selectRow(2)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.set_filter(lambda row: row[1] is not None)
    assert view.chosen() == [("c", 10)]
    assert told == [[("c", 10)]]


def test_keys_that_mean_something_are_wishes(qtbot: object, model: RowsModel) -> None:
    view = RowsView(model, keys={Qt.Key.Key_W: "waived"})
    qtbot.addWidget(view)
    view.selectRow(0)
    with qtbot.waitSignal(view.wished) as wish:
        qtbot.keyClick(view, Qt.Key.Key_W)
    assert wish.args == ["waived"]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1


def test_headings_stand_above_their_rows_and_close_over_them(model: RowsModel) -> None:
    model.set_grouping(Grouping(key=lambda row: row[1] is None, say=lambda rows: f"{len(rows)} rows"))
    lines = [line.key if isinstance(line, Heading) else line[0] for line in model.lines]
    assert lines == [False, "b", "c", "d", True, "a"]
    assert model.index(0, 0).data().endswith("3 rows")
    model.turn(False)
    assert [line.key if isinstance(line, Heading) else line[0] for line in model.lines] == [False, True, "a"]
    assert shown(model) == "bacd"


def test_a_heading_stands_for_all_of_its_rows_and_keys_open_and_close_it(qtbot: object, model: RowsModel) -> None:
    model.set_grouping(Grouping(key=lambda row: row[1] is None, say=lambda rows: f"{len(rows)} rows"))
    view = RowsView(model)
    qtbot.addWidget(view)
    view.selectRow(0)
    assert view.chosen() == [("b", 2), ("c", 10), ("d", 1)]
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert model.rowCount() == 3
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert model.rowCount() == 6
    view.selectRow(2)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 0


def test_a_long_list_begins_closed_and_opens_for_a_row_that_is_chosen_elsewhere(qtbot: object, words: Words) -> None:
    rows = [(name, number) for name in "xy" for number in range(30)]
    model = RowsModel(COLUMNS, words)
    model.set_grouping(Grouping(key=lambda row: row[0], say=lambda rows: rows[0][0]))
    model.set_rows(rows)
    view = RowsView(model)
    qtbot.addWidget(view)
    assert model.rowCount() == 2
    view.choose([rows[40]])
    assert model.rowCount() == 32
    assert view.chosen() == [rows[40]]
