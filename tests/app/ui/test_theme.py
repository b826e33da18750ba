from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from app.ui.theme import SEVERITY_ICONS, THEMES, Theme, colours
from dfma.finding import Severity

READ_ON = [
    ("text", "window"), ("text", "base"), ("text", "alternate"), ("text", "raised"), ("text", "hover"),
    ("secondary", "window"), ("secondary", "base"), ("accent_text", "accent"), ("selected_text", "selected"),
    ("error", "base"), ("warning", "base"), ("advice", "base"), ("good", "base"), ("accent", "base"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), READ_ON)
def test_text_can_be_read_on_its_ground(theme: str, ink: str, ground: str) -> None:
    light, dark = sorted((luminance(colours(theme)[ink]), luminance(colours(theme)[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_both_themes_name_the_same_colours() -> None:
    assert colours("light").keys() == colours("dark").keys()


def test_switching_changes_the_palette_and_tells(qtbot: object, theme: Theme) -> None:
    before = theme._application.palette().color(QPalette.ColorRole.Base)
    with qtbot.waitSignal(theme.changed):
        theme.use("dark")
    assert theme._application.palette().color(QPalette.ColorRole.Base) != before
    theme.use("light")


def test_each_severity_has_a_shape_of_its_own(theme: Theme) -> None:
    assert len({SEVERITY_ICONS[severity] for severity in Severity}) == len(Severity)
    assert not any(theme.severity_icon(severity).isNull() for severity in Severity)
