"""Components as IFC types: a project library file that any IFC program opens.

Each variant becomes one type object with its shape, material or layers, the property sets of the schema for precast
concrete, its parameters, and its classification with the address. The same variants give the same file.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dfma.components.content import Classification
from dfma.components.solids import Solid
from dfma.components.variant import Variant
from dfma.ifc.edit import PROGRAM
from dfma.ifc.guids import guid_of
from dfma.ifc.write_types import WantedProperty, wanted_sets
from dfma.model.changes import AcceptedMatch
from dfma.model.outlines import Outline
from dfma.yaml_data import read_yaml

Entity = Any
SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3")
PARAMETER_SET = "Dougong_Parameters"
"""The parameter values of the variant, millimetres unless the name says otherwise."""
COMPONENT_SET = "Dougong_Component"
_PROXY = "IfcBuildingElementProxyType"
# Axis and reference direction of an extrusion, by the plane of its profile.
_PLANES = {"zx": ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), "yz": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))}
# Metres: what programs assume that look in vain for the units of a library (ifcopenshell 0.9.0 with two contexts).
_METRES = 0.001
_UNITS = (
    ("LENGTHUNIT", None, "METRE"), ("AREAUNIT", None, "SQUARE_METRE"), ("VOLUMEUNIT", None, "CUBIC_METRE"),
    ("PLANEANGLEUNIT", None, "RADIAN"), ("MASSUNIT", "KILO", "GRAM"),
)  # fmt: skip


def write_library(
    path: Path, variants: Iterable[Variant], *, schema: str = "IFC4X3", name: str = "Dougong component library",
    version: str = "", language: str = "en", checked: Callable[[], None] = lambda: None,
) -> int:  # fmt: skip
    """Write a project library file of types; returns how many. `schema` is one of SCHEMAS, `language` that of names,
    `version` the state of the library; `checked` is called for each type and may raise to stop.

    Lengths are metres. The file appears whole or not at all.
    """
    writer = _Writer(schema, name, version, language)
    for variant in variants:
        checked()
        writer.write_type(variant)
    writer.write_relations()
    beside = path.with_name(f"{path.name}.part")
    try:
        writer.file.write(str(beside))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(writer.types)


@functools.cache
def _classes() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    classes: Mapping[str, Mapping[str, tuple[str, str]]] = read_yaml(Path(__file__).parent / "library_types.yaml")
    return classes


class _Writer:
    """The file being written, and what was already written into it."""

    def __init__(self, schema: str, name: str, version: str, language: str) -> None:
        import ifcopenshell

        self.schema, self.language = schema, language
        self.file = ifcopenshell.file(schema="IFC4X3_ADD2" if schema == "IFC4X3" else schema)
        self.shared: dict[object, Entity] = {}
        self.types: list[Entity] = []
        self.materials: defaultdict[tuple[object, ...], list[Entity]] = defaultdict(list)
        self.classified: defaultdict[Classification, list[Entity]] = defaultdict(list)
        self.history = self._history(version or "1") if schema == "IFC2X3" else None
        self._header(name)
        self._project(name, version)

    def make(self, ifc_class: str, **attributes: Any) -> Entity:
        given = {key: value for key, value in attributes.items() if value is not None}
        return self.file.create_entity(ifc_class, **given)

    def once(self, ifc_class: str, *values: Any) -> Entity:
        """An entity without identity of its own: written once for equal values."""
        key = (ifc_class, *values)
        if key not in self.shared:
            self.shared[key] = self.file.create_entity(ifc_class, *values)
        return self.shared[key]

    def root(self, ifc_class: str, path: str, **attributes: Any) -> Entity:
        guid = guid_of(f"component-library/{path}")
        return self.make(ifc_class, GlobalId=guid, OwnerHistory=self.history, **attributes)

    # The frame of the file

    def _header(self, name: str) -> None:
        header = self.file.header
        header.file_name.name = name
        header.file_name.time_stamp = "2026-01-01T00:00:00"  # of no meaning: the same library gives the same file
        header.file_name.author = ("",)
        header.file_name.organization = ("",)
        header.file_name.originating_system = PROGRAM
        header.file_description.description = ("ViewDefinition [ReferenceView]",)

    def _history(self, version: str) -> Entity:
        """IFC2X3 asks for one."""
        maker = self.make("IfcOrganization", Name=PROGRAM)
        person = self.make("IfcPersonAndOrganization", ThePerson=self.make("IfcPerson", FamilyName=PROGRAM),
                           TheOrganization=maker)  # fmt: skip
        program = self.make("IfcApplication", ApplicationDeveloper=maker, Version=version, ApplicationFullName=PROGRAM,
                            ApplicationIdentifier=PROGRAM)  # fmt: skip
        return self.make("IfcOwnerHistory", OwningUser=person, OwningApplication=program, ChangeAction="ADDED",
                         CreationDate=0)  # fmt: skip

    def _project(self, name: str, version: str) -> None:
        self.origin = self.make("IfcAxis2Placement3D", Location=self.once("IfcCartesianPoint", (0.0, 0.0, 0.0)))
        context = self.make("IfcGeometricRepresentationContext", ContextType="Model", CoordinateSpaceDimension=3,
                            Precision=1e-5, WorldCoordinateSystem=self.origin)  # fmt: skip
        self.body = self.make("IfcGeometricRepresentationSubContext", ContextIdentifier="Body", ContextType="Model",
                              ParentContext=context, TargetView="MODEL_VIEW")  # fmt: skip
        units = [self.make("IfcSIUnit", UnitType=kind, Prefix=prefix, Name=unit) for kind, prefix, unit in _UNITS]
        frame = {"Name": name, "Phase": version or None, "RepresentationContexts": [context],
                 "UnitsInContext": self.make("IfcUnitAssignment", Units=units)}  # fmt: skip
        self.context = self.root("IfcProject", "project", **frame)
        if self.schema != "IFC2X3":
            project, self.context = self.context, self.root("IfcProjectLibrary", "library", **frame)
            self.root("IfcRelDeclares", "project/declares", RelatingContext=project, RelatedDefinitions=[self.context])

    # Types

    def write_type(self, variant: Variant) -> None:
        component = variant.component
        ifc_class, predefined = _classes().get(component.kind, {}).get(self.schema, (_PROXY, component.kind))
        own_word = not predefined.isupper()
        path = f"{component.id}/{variant.designation}"
        made = self.root(
            ifc_class,
            path,
            Name=_label(variant.designation),
            Description=f"{component.names[self.language]} ({component.document})",
            HasPropertySets=[self._set(path, name, values) for name, values in self._sets(variant, ifc_class).items()],
            RepresentationMaps=self._maps(variant.solids),
            Tag=component.id,
            ElementType=predefined.replace("_", " ") if own_word else None,
            PredefinedType="USERDEFINED" if own_word else predefined,
        )
        self.types.append(made)
        self.materials[self._material_key(variant)].append(made)
        for one in component.classification:
            self.classified[one].append(made)

    def _maps(self, solids: tuple[Solid, ...]) -> list[Entity] | None:
        if not solids:
            return None
        shape = self.make(
            "IfcShapeRepresentation",
            ContextOfItems=self.body,
            RepresentationIdentifier="Body",
            RepresentationType="SweptSolid",
            Items=[self._solid(solid) for solid in solids],
        )
        return [self.make("IfcRepresentationMap", MappingOrigin=self.origin, MappedRepresentation=shape)]

    def _solid(self, solid: Solid) -> Entity:
        start = (solid.place([(0.0, 0.0)], 0.0)[0] * _METRES).tolist()
        axis, reference = _PLANES.get(solid.plane, (None, None))
        placement = self.make(
            "IfcAxis2Placement3D",
            Location=self.once("IfcCartesianPoint", tuple(start)),
            Axis=axis and self.once("IfcDirection", axis),
            RefDirection=reference and self.once("IfcDirection", reference),
        )
        return self.make(
            "IfcExtrudedAreaSolid",
            SweptArea=self._profile(solid),
            Position=placement,
            ExtrudedDirection=self.once("IfcDirection", (0.0, 0.0, 1.0)),
            Depth=solid.depth * _METRES,
        )

    def _profile(self, solid: Solid) -> Entity:
        outer = self._polyline(solid.outline)
        if not solid.holes:
            return self.make("IfcArbitraryClosedProfileDef", ProfileType="AREA", OuterCurve=outer)
        return self.make("IfcArbitraryProfileDefWithVoids", ProfileType="AREA", OuterCurve=outer,
                         InnerCurves=[self._polyline(hole) for hole in solid.holes])  # fmt: skip

    def _polyline(self, outline: Outline) -> Entity:
        points = [self.once("IfcCartesianPoint", (x * _METRES, y * _METRES)) for x, y in (*outline, outline[0])]
        return self.make("IfcPolyline", Points=points)

    # Properties

    def _sets(self, variant: Variant, ifc_class: str) -> dict[str, dict[str, Entity]]:
        """Properties by set: those that the schema has for precast concrete, and our own."""
        component, amounts = variant.component, variant.amounts
        sets: dict[str, dict[str, Entity]] = {}
        for wanted in wanted_sets(_as_match(variant), self.schema, ifc_class.removesuffix("Type")):
            sets[wanted.name] = {one.name: self._wanted(one) for one in wanted.properties}
        if self.schema == "IFC2X3" and (precast := sets.get("Pset_PrecastConcreteElementGeneral")):
            given = (("ElementWeight", "IfcMassMeasure", "mass"), ("ElementNetVolume", "IfcVolumeMeasure", "volume"))
            precast |= {name: self._single(name, kind, amounts[key]) for name, kind, key in given if key in amounts}
        said = {
            "Component": ("IfcLabel", component.id),
            "Revision": ("IfcInteger", component.revision),
            "Status": ("IfcLabel", component.status),
            "Kind": ("IfcLabel", component.kind),
            "Document": ("IfcLabel", component.document),
            "Confidence": ("IfcLabel", component.trust("sizes").confidence),
        } | {
            name: (kind, amounts[key])
            for name, kind, key in (
                ("Volume", "IfcVolumeMeasure", "volume"), ("Mass", "IfcMassMeasure", "mass"),
                ("MassPerMetre", "IfcReal", "mass_per_m"),
            )
            if key in amounts
        }  # fmt: skip
        sets[COMPONENT_SET] = {name: self._single(name, *value) for name, value in said.items()}
        if variant.values:
            sets[PARAMETER_SET] = {name: self._single(name, "IfcReal", value) for name, value in variant.values.items()}
        return sets

    def _wanted(self, wanted: WantedProperty) -> Entity:
        if wanted.enumeration is None:
            return self._single(wanted.name, "IfcLabel", wanted.value)
        items = tuple(self._value("IfcLabel", item) for item in wanted.items)
        key = ("enumeration", wanted.enumeration)
        if key not in self.shared:
            self.shared[key] = self.make("IfcPropertyEnumeration", Name=wanted.enumeration, EnumerationValues=items)
        return self.make("IfcPropertyEnumeratedValue", Name=wanted.name, EnumerationReference=self.shared[key],
                         EnumerationValues=[self._value("IfcLabel", wanted.value)])  # fmt: skip

    def _single(self, name: str, ifc_type: str, value: object) -> Entity:
        return self.make("IfcPropertySingleValue", Name=name, NominalValue=self._value(ifc_type, value))

    def _value(self, ifc_type: str, value: object) -> Entity:
        return self.file.create_entity(ifc_type, _label(value) if ifc_type == "IfcLabel" else value)

    def _set(self, path: str, name: str, properties: Mapping[str, Entity]) -> Entity:
        return self.root("IfcPropertySet", f"{path}/{name}", Name=name, HasProperties=list(properties.values()))

    # Relations

    def write_relations(self) -> None:
        for key, related in self.materials.items():
            self._associate("Material", f"material/{key}", related, RelatingMaterial=self._material(key))
        systems = {one.system: None for one in self.classified}
        known = {name: self._system(name) for name in systems}
        for one, related in self.classified.items():
            code = {"ItemReference" if self.schema == "IFC2X3" else "Identification": one.code}
            reference = self.make("IfcClassificationReference", Location=one.uri, Name=one.name or one.code,
                                  ReferencedSource=known[one.system], **code)  # fmt: skip
            self._associate("Classification", f"class/{one.system}/{one.code}/{one.name}", related,
                            RelatingClassification=reference)  # fmt: skip
        if self.schema != "IFC2X3" and self.types:
            self.root("IfcRelDeclares", "context/declares", RelatingContext=self.context, RelatedDefinitions=self.types)

    def _system(self, name: str) -> Entity:
        needed = {"Source": "", "Edition": ""} if self.schema == "IFC2X3" else {}
        return self.make("IfcClassification", Name=name, **needed)

    def _associate(self, kind: str, path: str, related: list[Entity], **relating: Entity) -> None:
        self.root(f"IfcRelAssociates{kind}", path, RelatedObjects=related, **relating)

    def _material_key(self, variant: Variant) -> tuple[object, ...]:
        """Layers (material, thickness) of a layered piece, else the one material."""
        solids, component = variant.solids, variant.component
        bearing = component.grade or component.material or "lining"
        names = [bearing if solid.material == component.material else solid.material for solid in solids]
        if component.geometry and component.geometry.recipe in ("wall", "parapet") and len(solids) > 1:
            return tuple((name, _thickness(solid)) for name, solid in zip(names, solids, strict=True))
        return (bearing,)

    def _material(self, key: tuple[object, ...]) -> Entity:
        if len(key) == 1:
            return self.once("IfcMaterial", key[0])
        layers = [
            self.make("IfcMaterialLayer", Material=self.once("IfcMaterial", name), LayerThickness=thickness * _METRES)
            for name, thickness in (layer for layer in key if isinstance(layer, tuple))
        ]
        return self.make("IfcMaterialLayerSet", MaterialLayers=layers)


def _label(text: object) -> str:
    """As long as the schemas allow."""
    return str(text)[:255]


def _thickness(solid: Solid) -> float:
    """Of an upright layer, along y."""
    if solid.plane == "zx":
        return float(solid.depth)
    across = [y for _, y in solid.outline]
    return float(max(across) - min(across))


def _as_match(variant: Variant) -> AcceptedMatch:
    """The variant as the property sets of an accepted component are made from."""
    component = variant.component
    return AcceptedMatch(element="", component=component.id, revision=component.revision,
                         designation=variant.designation, kind=component.kind, grade=component.grade,
                         concrete=component.material == "concrete", library=PROGRAM)  # fmt: skip
