from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from app.bootstrap import catalogue
from app.ui.actions import COMMANDS, Actions, Command, checked
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.text import LANGUAGES

FACTS = frozenset(fact for command in COMMANDS for fact in command.needs)


def nothing() -> None:
    pass


@pytest.fixture
def actions(words: Words, theme: Theme) -> Actions:
    parent = QObject()
    made = Actions({command.id: nothing for command in COMMANDS}, words, theme, parent)
    made.kept = parent  # the actions live as long as their parent
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_every_need_has_its_sentence(language: str) -> None:
    keys = {command.title_key for command in COMMANDS} | {f"ui.needs.{fact}" for fact in FACTS}
    assert {key for key in keys if key not in catalogue(language)} == set()


def test_titles_are_told_apart() -> None:
    for language in LANGUAGES:
        titles = [catalogue(language).say_key(command.title_key) for command in COMMANDS]
        assert len(titles) == len(set(titles)), language


def test_a_doubled_id_is_refused() -> None:
    with pytest.raises(ValueError, match="id given twice"):
        checked([*COMMANDS, Command("open", "file")])


def test_a_doubled_shortcut_is_refused() -> None:
    with pytest.raises(ValueError, match="shortcut given twice"):
        checked([*COMMANDS, Command("other", "file", shortcut="Ctrl+O")])


def test_a_menu_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such menu"):
        checked([replace(COMMANDS[0], menu="kitchen")])


def test_a_command_that_does_nothing_is_refused(words: Words, theme: Theme) -> None:
    with pytest.raises(ValueError, match="differ"):
        Actions({"open": nothing}, words, theme, QObject())


def test_a_command_is_possible_when_all_its_facts_hold(actions: Actions) -> None:
    assert actions["open"].isEnabled()
    assert not actions["frame"].isEnabled()
    actions.know(frozenset({"shapes"}))
    assert not actions["frame"].isEnabled()
    actions.know(frozenset({"shapes", "selection"}))
    assert actions["frame"].isEnabled()


def test_titles_follow_the_language(actions: Actions, words: Words) -> None:
    english = actions["fit"].text()
    words.switch("zh_CN")
    assert actions["fit"].text() == catalogue("zh_CN").say_key("ui.command.fit") != english


def test_every_icon_is_in_the_font(actions: Actions) -> None:
    missing = [command.id for command in COMMANDS if command.icon and actions[command.id].icon().isNull()]
    assert missing == []
