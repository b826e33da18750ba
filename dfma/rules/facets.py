"""Facets: the columns that a rule declared in YAML (or an IDS-like list) can ask about, and what can be asked.

A facet is a value that gives one `Column` for all rows; a `Constraint` says which values hold. Python rules may use the
same facets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
import polars as pl

from dfma.model.geometry import Floats
from dfma.rules.amounts import amount, slack, slacks
from dfma.rules.concepts import load_concepts
from dfma.rules.facts import Column, Facts, as_mask, chosen
from dfma.rules.judgement import Mask, Rows
from dfma.rules.rule import Setting
from dfma.text import Text, text

MEASURES = {"length": "m", "width": "m", "height": "m", "volume": "m3", "mass": "kg", "area": "m2"}
ATTRIBUTES = ("name", "mark", "tag", "type_name", "object_type", "predefined_type", "description", "material", "layer")


class Facet(Protocol):
    """Something that can be known of every row."""

    def column(self, facts: Facts) -> Column:
        """Its values."""


@dataclass(frozen=True, slots=True)
class ConceptFacet:
    """A concept of `concepts.yaml`, whatever the file calls it."""

    name: str

    def column(self, facts: Facts) -> Column:
        return facts.concept(self.name)


@dataclass(frozen=True, slots=True)
class BuildingFacet:
    """A concept that the building states for everything in it."""

    name: str

    def column(self, facts: Facts) -> Column:
        return facts.said_of_building(self.name)


@dataclass(frozen=True, slots=True)
class DocumentFacet:
    """Documents of a sort (`documents` in `concepts.yaml`) linked to a row, to its piece, its type or its building."""

    sort: str

    def column(self, facts: Facts) -> Column:
        words = list(facts.concepts.documents[self.sort])
        linked = facts.documents.filter(pl.col("words").str.contains_any(words))["row"].to_list()
        own = as_mask(linked, facts.rows)
        project = chosen(facts.ifc_class("IfcSite", "IfcProject") & own)
        building = facts.building_of
        present = own | own[facts.body] | (own[building] & (building >= 0)) | bool(len(project))
        present |= own[facts.piece_of] & facts.is_part
        title = Text(f"document.{self.sort}")
        return Column(
            words=[None] * facts.rows,
            numbers=np.full(facts.rows, np.nan),
            present=present,
            understood=present,
            unit=None,
            title=title,
            missing=text("gap.no_documents", what=title),
            silent=not facts.documents.height,
        )


@dataclass(frozen=True, slots=True)
class PropertyFacet:
    """A property by its exact set and name, for demands that name them."""

    set_name: str
    name: str
    origin: str | None = None
    """"type" or "occurrence"; None = either, the occurrence first."""
    kind: str | None = None
    """"quantity" for quantities."""

    def column(self, facts: Facts) -> Column:
        found = facts.model.properties.filter(
            (pl.col("set").str.to_lowercase() == self.set_name.casefold())
            & (pl.col("name").str.to_lowercase() == self.name.casefold())
        )
        if self.origin:
            found = found.filter(pl.col("origin") == self.origin)
        if self.kind:
            found = found.filter(pl.col("kind") == self.kind)
        first = found.sort("row", "origin", maintain_order=True).unique("row", keep="first", maintain_order=True)
        title = text("facet.property", set=self.set_name, name=self.name)
        return _column(facts.rows, title, _rows(first["row"].to_numpy()), first["value"].to_list(), first["number"])


@dataclass(frozen=True, slots=True)
class AttributeFacet:
    """A column of the element table."""

    name: str

    def column(self, facts: Facts) -> Column:
        values = facts.model.elements[self.name].str.strip_chars()
        rows = _rows(np.flatnonzero((values.is_not_null() & (values != "")).to_numpy()))
        return _column(facts.rows, Text(f"facet.{self.name}"), rows, values.gather(rows).to_list())


@dataclass(frozen=True, slots=True)
class MeasureFacet:
    """A size by its name of the trade, volume or mass; the sizes of an assembly are those of its concrete."""

    name: str

    def column(self, facts: Facts) -> Column:
        values = facts.numbers(self.name)
        if MEASURES[self.name] == "m":
            values = values[facts.body]
        return numeric(facts, f"facet.{self.name}", values, MEASURES[self.name], "gap.no_size")


@dataclass(frozen=True, slots=True)
class SideFacet:
    """A side of the own box (of an assembly: of its concrete), by size: 0 the longest, 1 the middle, 2 the shortest."""

    place: int

    def column(self, facts: Facts) -> Column:
        sides = -np.sort(-facts.boxes.extent[facts.body], axis=1)
        return numeric(facts, f"facet.side_{self.place}", sides[:, self.place], "m", "gap.no_shape")


@dataclass(frozen=True, slots=True)
class LayerFacet:
    """Thickness of the layers of one group of materials (`materials` in `concepts.yaml`), all together.

    Read from material layers, for an assembly from the shapes of its parts.
    """

    group: str

    def column(self, facts: Facts) -> Column:
        total = facts.layers.filter(pl.col("group") == self.group).group_by("row").agg(pl.col("thickness").sum())
        return _thickness(facts, f"facet.layer_{self.group}", total)


@dataclass(frozen=True, slots=True)
class LeafFacet:
    """Thickness of the thinnest concrete layer of a sandwich panel: its facing leaf."""

    def column(self, facts: Facts) -> Column:
        insulated = facts.layers.filter(pl.col("group") == "insulation")["row"].unique()
        leaf = (
            facts.layers.filter((pl.col("group") == "concrete") & pl.col("row").is_in(insulated.implode()))
            .group_by("row")
            .agg(pl.col("thickness").min(), pl.len().alias("leaves"))
            .filter(pl.col("leaves") > 1)
        )
        return _thickness(facts, "facet.leaf", leaf)


def _thickness(facts: Facts, title: str, found: pl.DataFrame) -> Column:
    values = np.full(facts.rows, np.nan)
    values[found["row"].to_numpy()] = found["thickness"].to_numpy()
    return numeric(facts, title, values, "m", "gap.no_layers")


@dataclass(frozen=True, slots=True)
class FirstOfFacet:
    """The first of several facets that is known of a row; said by the name of the first."""

    facets: tuple[Facet, ...]

    def column(self, facts: Facts) -> Column:
        first, *others = [facet.column(facts) for facet in self.facets]
        words, numbers = list(first.words), first.numbers.copy()
        present, understood = first.present.copy(), first.understood.copy()
        for other in others:
            fresh = other.present & ~present
            for row in np.flatnonzero(fresh).tolist():
                words[row] = other.words[row]
            numbers[fresh], present[fresh], understood[fresh] = other.numbers[fresh], True, other.understood[fresh]
        return replace(first, words=words, numbers=numbers, present=present, understood=understood)


@dataclass(frozen=True, slots=True)
class SumFacet:
    """Several facets added up; known where all of them are. Said by a name of its own."""

    title: str
    facets: tuple[Facet, ...]

    def column(self, facts: Facts) -> Column:
        columns = [facet.column(facts) for facet in self.facets]
        total = np.sum([column.numbers for column in columns], axis=0)
        whole = numeric(facts, self.title, total, columns[0].unit or "1", "gap.missing")
        lacking = next((column for column in reversed(columns) if not column.present.any()), columns[-1])
        return replace(whole, missing=lacking.missing)


@dataclass(frozen=True, slots=True)
class BarFacet:
    """Thinnest bar of a piece that runs along or across it, or its thickest bar, where its bars are modelled."""

    way: str

    def column(self, facts: Facts) -> Column:
        diameter = pl.col("diameter").max() if self.way == "thickest" else pl.col("diameter").min()
        bars = facts.bars if self.way == "thickest" else facts.bars.filter(pl.col("along") == (self.way == "along"))
        found = bars.group_by("piece").agg(diameter)
        values = np.full(facts.rows, np.nan)
        values[found["piece"].to_numpy()] = found["diameter"].to_numpy()
        return numeric(facts, f"facet.bars_{self.way}", values, "m", "gap.no_bars")


@dataclass(frozen=True, slots=True)
class StoreyFacet:
    """Height or elevation of a storey; known of storey rows and of everything that stands on the storey."""

    name: str

    def column(self, facts: Facts) -> Column:
        storeys = facts.model.storeys
        by_row = np.full(facts.rows + 1, np.nan)
        by_row[storeys["row"].to_numpy()] = storeys[self.name].fill_null(np.nan).to_numpy()
        own = np.where(np.isnan(by_row[:-1]), by_row[facts.storey_of], by_row[:-1])
        return numeric(facts, f"facet.storey_{self.name}", own, "m", "gap.no_storey")


@dataclass(frozen=True, slots=True)
class PartCountFacet:
    """How many parts of a kind a piece has."""

    kind: str

    def column(self, facts: Facts) -> Column:
        parts = facts.model.recognition.filter((pl.col("kind") == self.kind) & pl.col("piece").is_not_null())
        counted = np.bincount(parts["piece"].to_numpy(), minlength=facts.rows).astype(np.float64)
        return numeric(facts, "facet.part_count", counted, "1", "gap.no_parts", kind=Text(f"kind.{self.kind}"))


@dataclass(frozen=True, slots=True)
class RelationCountFacet:
    """To how many others a row stands in a relation, in either direction."""

    relation: str

    def column(self, facts: Facts) -> Column:
        ends = np.concatenate(facts.pairs(self.relation))
        counted = np.bincount(ends, minlength=facts.rows).astype(np.float64)
        return numeric(facts, f"facet.relation_{self.relation}", counted, "1", "gap.no_relation")


def _rows(rows: Any) -> Rows:
    return np.asarray(rows, np.int32)


def numeric(facts: Facts, title: str, values: Floats, unit: str, missing: str, **more: Text) -> Column:
    """A column of numbers that are either known or not."""
    known = ~np.isnan(values)
    named = text(title, **more)
    return Column(
        words=[None] * facts.rows,
        numbers=values,
        present=known,
        understood=known,
        unit=unit,
        title=named,
        missing=text(missing, what=named),
    )


def _column(
    rows: int, title: Text, found: Rows, values: Sequence[str | None], numbers: pl.Series | None = None
) -> Column:
    words: list[str | None] = [None] * rows
    amounts = np.full(rows, np.nan)
    present = np.zeros(rows, np.bool_)
    for row, value in zip(found.tolist(), values, strict=True):
        words[row], present[row] = value, bool(value)
    if numbers is not None:
        amounts[found] = numbers.fill_null(np.nan).to_numpy()
    return Column(
        words=words,
        numbers=amounts,
        present=present,
        understood=present,
        unit=None,
        title=title,
        missing=text("gap.missing", what=title),
    )


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold of a value. `limit` is None for `present`."""

    operator: str
    limit: Setting | None = None

    def readable(self, column: Column) -> Mask:
        """Rows whose value is of the sort that can be compared."""
        if self.operator in ("at_least", "at_most", "above", "multiple_of", "in_series"):
            return column.present & ~np.isnan(column.numbers)
        return column.present if self.operator == "present" else column.understood

    def holds(self, column: Column) -> Mask:
        """Where it holds; only meaningful for readable rows."""
        return _OPERATORS[self.operator](column, self.limit)

    def expected(self, column: Column) -> Text | str | None:
        """The limit, for a sentence."""
        if isinstance(self.limit, bool) or self.limit is None:
            return None
        if isinstance(self.limit, tuple):
            return " / ".join(map(str, self.limit))
        return self.limit if isinstance(self.limit, str) else amount(self.limit, column.unit)


def _at_least(column: Column, limit: Any) -> Mask:
    return np.asarray(column.numbers >= limit - slack(limit, column.unit), np.bool_)


def _at_most(column: Column, limit: Any) -> Mask:
    return np.asarray(column.numbers <= limit + slack(limit, column.unit), np.bool_)


def _above(column: Column, limit: Any) -> Mask:
    return np.asarray(column.numbers > limit + slack(limit, column.unit), np.bool_)


def _multiple_of(column: Column, limit: Any) -> Mask:
    rest = np.abs(column.numbers - np.round(column.numbers / limit) * limit)
    return np.asarray(rest <= slack(limit, column.unit), np.bool_)


def _in_series(column: Column, limit: Any) -> Mask:
    wanted = np.array([float(item) for item in limit])
    apart = np.abs(column.numbers[:, None] - wanted).min(axis=1)
    return np.asarray(apart <= slacks(column.numbers, column.unit), np.bool_)


def _one_of(column: Column, limit: Any) -> Mask:
    allowed = {word.casefold() for word in ((limit,) if isinstance(limit, str) else limit)}
    return np.array([word is not None and word.casefold() in allowed for word in column.words], np.bool_)


def _present(column: Column, _limit: Any) -> Mask:
    return column.present


_OPERATORS: Mapping[str, Callable[[Column, Any], Mask]] = {
    "present": _present,
    "at_least": _at_least,
    "at_most": _at_most,
    "above": _above,
    "multiple_of": _multiple_of,
    "one_of": _one_of,
    "in_series": _in_series,
}


def read_facet(entry: Mapping[str, Any]) -> Facet:
    """The facet that an entry of a YAML rule names. Raises ValueError with what is wrong with it."""
    names = [name for name in entry if name in _FACETS]
    if len(names) != 1:
        raise ValueError(f"name exactly one of {', '.join(_FACETS)}; found {', '.join(names) or 'none'}")
    return _FACETS[names[0]](entry[names[0]])


def read_constraint(entry: Mapping[str, Any], settings: Mapping[str, Setting]) -> Constraint:
    """The constraint of an entry; `$name` stands for a parameter. Raises ValueError with what is wrong with it."""
    names = [name for name in entry if name in _OPERATORS]
    if len(names) != 1:
        raise ValueError(f"name exactly one of {', '.join(_OPERATORS)}; found {', '.join(names) or 'none'}")
    limit = entry[names[0]]
    if isinstance(limit, str) and limit.startswith("$"):
        if limit[1:] not in settings:
            raise ValueError(f"unknown parameter {limit}")
        limit = settings[limit[1:]]
    return Constraint(names[0], tuple(limit) if isinstance(limit, list) else limit)


def _known(value: str, allowed: Sequence[str], what: str) -> str:
    if value not in allowed:
        raise ValueError(f"unknown {what} {value!r}")
    return value


def _pair(value: Any) -> tuple[str, str]:
    if not (isinstance(value, list) and len(value) == 2):
        raise ValueError("a property is named by [set, name]")
    return str(value[0]), str(value[1])


SLAB_THICKNESS = SumFacet(
    "facet.slab_thickness",
    (
        FirstOfFacet((ConceptFacet("precast_thickness"), MeasureFacet("height"))),
        ConceptFacet("topping_thickness"),
    ),
)
"""A composite slab as it will be: plank and topping."""
_SIDES = ("longest", "middle", "shortest")
_FACETS: Mapping[str, Callable[[Any], Facet]] = {
    "concept": lambda value: ConceptFacet(load_concepts()[value].name),
    "building": lambda value: BuildingFacet(load_concepts()[value].name),
    "document": lambda value: DocumentFacet(_known(value, tuple(load_concepts().documents), "sort of document")),
    "property": lambda value: PropertyFacet(*_pair(value)),
    "type_property": lambda value: PropertyFacet(*_pair(value), origin="type"),
    "quantity": lambda value: PropertyFacet(*_pair(value), kind="quantity"),
    "attribute": lambda value: AttributeFacet(_known(value, ATTRIBUTES, "attribute")),
    "measure": lambda value: MeasureFacet(_known(value, tuple(MEASURES), "measure")),
    "side": lambda value: SideFacet(_SIDES.index(_known(value, _SIDES, "side"))),
    "layer": lambda value: LayerFacet(_known(value, tuple(load_concepts().materials), "group of materials")),
    "leaf": lambda _: LeafFacet(),
    "bars": lambda value: BarFacet(_known(value, ("along", "across", "thickest"), "way of a bar")),
    "slab_thickness": lambda _: SLAB_THICKNESS,
    "storey": lambda value: StoreyFacet(_known(value, ("height", "elevation"), "fact of a storey")),
    "parts": PartCountFacet,
    "relation": RelationCountFacet,
    "first_of": lambda value: FirstOfFacet(tuple(read_facet(entry) for entry in value)),
}
