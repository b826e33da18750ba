"""The property table: property sets and quantities of occurrences and types, own attributes, classifications.

A set is read once, however many elements share it; the long table of elements × properties is then a join of columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from dfma.ifc.plain_properties import decoded, said_plainly
from dfma.ifc.plain_statements import PlainStatements, plain_statements
from dfma.ifc.property_table import SAID_SCHEMA, SET_SCHEMA, Sets, property_table
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
_DOCUMENT_SET = "IfcDocument"
_NAMELESS = "IfcPropertySet"
"""The set of a property set without a name."""


def read_properties(
    step: StepFile, data: bytes, rows: dict[int, int], types: pl.DataFrame, units: Units, progress: Progress
) -> pl.DataFrame:
    """Properties of all rows, those of types included where the occurrence does not hide them.

    `data` is the text of the file, `rows` maps numbers in the file to rows, `types` is what `read_types` returned.
    """
    plain = plain_statements(data)
    progress.check()
    reading = _Reading(step, rows, types, units, progress)
    if not plain.all_relations:
        reading.sets_of_occurrences(known=set(plain.relations["relation"]))
    reading.sets_of_types()
    reading.attributes_of_occurrences()
    reading.classifications()
    reading.documents()
    users = pl.concat([_plain_users(plain, rows), reading.sets.users()])
    used = users.select("definition").unique(maintain_order=True)
    for definition in used.join(plain.sets, on="definition", how="anti")["definition"]:
        reading.read_set(definition)
    plain_sets = plain.sets.join(used, on="definition", how="semi", maintain_order="left")
    return property_table(users, pl.concat([reading.plain_sets(plain_sets, plain.properties), reading.sets.said()]))


def _plain_users(plain: PlainStatements, rows: dict[int, int]) -> pl.DataFrame:
    members = pl.DataFrame(
        {"member": list(rows), "row": list(rows.values())}, schema={"member": pl.Int32, "row": pl.Int32}
    )
    return plain.relations.join(members, on="member", maintain_order="left").select(
        "row", "definition", origin=pl.lit("occurrence")
    )


class _Reading:
    """One walk through all that says something of elements and is not in the plain statements."""

    def __init__(
        self, step: StepFile, rows: dict[int, int], types: pl.DataFrame, units: Units, progress: Progress
    ) -> None:
        self._step = step
        self._rows = rows
        self._units = units
        self._progress = progress
        self._reader = PropertyReader(step, units)
        self._rows_of_type: dict[int, list[int]] = dict(
            types.group_by("type_id", maintain_order=True).agg("row").iter_rows()
        )
        self.sets = Sets()

    def plain_sets(self, sets: pl.DataFrame, properties: pl.DataFrame) -> pl.DataFrame:
        """What plainly written sets say; of their properties, those that are not plain go through the parser."""
        used = properties.join(sets, on="property", how="semi", maintain_order="left")
        plain = said_plainly(used, self._step, self._units)
        others = sets.select("property").unique(maintain_order=True).join(plain, on="property", how="anti")["property"]
        read = [(number, *row) for number in others for row in self._reader.rows(number)]
        said = pl.concat([plain, pl.DataFrame(read, schema={"property": pl.Int32, **SAID_SCHEMA}, orient="row")])
        return (
            sets.with_columns(decoded(sets["set"]).replace("", None).fill_null(_NAMELESS))
            .join(said, on="property", maintain_order="left_right")
            .select(list(SET_SCHEMA))
        )

    def sets_of_occurrences(self, known: set[int]) -> None:
        """The sets that elements have by the relations that are not among the known ones."""
        for number, members, value in self._related("IfcRelDefinesByProperties", "RelatingPropertyDefinition"):
            if number not in known:
                users = [row for member in members if (row := self._rows.get(member.id())) is not None]
                for definition in self._sets_in(value):
                    self.sets.use(users, definition.id(), "occurrence")

    def sets_of_types(self) -> None:
        for number, users in self._rows_of_type.items():
            self._progress.check()
            entity = self._step.file.by_id(number)
            name = entity.is_a()
            for definition in self._step.many(entity, "HasPropertySets"):
                self.sets.use(users, definition.id(), "type")
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
            self.sets.use(users, self.sets.make(attribute.declared_by, [row]), origin)

    def classifications(self) -> None:
        for _, members, references in self._related("IfcRelAssociatesClassification", "RelatingClassification"):
            for reference in self._step.entities(references):
                definition = self.sets.make(_CLASSIFICATION_SET, _classification(self._step, reference))
                for member in members:
                    if (row := self._rows.get(member.id())) is not None:
                        self.sets.use([row], definition, "occurrence")
                    self.sets.use(self._rows_of_type.get(member.id(), []), definition, "type")

    def documents(self) -> None:
        """Documents that are linked to something, by name and address."""
        for _, members, references in self._related("IfcRelAssociatesDocument", "RelatingDocument"):
            for reference in self._step.entities(references):
                definition = self.sets.make(_DOCUMENT_SET, _document(self._step, reference))
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

    def read_set(self, number: int) -> None:
        """Read a set through the parser."""
        entity = self._step.find(number) if number > 0 else None
        if entity is None:
            return
        name = entity.is_a()
        set_name = self._step.text(entity, "Name")
        for holder in ("HasProperties", "Quantities"):
            if self._step.position(name, holder) is not None:
                parts = self._step.many(entity, holder)
                self.sets.add(
                    number, set_name or _NAMELESS, [row for part in parts for row in self._reader.rows(part.id())]
                )
                return
        attributes = (
            self._reader.attribute(attribute, entity.get_argument(attribute.position))
            for attribute in self._own_attributes(name)
        )
        self.sets.add(number, set_name or name, [row._replace(kind="single") for row in attributes if row is not None])

    def _own_attributes(self, name: str) -> list[PlainAttribute]:
        return [one for one in self._step.plain_attributes(name) if one.name not in _IN_OTHER_COLUMNS]


def _document(step: StepFile, reference: ifcopenshell.entity_instance) -> list[Row]:
    """The name of a document, its own or that of the information behind a reference, and its address."""
    information = step.one(reference, "ReferencedDocument") or reference
    name = step.text(reference, "Name") or step.text(information, "Name")
    number = step.text(reference, "Identification") or step.text(information, "Identification")
    number = number or step.text(reference, "ItemReference") or step.text(information, "DocumentId")
    address = step.text(reference, "Location") or step.text(information, "Location") or number
    name = name or number
    return [Row(name, address or name, None, "IfcLabel", None, "reference")] if name else []


def _classification(step: StepFile, reference: ifcopenshell.entity_instance) -> list[Row]:
    """The code under the name of its system; the words of the code, when there are any, as "system.Name"."""
    system = step.text(step.one(reference, "ReferencedSource"), "Name") or _CLASSIFICATION_SET
    code = step.text(reference, "Identification") or step.text(reference, "ItemReference")
    words = step.text(reference, "Name")
    said = {system: code or words, f"{system}.Name": words if code else None}
    return [Row(name, value, None, "IfcLabel", None, "reference") for name, value in said.items() if value]
