"""Kind, casting and piece of small models: many ways to say the same, and ways to say nothing."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfma.model.recognition import CASTINGS, KINDS, RECOGNITION_SCHEMA
from dfma.recognition import recognise
from tests.builders import Thing, building, row_of

WALL_BOX = ((0.0, 0.0, 1.5), (4.0, 0.2, 2.9))
FLOOR_BOX = ((0.0, 0.0, 3.0), (4.2, 2.4, 0.06))


def recognised(things: list[Thing]) -> dict[str, dict[str, Any]]:
    """Recognition by guid."""
    model = building(things)
    table = recognise(model)
    assert table.schema == RECOGNITION_SCHEMA
    assert table["row"].to_list() == list(range(len(model.elements)))
    return dict(zip(model.elements["guid"], table.iter_rows(named=True), strict=True))


def one(thing: Thing) -> dict[str, Any]:
    """Recognition of a thing that stands alone."""
    return recognised([{"guid": "it"} | thing])["it"]


NAMED = [
    ("预制外墙板", "wall_panel_exterior", "precast"),
    ("预制剪力墙内墙板 YNQ3", "wall_panel_interior", "precast"),
    ("NQM1-3028-0921", "wall_panel_interior", "precast"),
    ("WQC1-3328-1214", "wall_panel_exterior", "precast"),
    ("桁架钢筋混凝土叠合板 DBS2-67-3620-31", "composite_slab", "precast"),
    ("3F-DLB12", "composite_slab", "precast"),
    ("SP板 120厚", "hollow_core_slab", "precast"),
    ("预制双T板", "double_tee", "precast"),
    ("叠合梁 DL2", "beam", "precast"),
    ("预制柱 YKZ1", "column", "precast"),
    ("预制楼梯 ST-28-24", "stair_flight", "precast"),
    ("预制阳台板", "balcony", "precast"),
    ("空调板 KTB-84-130", "ac_slab", "precast"),
    ("预制女儿墙", "parapet", "precast"),
    ("整体卫生间 BU1618", "bathroom_pod", "precast"),
    ("ALC条板 100厚", "partition_panel", "precast"),
    ("现浇剪力墙 Q2", "wall", "cast_in_place"),
    ("非预制内墙", "wall", "cast_in_place"),
    ("加气混凝土砌块隔墙", "wall", "masonry"),
    ("叠合板现浇层", "solid_slab", "cast_in_place"),
    ("灌浆套筒 GT16", "embedded_part", "unknown"),
    ("桁架筋 A80", "reinforcement", "steel"),
    ("钢箱梁 第3节段", "steel_box_girder", "steel"),
    ("预制管片 标准块B2", "tunnel_segment", "precast"),
    ("KANAALPLAAT 200", "hollow_core_slab", "precast"),
    ("PREFAB TRAP", "stair_flight", "precast"),
    ("BORDES prefab", "solid_slab", "precast"),
    ("HEIPAAL 350x350", "pile", "precast"),
    ("BREEDPLAATVLOER", "composite_slab", "precast"),
    ("gevelpaneel G12", "wall_panel_exterior", "precast"),
    ("Fertigteilstütze", "column", "precast"),
    ("Stütze Ortbeton", "column", "cast_in_place"),
    ("Elementdecke 6 cm", "composite_slab", "precast"),
    ("Spannbeton-Hohlplatte", "hollow_core_slab", "precast"),
    ("Außenwand Fertigteil", "wall_panel_exterior", "precast"),
    ("Precast interior wall panel", "wall_panel_interior", "precast"),
    ("Hollow-Core Slab HC200", "hollow_core_slab", "precast"),
    ("HollowCoreSlab", "hollow_core_slab", "precast"),
    ("Cast-in-place column C3", "column", "cast_in_place"),
    ("HEA 300", "steel_member", "steel"),
    ("PC外墙 3200", "wall_panel_exterior", "precast"),
    ("PC柱", "column", "precast"),
    ("现场浇注楼梯", "stair_flight", "cast_in_place"),
    ("基本墙:常规 - 200mm:345678", "wall", "unknown"),
    ("混凝土 - 矩形梁:300 x 600mm:1234", "beam", "unknown"),
    ("Wall 10 ft", "wall", "unknown"),
    ("天花板", "covering", "unknown"),
    ("矩形竖梃:50 x 150mm", "curtain_wall", "unknown"),
    ("充电桩", "mep", "unknown"),
    ("Floor drain DN50", "mep", "unknown"),
    ("外墙保温板", "covering", "unknown"),
    ("板间拼缝", "other", "unknown"),
    ("楼梯间隔墙", "wall", "unknown"),
    ("墙柱连接钢筋", "reinforcement", "steel"),
]


@cache
def named() -> dict[str, dict[str, Any]]:
    """All names of `NAMED`, each on a proxy, recognised at once."""
    return recognised([{"guid": name, "class": "IfcBuildingElementProxy", "name": name} for name, _, _ in NAMED])


@pytest.mark.parametrize(("name", "kind", "casting"), NAMED)
def test_a_name_alone_tells_what_a_proxy_is(name: str, kind: str, casting: str) -> None:
    found = named()[name]
    assert (found["kind"], found["casting"]) == (kind, casting)
    assert found["kind_reasons"]


@pytest.mark.parametrize("ifc_class", ["IfcBeam", "IfcSlab", "IfcWall", "IfcMember", "IfcBuildingElementProxy"])
def test_a_class_that_contradicts_everything_else_is_outvoted(ifc_class: str) -> None:
    found = one({"class": ifc_class, "name": "预制外墙板 YWQ1", "box": WALL_BOX})
    assert found["kind"] == "wall_panel_exterior"
    agreeing = one({"class": "IfcWall", "name": "预制外墙板 YWQ1", "box": WALL_BOX})
    assert found["kind_confidence"] <= agreeing["kind_confidence"]


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        (((0, 0, 1.5), (4, 0.2, 2.9)), "wall"),
        (((0, 0, 3), (4.2, 2.4, 0.14)), "solid_slab"),
        (((0, 0, 3), (6, 0.3, 0.6)), "beam"),
        (((0, 0, 1.5), (0.5, 0.5, 3)), "column"),
    ],
)
def test_a_shape_alone_makes_a_kind_likely_but_not_sure(box: Any, kind: str) -> None:
    shape_only = one({"box": box})
    assert shape_only["kind"] == kind
    assert shape_only["kind_confidence"] < 0.7
    assert shape_only["casting"] == "unknown"


def test_of_nothing_nothing_is_concluded() -> None:
    found = one({"class": "IfcBuildingElementProxy", "name": "X-17"})
    assert (found["kind"], found["casting"]) == ("other", "unknown")
    assert found["kind_confidence"] < 0.4


def test_disagreement_lowers_the_confidence_and_names_the_alternative() -> None:
    agreed = one({"class": "IfcColumn", "name": "Column"})
    disputed = one({"class": "IfcColumn", "name": "Beam"})
    assert disputed["kind_confidence"] < agreed["kind_confidence"]
    assert any(reason["code"] == "alternative_kind" for reason in disputed["kind_reasons"])


@pytest.mark.parametrize(
    ("properties", "casting"),
    [
        ({"Pset_ConcreteElementGeneral": {"ConstructionMethod": "Precast"}}, "precast"),
        ({"Pset_ConcreteElementGeneral": {"ConstructionMethod": "In-Situ"}}, "cast_in_place"),
        ({"Pset_ConcreteElementGeneral": {"CastingMethod": "PRECAST", "AssemblyPlace": "FACTORY"}}, "precast"),
        ({"Pset_ConcreteElementGeneral": {"CastingMethod": "INSITU", "AssemblyPlace": "SITE"}}, "cast_in_place"),
        ({"Pset_PrecastConcreteElementGeneral": {"SerialNumber": "17"}}, "precast"),
        ({"Tekla Assembly": {"Cast unit type": "Prefab"}}, "precast"),
        ({"文字": {"是否预制": "是"}}, "precast"),
        ({"文字": {"是否预制": "否"}}, "cast_in_place"),
        ({"构件信息": {"施工方式": "现浇"}}, "cast_in_place"),
    ],
)
def test_casting_from_property_sets_of_three_schemas_and_local_habits(properties: Any, casting: str) -> None:
    assert one({"class": "IfcColumn", "properties": properties})["casting"] == casting
    assert one({"class": "IfcColumn", "type_properties": properties})["casting"] == casting


def test_an_empty_precast_property_set_says_nothing() -> None:
    found = one({"class": "IfcColumn", "properties": {"Pset_PrecastConcreteElementGeneral": {"SerialNumber": ""}}})
    assert found["casting"] == "unknown"


def test_what_carries_is_told_by_the_thickness_of_the_layers() -> None:
    brick = one({"class": "IfcWall", "material": ["Brick", "Plaster"], "thicknesses": [0.24, 0.02]})
    veneer = one({"class": "IfcWall", "material": ["Brick", "Concrete C30/37"], "thicknesses": [0.06, 0.25]})
    assert brick["casting"] == "masonry"
    assert veneer["casting"] == "unknown"


def test_reinforced_concrete_is_not_steel() -> None:
    for material in ("Stahlbeton", "钢筋混凝土", "Reinforced concrete", "型钢混凝土"):
        assert one({"class": "IfcColumn", "material": material})["casting"] == "unknown"
    assert one({"class": "IfcColumn", "material": "S355JR"})["kind"] == "steel_member"


def test_a_precast_wall_is_a_panel_and_a_cast_wall_is_not() -> None:
    precast = one({"class": "IfcWall", "properties": {"Set": {"Precast": True}}})
    cast = one({"class": "IfcWall", "properties": {"Set": {"施工方式": "现浇"}}})
    assert precast["kind"].startswith("wall_panel_")
    assert cast["kind"] == "wall"


def test_the_side_of_a_panel_from_the_floors_beside_it() -> None:
    panel: Thing = {"class": "IfcWall", "name": "PC wall", "properties": {"Set": {"IsPrecast": True}}}
    found = recognised(
        [
            {"guid": "floor", "class": "IfcSlab", "box": ((5, 4, 0.1), (10, 8, 0.2))},
            panel | {"guid": "edge", "box": ((5, -0.1, 1.6), (9, 0.2, 2.8))},
            panel | {"guid": "middle", "box": ((5, 4, 1.6), (9, 0.2, 2.8))},
        ]
    )
    assert found["edge"]["kind"] == "wall_panel_exterior"
    assert found["middle"]["kind"] == "wall_panel_interior"


def test_the_casting_unit_is_one_piece_with_its_parts() -> None:
    found = recognised(
        [
            {"guid": "unit", "class": "IfcElementAssembly", "name": "WAND", "predefined_type": "REINFORCEMENT_UNIT",
             "properties": {"Tekla Assembly": {"Cast unit type": "Prefab"}}},
            {"guid": "body", "class": "IfcBeam", "name": "WAND", "whole": "unit", "box": WALL_BOX},
            {"guid": "sleeve", "class": "IfcBeam", "name": "HALFEN 38/17", "whole": "unit"},
            {"guid": "bar", "class": "IfcReinforcingBar", "whole": "unit"},
            {"guid": "insert", "class": "IfcElementAssembly", "name": "INGIETSTUK", "whole": "unit"},
            {"guid": "plate", "class": "IfcPlate", "material": "STEEL/S235JR", "whole": "insert"},
        ]
    )  # fmt: skip
    assert found["unit"]["kind"].startswith("wall_panel_")
    assert found["body"]["kind"].startswith("wall_panel_")
    assert (found["unit"]["casting"], found["body"]["casting"]) == ("precast", "precast")
    assert (found["sleeve"]["kind"], found["bar"]["kind"]) == ("embedded_part", "reinforcement")
    assert found["sleeve"]["casting"] != "precast"
    unit = found["unit"]["row"]
    assert {guid: found[guid]["piece"] for guid in ("body", "sleeve", "bar", "insert", "plate")} == dict.fromkeys(
        ("body", "sleeve", "bar", "insert", "plate"), unit
    )
    assert found["unit"]["piece"] is None


def test_an_assembly_without_a_name_is_what_its_main_part_is() -> None:
    found = recognised(
        [
            {"guid": "unit", "class": "IfcElementAssembly"},
            {
                "guid": "body",
                "class": "IfcColumn",
                "name": "预制柱",
                "whole": "unit",
                "properties": {"Q": {"NetVolume": 0.8}},
            },
            {
                "guid": "corbel",
                "class": "IfcBeam",
                "name": "牛腿",
                "whole": "unit",
                "properties": {"Q": {"NetVolume": 0.1}},
            },
        ]
    )
    assert (found["unit"]["kind"], found["unit"]["casting"]) == ("column", "precast")
    assert found["body"]["piece"] == found["corbel"]["piece"] == found["unit"]["row"]


def test_an_assembly_of_steel_is_steel() -> None:
    found = recognised(
        [
            {"guid": "frame", "class": "IfcElementAssembly"},
            {"guid": "a", "class": "IfcBeam", "name": "IPE300", "material": "S235JR", "whole": "frame"},
            {"guid": "b", "class": "IfcColumn", "name": "HEB200", "material": "S235JR", "whole": "frame"},
        ]
    )
    assert (found["frame"]["kind"], found["frame"]["casting"]) == ("steel_member", "steel")


def test_the_piece_is_the_cast_unit_and_not_the_building_around_it() -> None:
    panels: list[Thing] = []
    for number in range(4):
        unit, body = f"unit{number}", f"body{number}"
        panels += [
            {"guid": unit, "class": "IfcElementAssembly", "name": "预制外墙板", "whole": "block"},
            {"guid": body, "class": "IfcWall", "whole": unit, "properties": {"Q": {"NetVolume": 1.5}}},
        ]
    found = recognised([{"guid": "block", "class": "IfcElementAssembly", "name": "Block A"}, *panels])
    assert found["body2"]["piece"] == found["unit2"]["row"]
    assert found["unit2"]["piece"] is None
    assert found["body2"]["kind"] == "wall_panel_exterior"


def test_flights_of_a_stair_are_pieces_of_their_own() -> None:
    found = recognised(
        [
            {"guid": "stair", "class": "IfcStair", "name": "预制楼梯"},
            {"guid": "up", "class": "IfcStairFlight", "name": "预制梯段", "whole": "stair"},
            {"guid": "down", "class": "IfcStairFlight", "name": "预制梯段", "whole": "stair"},
        ]
    )
    assert found["up"]["piece"] is None
    assert found["up"]["casting"] == "precast"


def test_a_module_is_one_piece_with_its_walls() -> None:
    found = recognised(
        [
            {"guid": "module", "class": "IfcElementAssembly", "name": "混凝土模块 M3"},
            {"guid": "left", "class": "IfcWall", "name": "预制墙板", "whole": "module"},
            {"guid": "right", "class": "IfcWall", "name": "预制墙板", "whole": "module"},
        ]
    )
    assert found["module"]["kind"] == "room_module"
    assert found["left"]["piece"] == found["right"]["piece"] == found["module"]["row"]


def test_parts_of_a_curtain_wall_belong_to_it() -> None:
    found = recognised(
        [
            {"guid": "front", "class": "IfcCurtainWall"},
            {"guid": "glass", "class": "IfcPlate", "name": "System Panel", "whole": "front"},
            {"guid": "post", "class": "IfcMember", "name": "Rectangular 50x150", "whole": "front"},
        ]
    )
    assert found["glass"]["kind"] == found["post"]["kind"] == "curtain_wall"


def test_a_ring_of_wholes_does_not_hang() -> None:
    model = building([{"guid": "a", "whole": "b"}, {"guid": "b", "whole": "a"}])
    assert len(recognise(model)) == 3


def test_a_model_without_elements() -> None:
    assert recognise(building([]))["kind"].to_list() == ["other"]


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12)


@settings(max_examples=8, deadline=None)
@given(
    things=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "class": st.sampled_from(["IfcWall", "IfcBeam", "IfcSlab", "IfcPlate", "IfcNovelty"]),
                "name": NAMES,
                "type": NAMES,
                "mark": NAMES,
                "material": NAMES,
                "box": st.tuples(
                    st.tuples(*[st.floats(-50, 50)] * 3), st.tuples(*[st.floats(1e-4, 30)] * 3), st.floats(0, 3)
                ),
            },
        ),
        max_size=12,
    )
)
def test_whatever_is_received_the_answer_is_one_of_the_lists(things: list[Any]) -> None:
    table = recognise(building(things))
    assert set(table["kind"]) <= set(KINDS)
    assert set(table["casting"]) <= set(CASTINGS)
    assert table["kind_confidence"].is_between(0, 1).all()
    assert table["casting_confidence"].is_between(0, 1).all()


def test_rows_that_are_alike_are_judged_alike_wherever_they_stand() -> None:
    thing: Thing = {"class": "IfcWall", "name": "预制内墙板", "mark": "YNQ1"}
    table = recognise(building([thing, {"class": "IfcDoor"}, thing]))
    columns = pl.exclude("row")
    assert table.select(columns).row(1) == table.select(columns).row(3)
    assert row_of(building([thing | {"guid": "x"}]), "x") == 1


def test_a_part_that_only_bears_the_name_of_its_stair_is_not_a_stair() -> None:
    name = "Stair:Concrete 180mm Riser:155"
    found = recognised(
        [
            {"guid": "stair", "class": "IfcStair", "name": name},
            {"guid": "flight", "class": "IfcStairFlight", "name": f"{name}:1", "whole": "stair"},
            {
                "guid": "landing",
                "class": "IfcSlab",
                "name": f"{name}:2",
                "whole": "stair",
                "predefined_type": "LANDING",
            },
            {"guid": "stringer", "class": "IfcMember", "name": f"{name}:3", "whole": "stair"},
        ]
    )
    kinds = {guid: found[guid]["kind"] for guid in ("flight", "landing", "stringer")}
    assert kinds == {"flight": "stair_flight", "landing": "solid_slab", "stringer": "beam"}


def test_a_plank_with_its_lifting_pins_is_a_plank_and_one_piece() -> None:
    pins: list[Thing] = [
        {"guid": f"pin{number}", "class": "IfcDiscreteAccessory", "name": "预埋吊钉", "whole": "plank",
         "box": ((number, 0.0, 3.0), (0.05, 0.05, 0.06))}
        for number in range(4)
    ]  # fmt: skip
    found = recognised([{"guid": "plank", "class": "IfcSlab", "box": FLOOR_BOX}, *pins])
    assert (found["plank"]["kind"], found["plank"]["casting"]) == ("composite_slab", "precast")
    assert any(reason["code"] == "inserts" for reason in found["plank"]["casting_reasons"])
    assert found["pin2"]["piece"] == found["plank"]["row"]


def test_a_cast_strip_as_thin_as_a_plank_is_no_plank() -> None:
    strip = one({"class": "IfcSlab", "name": "板间后浇带", "box": ((0, 0, 3), (4.2, 0.3, 0.06))})
    assert (strip["kind"], strip["casting"]) == ("solid_slab", "cast_in_place")


def test_a_poured_wall_and_its_bars_are_counted_once() -> None:
    found = recognised(
        [
            {"guid": "pour", "class": "IfcElementAssembly", "name": "现浇剪力墙"},
            {"guid": "body", "class": "IfcWall", "whole": "pour"},
            {"guid": "bar", "class": "IfcReinforcingBar", "whole": "pour"},
        ]
    )
    assert found["pour"]["casting"] == found["body"]["casting"] == "cast_in_place"
    assert found["body"]["piece"] == found["bar"]["piece"] == found["pour"]["row"]
