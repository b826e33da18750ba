"""The window as a whole, over a stand-in for the 3D view."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from app.bootstrap import catalogue
from app.ui.dialogs.command_palette import CommandPalette
from app.ui.dialogs.shortcuts import Shortcuts
from app.ui.main_window import MainWindow
from app.ui.panels.tree_model import NAME
from dfma.errors import UserError
from dfma.finding import Origin, Severity
from dfma.report import Outcome
from dfma.text import text
from tests.app.ui.fake_view import FakeView
from tests.app.ui.findings import finding
from tests.builders import row_of


def rows(window: MainWindow, *guids: str) -> tuple[int, ...]:
    return tuple(row_of(window.lookup.model, guid) for guid in guids)


def view(window: MainWindow) -> FakeView:
    return window.view.view


def said(window: MainWindow) -> str:
    """All that the inspector says."""
    return "\n".join(label.text() for label in window.inspector.widget().findChildren(QLabel))


def with_findings(window: MainWindow) -> tuple:
    """Findings as after a review."""
    found = (
        finding("wall", Severity.ADVICE, "assistant.naming", origin=Origin.ASSISTANT),
        finding("slab", Severity.WARNING, "assistant.naming", origin=Origin.ASSISTANT),
    )
    window.work.session.keep(assistant=found)
    window.work.report_changed.emit("review")
    return found


def test_without_a_model_the_window_says_how_to_begin(window: MainWindow) -> None:
    assert window.view.start.isVisible()
    assert not window.commands["check"].isEnabled()
    assert window.commands["open"].isEnabled()
    assert window.words("ui.empty.no_model") in window.lists.schedule.page.message.text()


def test_a_click_in_the_tree_selects_and_frames_everywhere(opened: MainWindow) -> None:
    index = opened.tree.model.index_of_row(rows(opened, "slab")[0])
    opened.tree.view.setCurrentIndex(index)
    assert view(opened).selected == view(opened).framed == rows(opened, "slab")
    assert "DBS2-67-3620-22" in said(opened)


def test_a_click_in_3d_means_the_piece_and_a_second_one_its_part(opened: MainWindow) -> None:
    wall, plate = rows(opened, "wall", "plate")
    view(opened).elementPicked.emit(plate, Qt.KeyboardModifier.NoModifier)
    assert opened.selection.rows == (wall,)
    assert set(view(opened).selected) == {wall, plate}
    assert view(opened).framed == "nothing"
    view(opened).elementPicked.emit(plate, Qt.KeyboardModifier.NoModifier)
    assert opened.selection.rows == (plate,)
    view(opened).elementPicked.emit(-1, Qt.KeyboardModifier.NoModifier)
    assert opened.selection.rows == ()


def test_control_adds_to_the_selection_and_takes_from_it(opened: MainWindow) -> None:
    wall, slab = rows(opened, "wall", "slab")
    view(opened).elementPicked.emit(wall, Qt.KeyboardModifier.NoModifier)
    view(opened).elementPicked.emit(slab, Qt.KeyboardModifier.ControlModifier)
    assert opened.selection.rows == (wall, slab)
    view(opened).elementPicked.emit(wall, Qt.KeyboardModifier.ControlModifier)
    assert opened.selection.rows == (slab,)


def test_hiding_takes_parts_along_greys_the_tree_and_can_be_undone(opened: MainWindow) -> None:
    wall, plate = rows(opened, "wall", "plate")
    opened.selection.select([wall], None)
    opened.commands["hide"].trigger()
    shown = view(opened).appearance().visible
    assert not shown[wall]
    assert not shown[plate]
    index = opened.tree.model.index_of_row(wall)
    assert index.data(Qt.ItemDataRole.ForegroundRole) == opened.theme.colour("disabled")
    assert opened.commands["undo_view"].isEnabled()
    opened.commands["undo_view"].trigger()
    assert view(opened).appearance().visible[wall]
    assert not opened.commands["undo_view"].isEnabled()


@pytest.mark.parametrize("command", ["isolate", "ghost_rest"])
def test_isolate_and_ghost_leave_only_the_selection_solid(opened: MainWindow, command: str) -> None:
    wall, beam = rows(opened, "wall", "beam")
    opened.selection.select([wall], None)
    opened.commands[command].trigger()
    looks = view(opened).appearance()
    assert looks.visible[wall]
    assert not looks.ghost[wall]
    assert looks.ghost[beam] or not looks.visible[beam]
    opened.commands["show_all"].trigger()
    assert view(opened).appearance().visible[beam]
    assert not opened.commands["show_all"].isEnabled()


def test_the_section_bar_cuts_and_closing_it_makes_whole(opened: MainWindow) -> None:
    opened.commands["section"].trigger()
    assert view(opened).section == ("z", 0.5)
    opened.view.section.axes["x"].click()
    opened.view.section.slider.setValue(250)
    assert view(opened).section == ("x", 0.25)
    opened.commands["section"].trigger()
    assert view(opened).section is None


def test_single_letters_type_into_fields_and_are_commands_elsewhere(qtbot: object, opened: MainWindow) -> None:
    opened.selection.select(rows(opened, "wall"), None)
    opened.tree.search.setFocus()
    qtbot.keyClick(opened.tree.search, Qt.Key.Key_H)
    assert opened.tree.search.text() == "h"
    assert view(opened).appearance().visible[rows(opened, "wall")[0]]
    opened.tree.search.clear()
    view(opened).setFocus()
    qtbot.keyClick(view(opened), Qt.Key.Key_H)
    assert not view(opened).appearance().visible[rows(opened, "wall")[0]]


def test_selecting_similar_finds_the_same_kind_and_type(opened: MainWindow) -> None:
    opened.selection.select(rows(opened, "beam"), None)
    opened.commands["select_similar"].trigger()
    assert opened.selection.rows == rows(opened, "beam")


def test_copying_puts_guids_on_the_clipboard(opened: MainWindow) -> None:
    opened.selection.select(rows(opened, "wall", "slab"), None)
    opened.commands["copy_guid"].trigger()
    assert QGuiApplication.clipboard().text() == "wall\nslab"


def test_a_step_turns_the_list_and_its_colours_and_keeps_the_selection(opened: MainWindow) -> None:
    with_findings(opened)
    opened.selection.select(rows(opened, "wall"), None)
    opened.commands["step_review"].trigger()
    assert opened.lists.currentWidget() is opened.lists.assistant
    assert opened.tools.colouring.currentData() == "severity"
    assert view(opened).appearance().title == text("viewer.colour.severity")
    assert opened.selection.rows == rows(opened, "wall")
    opened.commands["step_model"].trigger()
    assert opened.tools.colouring.currentData() == "kind"


def test_before_a_check_the_colours_do_not_pretend_that_there_are_no_findings(opened: MainWindow) -> None:
    opened.show_step("check")
    assert opened.tools.colouring.currentData() == "kind"


def test_a_finding_is_explained_and_decided_in_the_inspector(opened: MainWindow) -> None:
    first, _ = with_findings(opened)
    opened.show_step("review")
    opened.lists.assistant.view.choose([first])
    opened.selection.select(rows(opened, "wall"), None, first)
    assert "3,600 mm" in said(opened)
    assert "3,500 mm" in said(opened)
    assert "to be confirmed" in said(opened)
    opened.inspector.decision_wanted.emit([first], "accepted")
    assert opened.work.report.decisions[first.key].outcome is Outcome.ACCEPTED
    assert "Accepted" in said(opened)
    assert "1" in opened.place.steps.buttons["review"].text()


def test_a_waiver_asks_why_and_is_dropped_without_an_answer(
    qtbot: object, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = with_findings(opened)
    monkeypatch.setattr("app.ui.main_window.WaiveDialog.exec", lambda _: 0)
    opened.decide([first], "waived")
    assert first.key not in opened.work.report.decisions

    def agree(dialog: object) -> int:
        assert not dialog._waive.isEnabled()
        dialog.reason.setPlainText("agreed with the factory")
        assert dialog._waive.isEnabled()
        return 1

    monkeypatch.setattr("app.ui.main_window.WaiveDialog.exec", agree)
    opened.decide([second], "waived")
    assert opened.work.report.decisions[second.key].why == "agreed with the factory"


def test_the_language_switches_everything_without_a_restart(opened: MainWindow) -> None:
    opened.selection.select(rows(opened, "wall"), None)
    opened.commands["switch_language"].trigger()
    chinese = catalogue("zh_CN")
    assert opened.words.language == "zh_CN"
    assert opened.menus["file"].title() == chinese.say_key("ui.menu.file")
    assert chinese.say_key("ui.step.check") in opened.place.steps.buttons["check"].text()
    assert opened.docks["tree"].windowTitle() == chinese.say_key("ui.dock.tree")
    assert chinese.say_key("ui.inspector.identity") in [
        button.text() for button in opened.inspector.findChildren(type(opened.progress.cancel))
    ]
    assert opened.tree.model.index(2, NAME).data() == chinese.say_key("ui.tree.none.storey")
    assert view(opened).catalogue is opened.words.catalogue


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_sentence_is_missing_anywhere(opened: MainWindow, language: str) -> None:
    opened.words.switch(language)
    with_findings(opened)
    for step in opened.place.steps.buttons:
        opened.show_step(step)
        for guids in ((), ("wall",), ("wall", "slab")):
            opened.selection.select(rows(opened, *guids), None)
            texts = [widget.text() for widget in opened.findChildren(QLabel)]
            assert [missing for missing in texts if "\u27e8" in missing] == []


def test_errors_are_sentences_in_the_window(
    qtbot: object, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError(text("app.settings.unreadable", path="x.yaml"))

    monkeypatch.setattr("app.services.steps.check_step", refuse)
    with qtbot.waitSignal(window.jobs.idle):
        window.work.run("check")
    assert window.banner.isVisible()
    assert window.banner.text.text() == window.words("app.settings.unreadable", path="x.yaml")


def test_the_palette_finds_commands_and_elements(qtbot: object, opened: MainWindow) -> None:
    palette = CommandPalette(opened.commands, opened._find_elements, opened._go_to, opened.words, opened.theme, opened)
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette.field, "isometric")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert view(opened).view == "isometric"
    palette.field.setText("YWQ1")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened.selection.rows == rows(opened, "wall")
    palette.field.setText("qqqq")
    assert palette.nothing.isVisibleTo(palette)


def test_the_palette_says_what_a_command_waits_for(qtbot: object, window: MainWindow) -> None:
    palette = CommandPalette(window.commands, window._find_elements, window._go_to, window.words, window.theme, window)
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette.field, "suggest")
    assert window.words("ui.needs.model") in palette.list.item(0).text()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not window.jobs.busy


def test_help_lists_every_shortcut(qtbot: object, window: MainWindow) -> None:
    help_ = Shortcuts(window.commands, window.words, window)
    qtbot.addWidget(help_)
    texts = {label.text() for label in help_.findChildren(QLabel)}
    assert {window.commands[command.id].text() for command in window.commands.commands if command.shortcut} <= texts


def test_closing_the_model_returns_to_the_start(opened: MainWindow) -> None:
    opened.commands["close_model"].trigger()
    assert opened.view.start.isVisible()
    assert opened.work.report is None
    assert opened.tree.model.rowCount() == 0
    assert not opened.commands["check"].isEnabled()


def test_recent_models_are_offered_while_they_exist(opened: MainWindow, tmp_path: Path) -> None:
    there = tmp_path / "there.ifc"
    there.touch()
    opened.memory.add_recent(str(there))
    opened.memory.add_recent(str(tmp_path / "gone.ifc"))
    assert opened.memory.recent() == [str(there)]


def test_panes_are_walked_with_a_key(opened: MainWindow) -> None:
    opened.tree.view.setFocus()
    opened.commands["next_pane"].trigger()
    assert QApplication.focusWidget() is view(opened)
    opened.commands["previous_pane"].trigger()
    focus = QApplication.focusWidget()
    assert opened.tree.isAncestorOf(focus)


def test_a_finding_stands_out_while_its_list_is_walked_and_leaves_no_trace(opened: MainWindow) -> None:
    wall, slab, beam = rows(opened, "wall", "slab", "beam")
    first, second = with_findings(opened)
    opened.selection.select([beam], None)
    opened.commands["hide"].trigger()
    opened.selection.select([wall], opened.lists.assistant, first)
    opened.selection.select([slab], opened.lists.assistant, second)
    looks = view(opened).appearance()
    assert looks.ghost[wall]
    assert not looks.ghost[slab]
    assert opened.view.hidden.tolist().count(True) == 1
    opened.selection.clear()
    looks = view(opened).appearance()
    assert not looks.ghost.any()
    assert not looks.visible[beam]
    opened.commands["undo_view"].trigger()
    assert view(opened).appearance().visible[beam]


def test_the_spotlight_can_be_switched_off(opened: MainWindow) -> None:
    first, _ = with_findings(opened)
    opened.selection.select(rows(opened, "wall"), None, first)
    assert view(opened).appearance().ghost.any()
    opened.commands["spotlight"].trigger()
    assert not view(opened).appearance().ghost.any()
