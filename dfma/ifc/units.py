"""From the units of a file to SI, which is what the model uses inside."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dfma.ifc.step_file import StepFile
from dfma.yaml_data import read_yaml

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
    return _Table(**read_yaml(Path(__file__).parent / "units.yaml"))


@functools.cache
def unit_type(measure: str) -> str | None:
    """The kind of unit that a measure is in: `LENGTHUNIT` for IfcPositiveLengthMeasure; None for counts and ratios."""
    table = _table()
    name = table.measures.get(measure) or measure.removeprefix("Ifc").removesuffix("Measure").upper() + "UNIT"
    return name if measure.endswith("Measure") and name in table.symbols else None


class Units:
    """The units of one file: those of its project, and any that a single property brings along."""

    def __init__(self, step: StepFile) -> None:
        self._step = step
        self._assigned: dict[str, Unit] = {}
        self._known: dict[int, Unit] = {}
        self.unassigned: set[str] = set()
        """SI symbols of units that values needed and the project does not name; such values are taken as SI."""
        for entity in self._project_units():
            if (kind := step.text(entity, "UnitType")) is not None:
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

    def _of_kind(self, kind: str) -> Unit:
        unit = self._assigned.get(kind)
        if unit is None:
            unit = self._assigned[kind] = Unit(1.0, _table().symbols[kind])
            self.unassigned.add(_table().symbols[kind])
        return unit

    def _project_units(self) -> list[ifcopenshell.entity_instance]:
        """The units of the first project that has some, else the first assignment in the file."""
        of_projects = (self._step.one(project, "UnitsInContext") for project in self._step.instances("IfcProject"))
        assignments = [*of_projects, *self._step.instances("IfcUnitAssignment")]
        return next((units for one in assignments if (units := self._step.many(one, "Units"))), [])

    def _described(self, entity: ifcopenshell.entity_instance) -> Unit:
        for kind, describe in (
            ("IfcSIUnit", self._si),
            ("IfcConversionBasedUnit", self._converted),
            ("IfcDerivedUnit", self._derived),
        ):
            if self._step.is_a(entity.is_a(), kind):
                return describe(entity)
        return Unit(1.0, self._step.text(entity, "Currency") or self._step.text(entity, "Name"))

    def _si(self, entity: ifcopenshell.entity_instance) -> Unit:
        table = _table()
        factor, power, offset = table.si_names.get(self._step.text(entity, "Name") or "", (1.0, 1, 0.0))
        prefix = table.prefixes.get(self._step.text(entity, "Prefix") or "", 1.0)
        return Unit(factor * prefix**power, self._symbol(entity), offset)

    def _converted(self, entity: ifcopenshell.entity_instance) -> Unit:
        measured = self._step.one(entity, "ConversionFactor")
        base = self._step.one(measured, "UnitComponent")
        component = self._step.one(measured, "ValueComponent")
        value = None if component is None else component.get_argument(0)
        if isinstance(value, int | float) and value and base is not None:
            factor = value * self.of_entity(base).factor
        else:
            factor = _table().conversions.get((self._step.text(entity, "Name") or "").upper(), 1.0)
        # IfcConversionBasedUnitWithOffset: the offset is added after the inverse factor, going from SI to the unit.
        offset = self._step.number(entity, "ConversionOffset") or 0.0
        return Unit(factor, self._symbol(entity), -offset * factor)

    def _derived(self, entity: ifcopenshell.entity_instance) -> Unit:
        factor, names = 1.0, []
        for element in self._step.many(entity, "Elements"):
            base, exponent = self._step.one(element, "Unit"), self._step.number(element, "Exponent")
            if base is not None and exponent is not None:
                part = self.of_entity(base)
                factor *= part.factor**exponent
                names.append(f"{part.symbol}{'' if exponent == 1 else f'{exponent:g}'}")
        return Unit(factor, self._symbol(entity) or " ".join(names) or None)

    def _symbol(self, entity: ifcopenshell.entity_instance) -> str | None:
        return _table().symbols.get(self._step.text(entity, "UnitType") or "")
