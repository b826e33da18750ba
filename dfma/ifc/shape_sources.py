"""What the file says of the bodies of its products, before any triangle is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dfma.ifc.placements import Placements
from dfma.model.geometry import Floats
from dfma.text import Text, text

if TYPE_CHECKING:
    import ifcopenshell
    from ifcopenshell import entity_instance

_NOT_BODIES = frozenset(
    ["Curve", "Curve2D", "Curve3D", "GeometricCurveSet", "GeometricSet", "Annotation2D", "Point", "PointCloud",
     "FillArea", "Text", "BoundingBox", "Lighting"]
)  # fmt: skip
"""Types of representation that are not made into triangles."""
_NOT_BODY_NAMES = frozenset(["Axis", "Plan", "FootPrint", "Box", "Annotation", "Clearance", "Reference", "WalkingLine"])
_FACES = frozenset(
    ["IfcFaceBasedSurfaceModel", "IfcShellBasedSurfaceModel", "IfcFacetedBrep", "IfcFacetedBrepWithVoids",
     "IfcAdvancedBrep", "IfcAdvancedBrepWithVoids", "IfcTriangulatedFaceSet", "IfcTriangulatedIrregularNetwork",
     "IfcPolygonalFaceSet", "IfcOpenShell", "IfcConnectedFaceSet", "IfcFaceSurface"]
)  # fmt: skip
"""Items that list their faces: an open one is open in the file, and no kernel would close it."""

_ON_THE_WAY = ("IfcRepresentationItem", "IfcRepresentationMap", "IfcShapeModel", "IfcProductDefinitionShape")
"""What lies between an item and the products that show it."""


class ShapeSources:
    """The products of a file that have a body, and what their bodies are made of.

    Products whose bodies are made of the same items are twins: one of them stands for all, so that a bolt that occurs a
    thousand times is made once, also when each has a representation of its own.
    """

    def __init__(self, file: ifcopenshell.file, products: Iterable[int], length_unit: float) -> None:
        """`products` are entity numbers; `length_unit` is metres per unit of the file."""
        self._file = file
        self._placements = Placements(length_unit)
        self._bodies: dict[int, list[entity_instance]] = {}
        for number in products:
            if bodies := _bodies(file.by_id(number)):
                self._bodies[number] = bodies
        self._with_openings = {relation[4].id() for relation in file.by_type("IfcRelVoidsElement") if relation[4]}
        self._materials = _materials(file)
        self._twins = self._grouped()
        self.with_half_space = _with_half_space(file) & self._bodies.keys()

    @property
    def products(self) -> list[int]:
        """Entity numbers of all products with a body."""
        return list(self._bodies)

    @property
    def representatives(self) -> list[int]:
        """One product of each group of twins."""
        return list(self._twins)

    def twins(self, number: int) -> list[int]:
        """The other products that have the body of a representative."""
        return self._twins.get(number, [])

    def placement(self, number: int) -> Floats:
        """(4, 4) from the coordinates of a product that has twins, or is one, to the building, in metres."""
        matrix = self._placements.of(self._file.by_id(number))
        if matrix is None:
            raise ValueError(f"#{number} is placed in a way that twins are not")
        return matrix

    def _grouped(self) -> dict[int, list[int]]:
        """A representative of each group of twins, and the others."""
        alike: dict[object, list[int]] = {}
        for number in self._bodies:
            alike.setdefault(self._makeup(number), []).append(number)
        groups: dict[int, list[int]] = {}
        for numbers in alike.values():
            if len(numbers) > 1 and any(self._placements.of(self._file.by_id(n)) is None for n in numbers):
                groups |= {number: [] for number in numbers}
            else:
                groups[numbers[0]] = numbers[1:]
        return groups

    def _makeup(self, number: int) -> object:
        """Equal for products whose shapes are the same but for their placement."""
        if self.has_openings(number):
            return number
        items = tuple(_identity(item) for body in self._bodies[number] for item in body[3])
        return items, self._bodies[number][0][0].id(), self._materials.get(number)

    def body(self, number: int) -> entity_instance | None:
        """The one shape representation of the body; None when it has several."""
        bodies = self._bodies[number]
        return bodies[0] if len(bodies) == 1 else None

    def has_openings(self, number: int) -> bool:
        """Whether openings are cut out of the body."""
        return number in self._with_openings

    def lists_faces(self, number: int) -> bool:
        """Whether all of the body is given as faces, and nothing is cut out of it."""
        return not self.has_openings(number) and all(item.is_a() in _FACES for item in self._items(number))

    def lightest_first(self, products: Iterable[int]) -> list[int]:
        """The products in an order that shows much early: bodies with cuts last, those that share a shape together."""

        def weight(number: int) -> tuple[int, int]:
            body = self._bodies[number][0]
            items = body.Items
            cuts = sum(item.is_a("IfcBooleanResult") for item in items)
            if len(items) == 1 and items[0].is_a("IfcMappedItem"):
                return cuts + self.has_openings(number), items[0].MappingSource.id()
            return cuts + self.has_openings(number), number

        return sorted(products, key=weight)

    def reason(self, number: int) -> Text:
        """Why a product has no shape, when no kernel made one: what its body is."""
        kinds = tuple(dict.fromkeys(item.is_a() for item in self._items(number)))
        return text("shape.not_made", body=kinds)

    def _items(self, number: int) -> Iterable[entity_instance]:
        for body in self._bodies[number]:
            for item in body.Items:
                if item.is_a("IfcMappedItem"):
                    yield from item.MappingSource.MappedRepresentation.Items
                else:
                    yield item


def _identity(item: entity_instance) -> object:
    """Equal for items with the same shape: one and the same, or one map shown by equal operators."""
    if not item.is_a("IfcMappedItem"):
        return item.id()
    target = item[1]
    values = tuple(tuple(value[0]) if hasattr(value, "id") else value for value in target)
    return item[0].id(), target.is_a(), values


def _materials(file: ifcopenshell.file) -> dict[int, int]:
    """Entity number of the material of each product: it may colour the shape."""
    return {
        thing.id(): relation.RelatingMaterial.id()
        for relation in file.by_type("IfcRelAssociatesMaterial")
        for thing in relation.RelatedObjects
        if relation.RelatingMaterial is not None
    }


def _bodies(product: entity_instance) -> list[entity_instance]:
    """The shape representations of a product that are bodies. Attributes are taken by position: it is much quicker."""
    shape = product[6] if product.is_a("IfcProduct") else None
    return [one for one in (shape[2] if shape is not None else ()) if is_body(one)]


def is_body(representation: entity_instance) -> bool:
    """Whether a representation is made into triangles."""
    named, kind, items = representation[1], representation[2], representation[3]
    return named not in _NOT_BODY_NAMES and kind not in _NOT_BODIES and bool(items)


def _with_half_space(file: ifcopenshell.file) -> set[int]:
    """Products whose body, or a void of whose body, is cut by a half-space: found from the half-spaces upwards."""
    found: set[int] = set()
    seen: set[int] = set()
    waiting = list(file.by_type("IfcHalfSpaceSolid"))
    while waiting:
        entity = waiting.pop()
        if entity.id() in seen:
            continue
        seen.add(entity.id())
        if entity.is_a("IfcProduct"):
            found.add(entity.id())
            waiting += [relation.RelatingBuildingElement for relation in getattr(entity, "VoidsElements", ())]
        elif any(entity.is_a(name) for name in _ON_THE_WAY):
            waiting += file.get_inverse(entity)
    return found
