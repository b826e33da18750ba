"""The property table: property sets and quantities of occurrences and types, own attributes, classifications.

A set is read once, however many elements share it; the long table of elements × properties is then a join of columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from dfma.ifc.plain_statements import PlainSet, PlainStatements, plain_set, plain_text
from dfma.ifc.property_table import PropertySets
from dfma.ifc.property_values import PropertyReader, Row
from dfma.ifc.step_file import PlainAttribute, StepFile
from dfma.ifc.units import Units
from dfma.progress import Progress

if TYPE_CHECKING:
    import ifcopenshell

_IN_OTHER_COLUMNS = frozenset(
    {"GlobalId", "Name", "Description", "ObjectType", "ElementType", "Tag", "PredefinedType", "ApplicableOccurrence"}
)
"""Attributes that the element table holds, or that say nothing of an element."""

_CLASSIFICATION_SET = "IfcClassification"
_NAMELESS = "IfcPropertySet"
"""The set of a property set without a name."""


def read_properties(
    step: StepFile, plain: PlainStatements, rows: dict[int, int], types: pl.DataFrame, units: Units, progress: Progress
) -> pl.DataFrame:
    """Properties of all rows, those of types included where the occurrence does not hide them.

    `rows` maps numbers in the file to rows, `types` is what `read_types` returned.
    """
    reading = _Reading(step, plain, rows, types, units, progress)
    reading.sets_of_occurrences()
    reading.sets_of_types()
    reading.attributes_of_occurrences()
    reading.classifications()
    return reading.sets.table()


class _Reading:
    """One walk through all that says something of elements."""

    def __init__(
        self,
        step: StepFile,
        plain: PlainStatements,
        rows: dict[int, int],
        types: pl.DataFrame,
        units: Units,
        progress: Progress,
    ) -> None:
        self._step = step
        self._plain = plain
        self._rows = rows
        self._progress = progress
        self._reader = PropertyReader(step, plain, units)
        self._known: dict[int | PlainSet, int] = {}
        self._rows_of_type: dict[int, list[int]] = dict(
            types.group_by("type_id", maintain_order=True).agg("row").iter_rows()
        )
        self.sets = PropertySets()

    def sets_of_occurrences(self) -> None:
        for members, definitions in self._definitions():
            if users := [row for member in members if (row := self._rows.get(member)) is not None]:
                for definition in definitions:
                    self.sets.use(users, self._set(definition), "occurrence")

    def _definitions(self) -> Iterator[tuple[list[int], list[int]]]:
        """Elements and sets of each relation, by their numbers."""
        for count, (members, definition) in enumerate(self._plain.relations.values()):
            if count % 1000 == 0:
                self._progress.check()
            yield members, [definition]
        if self._plain.has_all_relations:
            return
        for number, members_, value in self._related("IfcRelDefinesByProperties", "RelatingPropertyDefinition"):
            if number not in self._plain.relations:
                yield [member.id() for member in members_], [entity.id() for entity in self._sets_in(value)]

    def sets_of_types(self) -> None:
        for number, users in self._rows_of_type.items():
            self._progress.check()
            entity = self._step.file.by_id(number)
            name = entity.is_a()
            for definition in self._step.many(entity, "HasPropertySets"):
                self.sets.use(users, self._set(definition.id()), "type")
            for attribute in self._own_attributes(name):
                self._use_attribute(attribute, entity.get_argument(attribute.position), users, "type")

    def attributes_of_occurrences(self) -> None:
        """The attributes that only some classes have, such as the place where an assembly is put together."""
        for name, instances in self._step.groups("IfcObject"):
            self._progress.check()
            rows = [self._rows.get(instance.id()) for instance in instances]
            for attribute in self._own_attributes(name):
                users: dict[Any, list[int]] = {}
                for row, instance in zip(rows, instances, strict=True):
                    if row is not None:
                        users.setdefault(instance.get_argument(attribute.position), []).append(row)
                for value, alike in users.items():
                    self._use_attribute(attribute, value, alike, "occurrence")

    def _use_attribute(self, attribute: PlainAttribute, value: Any, users: list[int], origin: str) -> None:
        row = self._reader.attribute(attribute, value)
        if row is not None and row.value != "NOTDEFINED":
            self.sets.use(users, self.sets.add(attribute.declared_by, [row]), origin)

    def classifications(self) -> None:
        for _, members, references in self._related("IfcRelAssociatesClassification", "RelatingClassification"):
            for reference in self._step.entities(references):
                definition = self.sets.add(_CLASSIFICATION_SET, _classification(self._step, reference))
                for member in members:
                    if (row := self._rows.get(member.id())) is not None:
                        self.sets.use([row], definition, "occurrence")
                    self.sets.use(self._rows_of_type.get(member.id(), []), definition, "type")

    def _related(self, base: str, relating: str) -> Iterator[tuple[int, list[ifcopenshell.entity_instance], Any]]:
        """Number, members and other end of each relation of a class."""
        for name, relations in self._step.groups(base):
            members = self._step.column(name, relations, "RelatedObjects")
            others = self._step.column(name, relations, relating)
            for relation, related, other in zip(relations, members, others, strict=True):
                self._progress.check()
                yield relation.id(), self._step.entities(related), other

    def _sets_in(self, value: Any) -> list[ifcopenshell.entity_instance]:
        """The sets of one relation: a set, or since IFC4 an IfcPropertySetDefinitionSet."""
        entities = self._step.entities(value)
        if entities and entities[0].is_a() == "IfcPropertySetDefinitionSet":
            return self._step.entities(entities[0].get_argument(0))
        return entities

    def _set(self, number: int) -> int:
        plain = plain_set(self._plain.body(number))
        key = number if plain is None else plain
        if key not in self._known:
            self._known[key] = self._read_set(number) if plain is None else self._said_plainly(plain)
        return self._known[key]

    def _said_plainly(self, plain: PlainSet) -> int:
        return self.sets.add(plain_text(plain.name) or _NAMELESS, self._reader.rows(plain.numbers()))

    def _read_set(self, number: int) -> int:
        """Read a set through the parser."""
        entity = self._step.find(number)
        if entity is None:
            return self.sets.add(_NAMELESS, [])
        name = entity.is_a()
        set_name = self._step.text(entity, "Name") or _NAMELESS
        for holder in ("HasProperties", "Quantities"):
            position = self._step.position(name, holder)
            if position is not None:
                parts = self._step.entities(entity.get_argument(position))
                return self.sets.add(set_name, self._reader.rows(part.id() for part in parts))
        rows = [
            row._replace(kind="single")
            for attribute in self._own_attributes(name)
            if (row := self._reader.attribute(attribute, entity.get_argument(attribute.position))) is not None
        ]
        return self.sets.add(set_name if set_name != _NAMELESS else name, rows)

    def _own_attributes(self, name: str) -> list[PlainAttribute]:
        return [one for one in self._step.plain_attributes(name) if one.name not in _IN_OTHER_COLUMNS]


def _classification(step: StepFile, reference: ifcopenshell.entity_instance) -> list[Row]:
    """The code under the name of its system; the words of the code, when there are any, as "system.Name"."""
    system = step.text(step.one(reference, "ReferencedSource"), "Name") or _CLASSIFICATION_SET
    code = step.text(reference, "Identification") or step.text(reference, "ItemReference")
    words = step.text(reference, "Name")
    said = {system: code or words, f"{system}.Name": words if code else None}
    return [Row(name, value, None, "IfcLabel", None, "reference") for name, value in said.items() if value]
