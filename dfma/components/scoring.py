"""The arithmetic of matching: pieces against forms of variants, as arrays.

E pieces, F forms, V variants, 3 dimensions (length, width, height); millimetres, NaN where nothing is known. Exact:
every piece is compared with every form of its kind, in chunks, so memory does not grow with the number of pieces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.components.component import DIMENSIONS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PARTS = ("size", "thickness", "openings", "kind")
"""Parts of the score that the search goes by; name and volume are weighed among the best that it finds."""
CELLS = 400_000
"""Pieces × forms that are compared at once."""
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Pieces or forms as arrays. For pieces `low` and `high` are the same array."""

    low: Floats
    high: Floats
    step: Floats
    """Length step of forms that repeat; NaN elsewhere."""
    count: Ints
    """Openings."""
    openings: Floats
    """(n, 4): width and height of the widest, width and height of the next."""
    kinds: npt.NDArray[np.bool_]
    """Forms: the piece's kind is the component's own, not one that it could replace. Unused for pieces."""

    def take(self, rows: slice | Ints) -> Shapes:
        """Some of them."""
        return Shapes(
            low=self.low[rows], high=self.high[rows], step=self.step[rows], count=self.count[rows],
            openings=self.openings[rows], kinds=self.kinds[rows],
        )  # fmt: skip


def turned(sizes: Floats, pair: tuple[int, int] | None) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Put the greater of two exchangeable dimensions first; say where that changed something."""
    if pair is None:
        return sizes, np.zeros(len(sizes), np.bool_)
    first, second = pair
    swap = sizes[:, first] < sizes[:, second]
    ordered = sizes.copy()
    ordered[swap, first], ordered[swap, second] = sizes[swap, second], sizes[swap, first]
    return ordered, swap


def size_gaps(pieces: Floats, forms: Shapes) -> Floats:
    """(E, F, 3) piece minus form; 0 inside a range; to the nearest multiple where the form repeats."""
    gaps = pieces[:, None, :] - np.clip(pieces[:, None, :], forms.low[None], forms.high[None])
    repeats = np.flatnonzero(~np.isnan(forms.step))
    if len(repeats):
        step = forms.step[repeats]
        lengths = pieces[:, 0][:, None]
        gaps[:, repeats, 0] = lengths - np.maximum(np.round(lengths / step), 1) * step
    return gaps


def opening_gaps(pieces: Shapes, forms: Shapes) -> Floats:
    """(E, F, 4) piece minus form for the sizes of the two widest openings; NaN where either has none."""
    return pieces.openings[:, None, :] - forms.openings[None]


def best_forms(
    pieces: Shapes, forms: Shapes, first_form: Ints, thickness: int | None, rules: Mapping[str, Any], keep: int
) -> tuple[Ints, Ints, Floats]:
    """The `keep` best variants of each piece: variant (E, keep), its best form (E, keep) and score parts (E, keep, 4).

    `first_form` (V) is where the forms of each variant begin; forms of a variant stand side by side.
    """
    weights = np.array([rules["weights"][part] for part in PARTS])
    total = len(first_form)
    keep = min(keep, total)
    chunk = max(1, CELLS // max(1, len(forms.low)))
    kept: list[tuple[Ints, Ints, Floats]] = []
    for start in range(0, len(pieces.low), chunk):
        part = pieces.take(slice(start, start + chunk))
        parts = score_parts(part, forms, thickness, rules)
        score = parts @ weights
        best = np.maximum.reduceat(score, first_form, axis=1)
        chosen = np.argsort(-best, axis=1, kind="stable")[:, :keep] if keep == total else _top(best, keep)
        form = _form_of(score, best, first_form, chosen)
        kept.append((chosen, form, np.take_along_axis(parts, form[:, :, None], axis=1)))
    variants, form_numbers, part_scores = (np.concatenate(column) for column in zip(*kept, strict=True))
    return variants, form_numbers, part_scores


def score_parts(pieces: Shapes, forms: Shapes, thickness: int | None, rules: Mapping[str, Any]) -> Floats:
    """(E, F, 4) size, thickness, openings and kind, each from 0 (infinitely far) to 1 (equal)."""
    half = {name: gaps["half"] for name, gaps in rules["gaps_mm"].items()}
    gaps = np.abs(size_gaps(pieces.low, forms))
    faces = [dimension for dimension in range(len(DIMENSIONS)) if dimension != thickness]
    parts = np.full((*gaps.shape[:2], len(PARTS)), _UNKNOWN)
    parts[:, :, 0] = np.mean([_closeness(gaps[:, :, face], half["size"]) for face in faces], axis=0)
    if thickness is not None:
        parts[:, :, 1] = _closeness(gaps[:, :, thickness], half["thickness"])
    parts[:, :, 2] = _opening_score(pieces, forms, half["opening"])
    parts[:, :, 3] = np.where(forms.kinds, 1.0, rules["other_kind"])[None]
    return parts


def _opening_score(pieces: Shapes, forms: Shapes, half: float) -> Floats:
    """1 without openings on both sides, 0 when their numbers differ, else how alike the sizes are. A piece whose
    openings are not known (-1) is neither like nor unlike. Where no form has openings, one more or less says nothing
    of which form it is."""
    if not forms.count.any():
        return np.where(pieces.count == 0, 1.0, _UNKNOWN)[:, None] * np.ones(len(forms.count))[None]
    same = pieces.count[:, None] == forms.count[None]
    alike = _closeness(np.abs(opening_gaps(pieces, forms)), half, unknown=np.nan)
    known = ~np.isnan(alike)
    mean = np.where(known, alike, 0.0).sum(axis=2) / np.maximum(known.sum(axis=2), 1)
    scored = np.where(same, np.where(forms.count[None] == 0, 1.0, mean), 0.0)
    return np.where(pieces.count[:, None] < 0, _UNKNOWN, scored)


def _closeness(gap: Floats, half: float, unknown: float = _UNKNOWN) -> Floats:
    return np.where(np.isnan(gap), unknown, 1.0 / (1.0 + gap / half))


def _top(best: Floats, keep: int) -> Ints:
    """Columns of the greatest values per row, the greatest first, the earlier column on a tie."""
    # A tie at the edge would be cut anywhere by a partition: a tiny slope lets the earlier column win.
    tilted = best - np.arange(best.shape[1]) * 1e-9
    rough = np.argpartition(-tilted, keep - 1, axis=1)[:, :keep]
    order = np.argsort(-np.take_along_axis(tilted, rough, axis=1), axis=1, kind="stable")
    return np.take_along_axis(rough, order, axis=1)


def _form_of(score: Floats, best: Floats, first_form: Ints, chosen: Ints) -> Ints:
    """For each chosen variant the first of its forms that reaches the variant's best score."""
    ends = np.append(first_form[1:], score.shape[1])
    form = first_form[chosen]
    top = np.take_along_axis(best, chosen, axis=1)
    for step in range(int((ends - first_form).max())):
        candidate = first_form[chosen] + step
        inside = candidate < ends[chosen]
        reached = np.take_along_axis(score, np.where(inside, candidate, 0), axis=1) >= top
        now = np.take_along_axis(score, form, axis=1)
        form = np.where(inside & reached & (now < top), candidate, form)
    return form


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
