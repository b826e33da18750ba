"""The arithmetic of matching: pieces against forms of variants, as arrays.

Three dimensions (length, width, height) in millimetres, NaN where nothing is known. `score_parts` says how well pairs
of pieces and forms agree; `best_forms` finds the best for each piece by looking at every form, so that nothing is
missed. What is looked at is few: sizes recur among the forms of a catalogue, so closeness is worked out once per
distinct size and looked up for each form, for a chunk of pieces at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.components.component import DIMENSIONS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]

PARTS = ("size", "thickness", "openings", "kind")
"""Parts of the score that the search goes by; name and volume are weighed among the best that it finds."""
CELLS = 4_000_000
"""Pieces × forms that are looked at in one go; they take four bytes each, a few times over."""
_UNKNOWN = 0.5
"""Closeness where the piece or the form is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Pieces or forms as arrays. For pieces `low` and `high` are the same array."""

    low: Floats
    """(n, 3)"""
    high: Floats
    step: Floats
    """(n) length step of forms that repeat; NaN elsewhere."""
    count: Ints
    """(n) openings; -1: not known."""
    openings: Floats
    """(n, 4): width and height of the widest, width and height of the next."""
    kinds: npt.NDArray[np.bool_]
    """(n) of forms: the piece's kind is the component's own, not one that it could replace. Unused for pieces."""

    def take(self, rows: slice | Ints) -> Shapes:
        """Some of them."""
        return Shapes(
            low=self.low[rows], high=self.high[rows], step=self.step[rows], count=self.count[rows],
            openings=self.openings[rows], kinds=self.kinds[rows],
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How pieces and forms of one kind are weighed."""

    thickness: int | None
    """Which dimension is the thickness."""
    draws_openings: bool
    """Some form of this kind has a door or window; where none has, openings say nothing of which form it is."""
    rules: Mapping[str, Any]
    limits: Mapping[str, Mapping[str, float]]
    """Limits of gaps: size, thickness, opening."""

    @property
    def weights(self) -> Floats:
        """(4) of PARTS."""
        return np.array([self.rules["weights"][part] for part in PARTS])

    def half(self, dimension: int) -> float:
        """The gap that halves the closeness in a dimension."""
        return self.limits["thickness" if dimension == self.thickness else "size"]["half"]

    @property
    def opening_half(self) -> float:
        """The same for sizes of openings."""
        return self.limits["opening"]["half"]

    @property
    def faces(self) -> list[int]:
        """The dimensions that are not the thickness."""
        return [dimension for dimension in range(len(DIMENSIONS)) if dimension != self.thickness]


def turned(sizes: Floats, pair: tuple[int, int] | None) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Put the greater of two exchangeable dimensions first; say where that changed something."""
    if pair is None:
        return sizes, np.zeros(len(sizes), np.bool_)
    first, second = pair
    swap = sizes[:, first] < sizes[:, second]
    ordered = sizes.copy()
    ordered[swap, first], ordered[swap, second] = sizes[swap, second], sizes[swap, first]
    return ordered, swap


def size_gaps(pieces: Shapes, forms: Shapes) -> Floats:
    """(n, 3) piece minus form, pair by pair; 0 inside a range; to the nearest multiple where the form repeats."""
    gaps = pieces.low - np.clip(pieces.low, forms.low, forms.high)
    gaps[:, 0] = np.where(np.isnan(forms.step), gaps[:, 0], _to_multiple(pieces.low[:, 0], forms.step))
    return gaps


def opening_gaps(pieces: Shapes, forms: Shapes) -> Floats:
    """(n, 4) piece minus form for the sizes of the two widest openings, pair by pair; NaN where either has none."""
    return pieces.openings - forms.openings


def score_parts(pieces: Shapes, forms: Shapes, weighing: Weighing) -> Floats:
    """(n, 4) size, thickness, openings and kind of pairs, each from 0 (infinitely far) to 1 (equal)."""
    gaps = size_gaps(pieces, forms)
    near = np.stack([closeness(gaps[:, dimension], weighing.half(dimension)) for dimension in range(3)], axis=1)
    parts = np.full((len(gaps), len(PARTS)), _UNKNOWN)
    parts[:, 0] = near[:, weighing.faces].mean(axis=1)
    if weighing.thickness is not None:
        parts[:, 1] = near[:, weighing.thickness]
    parts[:, 2] = _opening_scores(pieces, forms, weighing)
    parts[:, 3] = np.where(forms.kinds, 1.0, weighing.rules["other_kind"])
    return parts


def best_forms(
    pieces: Shapes, forms: Shapes, first_form: Ints, weighing: Weighing, keep: int
) -> tuple[Ints, Ints, Floats]:
    """The `keep` best variants of each of E pieces: variant (E, keep), its best form (E, keep), parts (E, keep, 4).

    `first_form` is where the forms of each variant begin; forms of a variant stand side by side.
    """
    keep = min(keep, len(first_form))
    if keep == 0:
        none = np.zeros((len(pieces.low), 0), np.int64)
        return none, none, np.zeros((len(pieces.low), 0, len(PARTS)))
    chosen = np.zeros((len(pieces.low), keep), np.int64)
    chunk = max(1, CELLS // len(forms.low))
    rules = [_Distinct.of(forms, dimension) for dimension in range(len(DIMENSIONS))]
    for count in np.unique(pieces.count):
        alike = np.flatnonzero(pieces.count == count)
        for start in range(0, len(alike), chunk):
            rows = alike[start : start + chunk]
            scores = _scores(pieces.take(rows), int(count), forms, rules, weighing)
            chosen[rows] = _top(np.ascontiguousarray(_best_of_forms(scores, first_form).T), keep)
    return _with_forms(pieces, forms, first_form, weighing, chosen)


def _scores(pieces: Shapes, count: int, forms: Shapes, rules: Sequence[_Distinct], weighing: Weighing) -> Singles:
    """(F, E) the weighed score of every form for every piece; the pieces have the same number of openings."""
    size, thickness, openings, kind = weighing.weights
    fixed = kind * np.where(forms.kinds, 1.0, weighing.rules["other_kind"])
    fixed += 0.0 if weighing.thickness is not None else thickness * _UNKNOWN
    same = forms.count == count
    if count < 0 or not weighing.draws_openings:
        fixed += openings * (1.0 if count == 0 else _UNKNOWN)
    elif count == 0:
        fixed += openings * same
    scores: Singles = np.repeat(fixed.astype(np.float32)[:, None], len(pieces.low), axis=1)
    for dimension, distinct in enumerate(rules):
        weight = thickness if dimension == weighing.thickness else size / len(weighing.faces)
        scores += np.float32(weight) * distinct.closeness(pieces.low[None, :, dimension], weighing.half(dimension))
    if count > 0 and weighing.draws_openings:
        sides = 2 * min(count, 2)
        rows = np.flatnonzero(same)
        for side in range(sides):
            lengths, number = np.unique(forms.openings[rows, side], return_inverse=True)
            near = closeness(pieces.openings[None, :, side] - lengths[:, None], weighing.opening_half)
            scores[rows] += (openings / sides * near).astype(np.float32)[number]
    return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class _Distinct:
    """The distinct rules of one dimension among the forms, as columns, and which of them each form has."""

    low: Floats
    high: Floats
    step: Floats
    """-1 where a rule does not repeat; low is -1 where a form is silent."""
    number: Ints

    @classmethod
    def of(cls, forms: Shapes, dimension: int) -> _Distinct:
        step = forms.step if dimension == 0 else np.full(len(forms.step), np.nan)
        rules = np.stack([forms.low[:, dimension], forms.high[:, dimension], step], axis=1)
        distinct, number = np.unique(np.where(np.isnan(rules), -1.0, rules), axis=0, return_inverse=True)
        low, high, steps = (distinct[:, [column]] for column in range(3))
        return cls(low=low, high=high, step=steps, number=number.ravel())

    def closeness(self, sizes: Floats, half: float) -> Singles:
        """(F, E) how near each of E sizes comes to each form."""
        gaps = np.where(self.low >= 0, sizes - np.clip(sizes, self.low, self.high), np.nan)
        if repeats := np.flatnonzero(self.step > 0).tolist():
            gaps[repeats] = _to_multiple(sizes, self.step[repeats])
        return closeness(gaps, half).astype(np.float32)[self.number]


def _with_forms(
    pieces: Shapes, forms: Shapes, first_form: Ints, weighing: Weighing, chosen: Ints
) -> tuple[Ints, Ints, Floats]:
    """For each chosen variant the first of its forms that scores best; variants in falling order of score."""
    ends = np.append(first_form[1:], len(forms.low))
    piece = np.repeat(np.arange(len(chosen)), chosen.shape[1])
    variant = chosen.ravel()
    form, parts = first_form[variant], np.full((len(variant), len(PARTS)), -1.0)
    for step in range(int((ends - first_form).max())):
        candidate = first_form[variant] + step
        pairs = np.flatnonzero(candidate < ends[variant])
        found = score_parts(pieces.take(piece[pairs]), forms.take(candidate[pairs]), weighing)
        better = found @ weighing.weights > parts[pairs] @ weighing.weights + 1e-9
        form[pairs[better]], parts[pairs[better]] = candidate[pairs[better]], found[better]
    score = (parts @ weighing.weights).reshape(chosen.shape)
    order = np.lexsort((chosen, -np.round(score, 9)), axis=1)
    return (
        np.take_along_axis(chosen, order, axis=1),
        np.take_along_axis(form.reshape(chosen.shape), order, axis=1),
        np.take_along_axis(parts.reshape(*chosen.shape, -1), order[:, :, None], axis=1),
    )


def _best_of_forms(scores: Singles, first_form: Ints) -> Singles:
    """(V, E) the best score among the forms of each variant."""
    forms = np.diff(np.append(first_form, len(scores)))
    best: Singles = scores[first_form]
    for step in range(1, int(forms.max())):
        more = np.flatnonzero(forms > step)
        best[more] = np.maximum(best[more], scores[first_form[more] + step])
    return best


def _top(scores: Singles, keep: int) -> Ints:
    """Columns of the greatest values per row, in no order."""
    if keep == scores.shape[1]:
        return np.repeat(np.arange(keep)[None], len(scores), axis=0)
    return np.argpartition(scores, -keep, axis=1)[:, -keep:]


def _opening_scores(pieces: Shapes, forms: Shapes, weighing: Weighing) -> Floats:
    """1 without openings on both sides, 0 when their numbers differ, else how alike the sizes are. A piece whose
    openings are not known is neither like nor unlike."""
    if not weighing.draws_openings:
        return np.where(pieces.count == 0, 1.0, _UNKNOWN)
    near = closeness(opening_gaps(pieces, forms), weighing.opening_half)
    sides = 2 * np.clip(forms.count, 1, 2)
    mean = np.where(np.arange(4) < sides[:, None], near, 0.0).sum(axis=1) / sides
    alike = np.where(pieces.count == forms.count, np.where(forms.count == 0, 1.0, mean), 0.0)
    return np.where(pieces.count < 0, _UNKNOWN, alike)


def closeness(gap: Floats, half: float) -> Floats:
    """1 without a gap, a half at `half`. Flat at the top: two gaps of 20 mm are forgiven sooner than one of 40."""
    near: Floats = 1.0 / (1.0 + np.square(gap / half))
    near[np.isnan(near)] = _UNKNOWN
    return near


def _to_multiple(length: Floats, step: Floats) -> Floats:
    """What is left over beside the nearest multiple, at least one."""
    return length - np.maximum(np.round(length / step), 1.0) * step


def piece_shapes(pieces: pl.DataFrame, pair: tuple[int, int] | None) -> tuple[Shapes, npt.NDArray[np.bool_]]:
    """Pieces as arrays, exchangeable dimensions in order; and which pieces were turned for it."""
    sizes, swapped = turned(_columns(pieces, [f"{name}_mm" for name in DIMENSIONS]), pair)
    shapes = Shapes(
        low=sizes,
        high=sizes,
        step=np.full(len(sizes), np.nan),
        count=pieces["opening_count"].to_numpy().astype(np.int64),
        openings=_openings(pieces),
        kinds=np.ones(len(sizes), np.bool_),
    )
    return shapes, swapped


def form_shapes(
    forms: pl.DataFrame, own_kind: npt.NDArray[np.bool_], pair: tuple[int, int] | None
) -> tuple[Shapes, npt.NDArray[np.bool_]]:
    """Forms as arrays, exchangeable dimensions in order; and which forms were turned for it."""
    low, swapped = turned(_columns(forms, [f"{name}_low_mm" for name in DIMENSIONS]), pair)
    high = _columns(forms, [f"{name}_high_mm" for name in DIMENSIONS])
    if pair is not None:
        first, second = pair
        high[swapped, first], high[swapped, second] = high[swapped, second], high[swapped, first]
    shapes = Shapes(
        low=low,
        high=high,
        step=_columns(forms, ["length_step_mm"])[:, 0],
        count=forms["openings"].to_numpy().astype(np.int64),
        openings=_openings(forms),
        kinds=own_kind,
    )
    return shapes, swapped


def _openings(table: pl.DataFrame) -> Floats:
    return _columns(table, [f"opening{number}_{side}_mm" for number in (1, 2) for side in ("width", "height")])


def _columns(table: pl.DataFrame, names: list[str]) -> Floats:
    return np.stack([table[name].cast(pl.Float64).to_numpy() for name in names], axis=1).astype(np.float64)
