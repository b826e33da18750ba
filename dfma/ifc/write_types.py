"""Writes accepted components: type objects, who is of which type, property sets and classification."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dfma.ifc.edit import PROGRAM, Edit
from dfma.ifc.step_patch import Item, Ref, Typed
from dfma.model.changes import AcceptedMatch, NotApplied
from dfma.text import text
from dfma.yaml_data import read_yaml

if TYPE_CHECKING:
    from ifcopenshell import entity_instance

_PRODUCT_TYPE = "IfcTypeProduct"


@dataclass(slots=True, kw_only=True)
class TypedElements:
    """What became of the accepted matches."""

    elements: list[str] = field(default_factory=list)
    made: int = 0
    reused: int = 0
    not_applied: list[NotApplied] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    """Elements that get one type object: of one class and variant, and of one type so far."""

    type_class: str
    match: AcceptedMatch
    earlier: entity_instance | None
    element: entity_instance
    """The first of them, for what a type says of its occurrences."""


def write_types(edit: Edit, matches: Iterable[AcceptedMatch], entities: Mapping[str, entity_instance]) -> TypedElements:
    """Give each element the type object of its component. `entities` maps GlobalIds to the entities of the file."""
    return _Types(edit).write(matches, entities)


class _Types:
    def __init__(self, edit: Edit) -> None:
        self._edit, self._step = edit, edit.step
        self._relation: dict[int, entity_instance] = {}
        self._members: dict[int, list[int]] = {}
        self._relation_of_type: dict[int, entity_instance] = {}
        for relation in self._instances("IfcRelDefinesByType"):
            of = self._step.one(relation, "RelatingType")
            self._members[relation.id()] = [one.id() for one in self._step.many(relation, "RelatedObjects")]
            self._relation |= dict.fromkeys(self._members[relation.id()], relation)
            if of is not None:
                self._relation_of_type.setdefault(of.id(), relation)
        self._named = {
            (one.is_a(), self._step.text(one, "Name")): one for one in reversed([*self._instances("IfcTypeObject")])
        }
        self._complete: set[int] = set()
        self._classified: set[tuple[str, int]] = set()
        self._references: dict[tuple[str, str], Ref] = {}
        self._systems: dict[str, Ref] = {}
        self._owners: dict[int, set[int]] = {}
        for one in self._instances("IfcTypeObject"):
            for definition in self._step.many(one, "HasPropertySets"):
                self._owners.setdefault(definition.id(), set()).add(one.id())

    def write(self, matches: Iterable[AcceptedMatch], entities: Mapping[str, entity_instance]) -> TypedElements:
        done = TypedElements()
        groups: dict[tuple[str, str, int], tuple[_Variant, list[int]]] = {}
        for match in matches:
            element = entities.get(match.element)
            if element is None:
                done.not_applied.append(NotApplied(element=match.element, reason=text("apply.no_element")))
                continue
            kind, earlier = self._type_class(element), self._type_of(element)
            variant = _Variant(type_class=kind, match=match, earlier=earlier, element=element)
            key = (kind, match.designation, 0 if earlier is None else earlier.id())
            groups.setdefault(key, (variant, []))[1].append(element.id())
            done.elements.append(match.element)
        for variant, members in groups.values():
            reused = self._reusable(variant)
            of = self._made(variant) if reused is None else self._completed(reused, variant.match)
            done.made, done.reused = done.made + (reused is None), done.reused + (reused is not None)
            if variant.earlier is None or of.number != variant.earlier.id():
                self._assign(members, of, variant.match.designation)
            self._classify(variant.match, of)
        self._write_relations()
        return done

    # Which type object

    def _type_class(self, element: entity_instance) -> str:
        """The class of type objects of an element: of its class, else of the nearest class above that has one; IFC2X3
        has none for assemblies and piles but the plain one."""
        for name in self._step.lineage(element.is_a()):
            found = self._step.class_name((name + "Type").upper())
            if found and not self._step.is_abstract(found):
                return found
        return _PRODUCT_TYPE

    def _type_of(self, element: entity_instance) -> entity_instance | None:
        return self._step.one(self._relation.get(element.id()), "RelatingType")

    def _reusable(self, variant: _Variant) -> entity_instance | None:
        """A type of the file that is this variant already. A named type cannot follow one that says more than itself:
        the element would lose that."""
        name = (variant.type_class, variant.match.designation)
        if variant.earlier is not None and (variant.earlier.is_a(), self._step.text(variant.earlier, "Name")) == name:
            return variant.earlier
        named = self._named.get(name)
        if named is None or variant.earlier is None:
            return named
        says_more = self._step.many(variant.earlier, "HasPropertySets") or any(self._associations(variant.earlier))
        return None if says_more else named

    def _made(self, variant: _Variant) -> Ref:
        """A new type object. It takes over what the earlier type says of its occurrences."""
        match, earlier, edit = variant.match, variant.earlier, self._edit
        purpose = f"{match.designation} {'' if earlier is None else earlier.id()}"
        inherited = [] if earlier is None else self._step.many(earlier, "HasPropertySets")
        sets = []
        wanted = {wanted.name: wanted for wanted in wanted_sets(match, self._step.file.schema, variant.element.is_a())}
        for definition in inherited:
            own = wanted.pop(self._step.text(definition, "Name") or "", None)
            united = None if own is None else self._united(definition, own)
            changed = {} if united is None else {"HasProperties": united}
            sets.append(edit.copy_root(definition, f"{purpose} {definition.id()}", **changed))
        sets += [self._new_set(one, purpose) for one in wanted.values()]
        predefined, element_type = self._predefined(variant)
        made = edit.add_root(
            variant.type_class, purpose, match.designation, None, None, sets or None, None, None, element_type,
            *predefined,
        )  # fmt: skip
        for association in () if earlier is None else self._associations(earlier):
            if not self._is_ours(association):
                edit.copy_root(association, f"{purpose} {association.id()}", RelatedObjects=[made])
        return made

    def _is_ours(self, association: entity_instance) -> bool:
        reference = self._step.one(association, "RelatingClassification")
        return self._step.text(self._step.one(reference, "ReferencedSource"), "Name") == PROGRAM

    def _predefined(self, variant: _Variant) -> tuple[list[Item], str | None]:
        """PredefinedType and ElementType as the earlier type or the element has them."""
        position = self._step.position(variant.type_class, "PredefinedType")
        if position is None:
            return [], None
        known = self._step.enumeration(variant.type_class, "PredefinedType")
        for said, other in ((variant.earlier, "ElementType"), (variant.element, "ObjectType")):
            item = self._step.text(said, "PredefinedType")
            name = self._step.text(said, other)
            if item in known and (item != "USERDEFINED" or name):
                return [Item(item)], name if item == "USERDEFINED" else None
        return [Item("NOTDEFINED")], None

    def _completed(self, of: entity_instance, match: AcceptedMatch) -> Ref:
        """An existing type with the property sets of the component."""
        if of.id() in self._complete:
            return Ref(of.id())
        self._complete.add(of.id())
        own = {self._step.text(one, "Name"): one for one in self._step.many(of, "HasPropertySets")}
        numbers = [one.id() for one in self._step.many(of, "HasPropertySets")]
        before = list(numbers)
        for wanted in wanted_sets(match, self._step.file.schema, of.is_a().removesuffix("Type")):
            purpose = f"{match.designation} {of.id()}"
            definition = own.get(wanted.name)
            if definition is None:
                numbers.append(self._new_set(wanted, purpose).number)
            elif (united := self._united(definition, wanted)) is not None:
                if len(self._owners.get(definition.id(), ())) == 1:
                    self._edit.set(definition, "HasProperties", united)
                else:
                    copy = self._edit.copy_root(definition, purpose, HasProperties=united)
                    numbers[numbers.index(definition.id())] = copy.number
        if numbers != before:
            self._edit.set_references(of, "HasPropertySets", numbers)
        return Ref(of.id())

    # Property sets

    def _new_set(self, wanted: WantedSet, purpose: str) -> Ref:
        properties = [self._property(one) for one in wanted.properties]
        return self._edit.add_root("IfcPropertySet", f"{purpose} {wanted.name}", wanted.name, None, properties)

    def _united(self, definition: entity_instance, wanted: WantedSet) -> list[Ref] | None:
        """The properties of a set with those of the component; None when it states them all already."""
        present = {self._step.text(one, "Name"): one for one in self._step.many(definition, "HasProperties")}
        missing = [
            one for one in wanted.properties
            if one.name not in present or (one.binding and self._said(present[one.name]) != one.value)
        ]  # fmt: skip
        if not missing:
            return None
        replaced = {one.name for one in missing}
        kept = [Ref(one.id()) for name, one in present.items() if name not in replaced]
        return kept + [self._property(one) for one in missing]

    def _said(self, entity: entity_instance) -> str | None:
        values = self._step.many(entity, "EnumerationValues") or [self._step.value(entity, "NominalValue")]
        value = values[0] if len(values) == 1 else None
        return None if value is None else str(value.get_argument(0))

    def _property(self, wanted: WantedProperty) -> Ref:
        edit, value = self._edit, Typed("IfcLabel", wanted.value)
        if wanted.enumeration is None:
            return edit.add("IfcPropertySingleValue", wanted.name, None, value)
        items = [Typed("IfcLabel", item) for item in wanted.items]
        enumeration = edit.add("IfcPropertyEnumeration", wanted.enumeration, items)
        return edit.add("IfcPropertyEnumeratedValue", wanted.name, None, [value], enumeration)

    # Relations

    def _assign(self, members: list[int], of: Ref, name: str) -> None:
        """Take elements out of the relations they are in, leaving their siblings there, and into that of their type."""
        gone = set(members)
        for relation in {self._relation[one].id() for one in members if one in self._relation}:
            self._members[relation] = [one for one in self._members[relation] if one not in gone]
        existing = self._relation_of_type.get(of.number)
        if existing is not None:
            self._members[existing.id()] += members
        else:
            objects = [Ref(one) for one in members]
            self._edit.add_root("IfcRelDefinesByType", f"{name} {members[0]}", None, None, objects, of)

    def _write_relations(self) -> None:
        for relation in self._instances("IfcRelDefinesByType"):
            members = self._members[relation.id()]
            if members == [one.id() for one in self._step.many(relation, "RelatedObjects")]:
                continue
            if members:
                self._edit.set_references(relation, "RelatedObjects", members)
            else:
                self._edit.patch.remove(relation.id())

    def _associations(self, of: entity_instance) -> Iterator[entity_instance]:
        """Materials, classifications, documents of a type."""
        return iter(self._associations_by_type.get(of.id(), ()))

    @functools.cached_property
    def _associations_by_type(self) -> dict[int, list[entity_instance]]:
        types = {one.id() for one in self._instances("IfcTypeObject")}
        found: dict[int, list[entity_instance]] = {}
        for relation in self._instances("IfcRelAssociates"):
            for one in self._step.many(relation, "RelatedObjects"):
                if one.id() in types:
                    found.setdefault(one.id(), []).append(relation)
        return found

    # Classification

    def _classify(self, match: AcceptedMatch, of: Ref) -> None:
        """Say where the component comes from: its library, id and revision."""
        code = f"{match.component}@{match.revision}"
        known = {
            self._step.value(self._step.one(relation, "RelatingClassification"), "Identification")
            or self._step.value(self._step.one(relation, "RelatingClassification"), "ItemReference")
            for relation in self._associations_by_type.get(of.number, ())
        }
        if code in known or (code, of.number) in self._classified:
            return
        self._classified.add((code, of.number))
        reference = self._reference(match, code)
        self._edit.add_root(
            "IfcRelAssociatesClassification", f"{code} {match.designation} {of.number}", None, None, [of], reference
        )

    def _reference(self, match: AcceptedMatch, code: str) -> Ref:
        key = (code, match.designation)
        if key not in self._references:
            self._references[key] = self._edit.add(
                "IfcClassificationReference", match.uri, code, match.designation, self._system(match.library)
            )
        return self._references[key]

    def _system(self, library: str) -> Ref:
        for known in self._step.instances("IfcClassification"):
            if (self._step.text(known, "Name"), self._step.text(known, "Edition")) == (PROGRAM, library):
                return Ref(known.id())
        if library not in self._systems:
            self._systems[library] = self._edit.add("IfcClassification", PROGRAM, library, None, PROGRAM)
        return self._systems[library]

    def _instances(self, base: str) -> Iterator[entity_instance]:
        return (one for _, instances in self._step.groups(base) for one in instances)


# What the sets say


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedProperty:
    """A property that a component's type carries."""

    name: str
    value: str
    binding: bool
    """Replaces another value; else what the file states is left standing."""
    enumeration: str | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSet:
    """A property set that a component's type carries."""

    name: str
    properties: tuple[WantedProperty, ...]


def wanted_sets(match: AcceptedMatch, schema: str, element_class: str) -> list[WantedSet]:
    """The property sets of an accepted component in a schema; none for what is not of concrete."""
    if not match.concrete:
        return []
    found = []
    for row in _table()[schema]:
        if element_class.startswith(tuple(row.get("classes", ("Ifc",)))):
            properties = tuple(one for entry in row["properties"] if (one := _wanted(entry, match)))
            if properties:
                found.append(WantedSet(name=row["set"], properties=properties))
    return found


def _wanted(entry: Mapping[str, Any], match: AcceptedMatch) -> WantedProperty | None:
    source = entry.get("from")
    value = entry.get("value") or entry.get("by_kind", {}).get(match.kind) or (source and getattr(match, source))
    if not value:
        return None
    return WantedProperty(
        name=entry["name"],
        value=str(value),
        binding=source != "grade",
        enumeration=entry.get("enumeration"),
        items=tuple(entry.get("items", ())),
    )


@functools.cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = read_yaml(Path(__file__).parent / "component_sets.yaml")
    return table
