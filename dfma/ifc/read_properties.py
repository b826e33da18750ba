"""The property table: property sets and quantities of occurrences and types, own attributes, classifications.

A set is read once, however many elements share it; the long table of elements × properties is then a join of columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from dfma.ifc.property_table import PropertySets
from dfma.ifc.property_values import PropertyReader, Row
from dfma.ifc.step_file import PlainAttribute, StepFile, as_text
from dfma.ifc.units import Units
from dfma.progress import Progress

if TYPE_CHECKING:
    import ifcopenshell

_IN_OTHER_COLUMNS = frozenset(
    {"GlobalId", "Name", "Description", "ObjectType", "ElementType", "Tag", "PredefinedType", "ApplicableOccurrence"}
)
"""Attributes that the element table holds, or that say nothing of an element."""

_CLASSIFICATION_SET = "IfcClassification"


def read_properties(
    step: StepFile, rows: dict[int, int], types: pl.DataFrame, units: Units, progress: Progress
) -> pl.DataFrame:
    """Properties of all rows, those of types included where the occurrence does not hide them.

    `rows` maps numbers in the file to rows, `types` is what `read_types` returned.
    """
    reading = _Reading(step, rows, types, units, progress)
    reading.sets_of_occurrences()
    reading.sets_of_types()
    reading.attributes_of_occurrences()
    reading.classifications()
    return reading.sets.table()


class _Reading:
    """One walk through all that says something of elements."""

    def __init__(
        self, step: StepFile, rows: dict[int, int], types: pl.DataFrame, units: Units, progress: Progress
    ) -> None:
        self._step = step
        self._rows = rows
        self._progress = progress
        self._reader = PropertyReader(step, units)
        self._known: dict[int, int] = {}
        self._rows_of_type: dict[int, list[int]] = dict(
            types.group_by("type_id", maintain_order=True).agg("row").iter_rows()
        )
        self.sets = PropertySets()

    def sets_of_occurrences(self) -> None:
        for members, definition in self._related("IfcRelDefinesByProperties", "RelatingPropertyDefinition"):
            if users := self._rows_among(members):
                for entity in self._definitions(definition):
                    self.sets.use(users, self._set(entity), "occurrence")

    def sets_of_types(self) -> None:
        for number, users in self._rows_of_type.items():
            self._progress.check()
            entity = self._step.file.by_id(number)
            name = entity.is_a()
            for definition in self._step.entities(self._step.column(name, [entity], "HasPropertySets")[0]):
                self.sets.use(users, self._set(definition), "type")
            for attribute in self._own_attributes(name):
                row = self._reader.attribute(attribute, entity.get_argument(attribute.position))
                if row is not None:
                    self.sets.use(users, self.sets.add(attribute.declared_by, [row]), "type")

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
                    if (said := self._reader.attribute(attribute, value)) is not None:
                        self.sets.use(alike, self.sets.add(attribute.declared_by, [said]), "occurrence")

    def classifications(self) -> None:
        for members, references in self._related("IfcRelAssociatesClassification", "RelatingClassification"):
            for reference in self._step.entities(references):
                definition = self.sets.add(_CLASSIFICATION_SET, _classification(reference))
                self.sets.use(self._rows_among(members), definition, "occurrence")
                for member in members:
                    self.sets.use(self._rows_of_type.get(member.id(), []), definition, "type")

    def _related(self, base: str, relating: str) -> Iterator[tuple[list[ifcopenshell.entity_instance], Any]]:
        """Members and the other end of each relation of a class."""
        for name, relations in self._step.groups(base):
            members = self._step.position(name, "RelatedObjects")
            other = self._step.position(name, relating)
            if members is None or other is None:
                continue
            for count, relation in enumerate(relations):
                if count % 1000 == 0:
                    self._progress.check()
                yield self._step.entities(relation.get_argument(members)), relation.get_argument(other)

    def _rows_among(self, members: list[ifcopenshell.entity_instance]) -> list[int]:
        return [row for entity in members if (row := self._rows.get(entity.id())) is not None]

    def _definitions(self, value: Any) -> list[ifcopenshell.entity_instance]:
        """The sets of one relation: a set, or since IFC4 an IfcPropertySetDefinitionSet."""
        entities = self._step.entities(value)
        if entities and entities[0].is_a() == "IfcPropertySetDefinitionSet":
            return self._step.entities(entities[0].get_argument(0))
        return entities

    def _set(self, entity: ifcopenshell.entity_instance) -> int:
        number = entity.id()
        if number not in self._known:
            self._known[number] = self._read_set(entity)
        return self._known[number]

    def _read_set(self, entity: ifcopenshell.entity_instance) -> int:
        name = entity.is_a()
        set_name = self._step.texts(name, [entity], "Name")[0] or name
        for holder in ("HasProperties", "Quantities"):
            position = self._step.position(name, holder)
            if position is not None:
                return self.sets.add(set_name, self._reader.rows(entity.get_argument(position)))
        rows = [
            row._replace(kind="single")
            for attribute in self._own_attributes(name)
            if (row := self._reader.attribute(attribute, entity.get_argument(attribute.position))) is not None
        ]
        return self.sets.add(set_name, rows)

    def _own_attributes(self, name: str) -> list[PlainAttribute]:
        return [one for one in self._step.plain_attributes(name) if one.name not in _IN_OTHER_COLUMNS]


def _classification(reference: ifcopenshell.entity_instance) -> list[Row]:
    """The code under the name of its system; the words of the code, when there are any, as "system.Name"."""
    source = getattr(reference, "ReferencedSource", None)
    system = as_text(getattr(source, "Name", None)) or _CLASSIFICATION_SET
    code = as_text(getattr(reference, "Identification", None) or getattr(reference, "ItemReference", None))
    words = as_text(getattr(reference, "Name", None))
    said = {system: code or words, f"{system}.Name": words if code else None}
    return [Row(name, value, None, "IfcLabel", None, "reference") for name, value in said.items() if value]
