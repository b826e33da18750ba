"""What one property or quantity says, whatever its kind: rows of (name, value, number, value type, unit, kind)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dfma.ifc.step_file import PlainAttribute, StepFile, as_text
from dfma.ifc.units import Unit, Units

if TYPE_CHECKING:
    import ifcopenshell

SEPARATOR = " | "
_DEEPEST = 16
_MOST_INNER = 10_000
"""Bounds of complex properties within complex properties, which a hostile file could let grow without end."""


class Row(NamedTuple):
    """One property, without the set and the element."""

    name: str
    value: str | None
    number: float | None
    value_type: str | None
    unit: str | None
    kind: str


class _Said(NamedTuple):
    """One value."""

    text: str | None
    number: float | None
    value_type: str | None
    unit: str | None


_NOTHING = _Said(None, None, None, None)
_LOGICAL = {True: "TRUE", False: "FALSE"}


class PropertyReader:
    """Reads properties through the parser, each once, however many sets share it."""

    def __init__(self, step: StepFile, units: Units) -> None:
        self._step = step
        self._units = units
        self._known: dict[int, tuple[Row, ...]] = {}
        self._readers = {
            "IfcPropertySingleValue": self._single,
            "IfcPropertyEnumeratedValue": self._enumerated,
            "IfcPropertyListValue": self._list,
            "IfcPropertyBoundedValue": self._bounded,
            "IfcPropertyTableValue": self._table,
            "IfcPropertyReferenceValue": self._reference,
        }

    def rows(self, number: int) -> tuple[Row, ...]:
        """Rows of a property or quantity, given by its number in the file; several for a complex one."""
        return self._rows_of(number, 0)

    def attribute(self, attribute: PlainAttribute, value: Any) -> Row | None:
        """The row of a plain attribute of an entity; None when it is unset."""
        if value is None or value == "":
            return None
        said = self._measured(value, attribute.value_type, None)
        return None if said.text is None else Row(attribute.name, *said, "attribute")

    def _rows_of(self, number: int, depth: int) -> tuple[Row, ...]:
        if number not in self._known:
            self._known[number] = self._read(number, depth)
        return self._known[number]

    def _read(self, number: int, depth: int) -> tuple[Row, ...]:
        entity = self._step.find(number)
        if entity is None:
            return ()
        kind = entity.is_a()
        if reader := self._readers.get(kind):
            name = as_text(entity.get_argument(0))
            return () if name is None else (reader(entity, name),)
        if self._step.is_a(kind, "IfcPhysicalSimpleQuantity"):
            return self._quantity(entity, kind)
        if kind == "IfcComplexProperty":
            return self._complex(entity, "HasProperties", depth)
        if kind == "IfcPhysicalComplexQuantity":
            return self._complex(entity, "HasQuantities", depth)
        return ()

    def _single(self, entity: ifcopenshell.entity_instance, name: str) -> Row:
        said = self._value(entity.get_argument(2), entity.get_argument(3))
        return Row(name, *said, "single")

    def _enumerated(self, entity: ifcopenshell.entity_instance, name: str) -> Row:
        unit = self._step.one(self._step.one(entity, "EnumerationReference"), "Unit")
        return self._several(name, self._values(entity, "EnumerationValues", unit), "enumerated")

    def _list(self, entity: ifcopenshell.entity_instance, name: str) -> Row:
        return self._several(name, self._values(entity, "ListValues", self._step.one(entity, "Unit")), "list")

    def _values(self, entity: ifcopenshell.entity_instance, attribute: str, unit: Any) -> list[_Said]:
        return [self._value(value, unit) for value in self._step.many(entity, attribute)]

    def _several(self, name: str, items: list[_Said], kind: str) -> Row:
        """Items joined; the number is that of a single item, for several say nothing together."""
        if not items:
            return Row(name, *_NOTHING, kind)
        number = items[0].number if len(items) == 1 else None
        return Row(name, _joined(item.text for item in items), number, items[0].value_type, items[0].unit, kind)

    def _bounded(self, entity: ifcopenshell.entity_instance, name: str) -> Row:
        """ "lower..upper"; the number is the set point, else the value that both bounds agree on."""
        unit = self._step.one(entity, "Unit")
        lower, upper, set_point = (
            self._value(self._step.one(entity, attribute), unit)
            for attribute in ("LowerBoundValue", "UpperBoundValue", "SetPointValue")
        )
        number = set_point.number
        if number is None and lower.number == upper.number:
            number = lower.number
        known = next((said for said in (set_point, lower, upper) if said.value_type), _NOTHING)
        both = lower.text is not None or upper.text is not None
        value = f"{lower.text or ''}..{upper.text or ''}" if both else set_point.text
        return Row(name, value, number, known.value_type, known.unit, "bounded")

    def _table(self, entity: ifcopenshell.entity_instance, name: str) -> Row:
        """ "defining = defined" pairs."""
        defining = self._values(entity, "DefiningValues", self._step.one(entity, "DefiningUnit"))
        defined = self._values(entity, "DefinedValues", self._step.one(entity, "DefinedUnit"))
        pairs = [f"{one.text} = {other.text}" for one, other in zip(defining, defined, strict=False)]
        said = defined[0] if defined else _NOTHING
        return Row(name, _joined(pairs) if pairs else None, None, said.value_type, said.unit, "table")

    def _reference(self, entity: ifcopenshell.entity_instance, name: str) -> Row:
        """What the referenced thing is called, else what it is."""
        target = self._step.one(entity, "PropertyReference")
        if target is None:
            return Row(name, *_NOTHING, "reference")
        labels = (self._step.text(target, label) for label in ("Name", "Identification", "ItemReference"))
        value = next((label for label in labels if label), target.is_a())
        return Row(name, value, None, target.is_a(), None, "reference")

    def _quantity(self, entity: ifcopenshell.entity_instance, kind: str) -> tuple[Row, ...]:
        name = as_text(entity.get_argument(0))
        if name is None:
            return ()
        measure = MEASURE_OF_QUANTITY.get(kind.removeprefix("IfcQuantity").upper(), "IfcReal")
        said = self._measured(entity.get_argument(3), measure, entity.get_argument(2))
        return (Row(name, *said, "quantity"),)

    def _complex(self, entity: ifcopenshell.entity_instance, attribute: str, depth: int) -> tuple[Row, ...]:
        outer = as_text(entity.get_argument(0))
        if outer is None or depth >= _DEEPEST:
            return ()
        self._known[entity.id()] = ()  # stands in for one that holds itself
        parts = self._step.many(entity, attribute)
        inner = (row for part in parts for row in self._rows_of(part.id(), depth + 1))
        return tuple(row._replace(name=f"{outer}.{row.name}") for row in itertools.islice(inner, _MOST_INNER))

    def _value(self, value: Any, unit: Any) -> _Said:
        """What an IfcValue says: a typed value such as IfcLabel('x')."""
        if not isinstance(value, self._step.entity_class):
            return _NOTHING
        return self._measured(value.get_argument(0), value.is_a(), unit)

    def _measured(self, value: Any, value_type: str, unit: Any) -> _Said:
        if isinstance(value, bool):
            return _Said(_LOGICAL[value], None, value_type, None)
        if isinstance(value, int | float):
            return self._number(value, value_type, unit)
        if isinstance(value, str):
            return _Said(value, None, value_type, None)
        if isinstance(value, tuple):  # IfcCompoundPlaneAngleMeasure, IfcComplexNumber
            return _Said(_joined(plain_number(item) for item in _flat(value)), None, value_type, None)
        return _Said(None, None, value_type, None)

    def _number(self, value: float, value_type: str, unit: Any) -> _Said:
        if not math.isfinite(value):
            return _Said(str(value), None, value_type, None)
        of = self._unit(value_type, unit)
        if of is None:
            return _Said(plain_number(value), float(value), value_type, None)
        number = of.si(value)
        return _Said(plain_number(value), number if math.isfinite(number) else None, value_type, of.symbol)

    def _unit(self, value_type: str, unit: Any) -> Unit | None:
        """The unit that the property brings along, else the project's; none for text, counts and ratios."""
        if isinstance(unit, self._step.entity_class):
            return self._units.of_entity(unit)
        return self._units.of_measure(value_type)


MEASURE_OF_QUANTITY = {
    "LENGTH": "IfcLengthMeasure",
    "AREA": "IfcAreaMeasure",
    "VOLUME": "IfcVolumeMeasure",
    "WEIGHT": "IfcMassMeasure",
    "COUNT": "IfcCountMeasure",
    "TIME": "IfcTimeMeasure",
    "NUMBER": "IfcNumericMeasure",
}


def plain_number(value: object) -> str | None:
    """A number as a person writes it: 3000 for 3000.0, 0 for -0.0, and without the dust of binary fractions."""
    if isinstance(value, int | float):
        return format(value + 0.0, ".12g")
    return None if value is None else str(value)


def _flat(value: tuple[Any, ...]) -> Iterator[Any]:
    for item in value:
        if isinstance(item, tuple):
            yield from _flat(item)
        else:
            yield item


def _joined(items: Iterable[str | None]) -> str:
    return SEPARATOR.join(item or "" for item in items)
