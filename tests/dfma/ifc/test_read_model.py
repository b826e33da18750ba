"""The tables of real files, against what ifcopenshell's own utilities say of them element by element."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.element
import polars as pl
import pytest

from dfma.ifc.read_model import read_tables
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from tests.conftest import SHARED

MODELS = sorted(str(path.relative_to(SHARED)) for path in (SHARED / "data" / "ifc").glob("**/*.ifc"))
REAL = [name for name in MODELS if "ifc4x3" not in name]


@pytest.fixture(scope="module")
def model(request: pytest.FixtureRequest, shared: Callable[[str], Path]) -> BuildingModel:
    return read_tables(shared(request.param), NoProgress())


@pytest.mark.parametrize("model", MODELS, indirect=True)
def test_every_product_has_one_row(model: BuildingModel) -> None:
    file = ifcopenshell.open(model.source.path)
    expected = {
        entity.id() for base in ("IfcElement", "IfcSpace", "IfcBuildingStorey") for entity in file.by_type(base)
    }
    assert expected <= set(model.elements["step_id"])
    assert model.elements["step_id"].is_unique().all()
    assert model.elements["row"].to_list() == list(range(model.elements.height))


@pytest.mark.parametrize("model", MODELS, indirect=True)
def test_rows_in_tables_exist(model: BuildingModel) -> None:
    count = model.elements.height
    columns = [model.properties["row"], model.materials["row"], model.relations["source"], model.relations["target"],
               model.storeys["row"], model.elements["storey"], model.elements["whole"]]  # fmt: skip
    for column in columns:
        assert column.drop_nulls().is_between(0, count - 1).all()
    assert not model.properties.select("row", "set", "name").is_duplicated().any()


@pytest.mark.parametrize("model", REAL, indirect=True)
def test_properties_are_those_of_get_psets(model: BuildingModel) -> None:
    file = ifcopenshell.open(model.source.path)
    ours = model.properties.filter(~pl.col("kind").is_in(["attribute", "reference"]))
    said = {
        (row, set_name, name): (value, number)
        for row, set_name, name, value, number in ours.select("row", "set", "name", "value", "number").iter_rows()
    }
    expected = {
        (row, set_name, name): value
        for row, number in model.elements.select("row", "step_id").iter_rows()
        for set_name, values in ifcopenshell.util.element.get_psets(file.by_id(number)).items()
        for name, value in flat(values)
    }
    nameless = {key for key in said if key[1].startswith(("IfcDoor", "IfcWindow"))}
    assert said.keys() - nameless == {key for key in expected if key[1] is not None}
    wrong = [key for key, value in expected.items() if key[1] is not None and not same(value, *said[key])]
    assert wrong == []


def flat(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Values of a set by the names that the property table gives them."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", item) for inner, item in flat(value["properties"]))
        elif name not in ("id", "UsageName", "type"):
            yield name, value


def same(expected: object, value: str | None, number: float | None) -> bool:
    if expected is None:
        return value is None
    if isinstance(expected, bool):
        return value == str(expected).upper()
    if isinstance(expected, int | float):
        return value is not None and math.isclose(float(value), expected, rel_tol=1e-11, abs_tol=1e-11)
    return value == str(expected)
