"""Whatever makes findings beside rules has a title that reports and lists can show."""

from __future__ import annotations

import pytest

from ai_review.naming import SOURCE as NAMING
from ai_review.proposals import SOURCE as KINDS
from app.bootstrap import catalogue
from component_library.findings import EXPIRED, UNREADABLE, WITHDRAWN
from dfma.text import LANGUAGES


@pytest.mark.parametrize("source", [NAMING, KINDS, WITHDRAWN, EXPIRED, UNREADABLE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_of_findings_has_a_title(source: str, language: str) -> None:
    assert f"source.{source}" in catalogue(language)
