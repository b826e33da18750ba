"""Assembly rates of small buildings, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.assembly_rate.calculate import AssemblyRate, ItemResult, calculate
from dfma.assembly_rate.scheme import load_scheme
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from dfma.text import LANGUAGES, Text, load_catalogue
from tests.builders import Thing, building
from tests.conftest import ROOT
from tests.dfma.assembly_rate import houses
from tests.dfma.assembly_rate.houses import ALL_STATED, BEARING, INSIDE, OUTSIDE, housing, slab, wall

NATIONAL = load_scheme("gbt51129-2017")
REGION = load_scheme(houses.REGION)


def item(rate: AssemblyRate, name: str) -> ItemResult:
    return next(one for one in rate.items if one.id == name)


def test_shear_wall_housing_by_hand() -> None:
    rate = calculate(housing(), NATIONAL, ALL_STATED)
    scores = {one.id: one.score for one in rate.items}
    assert scores == {
        "q1a": 27.2,  # 3.36 / 5.00 = 67.2 % → 20 + 32.2 / 45 × 10 = 27.155…
        "q1b": 15.0,  # 18 / 24 = 75 %
        "q2a": 5.0,  # 14 / 16.8 = 83.3 %
        "q2b": 3.5,
        "q2c": 5.0,  # 10 / 15 = 66.7 %
        "q2d": 0.0,
        "full_fitout": 6.0,
        "q3a": 6.0,
        "q3b": 4.5,
        "q3c": 0.0,
        "q3d": 5.0,
    }
    assert item(rate, "q1a").ratio == pytest.approx(0.672)
    assert item(rate, "q2a").ratio == pytest.approx(14 / 16.8)
    assert rate.absent == 6
    assert rate.rate == 82  # 77.2 / 94 = 82.13 %
    assert (rate.rate_low, rate.rate_high) == (82, 82)
    assert rate.grade == "AA"
    assert rate.missing == ()
    assert [one.met for one in rate.prerequisites] == [True] * 5
    assert {group.id: group.score for group in rate.groups} == {"Q1": 42.2, "Q2": 13.5, "Q3": 21.5}


def test_every_ratio_is_traced_to_its_elements() -> None:
    rate = calculate(housing(), NATIONAL, ALL_STATED)
    assert dict(item(rate, "q1a").numerator) == pytest.approx({"w1": 1.68, "w2": 1.68})
    assert dict(item(rate, "q1a").denominator) == pytest.approx({"w1": 1.68, "w2": 1.68, "w3": 1.64})
    assert dict(item(rate, "q1b").numerator) == pytest.approx({"s1": 9.0, "s2": 9.0})
    assert dict(item(rate, "q1b").denominator) == {"storey:1F": 24.0}
    assert dict(item(rate, "q2c").denominator) == pytest.approx({"p1": 10.0, "p2": 5.0})
    for one in rate.items:
        if one.ratio is not None and one.numerator:
            whole = sum(amount for _, amount in one.denominator)
            assert one.ratio == pytest.approx(sum(amount for _, amount in one.numerator) / whole)


def test_without_answers_the_rate_lies_between_proven_bounds() -> None:
    rate = calculate(housing(), NATIONAL, {})
    assert rate.rate is None
    assert rate.rate_low == 52  # 27.2 + 15 + 5 + 5
    assert rate.rate_high == 92  # all the others full: 5 + 5 + 6 + 6 + 6 + 6 + 6 more
    assert rate.grade is None
    assert rate.grades_possible == (None, "basic", "A", "AA", "AAA")  # full fit-out is not known: perhaps none at all
    asked = {str(one["title"].key).rsplit(".", 1)[1] for one in rate.missing if isinstance(one["title"], Text)}
    assert asked == {"q2b", "q2d", "full_fitout", "q3a", "q3b", "q3c", "q3d"}


def frame() -> BuildingModel:
    """Four columns of 0.45 m³, the last of unknown making; no floor is modelled, the enclosure is a curtain wall."""
    columns: list[Thing] = [
        {"guid": f"c{number}", "class": "IfcColumn", "kind": "column", "casting": casting, "storey": "1F",
         "measures": {"length": 3.6, "width": 0.5, "height": 0.25, "volume": 0.45}}
        for number, casting in enumerate(["precast", "precast", "cast_in_place", "unknown"])
    ]  # fmt: skip
    facade = wall("glass", "curtain_wall", "unknown", 20.0, 3.6)
    return building([*columns, facade], storeys={"1F": 0.0})


def test_office_frame_by_hand_with_one_column_of_unknown_making() -> None:
    rate = calculate(frame(), NATIONAL, {"kitchen": "none", "floor_area": 100})
    vertical = item(rate, "q1a")
    assert (vertical.ratio_low, vertical.ratio_high) == pytest.approx((0.5, 0.75))
    assert (vertical.score_low, vertical.score_high) == (23.3, 28.9)  # 20 + 15/45 × 10, 20 + 40/45 × 10
    assert vertical.score is None
    assert [(doubt.code, doubt.elements) for doubt in vertical.doubts] == [("casting", ("c3",))]
    assert item(rate, "q1b").origin == "missing"
    assert item(rate, "q2a").score == 5.0  # a curtain wall counts whatever it is made of
    assert rate.absent == 6
    assert rate.rate_low == 30  # (23.3 + 5) / 94 = 30.1
    # the most: 28.9 + 20 + 20 + 24 of 94 = 98.8
    assert rate.rate_high == 99
    assert rate.grade is None


def test_cast_in_place_building_by_hand_is_no_prefabricated_building() -> None:
    things = [
        wall("w", "wall", "cast_in_place", 10.0, 3.0, properties=BEARING),
        slab("s", "solid_slab", "cast_in_place", 0, 0, 10, 10),
        wall("p", "wall", "masonry", 10.0, 3.0, properties=INSIDE),
        wall("e", "wall", "masonry", 10.0, 3.0, properties=OUTSIDE),
    ]
    stated = {**ALL_STATED, "bathroom": 0, "full_fitout": "no", "kitchen": 0, "enclosure_integrated": 0}
    rate = calculate(building(things, storeys={"1F": 0.0}), NATIONAL, stated)
    assert {one.id: one.score for one in rate.items if one.id.startswith(("q1", "q2"))} == dict.fromkeys(
        ("q1a", "q1b", "q2a", "q2b", "q2c", "q2d"), 0.0
    )
    assert rate.rate == 11  # 6 + 5
    assert rate.grade is None
    assert rate.grades_possible == (None,)
    assert [one.met for one in rate.prerequisites] == [False] * 5


def test_a_score_can_be_known_where_the_ratio_is_not() -> None:
    columns: list[Thing] = [
        {"guid": str(number), "class": "IfcColumn", "kind": "column", "casting": "precast" if number else "unknown",
         "measures": {"length": 3.6, "width": 0.5, "height": 0.25, "volume": 0.45}}
        for number in range(10)
    ]  # fmt: skip
    vertical = item(calculate(building(columns), NATIONAL, {}), "q1a")
    assert (vertical.ratio, vertical.ratio_low, vertical.ratio_high) == (None, pytest.approx(0.9), 1.0)
    assert vertical.score == 30


def test_unknown_volume_is_at_most_the_box_and_without_a_box_anything() -> None:
    column: Thing = {"guid": "a", "class": "IfcColumn", "kind": "column", "casting": "precast",
                     "measures": {"length": 4, "width": 0.5, "height": 0.5, "volume": 1.0}}  # fmt: skip
    boxed: Thing = {"guid": "b", "class": "IfcColumn", "kind": "column", "casting": "cast_in_place",
                    "measures": {"length": 4, "width": 0.5, "height": 0.5}}  # fmt: skip
    bare: Thing = {"guid": "b", "class": "IfcColumn", "kind": "column", "casting": "cast_in_place"}
    with_box = item(calculate(building([column, boxed]), NATIONAL, {}), "q1a")
    without = item(calculate(building([column, bare]), NATIONAL, {}), "q1a")
    assert (with_box.ratio_low, with_box.ratio_high) == pytest.approx((0.5, 1.0))
    assert (without.ratio_low, without.ratio_high) == pytest.approx((0.0, 1.0))
    assert [doubt.code for doubt in without.doubts] == ["amount"]


def test_not_stated_to_be_load_bearing_is_a_doubt_and_not_a_guess() -> None:
    things = [
        wall("w1", "wall_panel_exterior", "precast", 10, 3),  # 6 m³, perhaps a cladding panel
        wall("w2", "wall", "cast_in_place", 10, 3, properties=BEARING),  # 6 m³
    ]
    vertical = item(calculate(building(things, storeys={"1F": 0.0}), NATIONAL, {}), "q1a")
    assert (vertical.ratio_low, vertical.ratio_high) == pytest.approx((0.0, 0.5))
    assert [(doubt.code, doubt.elements) for doubt in vertical.doubts] == [("bearing", ("w1",))]


def test_nothing_counts_twice() -> None:
    unit = wall("unit", "wall_panel_interior", "precast", 3.0, 2.8)
    leaf = wall("leaf", "wall_panel_interior", "precast", 3.0, 2.8, piece="unit")
    site = wall("site", "wall", "cast_in_place", 3.0, 2.8, properties=BEARING)
    part = wall("part", "wall", "cast_in_place", 3.0, 2.8, properties=BEARING, whole="site")
    vertical = item(calculate(building([unit, leaf, site, part], storeys={"1F": 0.0}), NATIONAL, {}), "q1a")
    assert [guid for guid, _ in vertical.denominator] == ["unit", "site"]
    assert vertical.ratio == pytest.approx(0.5)


def test_slabs_over_beams_cover_their_floor_once_and_each_storey_counts() -> None:
    beam: Thing = {"guid": "beam", "class": "IfcBeam", "kind": "beam", "casting": "precast", "storey": "1F",
                   "box": ((3.0, 5.0, 2.7), (0.4, 10.0, 0.5))}  # fmt: skip
    lower = slab("lower", "composite_slab", "precast", 0, 0, 6, 8)
    upper = slab("upper", "composite_slab", "precast", 0, 0, 6, 8, box=((3, 4, 5.97), (6, 8, 0.06)))
    horizontal = item(
        calculate(building([beam, lower, upper], storeys={"1F": 0.0}), NATIONAL, {"floor_area": 120}), "q1b"
    )
    assert dict(horizontal.numerator) == pytest.approx({"lower": 48.0, "upper": 48.0, "beam": 0.4 * 2})
    assert horizontal.ratio == pytest.approx(96.8 / 120)


def test_floor_area_from_outlines_by_hand() -> None:
    """Two storeys of 10 × 8 m on a slab on the ground, with a room each, walls around and a landing half way up."""
    things: list[Thing] = [slab("ground", "solid_slab", "cast_in_place", 0, 0, 10, 8, box=((5, 4, -0.1), (10, 8, 0.2)))]
    for number, floor in enumerate((0.0, 3.0)):
        things += [
            {"guid": f"room{number}", "class": "IfcSpace", "kind": "space",
             "box": ((5, 4, floor + 1.4), (9.6, 7.6, 2.8))},
            wall(f"wall{number}", "wall", "cast_in_place", 10, 2.8, box=((5, 0.1, floor + 1.4), (10, 0.2, 2.8))),
            slab(f"slab{number}", "composite_slab", "precast", 0, 0, 10, 8, box=((5, 4, floor + 2.9), (10, 8, 0.2))),
        ]  # fmt: skip
    things.append(slab("landing", "solid_slab", "cast_in_place", 0, 0, 2, 1, box=((1, 0.5, 1.45), (2, 1, 0.1))))
    horizontal = item(calculate(building(things, storeys={"1F": 0.0}), NATIONAL, {}), "q1b")
    assert sum(area for _, area in horizontal.denominator) == pytest.approx(160, rel=1e-4)
    assert horizontal.ratio == pytest.approx(1.0, rel=1e-4)


def strip(touching: tuple[str, ...] | None) -> ItemResult:
    """Two precast walls and a cast-in-place strip of 0.5 m between them."""
    things = [
        wall("left", "wall_panel_interior", "precast", 3.0, 2.8),
        wall("right", "wall_panel_interior", "precast", 3.0, 2.8),
        wall("strip", "wall", "cast_in_place", 0.5, 2.8, properties=BEARING),
        wall("far", "wall", "cast_in_place", 5.5, 2.8, properties=BEARING),
    ]
    relations = [("touches", name, "strip") for name in touching or ()]
    relations += [("touches", "far", "right")] if touching is not None else []
    return item(calculate(building(things, storeys={"1F": 0.0}, relations=relations), NATIONAL, {}), "q1a")


def test_a_narrow_strip_between_precast_walls_counts() -> None:
    assert strip(("left", "right")).ratio == pytest.approx(6.5 / 12)
    assert strip(("left",)).ratio == pytest.approx(6.0 / 12)


def test_a_narrow_strip_is_a_doubt_where_touching_is_not_known() -> None:
    found = strip(None)
    assert (found.ratio_low, found.ratio_high) == pytest.approx((0.5, 6.5 / 12))
    assert [doubt.code for doubt in found.doubts] == ["strip"]


def stub(rise: float, touching: tuple[str, ...], beam: float = 0.6) -> float | None:
    """Ratio of two precast columns of 1 m³ with a cast-in-place part of 0.5 m² section between, beside a beam."""
    columns: list[Thing] = [
        {"guid": name, "class": "IfcColumn", "kind": "column", "casting": "precast", "measures": {"volume": 1.0}}
        for name in ("lower", "upper")
    ]
    part: Thing = {"guid": "part", "class": "IfcColumn", "kind": "column", "casting": "cast_in_place",
                   "measures": {"volume": rise / 2}, "box": ((0, 0, 3), (0.5, 1.0, rise))}  # fmt: skip
    frame: Thing = {"guid": "beam", "class": "IfcBeam", "kind": "beam", "casting": "cast_in_place",
                    "box": ((3, 0, 3), (5.0, 0.3, beam))}  # fmt: skip
    relations = [("touches", "part", name) for name in touching]
    return item(calculate(building([*columns, part, frame], relations=relations), NATIONAL), "q1a").ratio


def test_a_joint_core_counts_as_high_as_the_beams_that_frame_into_it() -> None:
    assert stub(0.6, ("lower", "beam")) == pytest.approx(1.0)
    assert stub(0.7, ("lower", "beam")) == pytest.approx(2 / 2.35)  # higher than the beam: a piece of column
    assert stub(0.6, ("beam",)) == pytest.approx(2 / 2.3)  # no precast column
    assert stub(0.6, ("lower",)) == pytest.approx(2 / 2.3)  # no beam


def test_a_connection_between_stacked_columns_counts_up_to_the_smaller_side() -> None:
    assert stub(0.5, ("lower", "upper"), beam=0.1) == pytest.approx(1.0)
    assert stub(0.52, ("lower", "upper"), beam=0.1) == pytest.approx(2 / 2.26)


def test_an_answer_beats_the_model_is_marked_and_its_contradiction_said() -> None:
    rate = calculate(housing(), NATIONAL, {"vertical_members": 80, "q2c": 66.7})
    vertical = item(rate, "q1a")
    assert (vertical.origin, vertical.score, vertical.ratio) == ("stated", 30, 0.8)
    assert [note.key for note in vertical.notes[:2]] == ["rate.note.stated", "rate.note.contradicts"]
    assert [note.key for note in item(rate, "q2c").notes] == ["rate.note.stated"]
    assert vertical.numerator  # what the model shows stays beside it


def test_a_steel_structure_takes_all_points_for_vertical_members() -> None:
    rate = calculate(building([]), NATIONAL, {"structure": "steel"})
    assert item(rate, "q1a").score == 30
    assert next(one for one in rate.prerequisites if one.id == "entry").met is True


def test_an_empty_model_is_unknown_and_not_zero() -> None:
    rate = calculate(building([]), NATIONAL, {})
    assert rate.rate is None
    assert (rate.rate_low, rate.rate_high) == (0, 100)
    assert all(one.score is None and one.origin == "missing" for one in rate.items)
    assert len(rate.missing) == len(NATIONAL.items)


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"colour": "red"}, "rate.answer.unknown"),
        ({"kitchen": 120}, "rate.answer.unusable"),
        ({"kitchen": "many"}, "rate.answer.unusable"),
        ({"full_fitout": 70}, "rate.answer.unusable"),
        ({"full_fitout": "none"}, "rate.answer.unusable"),
        ({"dry_floors": True}, "rate.answer.unusable"),
    ],
)
def test_an_answer_that_cannot_be_used_is_said(answers: dict[str, object], key: str) -> None:
    with pytest.raises(UserError) as caught:
        calculate(building([]), NATIONAL, answers)
    assert caught.value.message.key == key


@pytest.mark.parametrize("yes", [True, "yes", "Yes", "是"])
def test_yes_in_any_spelling(yes: object) -> None:
    assert item(calculate(building([]), NATIONAL, {"full_fitout": yes}), "full_fitout").score == 6


def test_a_made_up_region_is_computed_by_its_own_numbers() -> None:
    things = [slab("a", "solid_slab", "precast", 0, 0, 3, 1), slab("b", "solid_slab", "cast_in_place", 3, 0, 7, 1)]
    model = building(things, storeys={"1F": 0.0})
    rate = calculate(model, REGION, {"robots": "none"})
    assert item(rate, "slabs").score == 22  # 30 % → 4 + 20/40 × 36
    assert rate.rate == 55.0  # 22 of 40
    assert rate.grade == "bronze"
    open_rate = calculate(model, REGION, {})
    assert (open_rate.rate_low, open_rate.rate_high) == (36.7, 70.0)  # 22 and 42 of 60


def test_the_shipped_example_of_a_region_rates_the_same_house_by_its_own_numbers() -> None:
    stated = {"full_fitout": "none", "digital_delivery": "yes"}
    rate = calculate(housing(), load_scheme("example-region"), stated)
    assert {one.id: one.score for one in rate.items} == {
        "vertical": 25.0,  # 67.2 % is more than 60 %
        "horizontal": 17.5,  # 75 % → 5 + 25/40 × 20
        "partitions": 10.33,  # 66.67 % → 5 + 26.67/50 × 10 = 10.333
        "fitout": 0.0,
        "digital": 5.0,
    }
    assert rate.absent == 10
    assert rate.rate == 82.6  # 57.83 of 70
    assert rate.grade == "star2"


@settings(deadline=None)
@given(
    castings=st.lists(st.sampled_from(["precast", "cast_in_place", "unknown"]), min_size=1, max_size=8),
    decided=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_whatever_the_unknown_turns_out_to_be_lies_within_the_bounds(castings: list[str], decided: list[bool]) -> None:
    def columns(names: list[str]) -> BuildingModel:
        return building(
            [
                {"guid": str(n), "class": "IfcColumn", "kind": "column", "casting": casting,
                 "measures": {"length": 3, "width": 0.5, "height": 0.5, "volume": 0.1 * (n + 1)}}
                for n, casting in enumerate(names)
            ]
        )  # fmt: skip

    turned_out = [
        ("precast" if yes else "cast_in_place") if c == "unknown" else c
        for c, yes in zip(castings, decided, strict=False)
    ]
    before, after = calculate(columns(castings), NATIONAL), calculate(columns(turned_out), NATIONAL)
    low, high, real = item(before, "q1a").ratio_low, item(before, "q1a").ratio_high, item(after, "q1a").ratio
    assert low is not None
    assert high is not None
    assert real is not None
    assert low - 1e-9 <= real <= high + 1e-9
    assert before.rate_low <= after.rate_low <= after.rate_high <= before.rate_high


@settings(deadline=None, max_examples=30)
@given(
    answers=st.fixed_dictionaries(
        {},
        optional={
            name: st.floats(0, 100)
            for name in ("enclosure_integrated", "partitions_integrated", "dry_floors", "pipes_separate")
        }
        | {name: st.one_of(st.floats(0, 100), st.just("none")) for name in ("kitchen", "bathroom")}
        | {"full_fitout": st.booleans()},
    ),
    more=st.floats(0, 100),
)
def test_answers_only_narrow_the_range(answers: dict[str, object], more: float) -> None:
    """What nobody had measured: each answer leaves the new range within the old one."""
    model = frame()
    before = calculate(model, NATIONAL, answers)
    asked = next((name for name in ("dry_floors", "pipes_separate", "kitchen") if name not in answers), None)
    if asked is not None:
        after = calculate(model, NATIONAL, answers | {asked: more})
        assert before.rate_low <= after.rate_low <= after.rate_high <= before.rate_high


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_said_in_both_languages(language: str) -> None:
    words = load_catalogue(language, [ROOT / "dfma" / "locale"])
    region = words.extended(REGION.texts[language])
    for rate in (calculate(housing(), NATIONAL, {"q1a": 80}), calculate(frame(), NATIONAL, {})):
        said = [words.say(text) for text in (*rate.missing, *rate.notes, *(one.title for one in rate.prerequisites))]
        assert said
        assert not [text for text in said if "⟨" in text]
    rate = calculate(building([]), REGION, {})
    assert not [text for text in rate.missing if "⟨" in region.say(text)]
