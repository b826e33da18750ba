"""Naming review: what is found, how it is grouped, and what is left in peace."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from ai_review.naming import review_names
from dfma.finding import Finding, Origin, Severity
from dfma.progress import NoProgress
from dfma.recognition import recognise
from tests.ai_review.fake_encoder import LettersEncoder
from tests.builders import Thing, building

PLANK = "\u53e0\u5408\u677f"  # composite slab
PANEL = "\u9884\u5236\u5185\u5899\u677f"  # precast inner wall panel


def review(things: Sequence[Thing]) -> tuple[Finding, ...]:
    model = building(things)
    return review_names(model.with_(recognition=recognise(model)), LettersEncoder(), NoProgress())


def test_a_name_against_its_type() -> None:
    (finding,) = review([{"guid": "a", "class": "IfcWall", "name": f"{PANEL} 3", "type": "precast column 400x400"}])
    assert finding.message.key == "assistant.naming.names"
    assert finding.severity is Severity.WARNING
    assert finding.origin is Origin.ASSISTANT
    assert finding.elements == ("a",)
    assert finding.suggestion is not None
    assert finding.suggestion.key == "assistant.naming.fix.type"


def test_a_name_against_the_class() -> None:
    (finding,) = review([{"guid": "a", "class": "IfcBeam", "name": PLANK, "type": "DBS1-67-3012-11"}])
    assert finding.message.key == "assistant.naming.class"
    assert finding.message["ifc_class"] == "IfcBeam"


def test_a_class_without_meaning() -> None:
    (finding,) = review([{"guid": "a", "class": "IfcBuildingElementProxy", "name": PANEL}])
    assert finding.message.key == "assistant.naming.proxy"
    assert finding.severity is Severity.ADVICE


def test_equal_cases_are_one_finding_whatever_their_numbers() -> None:
    things: list[Thing] = [{"guid": f"g{i}", "class": "IfcBeam", "name": f"{PLANK} {i}"} for i in range(1000)]
    (finding,) = review(things)
    assert finding.message["n"] == len(finding.elements) == 1000


def test_findings_do_not_depend_on_the_order_of_the_elements() -> None:
    things: list[Thing] = [
        {"guid": f"g{i}", "class": "IfcBeam", "name": name} for i, name in enumerate([PLANK, PANEL, "column", PLANK])
    ]
    assert review(things) == review(things[::-1])


@pytest.mark.parametrize(
    ("ifc_class", "name", "type_name"),
    [
        ("IfcSlab", PLANK, "DBS1-67-3012-11"),
        ("IfcWall", PANEL, "NQ-1828"),
        ("IfcWall", "Basic Wall:200:33871", "Basic Wall:200"),
        ("IfcColumn", "K12", None),
        ("IfcColumn", "steel column", "HEA200"),
        ("IfcBuildingElementProxy", "W_01", None),
        ("IfcFurnishingElement", "Base Cabinet-Double Door", "1000mm"),
    ],
)
def test_what_agrees_or_says_nothing_is_left_in_peace(ifc_class: str, name: str, type_name: str | None) -> None:
    thing: Thing = {"guid": "a", "class": ifc_class, "name": name}
    if type_name:
        thing["type"] = type_name
    assert review([thing]) == ()


def test_openings_and_spaces_are_not_reviewed() -> None:
    assert review([{"class": "IfcOpeningElement", "name": PANEL}, {"class": "IfcSpace", "name": PLANK}]) == ()


def test_an_empty_model_has_nothing_to_say() -> None:
    model = building([])
    empty = model.with_(recognition=recognise(model))
    assert empty.elements.filter(pl.col("role") == "element").is_empty()
    assert review_names(empty, LettersEncoder(), NoProgress()) == ()
