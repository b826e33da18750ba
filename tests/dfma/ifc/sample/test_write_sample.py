"""The sample building as a file: valid, repeatable, and wrong only where it says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element
import ifcopenshell.validate
import pytest

from dfma.ifc.sample import SeededDefect, write_sample_building
from dfma.text import LANGUAGES, read_templates
from tests.conftest import ROOT

Model = tuple[ifcopenshell.file, tuple[SeededDefect, ...]]


@pytest.fixture(scope="module", params=[False, True], ids=["clean", "flawed"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Model:
    path = tmp_path_factory.mktemp("sample") / "sample.ifc"
    defects = write_sample_building(path, flawed=request.param, storeys=4)
    return ifcopenshell.open(path), defects


def test_follows_the_schema(model: Model) -> None:
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(model[0], log)
    assert log.statements == []


def test_every_element_stands_in_a_storey_once(model: Model) -> None:
    for element in model[0].by_type("IfcElement"):
        if not element.is_a("IfcOpeningElement"):
            container = ifcopenshell.util.element.get_container(element)
            assert container is not None, element
            assert container.is_a("IfcBuildingStorey")


def test_every_defect_names_elements_of_the_file(model: Model) -> None:
    guids = {entity.GlobalId for entity in model[0].by_type("IfcRoot")}
    assert [defect.id for defect in model[1] if not set(defect.guids) <= guids] == []


def test_the_same_call_writes_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "first.ifc", tmp_path / "second.ifc"
    write_sample_building(first, storeys=4)
    write_sample_building(second, storeys=4)
    assert first.read_bytes() == second.read_bytes()


def test_defects_are_of_many_kinds_and_all_explained(model: Model) -> None:
    _, defects = model
    if not defects:
        pytest.skip("the clean building has none")
    assert len({defect.what.key for defect in defects}) == len(defects) >= 30
    for language in LANGUAGES:
        known = read_templates(ROOT / "dfma" / "locale" / f"{language}.yaml")
        assert {defect.what.key for defect in defects} <= known.keys()


def test_marks_are_used_once_but_where_a_defect_says_so(model: Model) -> None:
    file, defects = model
    marks = Counter(element.Tag for element in file.by_type("IfcElement") if element.Tag)
    twice = {mark for mark, count in marks.items() if count > 1}
    assert twice == {str(defect.after) for defect in defects if defect.id.endswith("mark-twice")}


def test_precast_pieces_say_how_they_are_made(model: Model) -> None:
    file, defects = model
    silent = {
        element.GlobalId
        for element in [*file.by_type("IfcWall"), *file.by_type("IfcSlab"), *file.by_type("IfcBeam")]
        if not element.Name.startswith("\u84b8")  # strips of aerated concrete
        and "ConstructionMethod"
        not in ifcopenshell.util.element.get_psets(element).get("Pset_ConcreteElementGeneral", {})
    }
    assert silent == {guid for defect in defects if defect.id.endswith("no-method") for guid in defect.guids}


def test_designations_are_of_the_standard_series(shared: Callable[[str], Path], tmp_path: Path) -> None:
    import re

    import yaml

    series = yaml.safe_load(shared("standards/component_series.yaml").read_text(encoding="utf-8"))
    patterns = [re.compile(one["regex"]) for one in series]
    path = tmp_path / "sample.ifc"
    write_sample_building(path, storeys=4)
    file = ifcopenshell.open(path)
    sets = [ifcopenshell.util.element.get_psets(element) for element in file.by_type("IfcElement")]
    key = "Pset_PrecastConcreteElementGeneral"
    designations = {own[key]["TypeDesignator"] for own in sets if key in own}
    assert len(designations) > 20
    assert [code for code in designations if not any(pattern.match(code) for pattern in patterns)] == []


def test_too_few_storeys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 4"):
        write_sample_building(tmp_path / "sample.ifc", storeys=3)
