"""Settings: defaults, a file, and files that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings, load_settings, save_settings
from dfma.errors import UserError


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.yaml") == Settings()


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    changed = Settings(stage="fabrication", rules={"DEP-104": {"off": True}})
    save_settings(changed, tmp_path / "deep" / "settings.yaml")
    assert load_settings(tmp_path / "deep" / "settings.yaml") == changed
    assert changed.changes().keys() == {"stage", "rules"}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("stage: lunch", "app.settings.wrong"),
        ("unheard_of: 1", "app.settings.wrong"),
        ("[1, 2", "app.settings.unreadable"),
        ("schema_version: 99", "app.settings.newer"),
        ("just words", "app.settings.wrong"),
    ],
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, content: str, key: str) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_settings(path)
    assert caught.value.message.key == key
    assert path.read_text(encoding="utf-8") == content
