"""Withdrawn and expired components that a model names are warned of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from component_library.findings import library_findings
from dfma.finding import Severity
from tests.component_library.places import beam, make_sqlite

CERTIFICATE = {"document": "GB/T 1", "issuer": "CABR", "expires": "2026-06-30"}


def test_withdrawn_and_expired_are_told_with_their_elements(tmp_path: Path) -> None:
    place = make_sqlite(tmp_path)
    with place.library("lin") as library:
        for name, more in (("YL", {}), ("KL", {"certificates": [CERTIFICATE]}), ("L", {})):
            library.add(beam(name, **more))
            library.submit(name)
    with place.library("zhao") as library:
        for name in ("YL", "KL", "L"):
            library.approve(name)
    with place.library("qian") as library:
        library.withdraw("YL", why="mould scrapped")
        records = library.components()
    named = {"YL": ["a", "b"], "KL": ["c"], "L": ["d"], "UNKNOWN": ["e"]}
    expired, withdrawn = library_findings(named, records, date(2026, 7, 1))
    assert (withdrawn.source, withdrawn.elements, withdrawn.severity) == (
        "library.withdrawn",
        ("a", "b"),
        Severity.WARNING,
    )
    assert withdrawn.message["reason"] == "mould scrapped"
    assert (expired.source, expired.elements, expired.message["expires"]) == ("library.expired", ("c",), "2026-06-30")
    assert [one.source for one in library_findings(named, records, date(2026, 6, 30))] == ["library.withdrawn"]
    assert library_findings({"YL": []}, records, date(2026, 7, 1)) == ()


def test_a_withdrawn_component_whose_new_revision_is_approved_is_fine_again(tmp_path: Path) -> None:
    place = make_sqlite(tmp_path)
    with place.library("qian") as library:
        library.add(beam())
        library.withdraw("YL", why="wrong size")
        library.add(beam(grade="C40"))
        library.submit("YL")
        assert [one.source for one in library_findings({"YL": ["a"]}, library.components(), date.min)] == [
            "library.withdrawn"
        ]
    with place.library("zhao") as library:
        library.approve("YL")
        assert library_findings({"YL": ["a"]}, library.components(), date.min) == ()
