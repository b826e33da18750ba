"""From values to an IFC4 file. Equal shapes, types and property sets are written once and shared."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dfma.ifc.guids import guid_of
from dfma.ifc.sample.building import Building
from dfma.ifc.sample.pieces import Frame, Measure, PropertyValue, Solid, Thing
from dfma.ifc.sample.properties import building_sets, plan, words
from dfma.model.outlines import Point

if TYPE_CHECKING:
    import ifcopenshell

Entity = Any
Values = tuple[tuple[str, PropertyValue], ...]
COLOURS: Mapping[str, tuple[float, float, float, float]] = {
    "concrete": (0.78, 0.78, 0.75, 0.0),
    "cast": (0.62, 0.64, 0.66, 0.0),
    "facade": (0.86, 0.80, 0.70, 0.0),
    "insulation": (0.95, 0.85, 0.35, 0.0),
    "partition": (0.93, 0.93, 0.90, 0.0),
    "steel": (0.35, 0.38, 0.42, 0.0),
    "frame": (0.30, 0.32, 0.35, 0.0),
    "glass": (0.60, 0.78, 0.88, 0.6),
    "door": (0.55, 0.38, 0.24, 0.0),
    "pod": (0.80, 0.90, 0.92, 0.0),
    "pvc": (0.90, 0.55, 0.25, 0.0),
    "space": (0.70, 0.85, 0.70, 0.85),
}
DIRECTIONS = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0))
# Axis and reference direction of each plane of extrusion.
PLANES = {"zx": ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), "yz": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))}


def write_building(building: Building, path: Path) -> None:
    """Write the file. Units are mm, m², m³, kg, Pa."""
    writer = _Writer(building)
    writer.write_things()
    writer.write_relations()
    writer.file.write(str(path))


class _Writer:
    """The file being written, and what was already written into it."""

    def __init__(self, building: Building) -> None:
        import ifcopenshell

        self.building = building
        self.file: ifcopenshell.file = ifcopenshell.file(schema="IFC4")
        self.entities: dict[str, Entity] = {}
        self.placements: dict[str, Entity] = {}
        self.types: dict[tuple[str, str, tuple[Solid, ...]], Entity] = {}
        self.typed: defaultdict[int, list[Entity]] = defaultdict(list)
        self.shared: dict[object, Entity] = {}
        self.contents: defaultdict[str, list[Entity]] = defaultdict(list)
        self.sets: defaultdict[tuple[str, Values], list[Entity]] = defaultdict(list)
        self.layers: defaultdict[tuple[tuple[str, float], ...], list[Entity]] = defaultdict(list)
        self.materials: defaultdict[str, list[Entity]] = defaultdict(list)
        self.classes: defaultdict[str, list[Entity]] = defaultdict(list)
        self.zones: defaultdict[str, list[Entity]] = defaultdict(list)
        self._project()

    def make(self, ifc_class: str, **attributes: Any) -> Entity:
        given = {name: value for name, value in attributes.items() if value is not None}
        return self.file.create_entity(ifc_class, **given)

    def once(self, ifc_class: str, *values: Any) -> Entity:
        """An entity without identity of its own: written once for equal values."""
        key = (ifc_class, *values)
        if key not in self.shared:
            self.shared[key] = self.file.create_entity(ifc_class, *values)
        return self.shared[key]

    def root(self, ifc_class: str, path: str, **attributes: Any) -> Entity:
        return self.make(ifc_class, GlobalId=guid_of(path), **attributes)

    # The frame of the file

    def _project(self) -> None:
        words_ = words()
        header = self.file.header
        header.file_name.name = words_["project"]
        header.file_name.time_stamp = "2026-01-01T00:00:00"
        header.file_name.author = (words_["author"],)
        header.file_name.organization = (words_["organisation"],)
        header.file_name.originating_system = "Dougong sample building"
        header.file_description.description = ("ViewDefinition [ReferenceView_V1.2]",)

        origin = self.make("IfcAxis2Placement3D", Location=self.once("IfcCartesianPoint", (0.0, 0.0, 0.0)))
        context = self.make(
            "IfcGeometricRepresentationContext",
            ContextType="Model",
            CoordinateSpaceDimension=3,
            Precision=1e-5,
            WorldCoordinateSystem=origin,
        )
        self.origin = origin
        self.body = self._subcontext(context, "Body", "MODEL_VIEW")
        self.footprint = self._subcontext(context, "FootPrint", "PLAN_VIEW")
        self.project = self.root(
            "IfcProject",
            "project",
            Name=words_["project"],
            LongName=words_["project_long"],
            RepresentationContexts=[context],
            UnitsInContext=self._units(),
        )
        site = self.root(
            "IfcSite",
            "site",
            Name=words_["site"],
            CompositionType="ELEMENT",
            ObjectPlacement=self._placement(None, Frame()),
        )
        block = self.root(
            "IfcBuilding",
            "building",
            Name=words_["building"],
            CompositionType="ELEMENT",
            BuildingAddress=self._address(),
            ObjectPlacement=self._placement(site.ObjectPlacement, Frame()),
        )
        self.storeys = [
            self.root(
                "IfcBuildingStorey",
                f"storey-{level.number:02d}",
                CompositionType="ELEMENT",
                Elevation=level.elevation,
                Name=words_["roof_storey"] if level.roof else words_["storey"].format(number=level.number),
                LongName=words_["roof_storey"] if level.roof else words_["storey_long"].format(number=level.number),
                ObjectPlacement=self._placement(block.ObjectPlacement, Frame(z=level.elevation)),
            )
            for level in self.building.levels
        ]
        for name, values in building_sets(len(self.storeys) - 1).items():
            self.sets[name, tuple(values.items())].append(block)
        for whole, parts in ((self.project, [site]), (site, [block]), (block, self.storeys)):
            self._aggregate(f"{whole.GlobalId}/parts", whole, parts)
        grid = self._grid(block)
        self.root(
            "IfcRelContainedInSpatialStructure", "grid/contained", RelatedElements=[grid], RelatingStructure=block
        )

    def _subcontext(self, parent: Entity, name: str, view: str) -> Entity:
        return self.make(
            "IfcGeometricRepresentationSubContext",
            ContextIdentifier=name,
            ContextType="Model",
            ParentContext=parent,
            TargetView=view,
        )

    def _units(self) -> Entity:
        si = [
            ("LENGTHUNIT", "MILLI", "METRE"),
            ("AREAUNIT", None, "SQUARE_METRE"),
            ("VOLUMEUNIT", None, "CUBIC_METRE"),
            ("PLANEANGLEUNIT", None, "RADIAN"),
            ("MASSUNIT", "KILO", "GRAM"),
            ("PRESSUREUNIT", None, "PASCAL"),
        ]
        units = [self.make("IfcSIUnit", UnitType=kind, Prefix=prefix, Name=name) for kind, prefix, name in si]
        return self.make("IfcUnitAssignment", Units=units)

    def _address(self) -> Entity:
        address = words()["building_address"]
        return self.make("IfcPostalAddress", Town=address["town"], Region=address["region"], Country=address["country"])

    def _grid(self, block: Entity) -> Entity:
        xs, ys = plan()["axes_x"], plan()["axes_y"]
        low_x, high_x, low_y, high_y = min(xs.values()), max(xs.values()), min(ys.values()), max(ys.values())
        reach = 1500.0
        along_y = [self._axis(tag, (x, low_y - reach), (x, high_y + reach)) for tag, x in xs.items()]
        along_x = [self._axis(tag, (low_x - reach, y), (high_x + reach, y)) for tag, y in ys.items()]
        lines = self.make("IfcGeometricCurveSet", Elements=[axis.AxisCurve for axis in along_y + along_x])
        shape = self.make(
            "IfcShapeRepresentation",
            ContextOfItems=self.footprint,
            RepresentationIdentifier="FootPrint",
            RepresentationType="GeometricCurveSet",
            Items=[lines],
        )
        return self.root(
            "IfcGrid",
            "grid",
            Name=words()["grid"],
            UAxes=along_y,
            VAxes=along_x,
            ObjectPlacement=self._placement(block.ObjectPlacement, Frame()),
            Representation=self.make("IfcProductDefinitionShape", Representations=[shape]),
        )

    def _axis(self, tag: str, start: Point, end: Point) -> Entity:
        points = [self.once("IfcCartesianPoint", (float(x), float(y))) for x, y in (start, end)]
        return self.make("IfcGridAxis", AxisTag=tag, AxisCurve=self.make("IfcPolyline", Points=points), SameSense=True)

    # Things

    def write_things(self) -> None:
        for path, thing in self.building.things.items():
            self._thing(path, thing)

    def _thing(self, path: str, thing: Thing) -> None:
        host = thing.whole or thing.voids or thing.fills
        base = self.placements[host] if host else self.storeys[thing.storey - 1].ObjectPlacement
        placement = self._placement(base, thing.frame)
        self.placements[path] = placement
        attributes: dict[str, Any] = {"Name": thing.name, "ObjectPlacement": placement}
        if thing.predefined:
            attributes["PredefinedType"] = thing.predefined
        if thing.ifc_class == "IfcSpace":
            attributes |= {"LongName": thing.object_type, "CompositionType": "ELEMENT"}
        else:
            attributes |= {"ObjectType": thing.object_type, "Tag": thing.tag}
        if thing.ifc_class == "IfcElementAssembly":
            attributes["AssemblyPlace"] = "FACTORY"
        if thing.solids:
            attributes["Representation"] = self._shape(thing)
        entity = self.root(thing.ifc_class, path, **attributes)
        self.entities[path] = entity
        if thing.type_name:
            self.typed[self._type(thing).id()].append(entity)
        self._remember(thing, entity)

    def _remember(self, thing: Thing, entity: Entity) -> None:
        """Note what the thing belongs to; the relations are written once, at the end."""
        if thing.ifc_class == "IfcSpace":
            self.contents[f"storey-{thing.storey:02d}/spaces"].append(entity)
            self.zones[thing.tag or ""].append(entity)
        elif not (thing.whole or thing.voids):
            self.contents[f"storey-{thing.storey:02d}/contained"].append(entity)
        for name, values in thing.sets.items():
            self.sets[name, tuple(values.items())].append(entity)
        if thing.material:
            self.materials[thing.material].append(entity)
        if thing.layers:
            self.layers[thing.layers].append(entity)
        if thing.classification:
            self.classes[thing.classification].append(entity)

    def _shape(self, thing: Thing) -> Entity:
        """The shape of a typed thing is that of its type, seen through a map."""
        if thing.type_name is None:
            return self.make("IfcProductDefinitionShape", Representations=[self._body(thing.solids)])
        source = self._type(thing).RepresentationMaps[0]
        if ("mapped", source.id()) not in self.shared:
            target = self.once(
                "IfcCartesianTransformationOperator3D", None, None, self.once("IfcCartesianPoint", (0.0,) * 3), 1.0
            )
            item = self.make("IfcMappedItem", MappingSource=source, MappingTarget=target)
            self.shared["mapped", source.id()] = item
        representation = self.make(
            "IfcShapeRepresentation",
            ContextOfItems=self.body,
            RepresentationIdentifier="Body",
            RepresentationType="MappedRepresentation",
            Items=[self.shared["mapped", source.id()]],
        )
        return self.make("IfcProductDefinitionShape", Representations=[representation])

    def _type(self, thing: Thing) -> Entity:
        key = (thing.ifc_class, thing.type_name or "", thing.solids)
        if key not in self.types:
            maps = None
            if thing.solids:
                maps = [
                    self.make(
                        "IfcRepresentationMap", MappingOrigin=self.origin, MappedRepresentation=self._body(thing.solids)
                    )
                ]
            own = hashlib.sha256(repr(thing.solids).encode()).hexdigest()[:8]
            attributes: dict[str, Any] = {"Name": thing.type_name, "RepresentationMaps": maps}
            if thing.ifc_class in ("IfcDoor", "IfcWindow"):
                attributes["OperationType" if thing.ifc_class == "IfcDoor" else "PartitioningType"] = "NOTDEFINED"
            attributes["PredefinedType"] = thing.predefined or "NOTDEFINED"
            if thing.predefined == "USERDEFINED":
                attributes["ElementType"] = thing.object_type
            path = f"type/{thing.ifc_class}/{thing.type_name}/{own}"
            self.types[key] = self.root(f"{thing.ifc_class}Type", path, **attributes)
        return self.types[key]

    # Geometry

    def _placement(self, base: Entity | None, frame: Frame) -> Entity:
        point = self.once("IfcCartesianPoint", (float(frame.x), float(frame.y), float(frame.z)))
        turned = frame.quarter_turns % 4
        axis = self.once("IfcDirection", (0.0, 0.0, 1.0)) if turned else None
        reference = self.once("IfcDirection", DIRECTIONS[turned]) if turned else None
        return self.make(
            "IfcLocalPlacement",
            PlacementRelTo=base,
            RelativePlacement=self.once("IfcAxis2Placement3D", point, axis, reference),
        )

    def _body(self, solids: tuple[Solid, ...]) -> Entity:
        items = [self._solid(solid) for solid in solids]
        for item, solid in zip(items, solids, strict=True):
            self.make("IfcStyledItem", Item=item, Styles=[self._style(solid.style)])
        return self.make(
            "IfcShapeRepresentation",
            ContextOfItems=self.body,
            RepresentationIdentifier="Body",
            RepresentationType="CSG" if any(solid.minus for solid in solids) else "SweptSolid",
            Items=items,
        )

    def _solid(self, solid: Solid) -> Entity:
        location = {"xy": (0.0, 0.0, solid.start), "zx": (0.0, solid.start, 0.0), "yz": (solid.start, 0.0, 0.0)}
        point = self.once("IfcCartesianPoint", tuple(map(float, location[solid.plane])))
        turned = PLANES.get(solid.plane)
        directions = [self.once("IfcDirection", direction) for direction in turned] if turned else [None, None]
        item = self.make(
            "IfcExtrudedAreaSolid",
            SweptArea=self._profile(solid),
            Depth=float(solid.depth),
            Position=self.once("IfcAxis2Placement3D", point, *directions),
            ExtrudedDirection=self.once("IfcDirection", (0.0, 0.0, 1.0)),
        )
        for taken in solid.minus:
            item = self.make(
                "IfcBooleanResult", Operator="DIFFERENCE", FirstOperand=item, SecondOperand=self._solid(taken)
            )
        return item

    def _profile(self, solid: Solid) -> Entity:
        if solid.radius is not None:
            centre = self.once("IfcAxis2Placement2D", self._point(solid.outline[0]), None)
            return self.once("IfcCircleProfileDef", "AREA", None, centre, float(solid.radius))
        (x0, y0), *_, (x1, y1) = sorted(solid.outline)
        if len(solid.outline) == 4 and not solid.holes and len({x for x, _ in solid.outline}) == 2:
            centre = self.once("IfcAxis2Placement2D", self._point(((x0 + x1) / 2, (y0 + y1) / 2)), None)
            return self.once("IfcRectangleProfileDef", "AREA", None, centre, float(x1 - x0), float(y1 - y0))
        outer = self._polyline(solid.outline)
        if not solid.holes:
            return self.make("IfcArbitraryClosedProfileDef", ProfileType="AREA", OuterCurve=outer)
        return self.make(
            "IfcArbitraryProfileDefWithVoids",
            ProfileType="AREA",
            OuterCurve=outer,
            InnerCurves=[self._polyline(hole) for hole in solid.holes],
        )

    def _polyline(self, outline: tuple[Point, ...]) -> Entity:
        return self.make("IfcPolyline", Points=[self._point(point) for point in (*outline, outline[0])])

    def _point(self, point: Point) -> Entity:
        return self.once("IfcCartesianPoint", (float(point[0]), float(point[1])))

    def _style(self, name: str) -> Entity:
        if ("style", name) not in self.shared:
            red, green, blue, transparency = COLOURS[name]
            colour = self.make("IfcColourRgb", Red=red, Green=green, Blue=blue)
            shading = self.make(
                "IfcSurfaceStyleRendering",
                SurfaceColour=colour,
                Transparency=transparency,
                ReflectanceMethod="NOTDEFINED",
            )
            self.shared["style", name] = self.make("IfcSurfaceStyle", Name=name, Side="BOTH", Styles=[shading])
        return self.shared["style", name]

    # Relations

    def write_relations(self) -> None:
        self._structure()
        for relating in self.types.values():
            self.root(
                "IfcRelDefinesByType",
                f"{relating.GlobalId}/of",
                RelatedObjects=self.typed[relating.id()],
                RelatingType=relating,
            )
        for (name, values), related in self.sets.items():
            self._property_set(name, dict(values), related)
        self._associations()

    def _structure(self) -> None:
        parts: defaultdict[tuple[str, bool], list[Entity]] = defaultdict(list)
        for path, thing in self.building.things.items():
            if thing.whole:
                parts[thing.whole, thing.nested].append(self.entities[path])
            if thing.voids:
                self.root(
                    "IfcRelVoidsElement",
                    f"{path}/voids",
                    RelatingBuildingElement=self.entities[thing.voids],
                    RelatedOpeningElement=self.entities[path],
                )
            if thing.fills:
                self.root(
                    "IfcRelFillsElement",
                    f"{path}/fills",
                    RelatingOpeningElement=self.entities[thing.fills],
                    RelatedBuildingElement=self.entities[path],
                )
        for (whole, nested), related in parts.items():
            if nested:
                self.root("IfcRelNests", f"{whole}/nests", RelatingObject=self.entities[whole], RelatedObjects=related)
            else:
                self._aggregate(f"{whole}/parts", self.entities[whole], related)
        for storey, level in zip(self.storeys, self.building.levels, strict=True):
            path = f"storey-{level.number:02d}"
            if spaces := self.contents.get(f"{path}/spaces"):
                self._aggregate(f"{path}/spaces", storey, spaces)
            if contained := self.contents.get(f"{path}/contained"):
                self.root(
                    "IfcRelContainedInSpatialStructure",
                    f"{path}/contained",
                    RelatedElements=contained,
                    RelatingStructure=storey,
                )

    def _aggregate(self, path: str, whole: Entity, parts: list[Entity]) -> None:
        self.root("IfcRelAggregates", path, RelatingObject=whole, RelatedObjects=parts)

    def _property_set(self, name: str, values: dict[str, PropertyValue], related: list[Entity]) -> None:
        path = f"{name}/{related[0].GlobalId}"
        if name.startswith("Qto_"):
            definition = self.root("IfcElementQuantity", path, Name=name, Quantities=self._quantities(values))
        else:
            definition = self.root("IfcPropertySet", path, Name=name, HasProperties=self._properties(values))
        self.root(
            "IfcRelDefinesByProperties", f"{path}/of", RelatedObjects=related, RelatingPropertyDefinition=definition
        )

    def _quantities(self, values: Mapping[str, PropertyValue]) -> list[Entity]:
        return [
            self.once(value.ifc_type, name, None, None, float(value.value), None)
            for name, value in values.items()
            if isinstance(value, Measure)
        ]

    def _properties(self, values: Mapping[str, PropertyValue]) -> list[Entity]:
        return [self._property(name, *_typed(value)) for name, value in values.items()]

    def _property(self, name: str, ifc_type: str, value: Any) -> Entity:
        key = ("property", name, ifc_type, value)
        if key not in self.shared:
            nominal = self.file.create_entity(ifc_type, value)
            self.shared[key] = self.make("IfcPropertySingleValue", Name=name, NominalValue=nominal)
        return self.shared[key]

    def _associations(self) -> None:
        names = words()["materials"]
        materials = {key: self.make("IfcMaterial", Name=name, Category=_category(key)) for key, name in names.items()}
        for key, related in self.materials.items():
            self._associate("Material", f"material/{key}", related, RelatingMaterial=materials[key])
        for layers, related in self.layers.items():
            parts = [
                self.make("IfcMaterialLayer", Material=materials[key], LayerThickness=float(thickness), Name=names[key])
                for key, thickness in layers
            ]
            stack = self.make("IfcMaterialLayerSet", MaterialLayers=parts, LayerSetName=words()["names"]["parapet"])
            self._associate("Material", f"layers/{json.dumps(layers)}", related, RelatingMaterial=stack)
        system = self.make(
            "IfcClassification",
            Source=words()["classification"]["source"],
            Edition=words()["classification"]["edition"],
            Name=words()["classification"]["name"],
        )
        for code, related in self.classes.items():
            reference = self.make("IfcClassificationReference", Identification=code, ReferencedSource=system)
            self._associate("Classification", f"class/{code}", related, RelatingClassification=reference)
        for unit, related in self.zones.items():
            zone = self.root("IfcZone", f"zone/{unit}", Name=words()["units"][unit])
            self.root("IfcRelAssignsToGroup", f"zone/{unit}/of", RelatedObjects=related, RelatingGroup=zone)

    def _associate(self, kind: str, path: str, related: Iterable[Entity], **relating: Entity) -> None:
        self.root(f"IfcRelAssociates{kind}", path, RelatedObjects=list(related), **relating)


def _typed(value: PropertyValue) -> tuple[str, float | str | bool]:
    if isinstance(value, Measure):
        return value.ifc_type, value.value
    if isinstance(value, bool):
        return "IfcBoolean", value
    if isinstance(value, int):
        return "IfcInteger", value
    return "IfcLabel", value


def _category(key: str) -> str:
    if key.startswith("concrete"):
        return "concrete"
    return {"steel": "steel", "grout_sleeve": "steel", "aluminium": "aluminium", "timber": "wood"}.get(key, key)
