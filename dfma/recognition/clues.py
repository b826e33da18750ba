"""The clue table: one row per element with all that the sources look at, gathered from the tables of the model."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.model.building import BuildingModel
from dfma.model.properties import find_property
from dfma.recognition.sources.by_designation import find_codes
from dfma.recognition.sources.by_joint import describe_joints
from dfma.recognition.sources.by_material import LAYERS, THICKNESS
from dfma.recognition.sources.by_position import describe_positions
from dfma.recognition.sources.by_property import PRECAST_SET, SEPARATOR, STATEMENTS, TABLE
from dfma.recognition.sources.by_shape import describe_shapes

VOLUME_NAMES = ("NetVolume", "GrossVolume", "Volume")


def gather_clues(model: BuildingModel) -> pl.DataFrame:
    """The element table with more columns:

    - `*_pattern`: texts with each number written as 0, so that W1 and W2 are one;
    - `facts`, `texts`, `coded`: picked from the property table as properties.yaml says;
    - `codes`: designations that stand in marks and names; `layers`: materials with their thickness;
    - `volume` (m³), `shape`, `section`, `thickness`, `position`, `joint`: from the geometry, null without it.
    """
    elements = model.elements
    volume = _volumes(model)
    shapes = describe_shapes(model.boxes, volume)
    is_space = (elements["ifc_class"] == "IfcSpace").to_numpy()
    clues = elements.with_columns(
        _pattern("name"),
        _pattern("type_name").alias("type_pattern"),
        _pattern("object_type"),
        _pattern("description"),
        _pattern("layer"),
        pl.Series("volume", volume).fill_nan(None),
        describe_positions(model.boxes, shapes["shape"], is_space),
        describe_joints(model.boxes, shapes["shape"]),
        *shapes.get_columns(),
        *(
            elements.select("row").join(picked, on="row", how="left", maintain_order="left")[column]
            for column, picked in (
                ("facts", _facts(model.properties)),
                ("texts", _values(model.properties, TABLE["texts"], "texts")),
                ("coded", _values(model.properties, TABLE["designations"], "coded")),
                ("layers", _layers(model.materials)),
            )
        ),
    ).with_columns(find_codes(["mark", "tag", "name", "type_name", "coded"]))
    # A project may be called after its precast system: what is not an element speaks by its class alone.
    is_element = pl.col("role") == "element"
    heard = [name for name in clues.columns if name not in elements.columns]
    return clues.with_columns(pl.when(is_element).then(pl.col(heard)))


def _pattern(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"\d+", "0").alias(f"{column}_pattern")


def _volumes(model: BuildingModel) -> npt.NDArray[np.float64]:
    """(N) m³ of closed meshes, else as authored, else NaN."""
    geometry = model.geometry
    rows = len(model.elements)
    meshed = np.bincount(geometry.instance_row, geometry.shape_volume[geometry.instance_shape], minlength=rows)
    has_mesh = np.bincount(geometry.instance_row, minlength=rows) > 0
    volume = np.where(has_mesh, meshed, np.nan)
    authored = find_property(model.properties, VOLUME_NAMES).filter(pl.col("number") > 0)
    unknown = ~np.isfinite(volume[authored["row"].to_numpy()])
    volume[authored["row"].to_numpy()[unknown]] = authored["number"].to_numpy()[unknown]
    return volume


def _facts(properties: pl.DataFrame) -> pl.DataFrame:
    """Statements on casting and side as "name=value", and property sets of precast concrete that carry a value."""
    said = _named(properties, STATEMENTS).select("row", pl.format("{}={}", "name", "value").alias("facts"))
    sets = {name.lower() for name in TABLE["precast_sets"]["sets"]}
    filled = properties.filter(_any_of("set", sets) & (pl.col("value").str.len_chars() > 0))
    return _joined(
        pl.concat([said, filled.select("row", pl.format(f"{PRECAST_SET}={{}}", "set").alias("facts")).unique()]),
        "facts",
    )


def _values(properties: pl.DataFrame, names: Iterable[str], column: str) -> pl.DataFrame:
    chosen = _named(properties, {name.lower() for name in names})
    return _joined(chosen.select("row", pl.col("value").alias(column)), column)


def _named(properties: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Rows of properties with one of these names (lower case); an occurrence's value hides the type's."""
    chosen = properties.filter(_any_of("name", names) & pl.col("value").is_not_null())
    inherited = (pl.col("origin") == "type").alias("inherited")
    return chosen.sort(inherited, maintain_order=True).unique(["row", "set", "name"], keep="first", maintain_order=True)


def _any_of(column: str, names: Iterable[str]) -> pl.Expr:
    return pl.col(column).str.to_lowercase().is_in(list(names))


def _joined(long: pl.DataFrame, column: str) -> pl.DataFrame:
    return long.group_by("row").agg(pl.col(column).unique().sort().str.join(SEPARATOR))


def _layers(materials: pl.DataFrame) -> pl.DataFrame:
    thickness = pl.col("thickness").cast(pl.String).fill_null("")
    name = pl.concat_str("material", "category", separator=" | ", ignore_nulls=True)
    return materials.group_by("row").agg(
        pl.concat_str(name, thickness, separator=THICKNESS).str.join(LAYERS).alias("layers")
    )
