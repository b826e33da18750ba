"""Where components come from: a protocol, and the seed that ships with the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars as pl
import yaml

from dfma.components.component import VARIANT_SCHEMA, Component, Limit, Opening, Provenance, read_size
from dfma.components.designation import Grammar, read_field
from dfma.errors import UserError
from dfma.text import text

_SERIES = Path(__file__).parent / "series.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    tables = [component.variants() for component in components.values()]
    return FixedCatalogue(
        version=version,
        components=components,
        variants=pl.concat(tables) if tables else pl.DataFrame(schema=VARIANT_SCHEMA),
    )


@cache
def seed_catalogue() -> FixedCatalogue:
    """The standard series that ship with the program."""
    return make_catalogue("seed-1", load_components(_SERIES))


def load_components(path: Path) -> dict[str, Component]:
    """Read series from YAML. Raises UserError naming the series that is wrong."""
    try:
        series = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, the C one
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise UserError(text("components.unreadable", path=str(path))) from None
    if not isinstance(series, list):
        raise UserError(text("components.unreadable", path=str(path)))
    components: dict[str, Component] = {}
    for description in series:
        name = description.get("id") if isinstance(description, dict) else None
        try:
            component = read_component(description)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UserError(text("components.wrong", path=str(path), series=str(name), reason=str(error))) from error
        if component.id in components:
            raise UserError(text("components.twice", path=str(path), series=component.id))
        components[component.id] = component
    return components


def read_component(description: Mapping[str, Any]) -> Component:
    """A component from its description, as a series file and a stored revision hold it.

    Raises KeyError, TypeError, ValueError or AttributeError for a description that makes no sense.
    """
    fields = {name: read_field(name, field) for name, field in description["fields"].items()}
    rows = description.get("rows", {"columns": (), "values": ()})
    return Component(
        id=description["id"],
        revision=description.get("revision", 1),
        status=description.get("status", "approved"),
        kind=description["kind"],
        also_kinds=tuple(description.get("also", ())),
        names=dict(description["names"]),
        document=description["document"],
        material=description.get("material", "concrete"),
        grade=description.get("grade"),
        grammar=Grammar(
            description["id"],
            description["designation"],
            fields,
            whole_names_only=description.get("whole_names_only", False),
        ),
        parameters={name: _values(values) for name, values in description.get("parameters", {}).items()},
        rows=tuple(dict(zip(rows["columns"], map(float, values), strict=True)) for values in rows["values"]),
        assumed={name: float(value) for name, value in description.get("assumed", {}).items()},
        limits=tuple(
            Limit(factors=tuple(limit["sum"].items()), most=limit["at_most"], why=limit["why"])
            for limit in description.get("limits", ())
        ),
        sizes={
            form: {dimension: read_size(size) for dimension, size in sizes.items()}
            for form, sizes in description.get("sizes", {}).items()
        },
        openings=tuple(Opening(**opening) for opening in description.get("openings", ())),
        volume=description.get("volume"),
        provenance={
            part: Provenance(source=source, confidence=confidence)
            for part, (source, confidence) in description["provenance"].items()
        },
    )


def _values(values: object) -> tuple[float, ...]:
    """A list, or a series from–to with a step, the end included."""
    if isinstance(values, Mapping):
        count = round((values["to"] - values["from"]) / values["step"])
        return tuple(float(values["from"] + number * values["step"]) for number in range(count + 1))
    return tuple(float(value) for value in np.asarray(values, float))
