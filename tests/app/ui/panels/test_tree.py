from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.ui.lookup import Lookup
from app.ui.panels.tree import TreePanel
from app.ui.panels.tree_model import COUNT, NAME, TreeModel
from app.ui.selection import Selection
from app.ui.theme import Theme
from app.ui.tree_nodes import build_nodes
from app.ui.words import Words
from tests.builders import row_of


@pytest.fixture
def tree(qtbot: object, words: Words, theme: Theme, lookup: Lookup) -> TreePanel:
    panel = TreePanel(Selection(), words, theme)
    qtbot.addWidget(panel)
    panel.show_model(lookup)
    return panel


def texts(model: TreeModel, parent: QModelIndex = QModelIndex()) -> list[str]:  # noqa: B008
    return [model.index(place, NAME, parent).data() for place in range(model.rowCount(parent))]


def test_the_model_keeps_the_contract_of_qt(words: Words, theme: Theme, lookup: Lookup) -> None:
    model = TreeModel(words, theme)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for grouping in ("storey", "type", "casting", "material"):
        model.show(lookup, build_nodes(lookup.model, grouping))
    model.show(None, None)
    assert tester.model() is model


def test_groups_are_named_in_the_language_in_use(tree: TreePanel, words: Words) -> None:
    first = tree.model.index(0, NAME)
    assert texts(tree.model) == ["1F", "2F", "No storey"]
    assert texts(tree.model, first) == ["Exterior wall panel", "Composite slab"]
    assert tree.model.index(0, COUNT).data() == "2"
    words.switch("zh_CN")
    assert texts(tree.model, first)[0] == words.name("kind", "wall_panel_exterior")


def test_choosing_a_group_selects_all_of_its_elements(tree: TreePanel, lookup: Lookup) -> None:
    tree.view.setCurrentIndex(tree.model.index(0, NAME))
    assert lookup.model.guids(list(tree._selection.rows)) == ["wall", "slab"]


def test_the_tree_follows_a_selection_made_elsewhere(tree: TreePanel, lookup: Lookup) -> None:
    row = row_of(lookup.model, "plate")
    tree._selection.select([row], None)
    chosen = tree.view.selectionModel().selectedRows()
    assert [index.data() for index in chosen] == ["Plate"]
    assert tree.view.isExpanded(chosen[0].parent())


def test_search_narrows_and_enter_selects_the_first(qtbot: object, tree: TreePanel, lookup: Lookup) -> None:
    qtbot.keyClicks(tree.search, "dbs2")
    qtbot.keyClick(tree.search, Qt.Key.Key_Return)
    assert lookup.model.guids(list(tree._selection.rows)) == ["slab"]
    assert texts(tree.model) == ["1F"]


def test_a_search_that_finds_nothing_says_so(tree: TreePanel) -> None:
    tree.search.setText("xyz")
    tree._rebuild()
    assert tree.nothing.isVisibleTo(tree)
    assert "xyz" in tree.nothing.text()
    tree.search.clear()
    tree._rebuild()
    assert not tree.nothing.isVisibleTo(tree)


def test_opened_groups_stay_open_when_more_of_the_model_is_known(tree: TreePanel, lookup: Lookup) -> None:
    tree.view.expand(tree.model.index(1, NAME))
    tree.show_model(lookup)
    assert [tree.view.isExpanded(tree.model.index(place, NAME)) for place in range(3)] == [False, True, False]
