from __future__ import annotations

from pathlib import Path

import pytest

from app.ui.library.snapshot import read_snapshot
from component_library.approval import Verb
from dfma.errors import UserError
from tests.component_library.places import beam, make_sqlite


def test_the_standard_series_are_read_only() -> None:
    snapshot = read_snapshot(None)
    assert snapshot.url is None
    assert snapshot.actions("DBS1") == {}
    assert not snapshot.in_conflict("DBS1")
    assert snapshot.where_used("DBS1") == ()


def test_only_what_the_state_permits_is_offered_with_the_reason_where_a_person_may_not(tmp_path: Path) -> None:
    place = make_sqlite(tmp_path)
    with place.library("sun") as library:  # designer and reviewer
        library.add(beam("XL"))
        library.submit("XL")
    mine = read_snapshot(place.url, "sun").actions("XL")
    assert mine.keys() == {Verb.APPROVED, Verb.RETURNED, Verb.WITHDRAWN}
    assert mine[Verb.RETURNED] is None
    assert {verb: reason.key for verb, reason in mine.items() if reason} == {
        Verb.APPROVED: "library.refused.two_person",
        Verb.WITHDRAWN: "library.refused.role",
    }
    assert read_snapshot(place.url, "zhao").actions("XL")[Verb.APPROVED] is None


def test_a_library_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_snapshot(str(tmp_path / "none.sqlite"))
