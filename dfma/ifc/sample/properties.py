"""The property sets that the components of the sample building carry: standard ones and those of a Chinese export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dfma.ifc.sample.pieces import Measure, PropertySets
from dfma.yaml_data import read_yaml

HERE = Path(__file__).parent
CONCRETE = 2500.0  # kg/m³, the density that the atlases use
INSULATION = 32.0
AERATED_CONCRETE = 525.0 * 1.4  # kg/m³: dry density of A3.5 times 1.4 (GB/T 15762)
MPA = 1e6
SUCTION = 1500 / 9.81  # kg/m² of face in the mould
CUBIC_METRE = 1e9  # mm³

# Lifting pins by rated capacity in tonnes, from a maker's table.
LIFTING_PINS = (("DJ-13-120", 1.3), ("DJ-20-140", 2.0), ("DJ-25-170", 2.5), ("DJ-50-240", 5.0), ("DJ-75-300", 7.5))


@cache
def words() -> dict[str, Any]:
    """All Chinese words of the building."""
    return _read("names.yaml")


@cache
def plan() -> dict[str, Any]:
    """The plan of the building."""
    return _read("plan.yaml")


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(HERE / name)
    return content


def length(value: float) -> Measure:
    return Measure("IfcPositiveLengthMeasure", float(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What a factory must know of one precast piece."""

    kind: str
    """Its kind in Chinese."""
    mark: str
    designation: str
    storey: str
    grade: str
    cover: float
    concrete: float
    """Volume, mm³."""
    mass: float
    """kg."""
    size: tuple[float, float, float]
    """Length, height or width, thickness; mm."""
    steel: float
    """Reinforcement, kg per m³ of concrete."""
    seismic: bool = True


def precast_sets(piece: Piece) -> dict[str, dict[str, Any]]:
    """Sets of a precast piece: standard names first, then the set of a Chinese export."""
    name = words()["component_set"]
    volume = piece.concrete / CUBIC_METRE
    return {
        "Pset_ConcreteElementGeneral": concrete_general("Precast", piece.grade, piece.cover),
        "Pset_PrecastConcreteElementGeneral": {
            "TypeDesignator": piece.designation,
            "PieceMark": piece.mark,
            "DesignLocationNumber": piece.mark,
            "ManufacturingToleranceClass": "GB/T 51231-2016 9.7.4",
            "FormStrippingStrength": Measure("IfcPressureMeasure", 15 * MPA),
            "LiftingStrength": Measure("IfcPressureMeasure", 0.75 * _strength(piece.grade) * MPA),
            "TransportationStrength": Measure("IfcPressureMeasure", 0.75 * _strength(piece.grade) * MPA),
        },
        name["set"]: {
            name["project"]: words()["project"],
            name["building"]: words()["building"],
            name["storey"]: piece.storey,
            name["kind"]: piece.kind,
            name["mark"]: piece.mark,
            name["designation"]: piece.designation,
            name["construction"]: name["precast"],
            name["grade"]: piece.grade,
            name["cover"]: length(piece.cover),
            name["length"]: length(piece.size[0]),
            name["width"]: length(piece.size[1]),
            name["thickness"]: length(piece.size[2]),
            name["volume"]: Measure("IfcVolumeMeasure", round(volume, 4)),
            name["mass"]: Measure("IfcMassMeasure", round(piece.mass, 1)),
            name["steel"]: Measure("IfcMassMeasure", round(piece.steel * volume, 1)),
            name["factory"]: name["factory_value"],
            **({name["seismic_grade"]: name["seismic_value"]} if piece.seismic else {}),
        },
        words()["detail_set"]["set"]: detail(piece),
    }


def detail(piece: Piece) -> dict[str, Any]:
    """What the detailer adds: surfaces, keys and bars of its sort, and its way to the site."""
    own = words()["detail_set"]
    return {
        **own["pieces"].get(piece.kind, {}),
        **own["every"],
        own["library"]: piece.designation,
        own["sequence"]: piece.mark,
        own["load"]: f"T-{piece.storey}",
    }


def building_sets(storeys: int) -> dict[str, dict[str, Any]]:
    """Sets of the building as a whole."""
    own = words()["building_set"]
    return {
        "Pset_BuildingCommon": {"OccupancyType": own["occupancy"], "NumberOfStoreys": storeys},
        own["set"]: dict(own["values"]),
    }


def cast_sets(storey: str, grade: str, cover: float) -> dict[str, dict[str, Any]]:
    """Sets of a part cast in place."""
    name = words()["component_set"]
    return {
        "Pset_ConcreteElementGeneral": concrete_general("In-Situ", grade, cover),
        name["set"]: {
            name["project"]: words()["project"],
            name["building"]: words()["building"],
            name["storey"]: storey,
            name["construction"]: name["cast_in_place"],
            name["grade"]: grade,
        },
    }


def concrete_general(method: str, grade: str, cover: float) -> dict[str, Any]:
    """The standard set of all concrete elements in IFC4."""
    return {
        "ConstructionMethod": method,
        "StructuralClass": "II",
        "StrengthClass": grade,
        "ExposureClass": "XC1",
        "ConcreteCover": length(cover),
        "ReinforcementStrengthClass": "HRB400",
    }


def insert_sets(model: str, face: str, capacity: float | None = None) -> dict[str, dict[str, Any]]:
    """Sets of an insert: model, face, maker's code, rated capacity in kilograms."""
    name = words()["insert_set"]
    sets: dict[str, dict[str, Any]] = {
        name["set"]: {name["model"]: model, name["face"]: name[face], name["maker"]: f"PC-{model}"}
    }
    if capacity is not None:
        sets[name["set"]] |= {name["capacity"]: Measure("IfcMassMeasure", capacity), name["safety"]: "4"}
    return sets


def lifting_pin(mass: float, points: int, face: float = 0.0) -> tuple[str, float]:
    """The smallest pin that carries its share in lifting (1.5 times the mass) and out of the mould (1.2 times the mass
    and 1.5 kN/m² on the `face` of so many mm², JGJ 1-2014 6.2.3). Four points count as three (GB/T 50010 9.7.6).

    Returns model and rated capacity in kilograms.
    """
    load = max(1.5 * mass, 1.2 * mass + SUCTION * face / 1e6)
    share = load / (3 if points == 4 else points)
    return next(((model, t * 1000) for model, t in LIFTING_PINS if t * 1000 >= share), ("DJ-75-300", 7500.0))


def wall_quantities(length_: float, height: float, thickness: float, volume: float) -> PropertySets:
    """Base quantities of a wall; mm and mm³ in, units of the file out."""
    return {
        "Qto_WallBaseQuantities": {
            "Length": Measure("IfcQuantityLength", length_),
            "Height": Measure("IfcQuantityLength", height),
            "Width": Measure("IfcQuantityLength", thickness),
            "NetVolume": Measure("IfcQuantityVolume", round(volume / CUBIC_METRE, 4)),
        }
    }


def slab_quantities(length_: float, width: float, thickness: float, volume: float) -> PropertySets:
    """Base quantities of a slab."""
    return {
        "Qto_SlabBaseQuantities": {
            "Length": Measure("IfcQuantityLength", length_),
            "Width": Measure("IfcQuantityLength", width),
            "Depth": Measure("IfcQuantityLength", thickness),
            "NetVolume": Measure("IfcQuantityVolume", round(volume / CUBIC_METRE, 4)),
        }
    }


def _strength(grade: str) -> float:
    return float(grade.removeprefix("C"))
