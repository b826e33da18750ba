"""The document of all rules is the one that the rules give."""

from __future__ import annotations

from dfma.rules.document import rules_document
from dfma.rules.pack import load_packs
from tests.conftest import ROOT
from tests.dfma.rules.test_rule_examples import CATALOGUES


def test_the_document_is_up_to_date() -> None:
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == rules_document(load_packs(), CATALOGUES["en"])
