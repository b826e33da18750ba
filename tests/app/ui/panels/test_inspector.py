from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QTreeWidget

from app.ui.found import Found
from app.ui.lookup import Lookup
from app.ui.panels.inspector import Inspector
from app.ui.selection import Selection
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.finding import Evidence
from dfma.report import ReviewReport
from tests.app.ui.findings import finding
from tests.builders import row_of


@pytest.fixture
def inspector(qtbot: object, words: Words, theme: Theme, lookup: Lookup) -> Inspector:
    panel = Inspector(Selection(), words, theme)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    report = ReviewReport(model=lookup.model, stage="construction", versions={})
    panel.show_report(report, Found(report), lookup)
    return panel


def select(inspector: Inspector, *guids: str) -> str:
    """Select elements; returns all that the inspector says."""
    model = inspector._lookup.model
    inspector._selection.select([row_of(model, guid) for guid in guids], None)
    return said(inspector)


def said(inspector: Inspector) -> str:
    return "\n".join(label.text() for label in inspector.widget().findChildren(QLabel))


def test_one_element_says_what_it_is_and_how_big(inspector: Inspector) -> None:
    text = select(inspector, "wall")
    for part in ("YWQ1 · Panel one", "Exterior wall panel (100% sure)", "3,600 mm", "2.016 m³", "5.04 t", "1F", "C30"):
        assert part in text


def test_what_is_not_known_is_said_to_be_unknown_and_never_zero(inspector: Inspector) -> None:
    text = select(inspector, "beam")
    assert text.count("unknown") >= 5
    assert "0 mm" not in text


def test_properties_can_be_narrowed(inspector: Inspector) -> None:
    select(inspector, "wall")
    tree = inspector.widget().findChild(QTreeWidget)
    branch = tree.topLevelItem(0)
    assert [branch.child(n).text(0) for n in range(branch.childCount())] == ["IsExternal", "ThermalTransmittance"]
    inspector._property_search = "thermal"
    inspector._show()
    branch = inspector.widget().findChild(QTreeWidget).topLevelItem(0)
    assert [branch.child(n).isHidden() for n in range(branch.childCount())] == [True, False]


def test_sums_say_of_how_many_they_are_known(inspector: Inspector) -> None:
    text = select(inspector, "wall", "slab")
    assert "2 elements" in text
    assert "2.016 m³ (known for 1 of 2)" in text


def test_without_a_selection_the_model_is_described(inspector: Inspector) -> None:
    assert "built.ifc" in said(inspector)
    assert inspector._words("ui.inspector.hint") in said(inspector)


def test_expected_and_found_stand_side_by_side_with_their_units(inspector: Inspector, lookup: Lookup) -> None:
    light = finding("wall", evidence=Evidence(expected=2000.0, found=None, unit="kg"))
    inspector._selection.select(lookup.rows_of(["wall"]), None, light)
    text = said(inspector)
    assert "2.00 t" in text
    assert "GB/T 51231-2016 5.1.1 (to be confirmed)" in text


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_wider_than_the_panel(inspector: Inspector, lookup: Lookup, language: str) -> None:
    inspector._words.switch(language)
    long = finding("wall", evidence=Evidence(expected="Pset_ConcreteElementGeneral_AndMore" * 3, found="x"))
    inspector._selection.select(lookup.rows_of(["wall"]), None, long)
    assert inspector.widget().minimumSizeHint().width() <= inspector.viewport().width()


def test_a_section_that_was_closed_stays_closed(inspector: Inspector) -> None:
    select(inspector, "wall")
    assert inspector.widget().findChild(QTreeWidget).isVisible()
    inspector._closed.add("properties")
    select(inspector, "beam")
    assert not inspector.widget().findChild(QTreeWidget).isVisible()
