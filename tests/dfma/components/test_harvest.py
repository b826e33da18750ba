from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.services.open_model import OpenSettings, open_model
from dfma.components.catalogue import make_catalogue, read_component
from dfma.components.harvest import Family, describe, harvest
from dfma.components.matching import match_components
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from tests.builders import Thing, building


def plank(guid: str, length: float, width: float, height: float = 0.06, **more: object) -> Thing:
    sizes = {"length": length, "width": width, "height": height, "volume": length * width * height}
    return {
        "guid": guid,
        "class": "IfcSlab",
        "kind": "composite_slab",
        "casting": "precast",
        "material": "C30",
        "box": ((0, 0, 0), (length, width, height)),
        "measures": sizes,
        **more,  # type: ignore[typeddict-item]
    }


def planks() -> BuildingModel:
    return building(
        [
            plank("a", 3.12, 1.26),
            plank("b", 3.1205, 1.26),  # rounding of an export
            plank("c", 3.42, 1.26),
            plank("thick", 3.12, 1.26, 0.08),
            plank("poured", 3.12, 1.26, casting="cast_in_place"),
        ]
    )


def only(families: tuple[Family, ...]) -> Family:
    (family,) = families
    return family


def test_what_recurs_is_one_family_with_the_sizes_that_were_used() -> None:
    family = only(harvest([planks()]))
    assert family.id == "composite_slab-h60"
    assert family.fixed == {"height": 60}
    assert [(dict(v.sizes), v.pieces, v.elements) for v in family.variants] == [
        ({"length": 3120, "width": 1260}, 2, ("a", "b")),
        ({"length": 3420, "width": 1260}, 1, ("c",)),
    ]


def test_the_same_product_of_two_projects_is_one_family() -> None:
    family = only(harvest([planks(), building([plank("d", 3.12, 1.26)])]))
    assert family.pieces == 4
    assert len(family.variants) == 2


def test_a_proposal_is_a_description_that_finds_its_own_pieces() -> None:
    family = only(harvest([planks()]))
    component = read_component(describe(family, {"en": "Plank", "zh_CN": "Plank"}))
    assert component.status == "draft"
    matches = match_components(planks(), make_catalogue("harvested", {component.id: component}))
    best = {match.element: match.candidates[0].designation for match in matches if match.candidates}
    assert best["a"] == best["b"] == "composite_slab-h60-3120x1260"
    assert best["c"] == "composite_slab-h60-3420x1260"


def test_designations_of_proposals_can_be_read_again() -> None:
    component = read_component(describe(only(harvest([planks()])), {"en": "Plank"}))
    for code in component.variants()["designation"]:
        assert component.grammar.parse(code).code == code


def test_nothing_comes_of_nothing() -> None:
    assert harvest([]) == ()
    assert harvest([building([])]) == ()


def test_a_real_model_proposes_twenty_families(shared: Callable[[str], Path], tmp_path: Path) -> None:
    path = shared("data/ifc/tekla-precast-mini-project.ifc")
    model = open_model(path, OpenSettings(cache_folder=tmp_path), NoProgress())
    families = harvest([model])
    assert len(families) >= 20
    assert {"hollow_core_slab", "double_tee", "pile", "beam", "column"} <= {family.kind for family in families}
    for family in families:
        read_component(describe(family, {"en": family.kind}))
