"""Sizes by the names of the trade, volume and mass, each with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.model.boxes import Rows, extents_along, part_instances, parts_of
from dfma.model.geometry import Floats, Geometry
from dfma.model.material_family import families, quantity_data
from dfma.model.properties import find_property

if TYPE_CHECKING:
    from dfma.model.building import BuildingModel

MEASURE_SCHEMA = pl.Schema(
    {
        "row": pl.Int32,
        "length": pl.Float64,  # metres, named per kind: see `name_dimensions`
        "width": pl.Float64,
        "height": pl.Float64,
        "volume": pl.Float64,  # m³ net; of an assembly: of its parts of the main material
        "volume_origin": pl.String,  # "mesh" (proven closed) | "authored" | "parts"; null when unknown
        "mass": pl.Float64,  # kg
        "mass_origin": pl.String,  # "authored" | "volume" | "parts"; null when unknown
        "area": pl.Float64,  # m² of the surface
    }
)
"""Columns of `BuildingModel.measures`, one row per element row, in row order; null means unknown, never 0."""

DEFAULT_DENSITIES: Mapping[str, float] = {
    "concrete": 2500.0,
    "steel": 7850.0,
    "timber": 500.0,
    "aluminium": 2700.0,
    "glass": 2500.0,
    "gypsum": 900.0,
    "aerated_concrete": 650.0,
    "insulation": 40.0,
}
"""kg/m³ by family of material, with the reinforcement in it. Families that are not here have no mass but an authored
one: masonry differs too much from brick to brick."""

FLAT = frozenset(
    ["composite_slab", "solid_slab", "hollow_core_slab", "double_tee", "balcony", "ac_slab", "roof", "ramp", "covering"]
)
"""Kinds whose height is their thickness, also where they slope."""
LINEAR = frozenset(["beam", "steel_member", "steel_box_girder", "reinforcement", "embedded_part", "mep", "railing"])
"""Kinds whose length is their longest side, whichever way it points. All other kinds stand upright: height is the
vertical side, length the longer and width the shorter of the others (of a wall: its thickness)."""

_FAMILY_OF_CASTING = {"precast": "concrete", "cast_in_place": "concrete", "steel": "steel", "timber": "timber"}
_PLAUSIBLE_DENSITY = (10.0, 12_000.0)
"""kg/m³, from foam to lead: an authored mass that leads outside, with the volume, is a mistake in its unit."""
_SOLID_DENSITY = (300.0, 9000.0)
"""kg/m³, from light timber to copper: decides between kilograms and tonnes where a mass has no unit."""
_UPRIGHT = 0.9998
"""Cosine of the tilt, about one degree, up to which a box stands upright."""
_LEFT_OUT = 0.01
"""Share of an assembly's volume that may be of unknown mass."""


def no_measures(rows: int) -> pl.DataFrame:
    """Measures of a model of which nothing was measured."""
    return pl.DataFrame({"row": range(rows)}, schema={"row": pl.Int32}).select(
        pl.col(name) if name == "row" else pl.lit(None, kind).alias(name) for name, kind in MEASURE_SCHEMA.items()
    )


def measure(model: BuildingModel, densities: Mapping[str, float] = DEFAULT_DENSITIES) -> pl.DataFrame:
    """Size, volume, mass and surface of every row (`MEASURE_SCHEMA`), from boxes, meshes, quantities and recognition.

    The size of an assembly is that of its parts of the main material, along the axes of its box: bars and inserts that
    stick out do not make a panel longer.
    """
    volume, area = _from_meshes(model.geometry, model.elements.height)
    volume, volume_origin = _filled(volume, "mesh", _authored(model), "authored")
    family, density = material_of_rows(model, densities)
    mass, mass_origin = _filled(_authored_mass(model, volume), "authored", volume * density, "volume")
    extent = model.boxes.extent.copy()
    main_bodies = []
    for assembly, instances in _assemblies(model):
        rows = np.unique(model.geometry.instance_row[instances]).astype(np.int64)
        main = _main_parts(rows, family, volume)
        main_bodies.append((assembly, instances[np.isin(model.geometry.instance_row[instances], main)]))
        if volume_origin[assembly] is None and not np.isnan(total := float(volume[main].sum())):
            volume[assembly], volume_origin[assembly] = total, "parts"
        if mass_origin[assembly] is None and not np.isnan(total := _summed_mass(mass[rows], volume[rows])):
            mass[assembly], mass_origin[assembly] = total, "parts"
    if main_bodies:
        extent[[assembly for assembly, _ in main_bodies]] = _extents(model, main_bodies)
    _stand_upright(model, extent)
    size = name_dimensions(model.recognition["kind"], extent, model.boxes.axes)
    return pl.DataFrame(
        {
            "row": np.arange(len(volume), dtype=np.int32),
            **{name: size[:, column] for column, name in enumerate(("length", "width", "height"))},
            "volume": volume,
            "volume_origin": pl.Series(volume_origin.tolist(), dtype=pl.String),
            "mass": mass,
            "mass_origin": pl.Series(mass_origin.tolist(), dtype=pl.String),
            "area": area,
        },
        schema=MEASURE_SCHEMA,
    ).with_columns(pl.selectors.float().fill_nan(None))


def name_dimensions(kinds: pl.Series, extent: Floats, axes: Floats) -> Floats:
    """(N, 3) length, width, height of boxes with `extent` (N, 3) along `axes` (N, 3, 3), both ordered as in `Boxes`."""
    named = np.take_along_axis(extent, dimension_axes(kinds, extent, axes), axis=1)
    named[np.isnan(extent).any(axis=1)] = np.nan
    return named


def dimension_axes(kinds: pl.Series, extent: Floats, axes: Floats) -> npt.NDArray[np.int64]:
    """(N, 3) along which axis of its box each of length, width and height is measured.

    Names go by kind: see `FLAT` and `LINEAR`.
    """
    rows = np.arange(len(extent))
    known = np.nan_to_num(extent)
    thinnest, longest = np.argmin(known, axis=1), np.argmax(known, axis=1)
    # The thinnest side is the thickness unless it lies within 30 degrees of the horizontal.
    lying = np.nan_to_num(np.abs(axes[rows, thinnest, 2])) > 0.5
    height = np.where(kinds.is_in(list(FLAT)).to_numpy() & lying, thinnest, 2)
    others = np.argsort(np.where(np.arange(3) == height[:, None], np.inf, known), axis=1)
    named = np.stack([others[:, 1], others[:, 0], height], axis=1)
    linear = kinds.is_in(list(LINEAR)).to_numpy()
    width, rise = np.array([1, 0, 1])[longest], np.array([2, 2, 0])[longest]
    return np.where(linear[:, None], np.stack([longest, width, rise], axis=1), named)


def _filled(values: Floats, origin: str, others: Floats, other_origin: str) -> tuple[Floats, npt.NDArray[np.object_]]:
    """`values` with their gaps filled by `others`, and for each of them where it comes from; None where unknown."""
    gap = np.isnan(values)
    filled = np.where(gap, others, values)
    origins = np.where(gap, other_origin, origin).astype(np.object_)
    origins[np.isnan(filled)] = None
    return filled, origins


def _from_meshes(geometry: Geometry, count: int) -> tuple[Floats, Floats]:
    """(N) volume and surface of the rows' shapes together; NaN where there is none or a volume is not known."""
    rows, shapes = geometry.instance_row, geometry.instance_shape
    bodiless = np.bincount(rows, minlength=count) == 0
    volume = np.bincount(rows, geometry.shape_volume[shapes], count).astype(np.float64)
    area = np.bincount(rows, geometry.shape_area[shapes], count).astype(np.float64)
    return np.where(bodiless, np.nan, volume), np.where(bodiless, np.nan, area)


def _authored(model: BuildingModel) -> Floats:
    """(N) the first positive volume among the quantities and properties of each row; NaN where there is none."""
    positive = model.properties.filter(pl.col("number") > 0, pl.col("unit").is_null() | (pl.col("unit") == "m3"))
    found = find_property(positive, quantity_data()["volume"])
    return _by_row(found["row"], found["number"], model.elements.height)


def _authored_mass(model: BuildingModel, volume: Floats) -> Floats:
    """(N) authored mass in kg; NaN where there is none that can be believed."""
    positive = model.properties.filter(pl.col("number") > 0)
    named = positive["name"].unique()
    plain = pl.DataFrame(
        [(name, *_without_unit(name)) for name in named],
        schema={"name": pl.String, "plain": pl.String, "factor": pl.Float64},
        orient="row",
    )
    positive = positive.join(plain, on="name").with_columns(name="plain")
    found = find_property(positive, quantity_data()["mass"])
    factor = pl.when(pl.col("unit") == "kg").then(1.0).otherwise(pl.col("factor")).alias("factor")
    found = found.select("row", "number", factor)
    mass = _by_row(found["row"], found["number"], len(volume))
    factors = _by_row(found["row"], found["factor"].fill_null(float("nan")), len(volume))
    with np.errstate(divide="ignore", invalid="ignore"):
        density = mass / volume
    # Without a unit it is kilograms or tonnes, where exactly one of them makes sense.
    kilograms, tonnes = _between(density, _SOLID_DENSITY), _between(density * 1000, _SOLID_DENSITY)
    factors = np.where(np.isnan(factors) & (kilograms != tonnes), np.where(kilograms, 1.0, 1000.0), factors)
    mass *= factors
    believed = np.isnan(density) | _between(density * factors, _PLAUSIBLE_DENSITY)
    return np.where(believed, mass, np.nan)


def _without_unit(name: str) -> tuple[str, float | None]:
    """A name without the unit written behind it in brackets, and that unit's kilograms."""
    found = re.fullmatch(r"(.*?)\s*[\[(\uFF08]\s*([^\])\uFF09]+?)\s*[\])\uFF09]", name)
    if found is None:
        return name, None
    factor = quantity_data()["mass_units"].get(found[2].casefold())
    return (name, None) if factor is None else (found[1], factor)


def _between(values: Floats, bounds: tuple[float, float]) -> npt.NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        within: npt.NDArray[np.bool_] = (values >= bounds[0]) & (values <= bounds[1])
    return within


def _by_row(rows: pl.Series, values: pl.Series, count: int) -> Floats:
    spread = np.full(count, np.nan)
    spread[rows.to_numpy()] = values.to_numpy()
    return spread


def material_of_rows(model: BuildingModel, densities: Mapping[str, float]) -> tuple[npt.NDArray[np.object_], Floats]:
    """(N) main family of material, None where unknown, and (N) density in kg/m³, NaN where unknown.

    Of layers, the thickest is the main one and densities are weighted by thickness. Without a material the casting
    tells. Openings, spaces and all that is no element have neither.
    """
    layers = model.materials.select("row", "thickness", families(model.materials["material"]))
    layers = layers.with_columns(
        pl.col("thickness").fill_null(1.0),
        pl.col("family").replace_strict(dict(densities), default=None, return_dtype=pl.Float64).alias("density"),
    )
    weighted = (pl.col("density") * pl.col("thickness")).sum() / pl.col("thickness").sum()
    each = layers.group_by("row").agg(
        pl.col("family").sort_by("thickness", descending=True, maintain_order=True).first(),
        pl.when(pl.col("density").null_count() == 0).then(weighted).alias("density"),
    )
    casting = model.recognition["casting"].replace_strict(_FAMILY_OF_CASTING, default=None, return_dtype=pl.String)
    solid = (model.elements["role"] == "element") & ~model.recognition["kind"].is_in(["opening", "space"])
    table = (
        pl.DataFrame({"row": model.elements["row"], "casting": casting, "solid": solid})
        .join(each, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("family").is_null() & pl.col("density").is_null())
            .then(pl.col("casting").replace_strict(dict(densities), default=None, return_dtype=pl.Float64))
            .otherwise(pl.col("density"))
            .alias("density"),
            pl.coalesce("family", "casting").alias("family"),
        )
        .with_columns(pl.when(pl.col("solid")).then(pl.col(name)).alias(name) for name in ("family", "density"))
    )
    density = table["density"].fill_null(float("nan")).to_numpy().astype(np.float64)
    return np.array(table["family"].to_list(), dtype=np.object_), density


def _assemblies(model: BuildingModel) -> Iterator[tuple[int, Rows]]:
    """Each assembly without a shape of its own, and the instances that make it up."""
    instances, assemblies = part_instances(model.geometry, parts_of(model.elements))
    order = np.argsort(assemblies, kind="stable")
    found, start = np.unique(assemblies[order], return_index=True)
    yield from zip(found.tolist(), np.split(instances[order], start)[1:], strict=True)


def _main_parts(parts: Rows, family: npt.NDArray[np.object_], volume: Floats) -> Rows:
    """The parts of the family that has most of the volume; all parts where no family is known."""
    share: dict[str, float] = {}
    for part in parts[[name is not None for name in family[parts]]]:
        share[family[part]] = share.get(family[part], 0.0) + float(np.nan_to_num(volume[part]))
    if not share:
        return parts
    main: Rows = parts[family[parts] == max(share, key=lambda name: share[name])]
    return main


def _extents(model: BuildingModel, pairs: Sequence[tuple[int, Rows]]) -> Floats:
    """(len(pairs), 3) size of some instances together, along the axes of the box of a row."""
    rows = np.repeat([row for row, _ in pairs], [len(own) for _, own in pairs])
    instances = np.concatenate([own for _, own in pairs])
    low, high = extents_along(model.geometry, instances, model.boxes.axes[rows])
    start = np.cumsum([0, *(len(own) for _, own in pairs[:-1])])
    return np.maximum.reduceat(high, start) - np.minimum.reduceat(low, start)


def _stand_upright(model: BuildingModel, extent: Floats) -> None:
    """Where the box of a kind that stands upright is tilted, as that of a stair flight along its slope, put its sizes
    along its direction in plan, across it and vertically."""
    axes, rows = model.boxes.axes, model.geometry.instance_row
    tilted = np.nan_to_num(axes[:, 2, 2], nan=1.0) < _UPRIGHT
    tilted &= ~model.recognition["kind"].is_in([*FLAT, *LINEAR]).to_numpy()
    instances = np.flatnonzero(tilted[rows])
    if not len(instances):
        return
    concerned = rows[instances]
    along = axes[concerned, np.argmax(extent[concerned], axis=1)] * (1.0, 1.0, 0.0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-12)
    up = np.broadcast_to((0.0, 0.0, 1.0), along.shape)
    low, high = extents_along(model.geometry, instances, np.stack([along, np.cross(up, along), up], axis=1))
    least, greatest = np.full_like(extent, np.inf), np.full_like(extent, -np.inf)
    np.minimum.at(least, concerned, low)
    np.maximum.at(greatest, concerned, high)
    extent[tilted & np.isfinite(least[:, 0])] = (greatest - least)[tilted & np.isfinite(least[:, 0])]


def _summed_mass(mass: Floats, volume: Floats) -> float:
    """Mass of parts together; NaN when too much of them has no known mass."""
    unknown = np.isnan(mass)
    if np.isnan(volume[unknown]).any() or volume[unknown].sum() > _LEFT_OUT * volume.sum():
        return float("nan")
    return float(mass[~unknown].sum()) or float("nan")
