"""How each element looks: colour, visible or not, ghost or not; and the schemes that colour by what is known.

An `Appearance` is a value: hiding or recolouring makes another one, so undo is a list of them. What the graphics card
gets of it are four bytes per row (`texels`).

Colours are chosen to stay apart for people who do not tell red from green (Okabe and Ito, "Color Universal Design",
2008; Tol's "muted" and "light" schemes), and every legend entry has a text beside its colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.finding import Finding, Severity
from dfma.model.building import BuildingModel
from dfma.model.recognition import CASTINGS
from dfma.text import Text, text

Colour = tuple[int, int, int]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MODEL: Colour = (205, 208, 212)
"""Matte light grey: the colour of whatever means nothing in particular."""
ACCENT: Colour = (10, 98, 255)
"""The one colour of selected elements."""
GHOST: Colour = (120, 128, 138)
GHOST_ALPHA = 20
"""8 % of 255."""
GLASS_ALPHA = 90

SEVERITY_COLOURS: Mapping[Severity, Colour] = {
    Severity.ERROR: (213, 94, 0),
    Severity.WARNING: (240, 175, 40),
    Severity.ADVICE: (86, 180, 233),
}
CASTING_COLOURS: Mapping[str, Colour] = {
    "precast": (68, 170, 153),
    "cast_in_place": (170, 153, 204),
    "steel": (51, 102, 170),
    "timber": (221, 204, 119),
    "masonry": (204, 102, 119),
    "unknown": MODEL,
}
PALETTE: Sequence[Colour] = (
    (136, 204, 238), (221, 204, 119), (68, 170, 153), (204, 102, 119), (170, 153, 204), (153, 187, 85),
    (238, 153, 102), (102, 136, 187), (187, 170, 51), (119, 204, 187), (204, 136, 187), (170, 170, 170),
)  # fmt: skip
"""For things without a colour of their own, in order of how many there are; later ones repeat darker."""

HIDDEN_KINDS = ("opening", "space")
"""Not shown until asked for: they would cover what is built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """One line of the legend: what it says, in which colour, and how many elements it stands for."""

    label: Text
    colour: Colour
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """Looks of N rows; arrays are not to be written to."""

    colour: npt.NDArray[np.uint8]
    """(N, 4) red, green, blue, opacity."""
    visible: Mask
    """(N)"""
    ghost: Mask
    """(N) shown only as a breath of grey, and not pickable."""
    title: Text | None = None
    legend: tuple[LegendEntry, ...] = ()

    def texels(self) -> npt.NDArray[np.uint8]:
        """(N, 4) colour and opacity as drawn: 0 hidden, `GHOST_ALPHA` ghost, 255 solid, between them see-through."""
        result = self.colour.copy()
        result[self.ghost] = (*GHOST, GHOST_ALPHA)
        result[~self.visible, 3] = 0
        return result

    def recoloured(self, scheme: Appearance) -> Self:
        """Colours and legend of another appearance; what is hidden or ghost stays so."""
        return replace(self, colour=scheme.colour, title=scheme.title, legend=scheme.legend)

    def hiding(self, rows: Iterable[int]) -> Self:
        """Without these rows."""
        return replace(self, visible=self.visible & ~self._mask(rows))

    def isolating(self, rows: Iterable[int]) -> Self:
        """Only these rows, solid."""
        mask = self._mask(rows)
        return replace(self, visible=mask, ghost=self.ghost & ~mask)

    def ghosting_others(self, rows: Iterable[int]) -> Self:
        """These rows solid and visible, every other visible row as a ghost."""
        mask = self._mask(rows)
        return replace(self, visible=self.visible | mask, ghost=~mask)

    def showing_all(self, standard: Appearance) -> Self:
        """As visible as another appearance, with no ghosts."""
        return replace(self, visible=standard.visible, ghost=standard.ghost)

    def _mask(self, rows: Iterable[int]) -> Mask:
        mask = np.zeros(len(self.visible), np.bool_)
        mask[np.fromiter(rows, np.int64)] = True
        return mask


def plain(rows: int) -> Appearance:
    """Everything visible in the grey of the model."""
    colour = np.empty((rows, 4), np.uint8)
    colour[:] = (*MODEL, 255)
    return Appearance(colour=colour, visible=np.ones(rows, np.bool_), ghost=np.zeros(rows, np.bool_))


def standard(model: BuildingModel) -> Appearance:
    """The model as first shown: grey, windows see-through, openings and spaces not shown."""
    result = plain(model.elements.height)
    kind = model.recognition["kind"]
    result.colour[kind.eq_missing("window").to_numpy(), 3] = GLASS_ALPHA
    hidden = (kind.is_in(HIDDEN_KINDS) | (model.elements["role"] != "element")).fill_null(value=False)
    return replace(result, visible=~hidden.to_numpy())


def by_kind(model: BuildingModel) -> Appearance:
    """A colour per kind of element, the most frequent first."""
    kind = model.recognition["kind"]
    return _by_label(
        model, kind, {name: text(f"kind.{name}") for name in kind.unique().drop_nulls()}, text("viewer.colour.kind")
    )


def by_casting(model: BuildingModel) -> Appearance:
    """A colour per way of making."""
    labels = {name: text(f"casting.{name}") for name in CASTINGS}
    return _by_label(
        model, model.recognition["casting"], labels, text("viewer.colour.casting"), colours=CASTING_COLOURS
    )


def by_storey(model: BuildingModel) -> Appearance:
    """A colour per storey, from the lowest up."""
    names = dict(zip(model.storeys["row"], model.storeys["name"], strict=True))
    storey = model.elements["storey"].replace_strict(
        list(names), [str(row) for row in names], default=None, return_dtype=pl.String
    )
    labels = {str(row): text("viewer.legend.storey", name=name or "") for row, name in names.items()}
    return _by_label(model, storey, labels, text("viewer.colour.storey"), order=list(labels))


def by_severity(model: BuildingModel, findings: Iterable[Finding]) -> Appearance:
    """The worst finding of each element; whatever has none stays grey.

    A piece that exists only as an assembly has no shape of its own: its parts show what was found of it.
    """
    worst = [len(Severity)] * model.elements.height
    row_of = dict(zip(model.elements["guid"], range(model.elements.height), strict=True))
    ranks = {severity: rank for rank, severity in enumerate(SEVERITY_COLOURS)}
    for finding in findings:
        for guid in finding.elements:
            if (row := row_of.get(guid)) is not None:
                worst[row] = min(worst[row], ranks[finding.severity])
    severities = [*SEVERITY_COLOURS, None]
    pieces = model.recognition["piece"].to_list()
    painted = [rank if piece is None else min(rank, worst[piece]) for rank, piece in zip(worst, pieces, strict=True)]
    names, paint = (pl.Series([severities[rank] for rank in ranks], dtype=pl.String) for ranks in (worst, painted))
    labels = {severity.value: text(f"severity.{severity.value}") for severity in SEVERITY_COLOURS}
    colours = {severity.value: colour for severity, colour in SEVERITY_COLOURS.items()}
    return _by_label(
        model,
        names,
        labels,
        text("viewer.colour.severity"),
        colours=colours,
        rest=text("viewer.legend.no_finding"),
        paint=paint,
    )


def by_groups(
    model: BuildingModel,
    group: pl.Series,
    labels: Mapping[str, Text],
    title: Text,
    rest: Text | None = None,
    *,
    colours: Mapping[str, Colour] | None = None,
    paint: pl.Series | None = None,
) -> Appearance:
    """Colours for any grouping: a series of group names, one per row (null = none), and what each is called.

    `paint` names the rows for the colours where they are not painted as they are counted.
    """
    return _by_label(model, group, labels, title, colours=colours, rest=rest, paint=paint)


def _by_label(
    model: BuildingModel,
    value: pl.Series,
    labels: Mapping[str, Text],
    title: Text,
    *,
    colours: Mapping[str, Colour] | None = None,
    order: Sequence[str] | None = None,
    rest: Text | None = None,
    paint: pl.Series | None = None,
) -> Appearance:
    """Paint rows by a name each; names come in the given order, else that of the colours, else the most frequent.

    `paint` names the rows for the colours where they are not painted as they are counted.
    """
    result = standard(model)
    shown = value.to_frame("name").filter(pl.Series(result.visible))
    counts = dict(shown["name"].value_counts(sort=True).drop_nulls().iter_rows())
    present = [name for name in order or colours or counts if counts.get(name)]
    chosen = {name: (colours or {}).get(name) or _palette(position) for position, name in enumerate(present)}
    legend = [LegendEntry(label=labels[name], colour=chosen[name], count=counts[name]) for name in present]
    palette = np.array([*chosen.values(), MODEL], np.uint8).reshape(-1, 3)
    named = value if paint is None else paint
    number = named.replace_strict(list(chosen), list(range(len(chosen))), default=len(chosen), return_dtype=pl.Int64)
    result.colour[:, :3] = palette[number.to_numpy()]
    if rest is not None and (others := shown.height - sum(counts[name] for name in present)):
        legend.append(LegendEntry(label=rest, colour=MODEL, count=others))
    return replace(result, title=title, legend=tuple(legend))


def _palette(position: int) -> Colour:
    red, green, blue = PALETTE[position % len(PALETTE)]
    dim = 0.72 ** (position // len(PALETTE))
    return round(red * dim), round(green * dim), round(blue * dim)
