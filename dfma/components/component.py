"""A standard component: a family of pieces with parameters, size rules and a designation.

Lengths of components are millimetres, as standards and factories write them; names of columns say so (`_mm`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.components.content import Certificate, Classification, Connector, Document, Factor, Joint, Mould, Plant
from dfma.components.designation import Grammar, Value
from dfma.components.formula import Formula
from dfma.components.recipe import Geometry
from dfma.components.solids import Solid

DIMENSIONS = ("length", "width", "height")
"""Named as `dfma.model.measures` names the sizes of elements: a slab's thickness is its height, a wall's its width."""

AMOUNTS = ("volume", "mass", "mass_per_m")
"""m³, kg, kg per metre."""

Floats: TypeAlias = npt.NDArray[np.float64]
Columns: TypeAlias = Mapping[str, Floats]
Cells: TypeAlias = Mapping[str, Any]
"""Column of VARIANT_SCHEMA → its values: an array of numbers or a list of texts."""
Sum: TypeAlias = tuple[tuple[str, ...], float]
"""Parameters to be added up, and a number to be added to them."""

VARIANT_SCHEMA = pl.Schema(
    {
        "component": pl.String,  # id
        "variant": pl.Int32,  # number within the component
        "designation": pl.String,  # with `?` for what a shape cannot tell (reinforcement, topping …)
        "form": pl.String,  # nominal | fabrication | … : which of the series' size rules this row holds
        "length_low_mm": pl.Float64,  # least and greatest length, equal for a fixed size; null: the series is silent
        "length_high_mm": pl.Float64,
        "width_low_mm": pl.Float64,
        "width_high_mm": pl.Float64,
        "height_low_mm": pl.Float64,
        "height_high_mm": pl.Float64,
        "length_step_mm": pl.Float64,  # not null: the length is any multiple (a wall made of equal panels)
        "openings": pl.Int8,  # door and window openings
        "opening_kind": pl.String,  # door | window; null when there is none
        "opening_place": pl.String,  # middle | end | null: not said
        "opening1_width_mm": pl.Float64,  # the wider opening first
        "opening1_height_mm": pl.Float64,
        "opening2_width_mm": pl.Float64,
        "opening2_height_mm": pl.Float64,
        "volume": pl.Float64,  # m³ of the fabricated piece; null when the series gives none
        "mass": pl.Float64,  # kg of the piece
        "mass_per_m": pl.Float64,  # kg per metre of length, of pieces that are cut to length
    }
)
"""Columns of a table of variants: one row per variant and form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where numbers come from and how far they can be trusted (`verified` … `own`)."""

    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One dimension by a rule: a sum of parameters and a number; `low` and `high` differ for a range. With `step` any
    multiple of it will do."""

    low: Sum
    high: Sum
    step: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A door or window opening; sizes are names of parameters."""

    kind: str
    width: str
    height: str
    place: str | None = None
    """`middle` or `end` of the length, None when the series does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Sets of values are only offered when the sum of `factors[name] × value` is at most `most`."""

    factors: tuple[tuple[str, float], ...]
    most: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A family of standard pieces."""

    id: str
    revision: int
    status: str
    """draft | in_review | approved | withdrawn"""
    kind: str
    also_kinds: tuple[str, ...]
    """Kinds whose pieces this family could replace too."""
    names: Mapping[str, str]
    """By language."""
    document: str
    """The standard or atlas that the family is taken from."""
    material: str | None
    """Family of material (`dfma.model.material_family`); None where makers differ."""
    grade: str | None
    """Concrete or steel grade as the document states it."""
    grammar: Grammar
    parameters: Mapping[str, tuple[float, ...]]
    """Values that a shape can tell; the table of variants holds every allowed combination."""
    rows: tuple[Mapping[str, float], ...]
    """Instead of free combination: the sets of values that the document lists."""
    assumed: Mapping[str, float]
    """Values that a designation may state, and that hold where it does not; no part of the designations of variants."""
    limits: tuple[Limit, ...]
    sizes: Mapping[str, Mapping[str, Size]]
    """form → dimension → rule. Pieces are matched on nominal size and made in fabrication size (GB/T 50002 size
    chain), and received models carry either."""
    openings: tuple[Opening, ...]
    volume: Formula | None
    """m³ of the bearing material, over the parameters."""
    provenance: Mapping[str, Provenance]
    """By part (`sizes.fabrication`, `parameters.width`, `mould.cost`); "*" is the rest."""
    grades: tuple[str, ...] = ()
    """All grades that it comes in, the usual one first."""
    mass: Formula | None = None
    """kg of the piece, over the parameters and `volume`."""
    mass_per_m: Formula | None = None
    """kg per metre, where the piece is cut to length."""
    connectors: tuple[Connector, ...] = ()
    joints: tuple[Joint, ...] = ()
    mould: Mould | None = None
    plants: tuple[Plant, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    carbon: Factor | None = None
    """kg CO2e."""
    cost: Factor | None = None
    """CNY."""
    documents: tuple[Document, ...] = ()
    classification: tuple[Classification, ...] = ()
    geometry: Geometry | None = None
    """How it looks."""

    def trust(self, part: str) -> Provenance:
        """Provenance of a part of the component: its own, that of what it belongs to (`joints` for `joints.0`), the
        rest."""
        while part not in self.provenance and "." in part:
            part = part.rpartition(".")[0]
        return self.provenance.get(part, self.provenance["*"])

    def variants(self) -> pl.DataFrame:
        """Every variant in every form (VARIANT_SCHEMA)."""
        return variant_table([self.cells()])

    def variant_columns(self) -> Columns:
        """The values of each parameter for every variant, in the order of their numbers; empty when none is listed."""
        if self.rows:
            columns: Columns = {name: np.array([row[name] for row in self.rows]) for name in self.rows[0]}
        elif self.parameters:
            grid = np.meshgrid(*(np.array(values) for values in self.parameters.values()), indexing="ij")
            columns = {name: axis.ravel() for name, axis in zip(self.parameters, grid, strict=True)}
        else:
            return {}
        keep = np.ones(_count(columns), np.bool_)
        for limit in self.limits:
            keep &= sum((factor * columns[name] for name, factor in limit.factors), np.zeros(keep.size)) <= limit.most
        return {name: values[keep] for name, values in columns.items()}

    def variant_values(self, variant: int) -> dict[str, float]:
        """The parameter values of a variant by its number, with what is assumed."""
        return dict(self.assumed) | {name: float(values[variant]) for name, values in self.variant_columns().items()}

    def solids(self, values: Mapping[str, float]) -> tuple[Solid, ...]:
        """What it looks like with these parameter values; empty where no recipe or not every value is known.

        Raises ValueError where the values leave no solid.
        """
        if self.geometry is None or self.geometry.names - values.keys():
            return ()
        return self.geometry.solids(values)

    def variant_of(self, values: Mapping[str, Value]) -> pl.DataFrame:
        """The forms of one set of values, for a designation outside the listed variants too; empty when the values
        do not fix the sizes."""
        known = self._known(values)
        if not self.sizes or self._needs() - known.keys() - self.assumed.keys():
            return pl.DataFrame(schema=VARIANT_SCHEMA)
        return self._tabulate({name: np.array([value], float) for name, value in known.items()})

    def values_of(self, values: Mapping[str, Value]) -> dict[str, float]:
        """All parameter values that a designation fixes, with what is assumed where it is silent."""
        return dict(self.assumed) | self._known(values)

    def _known(self, values: Mapping[str, Value]) -> dict[str, float]:
        row = next((row for row in self.rows if all(values.get(name, row[name]) == row[name] for name in row)), None)
        known = dict(row) if row else {name: fixed[0] for name, fixed in self.parameters.items() if len(fixed) == 1}
        told = {*known, *self.parameters, *self.assumed} if known or self.parameters else set(self.grammar.fields)
        return known | {
            name: value for name, value in values.items() if isinstance(value, int | float) and name in told
        }

    def _needs(self) -> set[str]:
        named = {
            name for form in self.sizes.values() for size in form.values() for name in (*size.low[0], *size.high[0])
        }
        return named | {n for opening in self.openings for n in (opening.width, opening.height)}

    def _tabulate(self, columns: Columns) -> pl.DataFrame:
        """One row per variant and form, forms of a variant side by side."""
        return variant_table([self._cells(columns)])

    def cells(self) -> Cells:
        """What `variants` holds, as arrays; for those who put the variants of many components into one table."""
        columns = self.variant_columns()
        return self._cells(columns) if columns and self.sizes else {}

    def _cells(self, columns: Columns) -> Cells:
        count, forms = _count(columns), list(self.sizes)
        codes = self.designations(columns)
        columns = {name: np.full(count, value) for name, value in self.assumed.items()} | dict(columns)
        sized = [_size_columns(sizes, columns, count) for sizes in self.sizes.values()]
        same = self._opening_columns(columns, count) | self.amounts(columns, count)
        first = self.openings[0] if self.openings else None
        rows = count * len(forms)
        return {
            "component": [self.id] * rows,
            "variant": np.repeat(np.arange(count), len(forms)),
            "designation": [code for code in codes for _ in forms],
            "form": forms * count,
            **{name: np.stack([one[name] for one in sized], axis=1).ravel() for name in sized[0]},
            "openings": np.full(rows, len(self.openings)),
            "opening_kind": [first.kind if first else None] * rows,
            "opening_place": [first.place if first else None] * rows,
            **{name: np.repeat(values, len(forms)) for name, values in same.items()},
        }

    def designations(self, columns: Columns) -> list[str]:
        """The code of each set of values, `?` for what they do not tell."""
        fixed = {name: field.choices[0] for name, field in self.grammar.fields.items() if len(field.choices) == 1}
        written = [name for name in columns if name in self.grammar.fields]
        return [
            self.grammar.write({**fixed, **{name: float(columns[name][variant]) for name in written}})
            for variant in range(_count(columns) if columns else 0)
        ]

    def _opening_columns(self, columns: Columns, count: int) -> dict[str, Floats]:
        """Sizes of the two widest openings, the wider first."""
        sizes = np.full((count, 2, 2), np.nan)
        for number, opening in enumerate(self.openings):
            sizes[:, number, 0], sizes[:, number, 1] = columns[opening.width], columns[opening.height]
        wider_first = np.argsort(-np.nan_to_num(sizes[:, :, 0], nan=-1.0), axis=1, kind="stable")
        sizes = np.take_along_axis(sizes, wider_first[:, :, None], axis=1)
        return {
            f"opening{number + 1}_{side}_mm": sizes[:, number, place]
            for number in range(2)
            for place, side in enumerate(("width", "height"))
        }

    def amounts(self, columns: Columns, count: int) -> dict[str, Floats]:
        """AMOUNTS for sets of parameter values; NaN where the values do not tell."""
        amounts: dict[str, Floats] = {}
        for name, formula in zip(AMOUNTS, (self.volume, self.mass, self.mass_per_m), strict=True):
            known = dict(columns) | amounts
            told = formula is not None and formula.names <= known.keys()
            amounts[name] = formula.evaluate(known, count) if formula is not None and told else np.full(count, np.nan)
        return amounts


def variant_table(parts: Iterable[Cells]) -> pl.DataFrame:
    """One table (VARIANT_SCHEMA) of the variants of some components."""
    filled = [cells for cells in parts if cells]
    if not filled:
        return pl.DataFrame(schema=VARIANT_SCHEMA)
    columns = {name: [cells[name] for cells in filled] for name in VARIANT_SCHEMA}
    series = [
        pl.Series(name, list(chain.from_iterable(values)), pl.String)
        if dtype == pl.String
        else pl.Series(name, np.concatenate(values), nan_to_null=True).cast(dtype)
        for (name, values), dtype in zip(columns.items(), VARIANT_SCHEMA.values(), strict=True)
    ]
    return pl.DataFrame(series)


def _count(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _evaluate(terms: Sum, columns: Columns, count: int) -> npt.NDArray[np.float64]:
    names, plus = terms
    return sum((columns[name] for name in names), np.full(count, plus))


def _size_columns(sizes: Mapping[str, Size], columns: Columns, count: int) -> dict[str, Floats]:
    made: dict[str, Floats] = {}
    nothing = np.full(count, np.nan)
    for dimension in DIMENSIONS:
        size = sizes.get(dimension)
        made[f"{dimension}_low_mm"] = _evaluate(size.low, columns, count) if size else nothing
        made[f"{dimension}_high_mm"] = _evaluate(size.high, columns, count) if size else nothing
    step = sizes["length"].step if "length" in sizes else None
    made["length_step_mm"] = columns[step] if step else nothing
    return made


def read_size(description: object) -> Size:
    """A size rule: `60`, `span`, `[span, -180]`, `{from: 290, to: 360}` or `{multiple_of: panel_width}`."""
    if isinstance(description, Mapping):
        if "multiple_of" in description:
            name = str(description["multiple_of"])
            return Size(low=((name,), 0.0), high=((name,), 0.0), step=name)
        return Size(low=_sum(description["from"]), high=_sum(description["to"]))
    return Size(low=_sum(description), high=_sum(description))


def _sum(description: object) -> Sum:
    terms = description if isinstance(description, list) else [description]
    numbers = [float(term) for term in terms if isinstance(term, int | float)]
    names = tuple(term for term in terms if isinstance(term, str))
    if len(names) + len(numbers) != len(terms) or not terms:
        raise TypeError(f"not a size rule: {description}")
    return names, sum(numbers)
