"""The panel over the standard series and over a library, in the window and alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.settings import Settings
from app.ui.jobs import Jobs
from app.ui.library.conflict_dialog import ConflictDialog
from app.ui.library.desk import LibraryDesk
from app.ui.library.mesh_preview import MeshPreview
from app.ui.library.panel import LibraryPanel
from app.ui.library.reason_dialog import ReasonDialog
from app.ui.lookup import Lookup
from app.ui.main_window import MainWindow
from app.ui.selection import Selection
from app.ui.theme import Theme
from app.ui.words import Words
from component_library.approval import Verb
from component_library.merging import conflict_of
from component_library.seed import fill_with_seed
from dfma.progress import Progress
from dfma.text import text
from tests.component_library.places import Place, beam, make_sqlite


class NoMeaning:
    """An encoder to which all texts are alike."""

    name = "none"

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> np.ndarray:
        return np.ones((len(texts), 4), np.float32) / 2

    def load(self) -> None:
        """Nothing to load."""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_sqlite(tmp_path)


@pytest.fixture
def panel_of(qtbot: Any, words: Words, theme: Theme) -> Callable[[str | None, str], LibraryPanel]:
    def make(url: str | None, actor: str) -> LibraryPanel:
        jobs = Jobs()
        desk = LibraryDesk(lambda: Settings(library=url), jobs, actor=actor, load_encoder=lambda _: NoMeaning())
        panel = LibraryPanel(desk, Selection(), words, theme)
        panel.jobs = jobs
        qtbot.addWidget(panel)
        panel.resize(1100, 430)
        panel.show()
        panel.open()
        qtbot.waitUntil(lambda: desk.by_meaning or panel.message.isVisible(), timeout=20000)
        return panel

    return make


def names(panel: LibraryPanel) -> list[str]:
    return [panel.results.index(row).data() for row in range(panel.results.rowCount())]


def test_the_standard_series_are_shown_read_only(panel_of: Callable[..., LibraryPanel]) -> None:
    panel = panel_of(None, "lin")
    assert "read-only" in panel.source.text()
    assert len(names(panel)) == len(panel.desk.snapshot.catalogue.components) > 40
    assert panel.detail.buttons == {}
    assert panel.detail.variant is not None


def test_fields_narrow_the_list_and_nonsense_is_marked(panel_of: Callable[..., LibraryPanel], qtbot: Any) -> None:
    panel = panel_of(None, "lin")
    filters = panel.filters
    filters.kind.setCurrentIndex(filters.kind.findData("stair_flight"))
    stairs = names(panel)
    assert 0 < len(stairs) < 6
    filters.sizes["length"].setText("1")
    qtbot.waitUntil(lambda: names(panel) == [])
    assert "Use fewer words" in panel.count.text()
    filters.sizes["length"].setText("long")
    qtbot.waitUntil(lambda: names(panel) == stairs)
    assert filters.sizes["length"].property("wrong")


def test_a_designation_leads_to_its_variant(panel_of: Callable[..., LibraryPanel], qtbot: Any) -> None:
    panel = panel_of(None, "lin")
    panel.filters.words.setText("DBS1-67-3612-11")
    qtbot.waitUntil(lambda: len(names(panel)) < 40)
    panel.list.setCurrentIndex(panel.results.index(0))
    box = panel.detail.variant_box
    assert box.designation.text() == "DBS1-67-3612-11"
    assert box.preview.mesh is not None
    name, combo = next(iter(box.controls.items()))
    combo.setCurrentIndex(combo.count() - 1)
    assert panel.detail.variant.values[name] == combo.currentData()
    assert box.designation.text() != "DBS1-67-3612-11"


def test_words_are_said_in_the_other_language(panel_of: Callable[..., LibraryPanel], words: Words) -> None:
    panel = panel_of(None, "lin")
    before = names(panel)
    words.switch("zh_CN")
    assert names(panel) != before
    assert panel.filters.words.placeholderText() == words("ui.library.search")


def test_a_refused_action_says_why(panel_of: Callable[..., LibraryPanel], place: Place, qtbot: Any) -> None:
    with place.library("sun") as library:
        library.add(beam("XL"))
        library.submit("XL")
    panel = panel_of(place.url, "sun")
    approve = panel.detail.buttons[Verb.APPROVED]
    assert not approve.isEnabled()
    assert "another person" in approve.toolTip()
    panel.do(Verb.APPROVED, "XL", "")  # the library itself refuses it, too
    qtbot.waitUntil(panel.message.isVisible)
    assert "another person" in panel.message.text()
    panel.do(Verb.RETURNED, "XL", "grade is missing")
    qtbot.waitUntil(lambda: Verb.SUBMITTED in panel.detail.buttons)
    assert not panel.message.isVisible()


def test_a_component_without_a_shape_says_so(panel_of: Callable[..., LibraryPanel], place: Place) -> None:
    with place.library("lin") as library:
        library.add(beam("XL"))
    box = panel_of(place.url, "lin").detail.variant_box
    assert box.preview.isVisible()
    assert box.preview.mesh is None
    assert not box.drawing.isVisible()
    assert box.over.isVisible()


def test_opening_it_again_shows_what_others_did(
    panel_of: Callable[..., LibraryPanel], place: Place, qtbot: Any
) -> None:
    panel = panel_of(place.url, "lin")
    assert names(panel) == []
    with place.library("wang") as library:
        library.add(beam("XL"))
    panel.open()
    qtbot.waitUntil(lambda: names(panel) == ["Beam"])


def test_it_reads_when_it_comes_into_sight_with_a_remembered_layout(
    window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.library.desk, "_load_encoder", lambda _: NoMeaning())
    window.docks["library"].show()
    window.docks["library"].raise_()
    qtbot.waitUntil(lambda: window.library.desk.by_meaning, timeout=20000)
    assert len(names(window.library)) > 40


def test_comments_are_kept(panel_of: Callable[..., LibraryPanel], place: Place, qtbot: Any) -> None:
    with place.library("lin") as library:
        library.add(beam("XL"))
    panel = panel_of(place.url, "zhao")
    panel.detail.comment.setText("Which mould?")
    panel.detail.comment.returnPressed.emit()
    qtbot.waitUntil(lambda: len(panel.desk.snapshot.records["XL"].events) == 2)
    assert panel.desk.snapshot.records["XL"].events[-1].why == "Which mould?"


def test_a_conflict_is_merged_field_by_field(
    panel_of: Callable[..., LibraryPanel], place: Place, words: Words, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.library("lin") as library:
        first = library.add(beam("XL"))
        library.add(beam("XL", grade="C40"), based_on=first.id)
    with place.library("wang") as library:
        library.add(beam("XL", grade="C50"), based_on=first.id)
    panel = panel_of(place.url, "qian")
    record = panel.desk.snapshot.records["XL"]
    dialog = ConflictDialog(conflict_of(record), words, panel)
    assert list(dialog.choices) == ["grade"]
    assert not dialog.merge.isEnabled()
    theirs = conflict_of(record).theirs.revision.description["grade"]

    def choose(dialog: ConflictDialog) -> int:
        dialog.choices["grade"].setCurrentIndex(2)
        assert dialog.merge.isEnabled()
        return int(ConflictDialog.DialogCode.Accepted)

    monkeypatch.setattr(ConflictDialog, "exec", choose)
    panel.detail.buttons[Verb.MERGED].click()
    qtbot.waitUntil(lambda: not panel.desk.snapshot.in_conflict("XL"))
    assert panel.desk.snapshot.catalogue.components["XL"].grade == theirs
    assert Verb.MERGED not in panel.detail.buttons


def test_a_library_that_is_not_there_is_said(panel_of: Callable[..., LibraryPanel], tmp_path: Path) -> None:
    panel = panel_of(str(tmp_path / "none.sqlite"), "lin")
    assert "none.sqlite" in panel.message.text()


def test_a_reason_is_asked_where_one_is_needed(panel_of: Callable[..., LibraryPanel], words: Words) -> None:
    panel = panel_of(None, "lin")
    needed = ReasonDialog(Verb.WITHDRAWN, "XL", words, panel, needed=True)
    assert not needed._do.isEnabled()
    needed.reason.setPlainText("mould scrapped")
    assert needed._do.isEnabled()
    assert ReasonDialog(Verb.SUBMITTED, "XL", words, panel, needed=False)._do.isEnabled()


def test_the_preview_turns(qtbot: Any, words: Words, theme: Theme, panel_of: Callable[..., LibraryPanel]) -> None:
    preview: MeshPreview = panel_of(None, "lin").detail.variant_box.preview
    before = preview.grab().toImage()
    preview.look(preview.turn + 0.7, 99.0)
    assert preview.tilt < 1.6
    assert preview.grab().toImage() != before


def test_the_window_opens_it_and_draws_a_variant_over_the_selected_piece(
    opened: MainWindow, lookup: Lookup, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened.library
    monkeypatch.setattr(panel.desk, "_load_encoder", lambda _: NoMeaning())
    assert not opened.docks["library"].isVisible()
    opened.commands["library"].trigger()
    qtbot.waitUntil(lambda: panel.desk.by_meaning, timeout=20000)
    assert opened.docks["library"].isVisible()
    over = panel.detail.variant_box.over
    assert not over.isEnabled()
    wall, slab = lookup.rows_of(["wall"])[0], lookup.rows_of(["slab"])[0]
    opened.selection.select([wall], None)
    assert over.isEnabled()
    over.setChecked(True)
    (drawn,) = opened.view.view.annotations
    assert len(drawn.lines) >= 12
    opened.selection.select([slab], None)
    assert not over.isChecked()
    assert opened.view.view.annotations == []


def test_the_seed_in_a_library_can_be_withdrawn_by_a_librarian(
    panel_of: Callable[..., LibraryPanel], place: Place, qtbot: Any
) -> None:
    with place.library("qian") as library:
        fill_with_seed(library)
    panel = panel_of(place.url, "qian")
    panel.filters.status.setCurrentIndex(panel.filters.status.findData("withdrawn"))
    assert names(panel) == []
    panel.do(Verb.WITHDRAWN, "DBS1", "superseded")
    qtbot.waitUntil(lambda: len(names(panel)) == 1)
    panel.tell(text("library.refused.reason"))
    assert panel.message.isVisible()
