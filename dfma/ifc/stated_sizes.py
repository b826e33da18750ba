"""Brings what a file states of the size of a product up to date, in sets of its own, when the product gets another
size: what can be told is written anew, what cannot be told is left out, so that nothing stays that is wrong."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dfma.ifc.step_patch import Argument, Ref, Typed
from dfma.ifc.units import Units
from dfma.model.changes import NotApplied, Resize
from dfma.text import Text, text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

    from dfma.ifc.edit import Edit

_SAME = 0.001
"""Metres within which a stated size is a measured one."""
_LEAST = 1e-6
"""Metres: a smaller change is none."""


class StatedSizes:
    """The sets of all products, while some of them change."""

    def __init__(self, edit: Edit, length_unit: float) -> None:
        self._edit, self._step, self._units = edit, edit.step, Units(edit.step)
        self._length_unit = length_unit
        self._members: dict[int, list[int]] = {}
        self._relations: dict[int, list[entity_instance]] = {}
        for _, relations in edit.step.groups("IfcRelDefinesByProperties"):
            for relation in relations:
                objects = edit.step.many(relation, "RelatedObjects")
                self._members[relation.id()] = [one.id() for one in objects]
                for one in objects:
                    self._relations.setdefault(one.id(), []).append(relation)
        self._types = {
            one.id(): edit.step.one(relation, "RelatingType")
            for _, relations in edit.step.groups("IfcRelDefinesByType")
            for relation in relations
            for one in edit.step.many(relation, "RelatedObjects")
        }

    def bring_up_to_date(
        self, change: Resize, stretched: Sequence[entity_instance], others: Iterable[entity_instance]
    ) -> list[NotApplied]:
        """Bring the sets of a piece and of its parts up to date, of the `others` what they say of the whole piece. What
        cannot be changed so, names and the sets of types, is returned."""
        for entity in stretched:
            self._renew(entity, lambda one: self._renewed(one, change))
        for entity in others:
            self._renew(entity, lambda one: one if _family(_name(one), ("of_whole",)) is None else None)
        return [
            NotApplied(element=change.element, reason=reason)
            for entity in stretched
            for reason in self._still_said(entity, change)
        ]

    def write_relations(self) -> None:
        """Take products out of the relations whose sets they have no more."""
        for _, relations in self._step.groups("IfcRelDefinesByProperties"):
            for relation in relations:
                members = self._members[relation.id()]
                if members == [one.id() for one in self._step.many(relation, "RelatedObjects")]:
                    continue
                if members:
                    self._edit.set_references(relation, "RelatedObjects", members)
                else:
                    self._edit.patch.remove(relation.id())

    def _renew(self, entity: entity_instance, renewed: Any) -> None:
        for relation in self._relations.get(entity.id(), ()):
            definition = self._step.one(relation, "RelatingPropertyDefinition")
            attribute = next(
                (name for name in ("HasProperties", "Quantities") if self._step.many(definition, name)), None
            )
            if definition is None or attribute is None or entity.id() not in self._members[relation.id()]:
                continue
            stated = self._step.many(definition, attribute)
            kept = [one for one in map(renewed, stated) if one is not None]
            if kept == stated:
                continue
            self._members[relation.id()].remove(entity.id())
            if kept:
                purpose = f"{definition.id()} {entity.id()}"
                items = [one if isinstance(one, Ref) else Ref(one.id()) for one in kept]
                own = self._edit.copy_root(definition, purpose, **{attribute: items})
                self._edit.copy_root(
                    relation, f"{relation.id()} {entity.id()}", RelatedObjects=[Ref(entity.id())],
                    RelatingPropertyDefinition=own,
                )  # fmt: skip

    def _renewed(self, stated: entity_instance, change: Resize) -> entity_instance | Ref | None:
        """A property or quantity as it is after the change; None when nobody can tell."""
        changed = {name: (old, new) for name, old, new in change.sizes if abs(new - old) > _LEAST}
        name, number = _name(stated), self._number(stated)
        family = _family(name, ("unchanged_by_length", "derived", "length", "width", "height"))
        if number is None or family is None:
            return stated
        if family == "unchanged_by_length" and set(changed) == {"length"}:
            return stated
        if family in ("unchanged_by_length", "derived"):
            return None
        value, factors = number
        for factor in factors:
            for old, new in sorted(changed.values(), key=lambda sizes: abs(value * factor - sizes[0])):
                if abs(value * factor - old) <= _SAME:
                    return self._written(stated, value + (new - old) / factor)
        return None if family in changed else stated

    def _number(self, stated: entity_instance) -> tuple[float, tuple[float, ...]] | None:
        """What a property states when it is a number, and what it may be multiplied by to be metres."""
        quantity = stated.is_a().startswith("IfcQuantity")
        if not quantity and not stated.is_a("IfcPropertySingleValue"):
            return None
        held = stated.get_argument(3) if quantity else self._step.value(stated, "NominalValue")
        value = held if quantity or held is None else held.get_argument(0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        unit = self._step.one(stated, "Unit")
        if unit is not None:
            return float(value), (self._units.of_entity(unit).factor,)
        measured = quantity or "Length" in held.is_a()
        return float(value), (self._length_unit,) if measured else (self._length_unit, 0.001, 1.0)

    def _written(self, stated: entity_instance, value: float) -> Ref:
        value = round(value, 9)
        if stated.is_a("IfcPropertySingleValue"):
            kind = self._step.value(stated, "NominalValue").is_a()
            argument: Argument = Typed(kind, round(value) if kind == "IfcInteger" else value)
            return self._edit.copy(stated, NominalValue=argument)
        position = {place: name for name, place in self._step.attributes(stated.is_a()).items()}[3]
        return self._edit.copy(stated, **{position: value})

    def _still_said(self, entity: entity_instance, change: Resize) -> Iterator[Text]:
        of = self._types.get(entity.id())
        names = [self._step.text(entity, name) for name in ("Name", "Tag", "ObjectType", "Description")]
        for _, old, new in change.sizes:
            size = f"{old * 1000:.0f}"
            for name in dict.fromkeys([*names, self._step.text(of, "Name")]):
                if abs(new - old) > _LEAST and name and re.search(rf"(?<!\d){size}(?!\d)", name):
                    yield text("apply.size.named", name=name, mm=old * 1000)
        for definition in self._step.many(of, "HasPropertySets"):
            for one in self._step.many(definition, "HasProperties") + self._step.many(definition, "Quantities"):
                if self._says_otherwise(one, change):
                    yield text("apply.size.of_type", type=self._step.text(of, "Name") or "?", property=_name(one))

    def _says_otherwise(self, stated: entity_instance, change: Resize) -> bool:
        """Whether what a type states is not what a product of another size has."""
        family, number = _family(_name(stated), ("derived", "length", "width", "height")), self._number(stated)
        changed = {name for name, old, new in change.sizes if abs(new - old) > _LEAST}
        return number is not None and family is not None and (family == "derived" or family in changed)


def _name(stated: entity_instance) -> str:
    return str(stated.get_argument(0) or "")


def _family(name: str, families: Sequence[str]) -> str | None:
    """The first family of which a word is in a name."""
    lowered = name.casefold()
    return next((family for family in families if any(word in lowered for word in _words()[family])), None)


@functools.cache
def _words() -> Mapping[str, Sequence[str]]:
    words: Mapping[str, Sequence[str]] = read_yaml(Path(__file__).parent / "stated_sizes.yaml")
    return words
