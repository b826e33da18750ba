"""A swap changes the assembly rate where it should, and the table says so."""

from __future__ import annotations

import pytest

from app.bootstrap import catalogue
from app.reports.what_if import what_if_table, what_if_text
from app.services.what_if import Wish, what_if
from dfma.assembly_rate.scheme import load_scheme
from dfma.progress import NoProgress
from tests.builders import Thing, building

SCHEME = "gbt51129-2017"


def wall(guid: str, casting: str) -> Thing:
    return {
        "guid": guid, "class": "IfcWall", "kind": "wall" if casting == "cast_in_place" else "wall_panel_interior",
        "casting": casting, "material": "C30", "properties": {"Pset_WallCommon": {"LoadBearing": True}},
        "measures": {"length": 3.0, "width": 0.2, "height": 2.84, "volume": 1.704, "mass": 4260.0},
    }  # fmt: skip


def test_a_precast_wall_for_a_cast_one_raises_the_rate() -> None:
    model = building([wall("cast", "cast_in_place"), wall("made", "precast")])
    wish = Wish(elements=("cast",), component="NQ", designation="NQ-3030")
    result = what_if(model, wish, load_scheme(SCHEME), NoProgress())
    q1a = [next(item for item in rate.items if item.id == "q1a") for rate in (result.rate_before, result.rate_after)]
    assert [item.ratio for item in q1a] == [pytest.approx(0.5), pytest.approx(1.0)]
    table = what_if_table(result)
    assert "q1a" in {item["id"] for item in table["assembly_rate"]["items"]}
    assert table["volume"] == {"before": 1.704, "after": 1.704, "difference": 0.0}
    assert table["cost"] == {"before": None, "after": None, "difference": None}
    for language in ("en", "zh_CN"):
        assert "⟨" not in what_if_text(result, catalogue(language))


def test_a_known_rate_is_not_computed_again() -> None:
    model = building([wall("cast", "cast_in_place"), wall("made", "precast")])
    wish = Wish(elements=("cast",), component="NQ", designation="NQ-3030", all_of_type=True)
    first = what_if(model, wish, load_scheme(SCHEME), NoProgress())
    second = what_if(model, wish, load_scheme(SCHEME), NoProgress(), rate_before=first.rate_before)
    assert second.rate_before is first.rate_before
    assert second.swap.elements == ("cast",)
