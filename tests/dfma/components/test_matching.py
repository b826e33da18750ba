"""Matching: the right component with the right gaps, said with reasons; or why there is none."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from dfma.components.catalogue import make_catalogue, seed_catalogue
from dfma.components.matching import ElementMatches, Match, match_components
from dfma.text import LANGUAGES, Text, load_catalogue
from tests.builders import Thing, building
from tests.conftest import ROOT


def piece(kind: str, length: float, width: float, height: float, **more: Any) -> Thing:
    thing = {"guid": "piece", "class": "IfcBuildingElementProxy", "kind": kind, "casting": "precast",
             "measures": {"length": length, "width": width, "height": height}}  # fmt: skip
    return thing | more  # type: ignore[return-value]


def slab(length: float, width: float, height: float = 0.06, **more: Any) -> Thing:
    return piece("composite_slab", length, width, height, **more)


def matches(*things: Thing, relations: tuple[tuple[str, str, str], ...] = ()) -> ElementMatches:
    (found,) = match_components(building(list(things), relations=relations), seed_catalogue())
    return found


def best(*things: Thing) -> Match:
    return matches(*things).candidates[0]


def keys(match: Match) -> set[str]:
    return {reason.key for reason in match.reasons}


@pytest.mark.parametrize(
    ("thing", "designation", "form"),
    [
        (slab(3.42, 0.96), "DBS1-6?-3612-??", "fabrication"),
        (slab(3.42, 0.90), "DBS2-6?-3612-??", "fabrication"),
        (slab(3.6, 2.4), "DBS1-6?-3624-??", "nominal"),
        (piece("wall_panel_interior", 2.4, 0.2, 2.64), "NQ-2428", "fabrication"),
        (piece("wall_panel_interior", 2.4, 0.2, 2.9), "NQ-2429", "nominal"),
        (
            piece(
                "stair_flight",
                2.88,
                1.195,
                1.5,
                measures={"length": 2.88, "width": 1.195, "height": 1.5, "volume": 0.78},
            ),
            "ST-30-25",
            "fabrication",
        ),
        (piece("ac_slab", 0.84, 1.3, 0.08), "KTB-84-130", "fabrication"),
        (piece("balcony", 3.28, 1.4, 0.13), "YTB-D-1433", "fabrication"),
        (piece("parapet", 3.6, 0.16, 1.4), "NEQ-Q1-3614", "nominal"),
        (piece("bathroom_pod", 1.6, 1.2, 2.2), "BU1216", "clear"),
        (piece("steel_member", 6.0, 0.2, 0.4, casting="steel"), "HN400x200x8x13", "section"),
        (piece("steel_member", 6.0, 0.4, 0.2, casting="steel"), "HN400x200x8x13", "section"),
        (piece("partition_panel", 3.0, 0.1, 3.0), "JGB-3000x600x100", "panels"),
    ],
)
def test_a_piece_of_standard_size_is_recognised(thing: Thing, designation: str, form: str) -> None:
    match = best(thing)
    assert (match.designation, match.form) == (designation, form)
    assert all(gap == 0 for gap in match.gaps_mm.values())
    assert len(match.reasons) >= 3
    assert match.why_not is None


def test_gaps_are_element_minus_component() -> None:
    match = best(slab(3.385, 0.97))
    assert match.designation == "DBS1-6?-3612-??"
    assert match.gaps_mm == {"length": -35.0, "width": 10.0, "height": 0.0}


def test_a_slab_drawn_the_other_way_round_matches_and_says_so() -> None:
    match = best(slab(0.96, 3.42))
    assert match.designation == "DBS1-6?-3612-??"
    assert match.gaps_mm == {"length": 0.0, "width": 0.0, "height": 0.0}
    assert "match.reason.rotated" in keys(match)
    assert "match.reason.rotated" not in keys(best(slab(3.42, 0.96)))


def test_gaps_of_a_turned_slab_keep_the_names_of_the_element() -> None:
    assert best(slab(0.96, 3.385)).gaps_mm == {"length": 0.0, "width": -35.0, "height": 0.0}


def test_the_name_decides_between_equals_and_completes_the_code() -> None:
    match = best(slab(3.42, 0.96, name="叠合板 DBS1-67-3612-31"))
    assert match.designation == "DBS1-67-3612-31"
    assert "match.reason.named" in keys(match)


def test_a_name_that_the_shape_contradicts_is_said() -> None:
    found = matches(slab(3.385, 0.96, mark="DBS1-67-3612-11"))
    assert found.designation is not None
    assert found.designation.agrees is False
    assert found.designation.message.key == "match.name.differs"
    assert found.designation.message["gaps"] == (
        Text("match.gap", (("dimension", Text("dimension.length")), ("gap", -35.0))),
    )


def test_a_longer_code_of_the_same_piece_says_more() -> None:
    corner = piece("wall_panel_exterior", 3.83, 0.34, 2.98, name="YWQ WQ-3630", type="WQ-3630 wy-2(690,440)")
    found = matches(corner)
    assert found.candidates[0].designation == "WQ-3630 wy-2(690,440)"
    assert found.designation is not None
    assert found.designation.agrees is True


def test_a_name_outside_the_listed_sizes_is_followed_by_its_own_rules() -> None:
    found = matches(slab(3.52, 1.06, type="DBS1-67-3713-11"))
    assert found.candidates[0].designation == "DBS1-67-3713-11"
    assert found.designation is not None
    assert found.designation.agrees is True


def test_a_size_that_only_a_name_states_is_offered_to_that_element_alone() -> None:
    odd = slab(3.52, 1.06, guid="odd", name="DBS1-67-3713-11")
    plain = slab(3.52, 1.06, guid="plain")
    found = {one.element: one for one in match_components(building([odd, plain]), seed_catalogue())}
    assert found["odd"].candidates[0].designation == "DBS1-67-3713-11"
    assert found["plain"].candidates
    assert not [match for match in found["plain"].candidates if "3713" in match.designation]


def test_a_name_of_another_kind_and_a_name_without_known_sizes_are_told_apart() -> None:
    other = matches(slab(3.42, 0.96, name="YTB-D-1024-08")).designation
    unknown = matches(piece("stair_flight", 2.7, 1.2, 1.55, name="ST-31-25")).designation
    assert other is not None
    assert unknown is not None
    assert (other.agrees, other.message.key) == (False, "match.name.other_kind")
    assert (unknown.agrees, unknown.message.key) == (None, "match.name.sizes_unknown")


def wall_with_door(along: float) -> ElementMatches:
    wall = piece("wall_panel_interior", 3.0, 0.2, 2.74, box=((0, 0, 1.37), (3.0, 0.2, 2.74)))
    door: Thing = {"guid": "door", "class": "IfcOpeningElement", "kind": "opening",
                   "box": ((along, 0, 1.1), (1.0, 0.4, 2.2))}  # fmt: skip
    return matches(wall, door, relations=(("voids", "door", "piece"),))


@pytest.mark.parametrize(
    ("along", "designation"), [(0.0, "NQM2-3029-1022"), (1.0, "NQM3-3029-1022"), (-1.0, "NQM3-3029-1022")]
)
def test_the_place_of_the_door_tells_the_variants_apart_mirrored_or_not(along: float, designation: str) -> None:
    match = wall_with_door(along).candidates[0]
    assert match.designation == designation
    assert match.gaps_mm["opening_width"] == 0.0
    assert match.gaps_mm["opening_height"] == 0.0


def test_a_wall_with_a_door_is_never_offered_a_panel_without_one() -> None:
    found = wall_with_door(0.0)
    assert all(match.designation.startswith(("NQM", "WQM", "WQC", "WQCA")) for match in found.candidates)


def test_a_cut_out_shape_without_a_named_opening_is_not_taken_for_plain() -> None:
    plain = best(
        piece(
            "wall_panel_interior", 3.0, 0.2, 2.74, measures={"length": 3, "width": 0.2, "height": 2.74, "volume": 1.644}
        )
    )
    cut = best(
        piece(
            "wall_panel_interior", 3.0, 0.2, 2.74, measures={"length": 3, "width": 0.2, "height": 2.74, "volume": 1.2}
        )
    )
    assert "match.reason.no_openings" in keys(plain)
    assert "match.reason.openings_unknown" in keys(cut)


def test_the_runner_up_says_what_it_loses_by() -> None:
    found = matches(slab(3.42, 0.96))
    assert [match.why_not is None for match in found.candidates] == [True, *[False] * (len(found.candidates) - 1)]
    second = found.candidates[1]
    assert second.designation == "DBS2-6?-3612-??"
    assert second.why_not is not None
    assert second.why_not.key == "match.why_not.size"
    assert found.candidates[0].score > second.score


def test_too_far_from_everything_says_the_nearest_change() -> None:
    found = matches(slab(9.0, 3.0))
    assert found.candidates == ()
    assert found.no_match is not None
    assert found.no_match["designation"] == found.nearest[0].designation == "DBS1-6?-6024-??"
    assert found.no_match["changes"] == (
        Text("match.change.size", (("by", -3000.0), ("dimension", Text("dimension.length")))),
        Text("match.change.size", (("by", -600.0), ("dimension", Text("dimension.width")))),
    )


def test_no_size_and_no_component_of_the_kind_are_said() -> None:
    unknown: Thing = {"guid": "piece", "class": "IfcSlab", "kind": "composite_slab", "casting": "precast"}
    assert matches(unknown).no_match == Text("match.none.size_unknown")
    pile = matches(piece("pile", 0.5, 0.5, 12.0))
    assert pile.no_match is not None
    assert pile.no_match.key == "match.none.no_component"


def test_a_piece_is_only_compared_with_components_of_its_material() -> None:
    sizes = ("wall_panel_exterior", 3.0, 0.2, 3.0)
    assert matches(piece(*sizes, material="ALC")).candidates[0].designation == "JQB-3000x600x200"
    concrete = matches(piece(*sizes, material="C30/37"))
    assert all(match.component != "JQB" for match in (*concrete.candidates, *concrete.nearest))
    timber = matches(piece(*sizes, material="glulam"))
    assert timber.no_match is not None
    assert timber.no_match.key == "match.none.no_component_of"


def test_the_material_of_a_unit_is_that_of_most_of_its_parts() -> None:
    parts: list[Thing] = [
        {
            "guid": name,
            "class": "IfcBuildingElementPart",
            "piece": "piece",
            "material": name,
            "measures": {"volume": volume},
        }
        for name, volume in (("XPS", 0.3), ("C30", 1.2), ("Q235", 0.1))
    ]
    found = matches(piece("wall_panel_exterior", 3.0, 0.2, 3.0), *parts)
    assert all(match.component != "JQB" for match in (*found.candidates, *found.nearest))


def test_a_rolled_section_is_not_adapted() -> None:
    found = matches(piece("steel_member", 6.0, 0.2, 0.44, casting="steel"))
    assert found.candidates == ()
    assert found.nearest[0].designation == "HN450x200x9x14"


def test_only_what_a_factory_could_make_is_asked() -> None:
    model = building(
        [
            slab(3.42, 0.96),
            slab(3.42, 0.96, guid="site", casting="cast_in_place"),
            slab(3.42, 0.96, guid="layer", piece="piece"),
            piece("furniture", 1, 1, 1, guid="chair"),
        ]
    )
    assert [found.element for found in match_components(model, seed_catalogue())] == ["piece"]


def test_an_empty_catalogue_finds_nothing_and_says_so() -> None:
    (found,) = match_components(building([slab(3.42, 0.96)]), make_catalogue("none", {}))
    assert found.no_match is not None
    assert found.no_match.key == "match.none.no_component"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_said_in_both_languages(language: str) -> None:
    words = load_catalogue(
        language, [ROOT / "dfma" / "locale", ROOT / "dfma" / "components" / "locale", ROOT / "app" / "locale"]
    )
    wall = piece("wall", 3, 0.2, 2.9, guid="e")
    things = [slab(3.42, 0.96, name="DBS1-67-3612-11"), slab(3.3, 0.9, 0.14, guid="b", name="YTB-D-1024"),
              slab(9.0, 3.0, guid="c"), piece("steel_member", 6, 0.2, 0.4, guid="d"), wall,
              piece("pile", 0.5, 0.5, 12, guid="f", material="C40")]  # fmt: skip
    for found in match_components(building(things), seed_catalogue()):
        texts = [reason for match in (*found.candidates, *found.nearest) for reason in match.reasons]
        texts += [match.why_not for match in found.candidates if match.why_not]
        texts += [found.designation.message] if found.designation else []
        texts += [found.no_match] if found.no_match else []
        assert texts
        assert not [said for what in texts if "⟨" in (said := words.say(what))]


def test_the_order_of_elements_and_of_forms_does_not_matter() -> None:
    things = [slab(3.0 + number / 50, 1.2 + number / 70, guid=str(number)) for number in range(30)]
    seed = seed_catalogue()
    backwards = make_catalogue("backwards", dict(reversed(seed.components.items())))
    forth = {f.element: f for f in match_components(building(things), seed)}
    back = {f.element: f for f in match_components(building(things[::-1]), backwards)}
    for element, found in forth.items():
        mine = found.candidates or found.nearest
        theirs = back[element].candidates or back[element].nearest
        assert mine[0].score == pytest.approx(theirs[0].score)
    assert pl.Series([m.element for m in match_components(building(things), seed)]).to_list() == [
        str(n) for n in range(30)
    ]


def test_the_concrete_grade_is_held_against_those_of_the_series() -> None:
    same, other = (best(slab(3.42, 0.96, material=grade)) for grade in ("C30", "C50"))
    assert "match.reason.same_grade" in keys(same)
    assert next(reason for reason in other.reasons if reason.key == "match.reason.grade")["grade"] == 50
    assert (same.parts["grade"], other.parts["grade"]) == (1.0, 0.0)


def test_a_piece_that_the_crane_does_not_lift_says_so() -> None:
    model = building([slab(3.42, 0.96)])
    light, heavy = (
        match_components(model, seed_catalogue(), lifting_limit=limit)[0].candidates[0] for limit in (1000.0, 100.0)
    )
    assert "match.reason.lifted" in keys(light)
    assert "match.reason.too_heavy" in keys(heavy)
    assert heavy.score < light.score


def test_an_opening_to_one_side_fits_either_hand_and_says_so() -> None:
    assert "match.reason.either_hand" not in keys(wall_with_door(0.0).candidates[0])
    right, left = (wall_with_door(along).candidates[0] for along in (1.0, -1.0))
    assert "match.reason.either_hand" in keys(right)
    assert (right.designation, right.gaps_mm) == (left.designation, left.gaps_mm)
