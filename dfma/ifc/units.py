"""From the units of a file to SI, which is what the model uses inside."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    import ifcopenshell


@dataclass(frozen=True, slots=True)
class Unit:
    """SI value = file value × factor + offset."""

    factor: float
    symbol: str | None
    offset: float = 0.0

    def si(self, value: float) -> float:
        """A value of the file in SI."""
        return value * self.factor + self.offset


@dataclass(frozen=True, slots=True)
class _Table:
    symbols: dict[str, str]
    measures: dict[str, str]
    prefixes: dict[str, float]
    si_names: dict[str, tuple[float, int, float]]
    conversions: dict[str, float]


@functools.cache
def _table() -> _Table:
    return _Table(**yaml.safe_load((Path(__file__).parent / "units.yaml").read_text(encoding="utf-8")))


@functools.cache
def unit_type(measure: str) -> str | None:
    """The kind of unit that a measure is in: `LENGTHUNIT` for IfcPositiveLengthMeasure; None for counts and ratios."""
    table = _table()
    name = table.measures.get(measure) or measure.removeprefix("Ifc").removesuffix("Measure").upper() + "UNIT"
    return name if measure.endswith("Measure") and name in table.symbols else None


class Units:
    """The units of one file: those of its project, and any that a single property brings along."""

    def __init__(self, file: ifcopenshell.file) -> None:
        self._assigned: dict[str, Unit] = {}
        self._known: dict[int, Unit] = {}
        self.unassigned: set[str] = set()
        """Kinds of units that values needed and the project does not name; such values are taken as SI."""
        for entity in _project_units(file):
            if (kind := _kind(entity)) is not None:
                self._assigned.setdefault(kind, self.of_entity(entity))

    @property
    def length(self) -> float:
        """Metres per unit of length."""
        return self._of_kind("LENGTHUNIT").factor

    def of_measure(self, measure: str | None) -> Unit | None:
        """The project's unit of a measure type; None when the measure has no unit."""
        kind = unit_type(measure) if measure else None
        return None if kind is None else self._of_kind(kind)

    def of_entity(self, entity: ifcopenshell.entity_instance) -> Unit:
        """The unit that an IfcUnit describes. One that says too little is left unconverted, under its own name."""
        number = entity.id()
        if number not in self._known:
            self._known[number] = Unit(1.0, None)  # stands in for a unit that is defined by itself
            self._known[number] = self._described(entity)
        return self._known[number]

    def _described(self, entity: ifcopenshell.entity_instance) -> Unit:
        if entity.is_a("IfcSIUnit"):
            return _si(entity)
        if entity.is_a("IfcConversionBasedUnit"):
            return self._converted(entity)
        if entity.is_a("IfcDerivedUnit"):
            return self._derived(entity)
        name = entity.Currency if entity.is_a("IfcMonetaryUnit") else getattr(entity, "Name", None)
        return Unit(1.0, None if name is None else str(name))

    def _converted(self, entity: ifcopenshell.entity_instance) -> Unit:
        symbol = _table().symbols.get(entity.UnitType)
        measured = entity.ConversionFactor
        value = measured.ValueComponent.wrappedValue if measured is not None and measured.ValueComponent else None
        if isinstance(value, int | float) and value and measured.UnitComponent is not None:
            factor = value * self.of_entity(measured.UnitComponent).factor
        else:
            factor = _table().conversions.get(str(entity.Name).upper(), 1.0)
        # IfcConversionBasedUnitWithOffset: the offset is added after the inverse factor, going from SI to the unit.
        offset = getattr(entity, "ConversionOffset", None) or 0.0
        return Unit(factor, symbol, -offset * factor)

    def _derived(self, entity: ifcopenshell.entity_instance) -> Unit:
        factor, names = 1.0, []
        for element in entity.Elements or ():
            if element.Unit is None or element.Exponent is None:
                continue
            part = self.of_entity(element.Unit)
            factor *= part.factor**element.Exponent
            names.append(f"{part.symbol}{'' if element.Exponent == 1 else element.Exponent}")
        return Unit(factor, _table().symbols.get(entity.UnitType) or " ".join(names) or None)

    def _of_kind(self, kind: str) -> Unit:
        unit = self._assigned.get(kind)
        if unit is None:
            self.unassigned.add(kind)
            unit = self._assigned[kind] = Unit(1.0, _table().symbols[kind])
        return unit


def _project_units(file: ifcopenshell.file) -> list[ifcopenshell.entity_instance]:
    """The units of the first project that has some, else the first assignment in the file."""
    of_projects = [project.UnitsInContext for project in file.by_type("IfcProject")]
    assignments = [*of_projects, *file.by_type("IfcUnitAssignment")]
    return next((list(assignment.Units or ()) for assignment in assignments if assignment is not None), [])


def _kind(entity: ifcopenshell.entity_instance) -> str | None:
    return None if entity.is_a("IfcMonetaryUnit") else entity.UnitType


def _si(entity: ifcopenshell.entity_instance) -> Unit:
    table = _table()
    factor, power, offset = table.si_names.get(entity.Name, (1.0, 1, 0.0))
    prefix = table.prefixes.get(entity.Prefix, 1.0) if entity.Prefix else 1.0
    return Unit(factor * prefix**power, table.symbols.get(entity.UnitType), offset)
