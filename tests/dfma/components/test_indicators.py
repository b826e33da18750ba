"""Indicators of repetition: shares, moulds and reasons, worked out by hand on ten pieces."""

from __future__ import annotations

import pytest

from dfma.components.indicators import Indicator, Repetition, measure_repetition
from dfma.components.matching import ElementMatches
from tests.builders import Thing, building


def slab(guid: str, length: float) -> Thing:
    return {
        "guid": guid, "class": "IfcSlab", "kind": "composite_slab", "casting": "precast",
        "measures": {"length": length, "width": 1.2, "height": 0.06, "volume": length * 1.2 * 0.06},
    }  # fmt: skip


TEN = [slab(f"s{number}", length) for number, length in enumerate([3.0, 3.0, 3.0, 3.0, 3.3, 3.3, 3.6, 3.6, 3.9, 4.2])]


def of(found: Repetition, name: str, kind: str | None = None) -> Indicator:
    return next(one for one in found.indicators if one.id == name and one.kind == kind)


def test_share_of_the_three_most_repeated_types_on_ten_pieces() -> None:
    found = of(measure_repetition(building(TEN)), "SM-04", "composite_slab")
    assert found.value == pytest.approx(80)  # 4 + 2 + 2 of 10
    assert (found.threshold, found.reached, found.considered) == (60, True, 10)
    assert set(found.elements) == {f"s{number}" for number in range(8)}
    assert found.clause.document == "GB/T 51129-2015"


def test_five_moulds_for_ten_pieces_are_two_pieces_per_mould() -> None:
    found = measure_repetition(building(TEN))
    assert [len(mould.elements) for mould in found.moulds] == [4, 2, 2, 1, 1]
    reuse = of(found, "SM-11", "composite_slab")
    assert reuse.value == pytest.approx(2)
    assert (reuse.threshold, reuse.reached, reuse.elements) == (50, False, ())


def test_partitions_count_by_area_not_by_pieces() -> None:
    walls: list[Thing] = [
        {"guid": guid, "class": "IfcWall", "kind": "partition_panel", "casting": "precast",
         "measures": {"length": length, "width": 0.1, "height": 2.5}}
        for guid, length in [("a", 6.0), ("b", 1.0), ("c", 1.0)]
    ]  # fmt: skip
    found = of(measure_repetition(building(walls)), "SM-06", "partition_panel")
    assert found.value == pytest.approx(75)
    assert found.elements == ("a",)


def test_what_the_model_does_not_hold_has_a_reason_and_no_value() -> None:
    found = measure_repetition(building([]))
    assert {one.id for one in found.indicators} == {f"SM-{number:02d}" for number in range(1, 12)}
    for one in found.indicators:
        assert (one.value, one.reached) == (None, None)
        assert one.why_not is not None


def test_library_hits_are_counted_per_kind() -> None:
    matches = [ElementMatches(element=f"s{number}", kind="composite_slab") for number in range(4)]
    found = of(measure_repetition(building(TEN), matches), "SM-10", "composite_slab")
    assert (found.value, found.considered, found.threshold, found.reached) == (0, 4, None, None)
