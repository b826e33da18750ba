"""What the proportions of the oriented box say."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.model.geometry import Boxes
from dfma.recognition.votes import Source, Vote, cast_votes, parse_weights, read_data

Numbers = npt.NDArray[np.float64]

_TABLE = read_data("shapes.yaml")
_LIMITS = _TABLE["limits"]
_SHAPES = {shape: parse_weights(votes) for shape, votes in _TABLE["votes"].items()}
_SECTIONS = {entry["code"]: (entry, parse_weights(entry["votes"])) for entry in _TABLE["sections"]}


def describe_shapes(boxes: Boxes, volume: npt.NDArray[np.float64]) -> pl.DataFrame:
    """Shape, section and thickness (metres, as text) of each row; null where no box is known.

    `volume` (N) in m³, NaN where unknown. A shape is a key of `votes` in shapes.yaml, a section a code there.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        order = np.argsort(boxes.extent, axis=1)
        thin, width, length = np.sort(boxes.extent, axis=1).T
        shape = _shapes(boxes, thin, width, length, order)
        section = _sections(boxes, volume, order)
    known = np.isfinite(length)  # an unknown size is sorted last
    return pl.DataFrame(
        {
            "shape": pl.Series(_where(known, shape), dtype=pl.String),
            "section": pl.Series(_where(known, section), dtype=pl.String),
            "thickness": pl.Series(np.where(known, thin, np.nan)).fill_nan(None).round(2).cast(pl.String),
        }
    )


def _where(known: npt.NDArray[np.bool_], words: npt.NDArray[np.object_]) -> list[str | None]:
    return [word if is_known else None for word, is_known in zip(words, known, strict=True)]


def _shapes(
    boxes: Boxes, thin: Numbers, width: Numbers, length: Numbers, order: npt.NDArray[np.int64]
) -> npt.NDArray[np.object_]:
    limit = _LIMITS
    upright = boxes.axes[:, 2, 2] >= limit["vertical"]
    thinnest_is_upright, longest_is_upright = order[:, 0] == 2, order[:, 2] == 2
    plate = (width >= limit["plate_slenderness"] * thin) & (thin <= limit["plate_thickness"])
    low = boxes.high[:, 2] - boxes.low[:, 2] < limit["wall_height"]
    thin_plank = (thin >= limit["precast_plank"][0]) & (thin <= limit["precast_plank"][1])
    bar = length >= limit["bar_slenderness"] * width
    return np.select(
        [
            length < limit["small"],
            (width < limit["rod_section"]),
            plate & (thin < limit["sheet_thickness"]),
            plate & thinnest_is_upright & upright & thin_plank,
            plate & thinnest_is_upright & upright,
            plate & ~upright,
            plate & low,
            plate,
            bar & longest_is_upright & upright,
            bar & upright,
            bar,
        ],
        [
            "small",
            "rod",
            "sheet",
            "plate_level_thin",
            "plate_level",
            "plate_sloped",
            "plate_upright_low",
            "plate_upright",
            "bar_upright",
            "bar_level",
            "bar_sloped",
        ],
        "block",
    ).astype(object)


def _sections(boxes: Boxes, volume: Numbers, order: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    """Codes of sections whose box is filled as a hollow-core slab or a double tee fills it."""
    filled = volume / boxes.extent.prod(axis=1)
    depth = boxes.extent[:, 2]
    width, length = np.sort(boxes.extent[:, :2], axis=1).T
    level = (boxes.axes[:, 2, 2] >= _LIMITS["vertical"]) & (order[:, 0] == 2)
    found = np.full(len(depth), None, dtype=object)
    for code, (entry, _) in _SECTIONS.items():
        fits = level.copy()
        for name, value in (("filled", filled), ("depth", depth), ("width", width), ("length", length)):
            low, high = entry[name]
            fits &= (value >= low) & (value <= high)
        found[fits] = code
    return found


def _witness(shape: str | None, section: str | None, thickness: str | None) -> Iterable[Vote]:
    votes = cast_votes(_SHAPES[shape], f"shape_{shape}", thickness or "") if shape else []
    if section:
        votes += cast_votes(_SECTIONS[section][1], section, thickness or "")
    return votes


BY_SHAPE = Source(name="shape", columns=("shape", "section", "thickness"), witness=_witness)
