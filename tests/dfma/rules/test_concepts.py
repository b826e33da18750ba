"""Reading values by concept: grades, lengths, masses, yes and no, in the ways in which people write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.rules.concepts import Reading, Written, load_concepts
from dfma.text import LANGUAGES
from tests.dfma.rules.test_rule_examples import CATALOGUES

CONCEPTS = load_concepts()


def read(concept: str, *written: str | float | None) -> Reading:
    return CONCEPTS[concept].read(Written(*written))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        ("C30", 30), ("c30", 30), ("砼C30", 30), ("砼30", 30), ("C30/37", 37), ("C 35", 35), ("C-40", 40), ("LC30", 30),
        ("30 MPa", 30), ("30MPa", 30), ("30", 30), ("30 N/mm2", 30), ("现浇混凝土 C25", 25), ("CONCRETE/C45/55", 55),
        ("C30P6", 30), ("混凝土C60", 60), ("C30(抗渗P6)", 30),
    ],
)  # fmt: skip
def test_grades(written: str, grade: float) -> None:
    assert read("concrete_grade", written).number == grade


@pytest.mark.parametrize(
    "written", ["CONCRETE/BETON", "HRB400", "Q235", "S355", "MU10", "300 kg", "C3", "as drawn", "INC30"]
)
def test_what_is_no_grade(written: str) -> None:
    assert not read("concrete_grade", written).understood


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(10, 150))  # one digit behind a C is an axis or a column number, not a grade
def test_a_grade_is_the_same_in_every_way_of_writing(grade: int) -> None:
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in f"C{grade}")
    ways = [f"C{grade}", f"c{grade}", f"砼C{grade}", f"C{grade}混凝土", f"{grade} MPa", f"{grade}", full_width]
    assert {read("concrete_grade", way).number for way in ways} == {grade}


def test_a_length_in_full_width() -> None:
    assert read("concrete_cover", "\uff12\uff15\u339c").number == pytest.approx(0.025)


def test_a_strength_in_pascal() -> None:
    assert read("concrete_grade", "30000000", 30e6, "Pa").number == 30
    assert read("stripping_strength", "15000000", 15e6, "Pa").number == 15


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(1, 20000))
def test_a_length_is_the_same_in_every_way_of_writing(mm: int) -> None:
    ways = [(f"{mm}",), (f"{mm}mm",), (f"{mm} mm",), (f"{mm / 10} cm",), (f"{mm / 1000} m",), (f"{mm}", mm / 1000, "m")]
    for way in ways:
        assert read("concrete_cover", *way).number == pytest.approx(mm / 1000)


@settings(deadline=None)  # a busy machine is no failure
@given(st.floats(0.001, 1e5, allow_nan=False))
def test_a_mass_is_the_same_in_tonnes_and_kilograms(kg: float) -> None:
    assert read("mass", f"{kg:.6f} kg").number == pytest.approx(read("mass", f"{kg / 1000:.9f} t").number, rel=1e-3)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=40), st.sampled_from(sorted(CONCEPTS.by_name)))
def test_any_text_can_be_read(written: str, concept: str) -> None:
    assert not math.isinf(read(concept, written).number)


def test_a_unit_of_another_sort_is_not_understood() -> None:
    assert not read("concrete_cover", "25 kg").understood
    assert not read("mass", "3 mm").understood


@pytest.mark.parametrize(
    ("concept", "written", "word"),
    [
        ("casting_method", "Prefab", "precast"), ("casting_method", "现浇", "cast_in_place"),
        ("casting_method", "IN-SITU", "cast_in_place"), ("casting_method", "是", "precast"),
        ("building_use", "高层住宅", "dwelling"), ("load_bearing", "FALSE", "no"),
        ("lattice_girder", "无", "no"), ("lattice_girder", "A80", "yes"),
    ],
)  # fmt: skip
def test_choices(concept: str, written: str, word: str) -> None:
    assert read(concept, written).word == word


@pytest.mark.parametrize("written", ["", " - ", "N/A", "待定", "TBD", "未知"])
def test_placeholders_say_nothing(written: str) -> None:
    assert CONCEPTS.is_placeholder(written)


def test_every_concept_and_supplier_has_its_name_in_both_languages() -> None:
    for language in LANGUAGES:
        known = CATALOGUES[language]
        assert [name for name, concept in CONCEPTS.by_name.items() if concept.title.key not in known] == []
        assert {
            concept.supplier for concept in CONCEPTS.by_name.values() if f"supplier.{concept.supplier}" not in known
        } == set()


def test_no_alias_means_two_things() -> None:
    seen: dict[str, str] = {}
    for name, concept in CONCEPTS.by_name.items():
        for alias in concept.names:
            assert seen.setdefault(alias.casefold(), name) == name, alias
