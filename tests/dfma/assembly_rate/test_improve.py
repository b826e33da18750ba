"""What would raise a rate: worked by hand, and never more than what changing the model then gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.assembly_rate.calculate import calculate
from dfma.assembly_rate.improve import improve, load_efforts
from dfma.assembly_rate.improvement import Improvement, Step
from dfma.assembly_rate.scheme import load_scheme
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from dfma.text import LANGUAGES, load_catalogue
from tests.builders import Thing, building
from tests.conftest import ROOT
from tests.dfma.assembly_rate.houses import ALL_STATED, INSIDE, REGION, housing, wall

NATIONAL = load_scheme("gbt51129-2017")
EFFORTS = load_efforts()


def improved(model: BuildingModel, answers: dict[str, Any]) -> Improvement:
    return improve(calculate(model, NATIONAL, answers), NATIONAL, EFFORTS)


def step(found: Improvement, item: str) -> Step:
    return next(one for one in found.steps if one.item == item)


def partitions(masonry: list[float], panels: float) -> BuildingModel:
    things: list[Thing] = [wall("panel", "partition_panel", "precast", panels, 2.5, 0.1)]
    things += [wall(f"m{n}", "wall", "masonry", length, 2.5, properties=INSIDE) for n, length in enumerate(masonry)]
    return building(things, storeys={"1F": 0.0})


def test_the_fewest_square_metres_of_wall_that_reach_the_threshold_by_hand() -> None:
    """10 m² of 40 m² are no masonry; 10 m² more are needed, and the walls are of 5, 7.5 and 17.5 m²: 5 + 7.5."""
    found = step(improved(partitions([2.0, 3.0, 7.0], panels=4.0), {}), "q2c")
    assert found.elements == ("m0", "m1")
    assert (found.ratio_from, found.ratio_to) == pytest.approx((25.0, 56.25))
    assert (found.points, found.rate, found.effort) == pytest.approx((5.0, 5.0, 12.5))
    assert found.parts[0].amount == pytest.approx(12.5)


def test_plans_hold_what_must_hold_and_say_what_is_out_of_reach() -> None:
    """Q2 has 5 points of the 10 that it needs: 50 points alone would not do."""
    rate = calculate(housing(), NATIONAL, ALL_STATED | {"enclosure_integrated": 0, "partitions_not_masonry": 0})
    assert rate.rate == 73  # 27.2 + 15 + 5 + 6 + 6 + 4.5 + 5 = 68.7 of 94
    assert rate.grade is None
    found = improve(rate, NATIONAL, EFFORTS)
    assert [plan.grade for plan in found.plans] == ["basic", "A", "AA", "AAA"]
    basic = found.plans[0]
    assert [one.item for one in basic.steps] == ["q2c"]  # 5 points for 50 % at the least effort
    assert basic.rate == 78  # 73.7 of 94
    assert found.plans[2].steps == basic.steps
    assert all(plan.optimal for plan in found.plans)


def test_what_is_proven_needs_no_plan_and_what_nothing_reaches_is_said() -> None:
    rate = calculate(housing(), NATIONAL, ALL_STATED)
    assert [plan.grade for plan in improve(rate, NATIONAL, EFFORTS).plans] == ["AAA"]
    columns: list[Thing] = [{"guid": "c", "class": "IfcColumn", "kind": "column", "casting": "cast_in_place"}]
    unknown = improved(building(columns), {})
    assert not [plan for plan in unknown.plans if not plan.reached and plan.steps]


def test_an_element_of_unknown_size_is_promised_to_nobody() -> None:
    columns: list[Thing] = [
        {"guid": "a", "class": "IfcColumn", "kind": "column", "casting": "cast_in_place", "measures": {"volume": 1.0}},
        {"guid": "b", "class": "IfcColumn", "kind": "column", "casting": "cast_in_place"},
    ]
    found = improved(building(columns), {})
    assert not [one for one in found.steps if "b" in one.elements]


def test_a_step_from_a_missing_item_says_what_it_assumes() -> None:
    found = improved(partitions([2.0], panels=4.0), {})
    assert [note.key for note in step(found, "q3a").assumes] == ["rate.next.assumes.missing"]
    assert [note.key for note in found.assumes] == ["rate.next.assumes.low", "rate.next.assumes.area"]


@settings(deadline=None, max_examples=12)
@given(
    walls=st.lists(st.tuples(st.sampled_from([1.0, 1.3, 2.0, 3.7]), st.booleans()), min_size=1, max_size=6),
    columns=st.lists(st.tuples(st.sampled_from([0.4, 0.5]), st.booleans()), min_size=1, max_size=5),
)
def test_doing_what_a_step_says_gives_what_it_promises(
    walls: list[tuple[float, bool]], columns: list[tuple[float, bool]]
) -> None:
    things = [wall(f"w{n}", "wall", "timber" if good else "masonry", size, 2.5, properties=INSIDE)
              for n, (size, good) in enumerate(walls)]  # fmt: skip
    things += [
        {"guid": f"c{n}", "class": "IfcColumn", "kind": "column", "casting": "precast" if good else "cast_in_place",
         "measures": {"length": 3, "width": size, "height": size, "volume": 3 * size * size}}
        for n, (size, good) in enumerate(columns)
    ]  # fmt: skip
    model = building(things, storeys={"1F": 0.0})
    before = calculate(model, NATIONAL)
    for one in improve(before, NATIONAL, EFFORTS).steps:
        if one.parts:
            after = calculate(made_otherwise(model, one.elements), NATIONAL)
            gained = sum(item.score_low for item in after.items) - sum(item.score_low for item in before.items)
            assert gained == pytest.approx(one.points)


def made_otherwise(model: BuildingModel, guids: tuple[str, ...]) -> BuildingModel:
    """The same building with these elements precast."""
    rows = model.elements.filter(pl.col("guid").is_in(list(guids)))["row"]
    changed = pl.when(pl.col("row").is_in(rows.implode())).then(pl.lit("precast")).otherwise(pl.col("casting"))
    return model.with_(recognition=model.recognition.with_columns(changed.alias("casting")))


def test_another_scheme_is_improved_by_its_own_numbers() -> None:
    region = load_scheme(REGION)
    things: list[Thing] = [
        {"guid": name, "class": "IfcSlab", "kind": "solid_slab", "casting": casting,
         "measures": {"length": 10, "width": 1, "height": 0.1, "volume": volume}}
        for name, casting, volume in (("a", "precast", 2.0), ("b", "cast_in_place", 3.0), ("c", "cast_in_place", 5.0))
    ]  # fmt: skip
    rate = calculate(building(things), region, {"robots": "none"})
    assert rate.rate == 32.5  # 20 % → 13 of 40
    gold = improve(rate, region, EFFORTS).plans[0]
    assert (gold.grade, gold.rate, [one.elements for one in gold.steps]) == ("gold", 100.0, [("b",)])


def test_a_table_of_efforts_from_outside_is_checked(tmp_path: Path) -> None:
    table = yaml.safe_load((ROOT / "dfma" / "assembly_rate" / "efforts.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "efforts.yaml"
    path.write_text(yaml.safe_dump(table | {"id": "firm"}), encoding="utf-8")
    assert load_efforts(path)["id"] == "firm"
    for wrong in ({"stated_yes": {"default": -1}}, {"stated_ratio": {"x": 1}}, {"floor_area_if_unknown": "much"}):
        path.write_text(yaml.safe_dump(table | wrong), encoding="utf-8")
        with pytest.raises(UserError):
            load_efforts(path)
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(UserError):
        load_efforts(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_steps_are_said_in_both_languages(language: str) -> None:
    words = load_catalogue(language, [ROOT / "dfma" / "locale"])
    found = improved(housing(), {"full_fitout": "no"})
    said = [words.say(one) for one in found.assumes]
    said += [words.say(said) for one in found.steps for said in (one.text, *one.assumes)]
    assert len(said) > 8
    assert not [one for one in said if "⟨" in one]
