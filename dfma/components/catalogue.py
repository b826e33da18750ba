"""Where components come from: a protocol, and the seed that ships with the program."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars as pl
import yaml

from dfma.components.component import DIMENSIONS, Component, Limit, Opening, Provenance, Size, read_size, variant_table
from dfma.components.content import (
    CONFIDENCES,
    STATUSES,
    at,
    check_keys,
    read_certificate,
    read_classification,
    read_connector,
    read_document,
    read_each,
    read_factor,
    read_joint,
    read_mould,
    read_optional,
    read_plant,
)
from dfma.components.designation import Grammar, read_field
from dfma.components.formula import Formula, read_formula
from dfma.components.recipe import read_geometry
from dfma.errors import UserError
from dfma.model.recognition import KINDS
from dfma.text import text
from dfma.yaml_data import read_yaml

_SERIES = tuple(Path(__file__).parent / name for name in ("series.yaml", "series_frame.yaml", "series_municipal.yaml"))
MOST_VARIANTS = 100_000
"""Of one component: descriptions come from strangers too."""
KEYS = (
    "id", "revision", "status", "kind", "also", "names", "document", "material", "grade", "grades", "designation",
    "fields", "whole_names_only", "parameters", "rows", "assumed", "limits", "sizes", "openings", "volume", "mass",
    "mass_per_m", "connectors", "joints", "mould", "plants", "certificates", "carbon", "cost", "documents",
    "classification", "geometry", "provenance",
)  # fmt: skip
"""Of a description."""


class ComponentCatalogue(Protocol):
    """Any store of components: the seed, a shared library, a project's own."""

    @property
    def version(self) -> str:
        """Says which state of the store was asked, for reports."""

    @property
    def components(self) -> Mapping[str, Component]:
        """By id, in the order that breaks ties."""

    @property
    def variants(self) -> pl.DataFrame:
        """Of all components (VARIANT_SCHEMA)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedCatalogue:
    """A catalogue in memory."""

    version: str
    components: Mapping[str, Component]
    variants: pl.DataFrame


def make_catalogue(version: str, components: Mapping[str, Component]) -> FixedCatalogue:
    """A catalogue of components with the table of all their variants."""
    variants = variant_table(component.cells() for component in components.values())
    return FixedCatalogue(version=version, components=components, variants=variants)


@cache
def seed_catalogue() -> FixedCatalogue:
    """The standard series that ship with the program; its version follows from what the series say."""
    content = hashlib.sha256(b"".join(path.read_bytes() for path in _SERIES)).hexdigest()
    components: dict[str, Component] = {}
    for path in _SERIES:
        components |= load_components(path)
    return make_catalogue(f"seed-{content[:12]}", components)


def seed_descriptions() -> list[dict[str, Any]]:
    """The standard series as descriptions (plain mappings, lists, texts and numbers), for a store to take over."""
    return [description for path in _SERIES for description in _read_series(path)]


def load_components(path: Path) -> dict[str, Component]:
    """Read series from YAML. Raises UserError naming the series that is wrong."""
    components: dict[str, Component] = {}
    for description in _read_series(path):
        name = description.get("id") if isinstance(description, dict) else None
        try:
            component = read_component(description)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UserError(text("components.wrong", path=str(path), series=str(name), reason=str(error))) from error
        if component.id in components:
            raise UserError(text("components.twice", path=str(path), series=component.id))
        components[component.id] = component
    return components


def _read_series(path: Path) -> list[Any]:
    try:
        series = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise UserError(text("components.unreadable", path=str(path))) from None
    if not isinstance(series, list):
        raise UserError(text("components.unreadable", path=str(path)))
    return series


def read_component(description: Mapping[str, Any]) -> Component:
    """A component from its description, as a series file and a stored revision hold it.

    Raises KeyError, TypeError, ValueError or AttributeError for a description that makes no sense; the message names
    the key.
    """
    check_keys(description, KEYS)
    with at("fields"):
        fields = {name: read_field(name, field) for name, field in description["fields"].items()}
    with at("designation"):
        grammar = Grammar(
            description["id"],
            description["designation"],
            fields,
            whole_names_only=description.get("whole_names_only", False),
        )
    sizes = {}
    for form, dimensions in description.get("sizes", {}).items():
        with at(f"sizes.{form}"):
            sizes[form] = {dimension: read_size(size) for dimension, size in dimensions.items()}
    grades = tuple(description.get("grades", ())) or tuple(filter(None, [description.get("grade")]))
    component = Component(
        id=description["id"],
        revision=description.get("revision", 1),
        status=description.get("status", "approved"),
        kind=description["kind"],
        also_kinds=tuple(description.get("also", ())),
        names=dict(description["names"]),
        document=description["document"],
        material=description.get("material", "concrete"),
        grade=grades[0] if grades else None,
        grades=grades,
        grammar=grammar,
        parameters=_read_parameters(description),
        rows=_read_rows(description),
        assumed={name: float(value) for name, value in description.get("assumed", {}).items()},
        limits=read_each(description, "limits", _read_limit),
        sizes=sizes,
        openings=read_each(description, "openings", lambda opening: Opening(**opening)),
        volume=read_optional(description, "volume", lambda written: _read_volume(written, sizes)),
        mass=read_optional(description, "mass", read_formula),
        mass_per_m=read_optional(description, "mass_per_m", read_formula),
        connectors=read_each(description, "connectors", read_connector),
        joints=read_each(description, "joints", read_joint),
        mould=read_optional(description, "mould", read_mould),
        plants=read_each(description, "plants", read_plant),
        certificates=read_each(description, "certificates", read_certificate),
        carbon=read_optional(description, "carbon", read_factor),
        cost=read_optional(description, "cost", read_factor),
        documents=read_each(description, "documents", read_document),
        classification=read_each(description, "classification", read_classification),
        geometry=read_optional(
            description, "geometry", lambda said: read_geometry(said, description.get("material", "concrete"))
        ),
        provenance=_read_provenance(description),
    )
    _check(component)
    return component


def _read_parameters(description: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    parameters = {}
    for name, values in description.get("parameters", {}).items():
        with at(f"parameters.{name}"):
            parameters[name] = _values(values)
    return parameters


def _read_rows(description: Mapping[str, Any]) -> tuple[Mapping[str, float], ...]:
    rows = description.get("rows", {"columns": (), "values": ()})
    with at("rows"):
        return tuple(dict(zip(rows["columns"], map(float, values), strict=True)) for values in rows["values"])


def _read_limit(limit: Mapping[str, Any]) -> Limit:
    return Limit(factors=tuple(limit["sum"].items()), most=limit["at_most"], why=limit["why"])


def _read_provenance(description: Mapping[str, Any]) -> dict[str, Provenance]:
    provenance = {}
    for part, said in description["provenance"].items():
        with at(f"provenance.{part}"):
            source, confidence = said
            if not isinstance(source, str):
                raise TypeError(f"the source is no text: {source!r}")
            if confidence not in CONFIDENCES:
                raise ValueError(f"confidence is {confidence!r}, not one of {', '.join(CONFIDENCES)}")
            provenance[part] = Provenance(source=source, confidence=confidence)
    if "*" not in provenance:
        raise ValueError('provenance: "*", the source of what has none of its own, is missing')
    return provenance


def _read_volume(written: object, sizes: Mapping[str, Mapping[str, Size]]) -> Formula:
    """A formula in m³, or `box`: length, width and height of the fabrication form multiplied."""
    if written != "box":
        return read_formula(written)
    sides = [sizes["fabrication"][dimension].low for dimension in DIMENSIONS]
    product = " * ".join(f"({' + '.join([*names, f'{plus:g}'])})" for names, plus in sides)
    return read_formula(f"{product} / 1e9")


def _check(component: Component) -> None:
    """Raise ValueError where the description names a kind, a status or a parameter that does not exist."""
    if unknown := {component.kind, *component.also_kinds} - set(KINDS):
        raise ValueError(f"kind: unknown {min(unknown)}")
    if component.status not in STATUSES:
        raise ValueError(f"status is {component.status!r}, not one of {', '.join(STATUSES)}")
    if math.prod(map(len, component.parameters.values())) > MOST_VARIANTS:
        raise ValueError(f"parameters: more than {MOST_VARIANTS} combinations")
    listed = {*component.parameters, *(component.rows[0] if component.rows else ()), *component.assumed}
    known = listed | set(component.grammar.fields)
    named: dict[str, Iterable[str]] = {f"limits.{n}": dict(limit.factors) for n, limit in enumerate(component.limits)}
    for form, sizes in component.sizes.items():
        named |= {f"sizes.{form}.{name}": (*size.low[0], *size.high[0]) for name, size in sizes.items()}
    named |= {f"openings.{n}": (opening.width, opening.height) for n, opening in enumerate(component.openings)}
    named |= {f"connectors.{n}.count": one.count.names for n, one in enumerate(component.connectors) if one.count}
    named |= {"volume": component.volume.names} if component.volume else {}
    for key, formula in (("mass", component.mass), ("mass_per_m", component.mass_per_m)):
        named |= {key: formula.names - {"volume"}} if formula else {}
    named |= {"geometry": component.geometry.names} if component.geometry else {}
    named |= {"mould.adapts": component.mould.adapts} if component.mould else {}
    for key, names in named.items():
        if missing := set(names) - known:
            raise ValueError(f"{key}: {min(missing)} is no parameter of this component")


def _values(values: object) -> tuple[float, ...]:
    """A list, or a series from–to with a step, the end included."""
    if isinstance(values, Mapping):
        count = round((values["to"] - values["from"]) / values["step"])
        if not 0 <= count < MOST_VARIANTS:
            raise ValueError(f"from {values['from']} to {values['to']} by {values['step']} is no series")
        return tuple(float(values["from"] + number * values["step"]) for number in range(count + 1))
    return tuple(float(value) for value in np.asarray(values, float))
