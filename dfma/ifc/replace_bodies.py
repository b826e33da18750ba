"""Gives a product other bodies, in representations of its own: what others share is never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from dfma.ifc.bodies import Body, Extrusion
from dfma.ifc.faces import Faces
from dfma.ifc.step_patch import Ref, references

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit


class ReplacedBodies:
    def __init__(self, edit: Edit) -> None:
        self._edit, self._step = edit, edit.step

    def replace(
        self,
        product: entity_instance,
        bodies: Mapping[int, Sequence[Body]],
        otherwise: Callable[[entity_instance], Ref | None],
    ) -> None:
        """Put the bodies in place of those of the representations of these numbers. `otherwise` gives what becomes of
        the other representations, such as the axis; None: they are left out, since they would be wrong."""
        shape = product.Representation
        alone = self._users(shape, "IfcProduct") == 1
        representations = []
        for one in shape.Representations:
            made = self._body(one, bodies[one.id()], alone=alone) if one.id() in bodies else otherwise(one)
            if made is not None:
                representations.append(made)
        if alone:
            if representations != [Ref(one.id()) for one in shape.Representations]:
                self._edit.set(shape, "Representations", representations)
        else:
            self._edit.set(product, "Representation", self._edit.copy(shape, Representations=representations))

    def _body(self, representation: entity_instance, bodies: Sequence[Body], *, alone: bool) -> Ref:
        items = [body.write(self._edit) for body in bodies]
        self._colour(representation, bodies, items)
        kind = _kind(bodies)
        if alone and self._users(representation, "IfcProductDefinitionShape") == 1:
            self._edit.set(representation, "Items", items)
            self._edit.set(representation, "RepresentationType", kind)
            return Ref(representation.id())
        copy = self._edit.copy(representation, Items=items, RepresentationType=kind)
        self._layer(representation, copy)
        return copy

    def _users(self, entity: entity_instance, kind: str) -> int:
        return sum(one.is_a(kind) for one in self._step.file.get_inverse(entity))

    def _colour(self, representation: entity_instance, bodies: Sequence[Body], items: Sequence[Ref]) -> None:
        """The styles of the items that the bodies were made of; of a mapped item its own, else those inside it."""
        whole = [style for item in representation.Items for style in self._styles(item)]
        for body, item in zip(bodies, items, strict=True):
            own = self._styles(body.entity) or (whole if representation.Items[0].is_a("IfcMappedItem") else [])
            for style in own:
                self._edit.copy(style, Item=item)

    def _styles(self, item: entity_instance) -> list[entity_instance]:
        return [one for one in self._step.file.get_inverse(item) if one.is_a("IfcStyledItem")]

    def _layer(self, representation: entity_instance, copy: Ref) -> None:
        """Put a copy on the layers of what it is a copy of."""
        for one in self._step.file.get_inverse(representation):
            if one.is_a("IfcPresentationLayerAssignment"):
                position = self._step.attributes(one.is_a())["AssignedItems"]
                spelled = self._edit.patch.arguments(one.id())[position]
                self._edit.set(one, "AssignedItems", [*map(Ref, references(spelled)), copy])


def _kind(bodies: Sequence[Body]) -> str:
    """The type of a representation with such items."""
    if all(isinstance(body, Extrusion) for body in bodies):
        return "SweptSolid"
    if all(isinstance(body, Faces) for body in bodies):
        return "Brep" if all(body.entity.is_a("IfcFacetedBrep") for body in bodies) else "Tessellation"
    if all(body.entity.is_a("IfcBooleanClippingResult") for body in bodies):
        return "Clipping"
    return "CSG" if all(body.entity.is_a("IfcBooleanResult") for body in bodies) else "SolidModel"
