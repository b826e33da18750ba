"""Decisions as people write them: what cannot be meant is refused in one sentence, and then nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services import decide_matches as service
from app.services.decide_matches import decide_matches, read_wishes
from app.services.suggest_components import suggest_components
from app.session import MatchLog
from dfma.components.decided import Verdict
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from tests.builders import building

BEST, SECOND = "DBS1-6?-3612-??", "DBS2-6?-3612-??"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MatchLog:
    path = tmp_path / "project.matches.jsonl"
    monkeypatch.setattr(service, "match_log_path", lambda _: path)
    return MatchLog(path)


def model() -> BuildingModel:
    size = {"length": 3.42, "width": 0.96, "height": 0.06}
    return building([{"guid": "slab", "kind": "composite_slab", "casting": "precast", "measures": size}])


def test_wishes_are_read_as_written() -> None:
    assert read_wishes(["a=DBS1-67"], [" b = WQ-3630 wy-2(1,2) "]) == (
        ("a", "DBS1-67", Verdict.ACCEPTED), ("b", "WQ-3630 wy-2(1,2)", Verdict.REJECTED),
    )  # fmt: skip


@pytest.mark.parametrize("accept", [[], ["no sign"], ["=DBS"], ["guid="]])
def test_what_says_nothing_is_refused(accept: list[str]) -> None:
    with pytest.raises(UserError):
        read_wishes(accept, [])


def test_later_suggestions_follow(log: MatchLog) -> None:
    decide_matches(model(), read_wishes([], [f"slab={BEST}"]), "no stock", NoProgress())
    (found,) = suggest_components(model(), NoProgress(), log.decisions()).matches
    assert found.candidates[0].designation == SECOND
    assert [match.designation for match in found.nearest] == [BEST]
    decide_matches(model(), read_wishes([f"slab={BEST}"], []), "", NoProgress())
    (found,) = suggest_components(model(), NoProgress(), log.decisions()).matches
    assert found.candidates[0].designation == BEST


@pytest.mark.parametrize(
    ("wish", "key"), [("slab=X-1", "cli.decide.not_offered"), ("wall=X-1", "cli.decide.no_element")]
)
def test_all_or_none(log: MatchLog, wish: str, key: str) -> None:
    with pytest.raises(UserError) as caught:
        decide_matches(model(), read_wishes([f"slab={BEST}", wish], []), "", NoProgress())
    assert caught.value.message.key == key
    assert not log.path.exists()
