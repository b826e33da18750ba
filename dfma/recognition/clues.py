"""The clue table: one row per element with all that the sources look at, gathered from the tables of the model."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.model.building import BuildingModel
from dfma.model.properties import find_property
from dfma.recognition.decide import SCHEME
from dfma.recognition.sources.by_designation import find_codes
from dfma.recognition.sources.by_joint import describe_joints
from dfma.recognition.sources.by_material import LAYERS, THICKNESS
from dfma.recognition.sources.by_name import LEXICON, NAMED_IN
from dfma.recognition.sources.by_position import describe_positions
from dfma.recognition.sources.by_property import PRECAST_SET, SEPARATOR, STATEMENTS, TABLE
from dfma.recognition.sources.by_shape import describe_shapes

VOLUME_NAMES = ("NetVolume", "GrossVolume", "Volume")


def gather_clues(model: BuildingModel) -> pl.DataFrame:
    """The element table with more columns:

    - `*_gist`: the words of names, type names …; see `Lexicon.gist`;
    - `facts`, `texts`, `coded`: picked from the property table as properties.yaml says;
    - `codes`: designations that stand in marks and names; `layers`: materials with their thickness;
    - `volume` (m³), `shape`, `section`, `thickness`, `position`, `joint`: from the geometry, null without it.
    """
    elements = model.elements
    volume = _volumes(model)
    shapes = describe_shapes(model.boxes, volume)
    is_space = (elements["ifc_class"] == "IfcSpace").to_numpy()
    clues = elements.with_columns(
        pl.Series("volume", volume).fill_nan(None),
        *shapes.get_columns(),
        describe_positions(model.boxes, shapes["shape"], is_space),
        describe_joints(model.boxes, shapes["shape"]),
        _by_row(_facts(model.properties), elements),
        _by_row(_values(model.properties, TABLE["texts"], "texts"), elements),
        _by_row(_values(model.properties, TABLE["designations"], "coded"), elements),
        _by_row(_layers(model.materials), elements),
    )
    clues = clues.with_columns(
        find_codes(["mark", "tag", "name", "type_name", "coded"]),
        *(LEXICON.gist(clues[field]).alias(f"{field}_gist") for field in NAMED_IN),
    ).with_columns(_named_for_themselves(elements))
    # A project may be called after its precast system: what is not an element speaks by its class alone.
    is_element = pl.col("role") == "element"
    heard = [name for name in clues.columns if name not in elements.columns]
    return clues.with_columns(pl.when(is_element).then(pl.col(heard)))


def _named_for_themselves(elements: pl.DataFrame) -> list[pl.Expr]:
    """Gists without the names that parts only inherit: a stringer of "Stair: 200 mm riser" is named after its stair.

    So with wholes that gather; the body of a cast unit bears the name of its unit with right.
    """
    gathers = elements["ifc_class"].is_in(SCHEME["gathering_classes"])
    whole = elements["whole"]
    of_gatherer = gathers.gather(whole.fill_null(0)) & whole.is_not_null()
    inherited = []
    for field in ("name", "type_name", "object_type"):
        both = pl.DataFrame({"own": elements[field], "whole": elements[field].gather(whole.fill_null(0))})
        echo = (
            both.select(pl.col("own").str.starts_with(pl.col("whole")).fill_null(value=False)).to_series() & of_gatherer
        )
        inherited.append(pl.when(~echo).then(f"{field}_gist").alias(f"{field}_gist"))
    return inherited


def _by_row(picked: pl.DataFrame, elements: pl.DataFrame) -> pl.Series:
    """The second column of a table of some rows (`row`), one value per element."""
    return elements.select("row").join(picked, on="row", how="left", maintain_order="left").to_series(1)


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
    filled = _with(properties, "set", sets).filter(pl.col("value").str.len_chars() > 0)
    return _joined(
        pl.concat([said, filled.select("row", pl.format(f"{PRECAST_SET}={{}}", "set").alias("facts")).unique()]),
        "facts",
    )


def _values(properties: pl.DataFrame, names: Iterable[str], column: str) -> pl.DataFrame:
    chosen = _named(properties, {name.lower() for name in names})
    return _joined(chosen.select("row", pl.col("value").alias(column)), column)


def _named(properties: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Rows of properties with one of these names (lower case); an occurrence's value hides the type's."""
    chosen = _with(properties, "name", names).drop_nulls("value")
    inherited = (pl.col("origin") == "type").alias("inherited")
    return chosen.sort(inherited, maintain_order=True).unique(["row", "set", "name"], keep="first", maintain_order=True)


def _with(properties: pl.DataFrame, column: str, names: Iterable[str]) -> pl.DataFrame:
    """Rows that have one of these names (lower case) in a column; the names that occur are few, so they are folded."""
    wanted = set(names)
    spelled = [name for name in properties[column].unique().drop_nulls() if name.lower() in wanted]
    return properties.filter(pl.col(column).is_in(spelled))


def _joined(long: pl.DataFrame, column: str) -> pl.DataFrame:
    return long.group_by("row").agg(pl.col(column).unique().sort().str.join(SEPARATOR))


def _layers(materials: pl.DataFrame) -> pl.DataFrame:
    thickness = pl.col("thickness").cast(pl.String).fill_null("")
    name = pl.concat_str("material", "category", separator=" | ", ignore_nulls=True)
    return materials.group_by("row").agg(
        pl.concat_str(name, thickness, separator=THICKNESS).str.join(LAYERS).alias("layers")
    )
