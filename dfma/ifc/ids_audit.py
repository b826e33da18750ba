"""What the XML schema of IDS cannot see: demands that no IFC file of the named schemas can ever meet.

Names of classes and attributes that do not exist, values of the wrong sort, and prohibited specifications that require
something. Such a file is refused with the reason, as the IDS 1.0 documentation asks, instead of failing every element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from dfma.text import Text, text

if TYPE_CHECKING:
    from ifctester.facet import Facet
    from ifctester.ids import Specification

_FORMS = {
    "integer": re.compile(r"[-+]?\d+"),
    "real": re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?"),
    "number": re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?"),
    "boolean": re.compile(r"true|false|0|1"),
    "logical": re.compile(r"true|false|unknown|0|1"),
}
"""How a value of a simple type is written in an IDS file."""
_PLAIN = ("string", "enumeration", "binary", *_FORMS)


def unsound(specification: Specification) -> Text | None:
    """The first reason why a specification can never be met as its author meant it; None when there is none."""
    return next(_reasons(specification), None)


def _reasons(specification: Specification) -> Iterator[Text]:
    if specification.maxOccurs == 0 and specification.requirements:
        yield text("ids.audit.prohibited", specification=specification.name)
    schemas = tuple(specification.ifcVersion)
    for facet in (*specification.applicability, *specification.requirements):
        if type(facet).__name__ == "Entity" and not _classes(facet.name, schemas):
            yield text("ids.audit.class", specification=specification.name, name=str(facet.name))
        if getattr(facet, "predefinedType", None) and not _has_predefined_types(facet.name, schemas):
            yield text("ids.audit.predefined", specification=specification.name, name=str(facet.name))
        if type(facet).__name__ == "Property" and facet.dataType:
            sorts = {_sort_of_type(str(facet.dataType), schema) for schema in schemas} - {None}
            yield from _wrong_values(facet, sorts, specification)
    about = [facet for facet in specification.applicability if type(facet).__name__ == "Entity"]
    if about:
        classes = _classes(about[0].name, schemas)
        for facet in specification.requirements:
            yield from _never_met(facet, classes, schemas, specification)


def _has_predefined_types(name: object, schemas: tuple[str, ...]) -> bool:
    """Whether elements of a class can say a predefined type, themselves or by their type, in every schema."""
    return all(
        any(
            attribute == "PredefinedType"
            for one in (ifc_class, f"{ifc_class}TYPE")
            for attribute, _ in _attributes(one, schema)
        )
        for schema in schemas
        for ifc_class in _classes(name, [schema])
    )


def _never_met(
    facet: Facet, classes: frozenset[str], schemas: tuple[str, ...], specification: Specification
) -> Iterator[Text]:
    """Why elements of these classes can never meet a requirement."""
    kind = type(facet).__name__
    if kind == "Entity" and not classes & _classes(facet.name, schemas) and not _only_by_type(facet, schemas):
        yield text("ids.audit.other_class", specification=specification.name, name=str(facet.name))
    if kind == "Attribute":
        sorts = {
            sort
            for schema in schemas
            for ifc_class in classes
            for name, sort in _attributes(ifc_class, schema)
            if name == facet.name
        }
        if not sorts:
            yield text("ids.audit.attribute", specification=specification.name, name=str(facet.name))
        yield from _wrong_values(facet, sorts, specification)


def _only_by_type(facet: Facet, schemas: tuple[str, ...]) -> bool:
    """In IFC2X3 some classes exist only as types: an IfcFlowSegment is a pipe segment by its IfcPipeSegmentType."""
    name = str(facet.name)
    return "IFC2X3" in schemas and name not in _entities("IFC2X3") and f"{name}TYPE" in _entities("IFC2X3")


def _wrong_values(facet: Facet, sorts: set[Any], specification: Specification) -> Iterator[Text]:
    """Why the value of a facet cannot be one of any of these sorts."""
    values = _listed(facet.value)
    if not sorts or facet.value is None or any(_can_be(facet.value, values, sort) for sort in sorts):
        return
    yield text("ids.audit.value", specification=specification.name, value=str(facet.value), sort=min(sorts))


def _can_be(value: object, values: list[str], sort: str) -> bool:
    if sort not in _PLAIN:
        return False
    if sort not in _FORMS:
        return True
    patterned = not isinstance(value, str) and "pattern" in value.options  # type: ignore[attr-defined]
    return not patterned and all(_FORMS[sort].fullmatch(one) for one in values)


def _listed(value: object) -> list[str]:
    """Values that are spelled out: a plain one, or those of an enumeration."""
    if value is None or isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value.options.get("enumeration", [])]  # type: ignore[attr-defined]


def _classes(name: object, schemas: Iterable[str]) -> frozenset[str]:
    """Upper-case names of all classes of the schemas that a name or restriction means."""
    return frozenset(one for schema in schemas for one in _entities(schema) if one == name or name == one)


@cache
def _schema(name: str) -> Any:
    from ifcopenshell import ifcopenshell_wrapper

    return ifcopenshell_wrapper.schema_by_name(name)


@cache
def _entities(schema: str) -> dict[str, Any]:
    return {entity.name().upper(): entity for entity in _schema(schema).entities()}


@cache
def _attributes(ifc_class: str, schema: str) -> tuple[tuple[str, str], ...]:
    """Names of the own attributes of a class, and of what sort their values are."""
    entity = _entities(schema).get(ifc_class)
    if entity is None:
        return ()
    return tuple((attribute.name(), _sort(attribute.type_of_attribute())) for attribute in entity.all_attributes())


def _sort_of_type(name: str, schema: str) -> str | None:
    try:
        return _sort_of_declaration(_schema(schema).declaration_by_name(name))
    except RuntimeError:  # not a type of this schema
        return None


def _sort(attribute_type: Any) -> str:
    """string, integer, real, boolean, …, or `other` for what has no plain value (objects, selects, lists)."""
    if (simple := attribute_type.as_simple_type()) is not None:
        return str(simple.declared_type())
    named = attribute_type.as_named_type()
    return "other" if named is None else _sort_of_declaration(named.declared_type())


def _sort_of_declaration(declaration: Any) -> str:
    if declaration.as_enumeration_type() is not None:
        return "enumeration"
    defined = declaration.as_type_declaration()
    return "other" if defined is None else _sort(defined.declared_type())
