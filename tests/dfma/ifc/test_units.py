"""Units of files come out in SI, whatever they are made of."""

from __future__ import annotations

import math
from typing import Any

import ifcopenshell
import ifcopenshell.util.unit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfma.ifc.step_file import StepFile
from dfma.ifc.units import Units, unit_type
from tests.dfma.ifc.small_file import SmallFile

PREFIXES = sorted(ifcopenshell.util.unit.prefixes)
BASES = {"METRE": "LENGTHUNIT", "SQUARE_METRE": "AREAUNIT", "CUBIC_METRE": "VOLUMEUNIT", "GRAM": "MASSUNIT",
         "NEWTON": "FORCEUNIT", "PASCAL": "PRESSUREUNIT", "SECOND": "TIMEUNIT", "RADIAN": "PLANEANGLEUNIT"}  # fmt: skip
values = st.floats(-1e6, 1e6, allow_nan=False)


def project(*units: Any) -> Units:
    file = units[0].file
    file.create_entity("IfcProject", "0" * 22, UnitsInContext=file.create_entity("IfcUnitAssignment", units))
    return Units(StepFile(file))


@given(value=values, prefix=st.sampled_from([None, *PREFIXES]), name=st.sampled_from(sorted(BASES)))
def test_si_units_agree_with_ifcopenshell(value: float, prefix: str | None, name: str) -> None:
    file = ifcopenshell.file(schema="IFC4")
    unit = file.create_entity("IfcSIUnit", UnitType=BASES[name], Prefix=prefix, Name=name)
    ours = project(unit).of_entity(unit).si(value)
    to_si = {"GRAM": ("GRAM", "KILO")}.get(name, (name, None))
    expected = ifcopenshell.util.unit.convert(value, prefix, name, to_si[1], to_si[0])
    assert math.isclose(ours, expected, rel_tol=1e-9, abs_tol=1e-300)


@given(value=values, factor=st.floats(1e-3, 1e3), prefix=st.sampled_from([None, "MILLI", "CENTI", "KILO"]))
def test_conversion_based_units_multiply(value: float, factor: float, prefix: str | None) -> None:
    small = SmallFile(units=False)
    base = small.si("LENGTHUNIT", "METRE", prefix)
    inner = small.converted("LENGTHUNIT", "INNER", factor, base, "IfcLengthMeasure")
    outer = small.converted("LENGTHUNIT", "OUTER", 2.0, inner, "IfcLengthMeasure")
    units = Units(StepFile(small.file))
    assert units.of_entity(inner).si(value) == pytest.approx(units.of_entity(base).si(value) * factor)
    assert units.of_entity(outer).si(value) == pytest.approx(units.of_entity(inner).si(value) * 2)


def test_derived_units() -> None:
    small = SmallFile(units=False)
    gram, centimetre = small.si("MASSUNIT", "GRAM"), small.si("LENGTHUNIT", "METRE", "CENTI")
    parts = [
        small.entity("IfcDerivedUnitElement", Unit=gram, Exponent=1),
        small.entity("IfcDerivedUnitElement", Unit=centimetre, Exponent=-3),
    ]
    density = small.entity("IfcDerivedUnit", Elements=parts, UnitType="MASSDENSITYUNIT")
    own = small.entity("IfcDerivedUnit", Elements=parts, UnitType="USERDEFINED", UserDefinedType="x")
    units = Units(StepFile(small.file))
    assert units.of_entity(density).si(2.5) == pytest.approx(2500.0)
    assert units.of_entity(density).symbol == "kg/m3"
    assert units.of_entity(own).symbol == "kg m-3"


def test_celsius_and_fahrenheit() -> None:
    small = SmallFile("IFC4", units=False)
    celsius = small.si("THERMODYNAMICTEMPERATUREUNIT", "DEGREE_CELSIUS")
    kelvin = small.si("THERMODYNAMICTEMPERATUREUNIT", "KELVIN")
    fahrenheit = small.entity(
        "IfcConversionBasedUnitWithOffset", UnitType="THERMODYNAMICTEMPERATUREUNIT", Name="FAHRENHEIT",
        ConversionOffset=-459.67,
        ConversionFactor=small.entity(
            "IfcMeasureWithUnit", small.value("IfcThermodynamicTemperatureMeasure", 5 / 9), kelvin
        ),
    )  # fmt: skip
    units = Units(StepFile(small.file))
    assert units.of_entity(celsius).si(20.0) == pytest.approx(293.15)
    assert units.of_entity(fahrenheit).si(68.0) == pytest.approx(293.15)


def test_a_known_name_stands_in_for_a_missing_factor() -> None:
    small = SmallFile(units=False)
    inch = small.entity("IfcConversionBasedUnit", UnitType="LENGTHUNIT", Name="inch")
    unit = Units(StepFile(small.file)).of_entity(inch)
    assert unit.si(1.0) == pytest.approx(0.0254)
    assert unit.symbol == "m"


def test_units_defined_by_themselves_end() -> None:
    small = SmallFile(units=False)
    unit = small.converted("LENGTHUNIT", "X", 2.0, small.si("LENGTHUNIT", "METRE"), "IfcLengthMeasure")
    unit.ConversionFactor.UnitComponent = unit
    assert Units(StepFile(small.file)).of_entity(unit).si(1.0) == 2.0


def test_units_that_the_project_does_not_name_are_told() -> None:
    units = Units(StepFile(SmallFile(units=False).file))
    assert units.length == 1.0
    assert units.of_measure("IfcMassMeasure") is not None
    assert units.of_measure("IfcCountMeasure") is None
    assert units.unassigned == {"m", "kg"}


@pytest.mark.parametrize(
    ("measure", "kind"),
    [
        ("IfcLengthMeasure", "LENGTHUNIT"),
        ("IfcPositiveLengthMeasure", "LENGTHUNIT"),
        ("IfcNonNegativeLengthMeasure", "LENGTHUNIT"),
        ("IfcPositivePlaneAngleMeasure", "PLANEANGLEUNIT"),
        ("IfcThermalTransmittanceMeasure", "THERMALTRANSMITTANCEUNIT"),
        ("IfcModulusOfElasticityMeasure", "MODULUSOFELASTICITYUNIT"),
        ("IfcRatioMeasure", None),
        ("IfcCountMeasure", None),
        ("IfcMonetaryMeasure", None),
        ("IfcLabel", None),
    ],
)
def test_kind_of_unit_of_a_measure(measure: str, kind: str | None) -> None:
    assert unit_type(measure) == kind


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4", "IFC4X3_ADD2"])
def test_every_measure_of_the_schemas_is_known_or_has_no_unit(schema: str) -> None:
    """A measure that a later schema adds should not pass as a bare number unnoticed."""
    declarations = ifcopenshell.ifcopenshell_wrapper.schema_by_name(schema).declarations()
    measures = {one.name() for one in declarations if one.name().startswith("Ifc") and one.name().endswith("Measure")}
    without = {"IfcAmountOfSubstanceMeasure", "IfcCompoundPlaneAngleMeasure", "IfcContextDependentMeasure",
               "IfcCountMeasure", "IfcDescriptiveMeasure", "IfcMonetaryMeasure", "IfcNormalisedRatioMeasure",
               "IfcNumericMeasure", "IfcParameterValue", "IfcPositiveRatioMeasure", "IfcRatioMeasure",
               "IfcPHMeasure", "IfcSoundPowerMeasure", "IfcSoundPressureMeasure", "IfcSoundPowerLevelMeasure",
               "IfcSoundPressureLevelMeasure"}  # fmt: skip
    assert {measure for measure in measures if unit_type(measure) is None} <= without
