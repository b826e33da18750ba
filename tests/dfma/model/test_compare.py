"""What came, went and changed, on small buildings; and which thing is which when GlobalIds were issued anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from dfma.model.compare import Comparison, compare
from dfma.model.identity import identify
from tests.builders import Thing, building

STOREYS = {"1F": 0.0, "2F": 3.0}


def wall(guid: str, x: float, length: float = 3.0, **other: Any) -> Thing:
    size = (length, 0.2, 2.8)
    said: dict[str, Any] = {"guid": guid, "class": "IfcWall", "name": "Wall", "storey": "1F", "material": "C30"}
    said |= {"box": ((x + length / 2, 0.0, 1.4), size), "measures": {"volume": length * 0.2 * 2.8}}
    return Thing(**(said | other))  # type: ignore[typeddict-item]


def compared(old: Sequence[Thing], new: Sequence[Thing], **relations: Any) -> Comparison:
    both = (building(side, storeys=STOREYS, relations=relations.get("relations", ())) for side in (old, new))
    return compare(*both)


def said(comparison: Comparison) -> list[tuple[str, str | None]]:
    return list(comparison.changes.select("what", "name").iter_rows())


ROW = [wall("a", 0), wall("b", 3), wall("c", 6), wall("d", 9, properties={"P": {"x": 1.0}})]


def test_a_copy_has_no_changes() -> None:
    comparison = compared(ROW, ROW)
    assert (comparison.added, comparison.removed, comparison.changed) == ((), (), 0)
    assert comparison.unchanged == comparison.identity.height == comparison.old.elements.height


def test_what_came_and_what_went() -> None:
    comparison = compared(ROW, [*ROW[1:], wall("e", 20, material="C40")])
    assert comparison.new.guids(list(comparison.added)) == ["e"]
    assert comparison.old.guids(list(comparison.removed)) == ["a"]
    assert comparison.changed == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "Other"}, [("attribute", "name")]),
        ({"type": "T"}, [("attribute", "type_name")]),
        ({"storey": "2F"}, [("attribute", "storey")]),
        ({"material": "C40"}, [("material", None)]),
        ({"properties": {"P": {"x": 1.5}}}, [("property", "P.x")]),
        ({"properties": {"P": {"x": 1.0 + 1e-9}}}, []),
        ({"properties": {"P": {"x": 1.0}, "Q": {"y": "new"}}}, [("property", "Q.y")]),
        ({"box": ((10.7, 0.0, 1.4), (3.0, 0.2, 2.8))}, [("moved", None)]),
        ({"box": ((10.5004, 0.0, 1.4), (3.0, 0.2, 2.8))}, []),
        ({"measures": {"volume": 1.5}}, [("volume", None)]),
    ],
)
def test_one_change_is_said_and_nothing_else(change: dict[str, Any], expected: list[tuple[str, str | None]]) -> None:
    after = wall("d", 9, **({"properties": {"P": {"x": 1.0}}} | change))
    assert said(compared(ROW, [*ROW[:3], after])) == expected


def test_a_longer_wall_says_by_how_much() -> None:
    comparison = compared(ROW, [*ROW[:3], wall("d", 9, length=3.1, properties={"P": {"x": 1.0}})])
    amounts = dict(iter(comparison.changes.select("what", "amount").iter_rows()))
    assert amounts["size"] == pytest.approx(0.1)
    assert amounts["volume"] == pytest.approx(0.1 * 0.2 * 2.8)
    assert amounts["moved"] == pytest.approx(0.05)


def test_new_guids_are_no_changes() -> None:
    comparison = compared(ROW, [wall(f"{one['guid']}2", index * 3, **_rest(one)) for index, one in enumerate(ROW)])
    assert (comparison.added, comparison.removed, comparison.changed, comparison.reissued) == ((), (), 0, 4)


def _rest(one: Thing) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name == "properties"}


def test_a_moved_and_renamed_piece_is_found_by_what_is_in_it() -> None:
    def piece(number: int, at: float, name: str) -> list[Thing]:
        hole = Thing({"guid": f"hole{number}", "class": "IfcOpeningElement", "box": ((at, 0, 1.5), (1.0, 0.2, 1.0))})
        return [wall(f"wall{number}", at, name=name), hole]

    old = building(
        [*piece(1, 0, "A"), *piece(2, 4, "A")],
        storeys=STOREYS,
        relations=[("voids", f"hole{n}", f"wall{n}") for n in (1, 2)],
    )
    new = building(
        [*piece(3, 0, "A"), wall("wall4", 30, name="B", length=2.5), piece(4, 4, "A")[1]],
        storeys=STOREYS,
        relations=[("voids", f"hole{n}", f"wall{n}") for n in (3, 4)],
    )
    pairs = identify(old, new)
    found = dict(zip(old.guids(pairs["old_row"].to_list()), new.guids(pairs["new_row"].to_list()), strict=True))
    assert found["wall2"] == "wall4"
    assert pairs.filter(pl.col("how") == "neighbours").height == 1


def test_of_two_unlike_walls_one_is_not_the_other() -> None:
    """One generic name on the same storey is no identity."""
    comparison = compared([wall("a", 0), wall("x", 50)], [wall("a", 0), wall("y", 80, length=5.0)])
    assert (len(comparison.added), len(comparison.removed)) == (1, 1)


@pytest.mark.parametrize("kept", ["whole", "left"])
def test_a_split_is_recognised(kept: str) -> None:
    old = [wall("whole", 0, length=6.0)]
    new = [wall(kept, 0, length=2.99), wall("right", 3.01, length=2.99)]
    comparison = compared(old, new)
    assert [(comparison.old.guids([*one.old]), comparison.new.guids([*one.new])) for one in comparison.split] == [
        (["whole"], [kept, "right"])
    ]
    back = compared(new, old)
    assert [(back.old.guids([*one.old]), back.new.guids([*one.new])) for one in back.merged] == [
        ([kept, "right"], ["whole"])
    ]
    assert back.split == ()


def test_a_relation_that_changed_is_said() -> None:
    things = [*ROW, Thing({"guid": "door", "class": "IfcDoor", "name": "D"})]
    old, new = (
        building(things, storeys=STOREYS, relations=[("connects", "door", target)]) for target in ("a", "b")
    )  # fmt: skip
    changes = compare(old, new).changes
    assert changes.select("what", "name").unique().rows() == [("relation", "connects")]
    assert changes.height == 2  # one went, one came
