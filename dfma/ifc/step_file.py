"""Quick, careful reading of attributes: by position, and forgiving towards files that break their schema.

Asking ifcopenshell for an attribute by name costs several times as much as by position, so the position is looked up
once per class. Instances of a class and of its subtypes are therefore read class by class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ifcopenshell


class PlainAttribute(NamedTuple):
    """An attribute of a class that holds one value."""

    name: str
    position: int
    declared_by: str
    """The class, or the supertype, that has it first."""
    value_type: str
    """IfcLabel, IfcPositiveLengthMeasure, IfcAssemblyPlaceEnum, …"""


class StepFile:
    """A parsed file and its schema."""

    def __init__(self, file: ifcopenshell.file) -> None:
        import ifcopenshell

        self.file = file
        self.schema: str = file.schema
        self.entity_class = ifcopenshell.entity_instance
        self._declarations = ifcopenshell.ifcopenshell_wrapper.schema_by_name(file.schema_identifier)
        self._classes = sorted(file.types())
        self._instances: dict[str, Sequence[ifcopenshell.entity_instance]] = {}
        self._positions: dict[str, dict[str, int]] = {}
        self._plain: dict[str, list[PlainAttribute]] = {}

    def classes(self, base: str) -> list[str]:
        """The classes of the file that are `base` or one of its subtypes; none when the schema does not know it."""
        return [name for name in self._classes if self.is_a(name, base)]

    def groups(self, base: str) -> Iterator[tuple[str, Sequence[ifcopenshell.entity_instance]]]:
        """Each class of `base` with its instances."""
        for name in self.classes(base):
            yield name, self.instances(name)

    def instances(self, name: str) -> Sequence[ifcopenshell.entity_instance]:
        """The instances of a class, without those of its subtypes."""
        if name not in self._instances:
            self._instances[name] = self.file.by_type(name, include_subtypes=False)
        return self._instances[name]

    def class_name(self, capitals: str) -> str | None:
        """The name of a class or type as the schema writes it; None when it has none such."""
        try:
            name: str = self._declarations.declaration_by_name(capitals).name()
        except RuntimeError:
            return None
        return name

    def is_a(self, name: str, base: str) -> bool:
        """Whether class `name` is `base` or one of its subtypes."""
        declaration = self._declarations.declaration_by_name(name)
        return name == base or bool(declaration._is(base))

    def lineage(self, name: str) -> Iterator[str]:
        """A class and the classes above it, the nearest first."""
        declaration = self._declarations.declaration_by_name(name).as_entity()
        while declaration is not None:
            yield declaration.name()
            declaration = declaration.supertype()

    def is_abstract(self, name: str) -> bool:
        """Whether a class has instances of its subtypes only."""
        return bool(self._declarations.declaration_by_name(name).as_entity().is_abstract())

    def enumeration(self, name: str, attribute: str) -> tuple[str, ...]:
        """The items that an attribute of a class may hold; none when it is no enumeration."""
        position = self.position(name, attribute)
        if position is None:
            return ()
        declared = self._declarations.declaration_by_name(name).as_entity().attribute_by_index(position)
        named = declared.type_of_attribute().as_named_type()
        items = None if named is None else named.declared_type().as_enumeration_type()
        return () if items is None else tuple(items.enumeration_items())

    def position(self, name: str, attribute: str) -> int | None:
        """Position of an attribute of a class; None when this schema's class has none of that name."""
        return self.attributes(name).get(attribute)

    def attributes(self, name: str) -> dict[str, int]:
        """Names and positions of all attributes of a class; of a plain type such as IfcLabel none."""
        if name not in self._positions:
            declaration = self._declarations.declaration_by_name(name).as_entity()
            attributes = () if declaration is None else declaration.all_attributes()
            self._positions[name] = {attribute.name(): position for position, attribute in enumerate(attributes)}
        return self._positions[name]

    def plain_attributes(self, name: str) -> list[PlainAttribute]:
        """The attributes of a class that hold one text, number or enumeration item."""
        if name not in self._plain:
            self._plain[name] = list(self._found_plain(name))
        return self._plain[name]

    def _found_plain(self, name: str) -> Iterator[PlainAttribute]:
        declaration = self._declarations.declaration_by_name(name).as_entity()
        while declaration is not None:
            for attribute in declaration.attributes():
                named = attribute.type_of_attribute().as_named_type()
                kind = None if named is None else named.declared_type()
                if kind is not None and (_is_simple(kind) or kind.as_enumeration_type() is not None):
                    position = self.attributes(name)[attribute.name()]
                    yield PlainAttribute(attribute.name(), position, declaration.name(), kind.name())
            declaration = declaration.supertype()

    def column(self, name: str, instances: Sequence[ifcopenshell.entity_instance], attribute: str) -> list[Any]:
        """One attribute of instances of one class; None throughout when the class has no such attribute."""
        position = self.position(name, attribute)
        if position is None:
            return [None] * len(instances)
        return [instance.get_argument(position) for instance in instances]

    def value(self, instance: Any, attribute: str) -> Any:
        """One attribute of one instance; None when there is no instance, or its class has no such attribute."""
        if not isinstance(instance, self.entity_class):
            return None
        position = self.position(instance.is_a(), attribute)
        return None if position is None else instance.get_argument(position)

    def text(self, instance: Any, attribute: str) -> str | None:
        """`value` as text."""
        return as_text(self.value(instance, attribute))

    def number(self, instance: Any, attribute: str) -> float | None:
        """`value` when it is a number."""
        value = self.value(instance, attribute)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def one(self, instance: Any, attribute: str) -> ifcopenshell.entity_instance | None:
        """The instance that an attribute holds, or the first of them."""
        return next(iter(self.many(instance, attribute)), None)

    def many(self, instance: Any, attribute: str) -> list[ifcopenshell.entity_instance]:
        """The instances that an attribute holds."""
        return self.entities(self.value(instance, attribute))

    def texts(self, name: str, instances: Sequence[ifcopenshell.entity_instance], attribute: str) -> list[str | None]:
        """`column` as text: a file may put a number where a name belongs."""
        return [as_text(value) for value in self.column(name, instances, attribute)]

    def entities(self, value: Any) -> list[ifcopenshell.entity_instance]:
        """The instances in an attribute that should hold one, or a set of them."""
        if isinstance(value, tuple):
            return [item for item in value if isinstance(item, self.entity_class)]
        return [value] if isinstance(value, self.entity_class) else []

    def find(self, number: int) -> ifcopenshell.entity_instance | None:
        """The instance of a number; None when the file refers to one that it does not hold."""
        try:
            return self.file.by_id(number)
        except RuntimeError:
            return None


def as_text(value: Any) -> str | None:
    """Text of an attribute that should hold text; empty text says nothing and becomes None."""
    if value is None or isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, bool | int | float) else None


def _is_simple(kind: Any) -> bool:
    """Whether a declared type comes down to one text or number, rather than to an aggregate, a select or an entity."""
    declaration = kind.as_type_declaration()
    while declaration is not None:
        underlying = declaration.declared_type()
        if underlying.as_simple_type() is not None:
            return True
        named = underlying.as_named_type()
        declaration = None if named is None else named.declared_type().as_type_declaration()
    return False
