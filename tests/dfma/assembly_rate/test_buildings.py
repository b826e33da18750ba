"""Several buildings in one file: each is a unit of evaluation."""

from __future__ import annotations

import polars as pl
import pytest

from dfma.assembly_rate.calculate import AssemblyRate, calculate
from dfma.assembly_rate.scheme import load_scheme
from dfma.model.building import BuildingModel
from tests.builders import Thing, building, row_of

NATIONAL = load_scheme("gbt51129-2017")


def column(guid: str, storey: str, casting: str, volume: float) -> Thing:
    return {"guid": guid, "class": "IfcColumn", "kind": "column", "casting": casting, "storey": storey,
            "measures": {"length": 3, "width": 0.5, "height": 0.5, "volume": volume}}  # fmt: skip


def two_buildings(*more: Thing) -> BuildingModel:
    """A precast one on storey A, a mixed one on storey B."""
    things: list[Thing] = [
        column("a", "A", "precast", 1.0),
        column("b1", "B", "precast", 1.0),
        column("b2", "B", "cast_in_place", 1.0),
        {"guid": "second", "class": "IfcBuilding", "name": "Annex"},
        *more,
    ]
    model = building(things, storeys={"A": 0.0, "B": 0.0})
    second = row_of(model, "second")
    moved = pl.when(pl.col("name") == "B").then(pl.lit(second, pl.Int32)).otherwise(pl.col("building"))
    return model.with_(storeys=model.storeys.with_columns(moved.alias("building")))


def vertical(rate: AssemblyRate) -> tuple[float | None, list[str]]:
    item = next(item for item in rate.items if item.id == "q1a")
    return item.ratio, [guid for guid, _ in item.denominator]


def test_each_building_is_rated_by_itself() -> None:
    first = calculate(two_buildings(), NATIONAL)
    (second,) = first.others
    assert (vertical(first), vertical(second)) == ((1.0, ["a"]), (0.5, ["b1", "b2"]))
    assert (first.building, second.building_name) == ("building", "Annex")
    assert first.notes[0].key == "rate.note.buildings"


def test_parts_go_with_the_whole_that_stands_on_the_storey() -> None:
    wall: Thing = {"guid": "unit", "class": "IfcElementAssembly", "kind": "other", "storey": "B"}
    leaf = column("leaf", "A", "cast_in_place", 2.0) | {"whole": "unit"}
    del leaf["storey"]
    first = calculate(two_buildings(wall, leaf), NATIONAL)
    assert vertical(first.others[0]) == (pytest.approx(0.25), ["b1", "b2", "leaf"])
    assert vertical(first)[0] == 1.0


def test_a_building_without_elements_is_none_to_rate() -> None:
    model = building([column("a", "A", "precast", 1.0), {"guid": "empty", "class": "IfcBuilding"}], storeys={"A": 0.0})
    rate = calculate(model, NATIONAL)
    assert (rate.building, rate.others) == (None, ())
