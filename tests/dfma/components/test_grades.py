"""Concrete grades as people and programs write them."""

from __future__ import annotations

import pytest

from dfma.components.grades import concrete_grade, element_grades
from tests.builders import building, row_of


@pytest.mark.parametrize(
    ("words", "grade"),
    [("C30", 30), ("C30/37", 37), ("CONCRETE/C45/55", 55), ("混凝土C35", 35), ("C100x50", None), ("C200", None),
     ("S355", None), ("AC30", None), ("", None)],
)  # fmt: skip
def test_a_grade_is_read_out_of_words(words: str, grade: float | None) -> None:
    assert concrete_grade(words) == grade


def test_a_property_counts_before_the_material() -> None:
    model = building(
        [
            {
                "guid": "both",
                "material": "C25",
                "properties": {"Pset_ConcreteElementGeneral": {"StrengthClass": "C40"}},
            },
            {"guid": "named", "material": "C25"},
            {"guid": "none", "material": "beton"},
        ]
    )
    found = element_grades(model)
    assert [found.get(row_of(model, guid)) for guid in ("both", "named", "none")] == [40, 25, None]
