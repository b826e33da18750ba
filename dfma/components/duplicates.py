"""Components of a library that are nearly the same: two ids for what one mould could make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from dfma.components.catalogue import ComponentCatalogue
from dfma.components.component import Floats
from dfma.progress import NoProgress, Progress

_SIZES = ["length_low_mm", "width_low_mm", "height_low_mm", "opening1_width_mm", "opening1_height_mm",
          "opening2_width_mm", "opening2_height_mm"]  # fmt: skip
_MUST_AGREE = ["kind", "material", "openings", "opening_kind", "opening_place"]
_ABSENT = -1e6
"""In place of a size that a component has not: two that both lack it agree."""
SAME_MM = 5.0
"""Sizes that differ by no more than a fabrication tolerance (GB/T 51231-2016 9.7.4: 5 mm for slabs, beams, columns)."""
_MOST_OF = 0.8
"""Share of the variants of the smaller component that the other one has too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicate:
    """Two components that share most of their variants."""

    one: str
    other: str
    share: float
    """Of the variants of the component with fewer of them, 0 … 1."""
    same_document: bool
    """One document lists both: its author told them apart, by something that no size shows."""
    greatest_gap_mm: float
    """Between the sizes of variants that are taken as the same."""
    pairs: tuple[tuple[str, str], ...]
    """Designations of the variants that are the same."""


def near_duplicates(
    catalogue: ComponentCatalogue, progress: Progress | None = None, same_mm: float = SAME_MM
) -> tuple[NearDuplicate, ...]:
    """Pairs of components of one kind and material whose variants are the same but for `same_mm` per size, the most
    alike first and those of one document last. Variants are compared as they are made, or by nominal size where no
    other is known."""
    progress = progress or NoProgress()
    table = _made(catalogue)
    found: list[NearDuplicate] = []
    for _, group in table.group_by(*_MUST_AGREE, maintain_order=True):
        progress.check()
        if group["component"].n_unique() > 1:
            found += _alike(group, same_mm)
    return tuple(
        sorted(found, key=lambda pair: (pair.same_document, -pair.share, pair.greatest_gap_mm, pair.one, pair.other))
    )


def _made(catalogue: ComponentCatalogue) -> pl.DataFrame:
    """One row per variant, in the form in which it is made."""
    names = ["component", "place", "kind", "material", "document"]
    told = [(one.id, n, one.kind, one.material, one.document) for n, one in enumerate(catalogue.components.values())]
    components = pl.DataFrame(told, schema=dict.fromkeys(names, pl.String) | {"place": pl.Int32}, orient="row")
    order = pl.col("form").replace_strict({"fabrication": 0, "nominal": 1}, default=2, return_dtype=pl.Int8)
    return (
        catalogue.variants.join(components, on="component", maintain_order="left")
        .sort(order, maintain_order=True)
        .unique(["component", "variant"], keep="first", maintain_order=True)
        .sort("place", "variant")
    )


def _alike(group: pl.DataFrame, same_mm: float) -> Iterable[NearDuplicate]:
    sizes = group.select(pl.col(_SIZES).fill_null(_ABSENT)).to_numpy()
    owner, names = group["place"].to_numpy(), group["designation"].to_list()
    near: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    pairs = cKDTree(sizes).query_pairs(same_mm + 1e-6, p=np.inf, output_type="ndarray")
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    for one, other in pairs[owner[pairs[:, 0]] != owner[pairs[:, 1]]]:
        near[int(owner[one]), int(owner[other])].append((int(one), int(other)))
    ids = dict(zip(owner.tolist(), group["component"], strict=True))
    document = dict(zip(owner.tolist(), group["document"], strict=True))
    count = dict(zip(*np.unique(owner, return_counts=True), strict=True))
    for (one, other), shared in near.items():
        share = max(len({a for a, _ in shared}) / count[one], len({b for _, b in shared}) / count[other])
        if share >= _MOST_OF:
            yield NearDuplicate(
                one=ids[one],
                other=ids[other],
                share=share,
                same_document=document[one] == document[other],
                greatest_gap_mm=_greatest(sizes, shared),
                pairs=tuple((names[a], names[b]) for a, b in shared),
            )


def _greatest(sizes: Floats, shared: list[tuple[int, int]]) -> float:
    first, second = np.array(shared).T
    return float(np.abs(sizes[first] - sizes[second]).max())
