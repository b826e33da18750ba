from __future__ import annotations

import pytest

from app.ui.library.reading import read_site, read_span


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("3600", (3600, 3600)),
        (" 3600 - 4200 ", (3600, 4200)),
        ("4200:3600", (3600, 4200)),
        ("62.5~80", (62.5, 80)),
        ("", None),
        ("-5", None),
        ("wide", None),
        ("1-2-3", None),
    ],
)
def test_sizes_are_a_value_or_a_range(typed: str, span: tuple[float, float] | None) -> None:
    assert read_span(typed) == span


@pytest.mark.parametrize(
    ("typed", "site"),
    [("121.5, 31.2", (121.5, 31.2)), ("-70 -33.4", (-70, -33.4)), ("121", None), ("31, 121", None), ("a, b", None)],
)
def test_a_site_is_east_then_north(typed: str, site: tuple[float, float] | None) -> None:
    assert read_site(typed) == site
