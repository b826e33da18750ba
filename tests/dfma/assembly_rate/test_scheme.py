"""Schemes: the collected test vectors, a second scheme with other numbers, and faults that are said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.assembly_rate.scheme import Scheme, load_scheme, rounded, shipped_schemes
from dfma.errors import UserError
from dfma.text import LANGUAGES, load_catalogue
from tests.conftest import ROOT

REGION = Path(__file__).parent / "made_up_region.yaml"


@pytest.fixture(scope="module")
def national() -> Scheme:
    return load_scheme("gbt51129-2017")


def points(scheme: Scheme, item: str, ratio: float) -> float:
    return next(one for one in scheme.items if one.id == item).points_at(ratio, scheme.points_decimals)


@pytest.mark.parametrize(
    ("item", "ratio", "expected"),
    [
        ("q1a", 34.9, 0.0), ("q1a", 35, 20.0), ("q1a", 57.5, 25.0), ("q1a", 80, 30.0), ("q1a", 95, 30.0),
        ("q1b", 69.99, 0.0), ("q1b", 70, 10.0), ("q1b", 78, 18.0), ("q2a", 79.9, 0.0), ("q2a", 80, 5.0),
        ("q2b", 65, 3.5), ("q2c", 50, 5.0), ("q3a", 69, 0.0), ("q3b", 80, 4.5), ("q3d", 60, 5.0), ("q3d", 70, 6.0),
    ],
)  # fmt: skip
def test_points_by_hand(national: Scheme, item: str, ratio: float, expected: float) -> None:
    assert points(national, item, ratio) == expected


def test_the_rate_of_an_office_without_kitchen(national: Scheme) -> None:
    assert national.percent(40 + 15 + 18, 6) == pytest.approx(77.659574, abs=1e-6)
    assert national.rate(40 + 15 + 18, 6) == 78
    assert national.grade_at(78) == "AA"


def test_collected_vectors_and_numbers_agree_with_ours(national: Scheme, shared: Callable[[str], Path]) -> None:
    table = yaml.safe_load(shared("standards/assembly_rate_gbt51129_2017.yaml").read_text(encoding="utf-8"))
    for vector in table["test_vectors"]:
        if "item" in vector:
            assert points(national, vector["item"], vector["r"]) == vector["s"], vector
    ours = {item.id: item for item in national.items}
    for item in table["items"]:
        assert ours[item["id"]].points == tuple(map(float, item["s"])), item["id"]
        if item["r"] is not None:
            low, high = item["r"][0], item["r"][1] or item["r"][0]
            assert ours[item["id"]].ratio == (low, high), item["id"]
    assert dict(national.group_most) == {group: table["group_max"][group] for group in national.group_most}
    bands = [band["P"][0] for band in table["grading"]["bands"]]
    assert [least for _, least in national.grades] == bands


def test_the_items_of_each_group_add_up_to_its_most(national: Scheme) -> None:
    for group, most in national.group_most.items():
        assert sum(item.most for item in national.items if item.group == group) == most
    assert sum(national.group_most.values()) == national.total


@pytest.mark.parametrize(("rate", "grade"), [(49, None), (50, "basic"), (59, "basic"), (60, "A"), (75, "A"), (76, "AA"),
                                             (90, "AA"), (91, "AAA"), (100, "AAA")])  # fmt: skip
def test_grades_begin_where_the_standard_says(national: Scheme, rate: float, grade: str | None) -> None:
    assert national.grade_at(rate) == grade


@settings(deadline=None)
@given(low=st.floats(0, 100), high=st.floats(0, 100))
def test_more_never_gives_fewer_points(low: float, high: float) -> None:
    scheme = load_scheme("gbt51129-2017")
    low, high = sorted((low, high))
    for item in scheme.items:
        if item.ratio is not None:
            assert 0 <= item.points_at(low, 1) <= item.points_at(high, 1) <= item.most


@settings(deadline=None)
@given(ratio=st.floats(0, 100))
def test_the_stairs_of_an_item_are_its_points(ratio: float) -> None:
    scheme = load_scheme("gbt51129-2017")
    for item in scheme.items:
        if item.ratio is not None:
            rungs = item.rungs(scheme.points_decimals)
            assert list(rungs) == sorted(set(rungs))
            reached = max((points for least, points in rungs if Fraction(ratio) >= least), default=0.0)
            if not any(abs(Fraction(ratio) - least) < Fraction(1, 10**8) for least, _ in rungs):
                assert reached == item.points_at(ratio, scheme.points_decimals)
            for least, points in rungs:
                assert item.points_at(float(least) + 1e-8, scheme.points_decimals) == points


def test_a_sum_of_parts_that_is_the_threshold_reaches_it(national: Scheme) -> None:
    assert 0.1 + 0.2 + 0.4 != 0.7
    assert points(national, "q3a", (0.1 + 0.2 + 0.4) * 100) == 6
    assert points(national, "q3a", 69.999) == 0


@pytest.mark.parametrize(
    ("value", "decimals", "expected"), [("0.05", 1, 0.1), ("2.5", 0, 3), ("27.155", 1, 27.2), ("49.5", 0, 50)]
)
def test_rounding_is_half_up(value: str, decimals: int, expected: float) -> None:
    assert rounded(Decimal(value), decimals) == expected


def test_every_text_of_the_shipped_schemes_is_there_in_both_languages() -> None:
    for name in shipped_schemes():
        scheme = load_scheme(name)
        for language in LANGUAGES:
            words = load_catalogue(language, [ROOT / "dfma" / "locale"])
            said = [text for item in scheme.items for text in (item.title, item.need)]
            said += [one.title for one in scheme.prerequisites]
            assert not [text.key for text in said if text.key not in words]
            assert not [grade for grade, _ in scheme.grades if f"rate.grade.{grade}" not in words]
            parts = [part for item in scheme.items if item.measure for part in item.measure.not_detected]
            assert not [part for part in parts if f"rate.part.{part}" not in words]


def test_another_scheme_has_other_numbers() -> None:
    region = load_scheme(REGION)
    assert points(region, "slabs", 30) == 22
    assert region.rate(26, 20) == 65.0
    assert [region.grade_at(rate) for rate in (19, 20, 69.9, 70)] == [None, "bronze", "bronze", "gold"]
    assert set(region.texts) == set(LANGUAGES)


def without(*path: str | int) -> Callable[[Any], None]:
    def change(table: Any) -> None:
        for step in path[:-1]:
            table = table[step]
        del table[path[-1]]

    return change


def setting(value: object, *path: str | int) -> Callable[[Any], None]:
    def change(table: Any) -> None:
        for step in path[:-1]:
            table = table[step]
        table[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (without("id"), "scheme"),
        (without("groups"), "made-up-region"),
        (without("items", 0, "points"), "slabs"),
        (setting([40, 4], "items", 0, "points"), "slabs"),
        (setting([4.5, 40], "items", 0, "points"), "slabs"),
        (setting("many", "items", 0, "ratio"), "slabs"),
        (setting("X", "items", 0, "group"), "slabs"),
        (setting("slabs", "items", 1, "id"), "items"),
        (setting(["castle"], "items", 0, "measure", "kinds"), "slabs"),
        (setting(["magic"], "items", 0, "measure", "counted"), "slabs"),
        (setting("weight", "items", 0, "measure", "amount"), "slabs"),
        (setting({"id": "least", "group": "Z", "at_least": 1}, "prerequisites", 0), "least"),
        (setting(True, "groups", "S", "most"), "S"),
        (setting([{"grade": "gold", "from": 70}, {"grade": "bronze", "from": 20}], "grades"), "grades"),
        (without("texts", "en"), "texts"),
        (setting("{x.__class__}", "texts", "en", "rate.made-up-region.slabs"), "texts"),
        (setting("Wall", "texts", "en", "kind.wall"), "texts"),
        (setting("gbt51129-2017", "id"), "id"),
        (without("items", 0, "clause"), "slabs"),
    ],
)
def test_a_broken_scheme_says_where(tmp_path: Path, change: Callable[[Any], None], place: str) -> None:
    table = yaml.safe_load(REGION.read_text(encoding="utf-8"))
    change(table)
    path = tmp_path / "scheme.yaml"
    path.write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_scheme(path)
    assert (caught.value.message.key, caught.value.message["place"]) == ("rate.scheme.wrong", place)


@pytest.mark.parametrize(
    "path", [("items", 0, "question"), ("items", 0, "clause", "number"), ("items", 0, "measure", "kinds")]
)
def test_a_file_made_to_grow_without_end_is_refused_at_once(tmp_path: Path, path: tuple[str | int, ...]) -> None:
    grown: list[object] = ["x"]
    for _ in range(40):
        grown = [grown] * 9
    table = yaml.safe_load(REGION.read_text(encoding="utf-8"))
    setting(grown, *path)(table)
    file = tmp_path / "scheme.yaml"
    file.write_text(yaml.safe_dump(table), encoding="utf-8")
    with pytest.raises(UserError):
        load_scheme(file)


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("none.yaml", None, "rate.scheme.unknown"),
        ("scheme.txt", "id: x", "rate.scheme.unknown"),
        ("scheme.yaml", "just words", "rate.scheme.unreadable"),
        ("scheme.yaml", "{", "rate.scheme.unreadable"),
        ("scheme.yaml", "!!python/object/apply:os.getcwd []", "rate.scheme.unreadable"),
    ],
)
def test_no_scheme_at_all_is_said(tmp_path: Path, name: str, content: str | None, key: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_scheme(path)
    assert caught.value.message.key == key
    with pytest.raises(UserError):
        load_scheme("gbt51129-1999")
