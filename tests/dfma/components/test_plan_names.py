from __future__ import annotations

from dfma.components.catalogue import make_catalogue, read_component
from dfma.components.plan_names import with_designations
from dfma.components.standardise import standardise
from tests.builders import Thing, building

PLANK = {
    "id": "KB",
    "kind": "composite_slab",
    "names": {"en": "Plank"},
    "document": "A",
    "designation": "KB-{length}",
    "fields": {"length": {"unit": "mm", "digits": [1, 5]}},
    "parameters": {"length": [3000, 3300]},
    "sizes": {"fabrication": {"length": "length", "width": 1200, "height": 60}},
    "provenance": {"*": ["made up", "own"]},
}
CATALOGUE = make_catalogue("test", {"KB": read_component(PLANK)})


def plank(guid: str, length: float, width: float, place: float, **more: object) -> Thing:
    return {
        "guid": guid,
        "class": "IfcSlab",
        "kind": "composite_slab",
        "casting": "precast",
        "material": "C30",
        "box": ((place, 0, 0), (length, width, 0.06)),
        "measures": {"length": length, "width": width, "height": 0.06, "volume": length * width * 0.06},
        **more,  # type: ignore[typeddict-item]
    }


def test_a_type_of_the_size_of_a_variant_is_that_component_and_no_other_is() -> None:
    model = building(
        [
            plank("as listed", 3.0, 1.2, 0),
            plank("turned", 1.2, 3.3, 20),
            plank("longer", 3.02, 1.2, 40),
            plank("of steel", 3.0, 1.2, 60, material="S355"),
        ]
    )
    plan = with_designations(standardise(model, permitted_mm=(0.0,)), model, CATALOGUE).plan
    guids = model.elements["guid"]
    named = {guids[row]: code for row, code in plan[0].assignment.select("row", "designation").iter_rows()}
    assert named == {"as listed": "KB-3000", "turned": "KB-3300", "longer": None, "of steel": None}
