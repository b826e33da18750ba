"""What rules see of a model: pieces and their parts, who speaks for whom, what belongs together."""

from __future__ import annotations

import numpy as np

from dfma.rules.facts import Facts
from tests.builders import building, row_of


def guids(facts: Facts, rows: object) -> set[str]:
    return {facts.guids[int(row)] for row in np.flatnonzero(rows) if facts.is_element[row]}  # type: ignore[call-overload]


PIECE = building(
    [
        {"guid": "unit", "class": "IfcElementAssembly", "kind": "wall_panel_exterior", "casting": "precast",
         "mark": "W1"},
        {"guid": "body", "kind": "wall_panel_exterior", "casting": "precast", "whole": "unit", "piece": "unit",
         "properties": {"a": {"ConcreteCover": "25 mm"}}, "measures": {"volume": 2.0}},
        {"guid": "leaf", "kind": "wall_panel_exterior", "casting": "precast", "whole": "unit", "piece": "unit",
         "properties": {"a": {"ConcreteCover": "15 mm"}}, "measures": {"volume": 0.5}},
        {"guid": "insert", "kind": "embedded_part", "name": "HIJSANKER 5t", "whole": "unit", "piece": "unit"},
        {"guid": "loose", "kind": "embedded_part", "name": "plate"},
        {"guid": "hole", "class": "IfcOpeningElement", "kind": "opening"},
        {"guid": "stair", "kind": "stair_flight", "casting": "precast", "class": "IfcStair"},
        {"guid": "flight", "kind": "stair_flight", "casting": "precast", "whole": "stair"},
        {"guid": "strip", "kind": "partition_panel", "casting": "precast", "material": "蒸压加气混凝土"},
        {"guid": "pod", "kind": "bathroom_pod", "casting": "precast"},
    ],
    relations=[("touches", "unit", "loose"), ("voids", "hole", "body"), ("supports", "strip", "body")],
)  # fmt: skip
FACTS = Facts(PIECE)


def test_a_piece_is_what_a_factory_delivers_as_a_whole() -> None:
    assert guids(FACTS, FACTS.pieces) == {"unit", "flight", "strip", "pod"}
    assert guids(FACTS, FACTS.concrete_pieces) == {"unit", "flight"}


def test_a_piece_speaks_through_its_greatest_part() -> None:
    assert FACTS.concept("concrete_cover").numbers[row_of(PIECE, "unit")] == 0.025


def test_a_part_speaks_through_the_whole() -> None:
    assert FACTS.concept("piece_mark").words[row_of(PIECE, "body")] == "W1"


def test_embedded_parts_are_those_of_the_piece_and_loose_ones_that_touch_it() -> None:
    unit = row_of(PIECE, "unit")
    assert {FACTS.guids[row] for row in FACTS.embeds_of[unit]} == {"insert", "loose"}
    assert guids(FACTS, FACTS.part_purpose("lifting")) == {"insert"}


def test_what_cuts_or_carries_a_part_cuts_or_carries_the_piece() -> None:
    unit = row_of(PIECE, "unit")
    assert {FACTS.guids[row] for row in FACTS.openings_of[unit]} == {"hole"}
    assert {FACTS.guids[row] for row in FACTS.carried_by(unit)} == {"strip"}


def test_people_call_things_by_mark_then_name() -> None:
    assert [FACTS.labels[row_of(PIECE, guid)] for guid in ("unit", "insert", "pod")] == ["W1", "HIJSANKER 5t", "pod"]


def test_an_empty_model_has_no_facts() -> None:
    facts = Facts(building([]))
    assert not facts.pieces.any()
    assert facts.embeds_of == {}
    assert facts.layers.height == 0
    assert not facts.concept("concrete_grade").present.any()
