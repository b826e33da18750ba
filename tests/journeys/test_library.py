"""From search to offer: a designer finds a component and submits it, a reviewer approves it in another window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import catalogue, component_catalogue
from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.library.desk import LibraryDesk
from app.ui.library.panel import LibraryPanel
from app.ui.library.reason_dialog import ReasonDialog
from app.ui.selection import Selection
from app.ui.theme import Theme
from app.ui.words import Words
from component_library.approval import Verb
from tests.component_library.places import beam, make_sqlite


def seat(actor: str, url: str, qapp: object, qtbot: Any) -> LibraryPanel:
    """The panel in front of one person."""
    desk = LibraryDesk(lambda: Settings(library=url), Jobs(qapp), actor=actor)
    panel = LibraryPanel(desk, Selection(), Words(catalogue, "en"), Theme(qapp, "light"))
    qtbot.addWidget(panel)
    panel.show()
    panel.open()
    qtbot.waitUntil(lambda: desk.by_meaning, timeout=120_000)
    return panel


def test_a_component_goes_from_search_to_being_offered(
    tmp_path: Path, qapp: object, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = make_sqlite(tmp_path)
    with place.library("lin") as library:
        library.add(beam("XL"))
        library.add(beam("YZ", kind="column", names={"en": "Column of the plant"}))
    monkeypatch.setattr(ReasonDialog, "exec", lambda _: int(ReasonDialog.DialogCode.Accepted))

    designer = seat("lin", place.url, qapp, qtbot)
    designer.filters.words.setText("\u67f1")  # a column, in Chinese
    qtbot.waitUntil(lambda: designer.results.rowCount() == 1)
    designer.list.setCurrentIndex(designer.results.index(0))
    assert designer.detail.component == "YZ"
    box = designer.detail.variant_box
    name, combo = next(iter(box.controls.items()))
    combo.setCurrentIndex(0)
    assert designer.detail.variant.values[name] == combo.itemData(0)
    designer.detail.buttons[Verb.SUBMITTED].click()
    qtbot.waitUntil(lambda: Verb.SUBMITTED not in designer.detail.buttons)
    assert "YZ" not in component_catalogue(place.url).components

    reviewer = seat("zhao", place.url, qapp, qtbot)
    reviewer.filters.status.setCurrentIndex(reviewer.filters.status.findData("in_review"))
    assert reviewer.results.rowCount() == 1
    reviewer.list.setCurrentIndex(reviewer.results.index(0))
    assert reviewer.detail.component == "YZ"
    reviewer.detail.buttons[Verb.APPROVED].click()
    qtbot.waitUntil(lambda: Verb.APPROVED not in reviewer.detail.buttons)
    assert list(component_catalogue(place.url).components) == ["YZ"]
