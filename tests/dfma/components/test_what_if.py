"""A swap changes what it should, nothing else, and invents nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfma.components.catalogue import seed_catalogue
from dfma.components.what_if import Swap, load_factors, same_type, swap_type
from dfma.errors import UserError
from dfma.model.building import BuildingModel
from tests.builders import Thing, building, row_of


def slab(guid: str, length: float, kind: str = "solid_slab", casting: str = "cast_in_place") -> Thing:
    return {
        "guid": guid, "class": "IfcSlab", "kind": kind, "casting": casting, "material": "C30",
        "measures": {"length": length, "width": 1.2, "height": 0.16, "volume": length * 0.192, "mass": length * 480},
    }  # fmt: skip


@pytest.fixture
def model() -> BuildingModel:
    return building([slab("a", 3.0), slab("b", 3.0), slab("c", 4.2), {"guid": "hole", "class": "IfcOpeningElement"}])


def swap(model: BuildingModel, *guids: str, designation: str = "DBS1-67-3012-11") -> Swap:
    return swap_type(model, guids, seed_catalogue(), "DBS1", designation)


def test_quantities_before_and_after_worked_by_hand(model: BuildingModel) -> None:
    found = swap(model, "a", "b")
    assert (found.before.pieces, found.before.volume, found.before.mass) == (
        2,
        pytest.approx(1.152),
        pytest.approx(2880),
    )
    # 2820 × 960 × 60
    assert (found.after.volume, found.after.mass) == (pytest.approx(0.324864), pytest.approx(812.16))
    assert (found.before.types, found.after.types) == (0, 1)
    assert found.elements == ("a", "b")


def test_only_the_swapped_rows_change_and_the_model_given_stays(model: BuildingModel) -> None:
    measures, recognition = model.measures.clone(), model.recognition.clone()
    changed = swap(model, "a").model
    assert model.measures.equals(measures)
    assert model.recognition.equals(recognition)
    own = row_of(model, "a")
    assert changed.recognition.row(own, named=True)["casting"] == "precast"
    assert changed.recognition.row(own, named=True)["kind"] == "composite_slab"
    assert changed.measures.row(own, named=True)["length"] == pytest.approx(2.82)
    for table, before in ((changed.measures, measures), (changed.recognition, recognition)):
        assert table.filter(table["row"] != own).equals(before.filter(before["row"] != own))
    assert changed.geometry is model.geometry


def test_a_variant_by_the_name_of_the_table_and_by_a_full_code_are_the_same(model: BuildingModel) -> None:
    assert swap(model, "a").after == swap(model, "a", designation="DBS1-6?-3012-??").after


def test_cost_is_unknown_until_somebody_says_it(model: BuildingModel, tmp_path: Path) -> None:
    assert (swap(model, "a").before.cost, swap(model, "a").after.carbon) == (None, None)
    table = tmp_path / "factors.yaml"
    table.write_text(
        "materials: {concrete: {cost: {amount: 1000, per: m3}, carbon: {amount: 0.1, per: kg}}}", encoding="utf-8"
    )
    found = swap_type(model, ["a"], seed_catalogue(), "DBS1", "DBS1-67-3012-11", load_factors(table))
    assert (found.before.cost, found.before.carbon) == (pytest.approx(576), pytest.approx(144))
    assert found.after.cost is None  # the series of the seed have no prices


@pytest.mark.parametrize(
    "broken", ["", "materials: 3", "materials: {concrete: {cost: {amount: -1, per: m3}}}", "a: [", "{"]
)
def test_a_broken_table_of_factors_is_said(broken: str, tmp_path: Path) -> None:
    path = tmp_path / "factors.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(UserError) as error:
        load_factors(path)
    assert error.value.message.key == "what_if.factors"


def test_all_pieces_of_a_type(model: BuildingModel) -> None:
    assert same_type(model, ["a"]) == ("a", "b")
    assert same_type(model, ["c"]) == ("c",)


@pytest.mark.parametrize(
    ("guid", "component", "designation", "key"),
    [
        ("nobody", "DBS1", "DBS1-67-3012-11", "what_if.element"),
        ("hole", "DBS1", "DBS1-67-3012-11", "what_if.element"),
        ("a", "XYZ", "DBS1-67-3012-11", "what_if.component"),
        ("a", "DBS1", "NQ-3030", "what_if.variant"),
    ],
)
def test_what_cannot_be_swapped_is_one_sentence(
    model: BuildingModel, guid: str, component: str, designation: str, key: str
) -> None:
    with pytest.raises(UserError) as error:
        swap_type(model, [guid], seed_catalogue(), component, designation)
    assert error.value.message.key == key
