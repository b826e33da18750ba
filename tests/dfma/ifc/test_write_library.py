"""Project library files: valid in every schema, with the volumes, properties and addresses of the components."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.element
import ifcopenshell.util.pset
import ifcopenshell.validate
import numpy as np
import pytest

from dfma.components.catalogue import seed_catalogue
from dfma.components.solids import volume
from dfma.components.variant import Variant, listed_variants, named_variant, typical_variant
from dfma.ifc.write_library import SCHEMAS, write_library
from dfma.progress import Cancelled

SEED = seed_catalogue().components
VARIANTS = [variant for component in SEED.values() if (variant := typical_variant(component))]


@pytest.fixture(scope="module", params=SCHEMAS)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The typical variant of every component, in each schema."""
    path = tmp_path_factory.mktemp("library") / f"{request.param}.ifc"
    assert write_library(path, VARIANTS, schema=request.param, version="seed-1") == len(VARIANTS)
    return ifcopenshell.open(str(path))


def types(library: Any) -> dict[str, Any]:
    return {one.Name: one for one in library.by_type("IfcTypeProduct")}


def test_the_file_is_valid(library: Any) -> None:
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(library, log)
    assert log.statements == []


# ifcopenshell 0.9.0 leaves the file of its rules open.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_rules_of_the_schema_hold(schema: str, tmp_path: Path) -> None:
    """Of fewer types, since ifcopenshell takes its time."""
    write_library(tmp_path / "one.ifc", VARIANTS[::7], schema=schema)
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(str(tmp_path / "one.ifc"), log, express_rules=True)
    assert log.statements == []


def test_every_type_has_the_volume_of_its_solids(library: Any) -> None:
    settings = ifcopenshell.geom.settings()
    found = types(library)
    assert len(found) == len(VARIANTS)
    for variant in VARIANTS:
        (mapped,) = found[variant.designation].RepresentationMaps
        shape = ifcopenshell.geom.create_shape(settings, mapped.MappedRepresentation)
        vertices = np.array(shape.verts).reshape(-1, 3)[np.array(shape.faces).reshape(-1, 3)]
        made = abs(np.einsum("ij,ij->i", vertices[:, 0], np.cross(vertices[:, 1], vertices[:, 2])).sum() / 6)
        assert made == pytest.approx(volume(variant.solids), rel=0.01), variant.designation


def test_a_library_is_a_project_library_where_the_schema_has_one(library: Any) -> None:
    if library.schema == "IFC2X3":
        assert len(library.by_type("IfcProject")) == 1
        return
    (context,) = library.by_type("IfcProjectLibrary")
    assert context.Phase == "seed-1"
    (used,) = library.by_type("IfcProject")[0].Declares
    assert used.RelatedDefinitions == (context,)
    (declares,) = context.Declares
    assert len(declares.RelatedDefinitions) == len(VARIANTS)


def test_property_sets_have_only_what_the_schema_knows(library: Any) -> None:
    templates = ifcopenshell.util.pset.PsetQto("IFC4X3" if library.schema == "IFC4X3" else library.schema)
    psets = {one for one in library.by_type("IfcPropertySet") if one.Name.startswith("Pset_")}
    assert psets
    for pset in psets:
        known = {one.Name for one in templates.get_by_name(pset.Name).HasPropertyTemplates}
        assert {one.Name for one in pset.HasProperties} <= known


def test_parameters_mass_and_trust_can_be_read_again(library: Any) -> None:
    plank = types(library)["DBS1-6?-4518-??"]
    sets = ifcopenshell.util.element.get_psets(plank)
    values = {name: value for name, value in sets["Dougong_Parameters"].items() if name != "id"}
    assert values == {"span": 4500, "width": 1800, "precast": 60}
    said = sets["Dougong_Component"]
    assert said["Mass"] == pytest.approx(4.32 * 1.56 * 0.06 * 2500)
    assert (said["Component"], said["Kind"], said["Confidence"]) == ("DBS1", "composite_slab", "memory-high")


def test_classification_keeps_its_address(library: Any) -> None:
    plank = types(library)["DBS1-6?-4518-??"]
    references = {one.RelatingClassification for one in plank.HasAssociations
                  if one.is_a("IfcRelAssociatesClassification")}  # fmt: skip
    said = {(one.ReferencedSource.Name, one[1], one.Location) for one in references}
    assert ("GB/T 51269-2017", "14-20.20.03", None) in said
    address = "https://identifier.buildingsmart.org/uri/buildingsmart/ifc/4.3/class/IfcSlab"
    assert ("bSDD IFC 4.3", "IfcSlab", address) in said


def test_a_sandwich_has_layers(library: Any) -> None:
    component = SEED["WQC1"]
    name = typical_variant(component).designation  # type: ignore[union-attr]
    material = ifcopenshell.util.element.get_material(types(library)[name])
    layers = [(one.Material.Name, one.LayerThickness) for one in material.MaterialLayers]
    assert layers == [("C30", pytest.approx(0.06)), ("insulation", 0.05), ("C30", 0.2)]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_same_variants_give_the_same_file(schema: str, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.ifc", "two.ifc")]
    for path in paths:
        write_library(path, VARIANTS[:5], schema=schema)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_designation_outside_the_list_is_written_too(tmp_path: Path) -> None:
    read = SEED["WQC1"].grammar.parse("WQC1-3628-1214 wy-2(300,500)")
    assert read is not None
    variant = named_variant(SEED["WQC1"], dict(read.values))
    write_library(tmp_path / "one.ifc", [variant], schema="IFC4")
    (made,) = ifcopenshell.open(str(tmp_path / "one.ifc")).by_type("IfcWallType")
    assert made.Name == "WQC1-3628-1214 wy-2(300,500)"
    assert variant.solids[0].outline != typical_variant(SEED["WQC1"]).solids[0].outline  # type: ignore[union-attr]


def test_names_of_strangers_are_kept_and_cut_to_what_the_schema_allows(tmp_path: Path) -> None:
    strange = replace(SEED["KTB"], document="'); DROP\n" + "图" * 300)
    variant = next(iter(listed_variants(strange)))
    write_library(tmp_path / "one.ifc", [variant], schema="IFC2X3")
    file = ifcopenshell.open(str(tmp_path / "one.ifc"))
    log = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(file, log)
    assert log.statements == []


def test_what_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_library(tmp_path / "one.ifc", VARIANTS, checked=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_component_without_a_shape_is_a_type_without_one(tmp_path: Path) -> None:
    component = replace(SEED["DBS1"], geometry=None)
    variant: Variant = next(iter(listed_variants(component)))
    write_library(tmp_path / "one.ifc", [variant], schema="IFC4")
    (made,) = ifcopenshell.open(str(tmp_path / "one.ifc")).by_type("IfcSlabType")
    assert made.RepresentationMaps is None
