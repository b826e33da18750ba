"""How votes become answers and confidences."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.recognition.decide import SUBJECT_VOTES, decide

Row = tuple[str, str, str, float]
"""Source, question, answer, weight."""


def decided(*rows: Row) -> dict[str, object]:
    votes = pl.DataFrame(
        [(1, source, question, answer, weight, "name", answer) for source, question, answer, weight in rows],
        schema=dict.fromkeys(SUBJECT_VOTES, pl.String) | {"subject": pl.UInt32, "weight": pl.Float64},
        orient="row",
    )
    return decide(votes, pl.DataFrame({"subject": [1]}, schema={"subject": pl.UInt32})).row(0, named=True)


def test_one_vote_alone_gives_its_weight() -> None:
    assert decided(("a", "kind", "beam", 0.7))["kind_confidence"] == pytest.approx(0.7)


def test_two_words_of_one_source_are_one_witness() -> None:
    one = decided(("a", "kind", "beam", 0.7), ("a", "kind", "beam", 0.6))
    two = decided(("a", "kind", "beam", 0.7), ("b", "kind", "beam", 0.6))
    assert one["kind_confidence"] == pytest.approx(0.7)
    assert two["kind_confidence"] == pytest.approx(1 - 0.3 * 0.4)


def test_answers_compete_by_their_odds() -> None:
    found = decided(("a", "casting", "precast", 0.9), ("b", "casting", "masonry", 0.6))
    assert found["casting"] == "precast"
    assert found["casting_confidence"] == pytest.approx(9 / (1 + 9 + 1.5))


def test_below_the_threshold_the_answer_is_the_cautious_one_and_says_what_was_held_back() -> None:
    weak = decided(("a", "kind", "column", 0.3), ("a", "casting", "precast", 0.3))
    assert (weak["kind"], weak["casting"]) == ("other", "unknown")
    assert {"code": "uncertain_kind", "detail": "column 0.3"} in weak["kind_reasons"]  # type: ignore[operator]
    assert decided(("a", "kind", "wall", 0.3))["kind"] == "wall"


def test_a_wall_becomes_a_panel_by_its_casting() -> None:
    wall = ("a", "kind", "wall", 0.8)
    assert decided(wall)["kind"] == "wall"
    assert (
        decided(wall, ("b", "casting", "precast", 0.9), ("b", "side", "exterior", 0.9))["kind"] == "wall_panel_exterior"
    )
    panel = ("a", "kind", "wall_panel", 0.7)
    assert decided(panel, ("b", "casting", "cast_in_place", 0.95))["kind"] == "wall"


def test_a_panel_of_an_unknown_side_is_not_sure_and_says_so() -> None:
    found = decided(("a", "kind", "wall_panel", 0.95), ("a", "casting", "precast", 0.95))
    assert found["kind"] == "wall_panel_interior"
    assert found["kind_confidence"] < 0.6  # type: ignore[operator]
    assert {"code": "side_unknown", "detail": ""} in found["kind_reasons"]  # type: ignore[operator]


def test_a_beam_of_steel_is_a_steel_member_as_surely_as_it_is_steel() -> None:
    found = decided(("a", "kind", "beam", 0.9), ("a", "casting", "steel", 0.6))
    assert found["kind"] == "steel_member"
    assert found["kind_confidence"] == pytest.approx(0.6)


def test_a_door_has_no_casting_of_concrete() -> None:
    found = decided(("a", "kind", "door", 0.9), ("b", "casting", "precast", 0.9))
    assert (found["kind"], found["casting"]) == ("door", "unknown")


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.just("kind"),
            st.sampled_from(["beam", "column", "slab", "double_tee", "wall", "wall_panel"]),
            st.floats(0.01, 0.99),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_confidence_is_a_share_and_order_does_not_matter(rows: list[Row]) -> None:
    there, back = decided(*rows), decided(*reversed(rows))
    assert 0 <= there["kind_confidence"] <= 1  # type: ignore[operator]
    assert (there["kind"], there["kind_confidence"]) == (back["kind"], pytest.approx(back["kind_confidence"]))
