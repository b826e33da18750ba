"""What plainly written properties say, as columns: texts decoded, numbers in SI."""

from __future__ import annotations

import polars as pl

from dfma.ifc.property_table import SAID_SCHEMA
from dfma.ifc.property_values import MEASURE_OF_QUANTITY, plain_number
from dfma.ifc.step_file import StepFile
from dfma.ifc.units import Units

_SHORT_FRACTION = r"^(?:0|-?[1-9]\d{0,5})\.\d{0,6}$"
"""Twelve digits at most, no exponent, not minus nought."""
_LOGICAL = {".T.": "TRUE", ".F.": "FALSE", ".U.": "UNKNOWN"}


def said_plainly(properties: pl.DataFrame, step: StepFile, units: Units) -> pl.DataFrame:
    """Columns `property` and SAID_SCHEMA of the properties of `PlainStatements`."""
    raw = properties.with_columns(
        pl.col("value").cast(pl.Float64, strict=False).alias("authored"),
        _measures(properties, step).alias("value_type"),
        decoded(properties["name"]),
    )
    # A number beyond all bounds is left to the parser, which has its own opinion of it.
    raw = raw.filter(pl.col("authored").is_finite().fill_null(True), pl.col("name") != "")
    numbers = raw.filter(pl.col("authored").is_not_null(), pl.col("value_type").is_not_null())
    factors = _factors(numbers.select("value_type", pl.col("unit").alias("own")).unique(), step, units)
    value = (
        pl.when(pl.col("authored").is_not_null())
        .then(_number_texts(raw))
        .otherwise(decoded(raw["value"]).replace(_LOGICAL))
    )
    si = pl.col("authored") * pl.col("factor") + pl.col("offset")
    return (
        raw.rename({"unit": "own"})
        .with_columns(pl.when(pl.col("value_type").is_not_null()).then(value).alias("value"))
        .join(factors, on=["value_type", "own"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.when(si.is_finite()).then(si).alias("number"),
            pl.when(pl.col("authored").is_not_null()).then("symbol").alias("unit"),
            pl.when(pl.col("quantity").is_null()).then(pl.lit("single")).otherwise(pl.lit("quantity")).alias("kind"),
        )
        .select("property", *SAID_SCHEMA)
    )


def decoded(literals: pl.Series) -> pl.Series:
    """The texts that STEP literals stand for; what is not in quotes stays as it is, `$` becomes null."""
    import ifcopenshell

    decode = ifcopenshell.ifcopenshell_wrapper.decode_spf_string
    texts = literals.to_frame("text").select(
        pl.when(pl.col("text").str.starts_with("'"))
        .then(pl.col("text").str.head(-1).str.tail(-1))
        .when(pl.col("text") != "$")
        .then("text")
    )["text"]
    special = texts.filter(texts.str.contains(r"[\\']")).unique()
    return texts.replace(special, pl.Series([decode(text) for text in special], dtype=pl.String)).alias(literals.name)


def _number_texts(raw: pl.DataFrame) -> pl.Series:
    """Each number as `plain_number` writes it; a short decimal fraction only has to lose its last zeros."""
    literal = pl.col("value")
    shortened = raw.select(
        pl.when(literal.str.contains(_SHORT_FRACTION)).then(literal.str.strip_chars_end("0").str.strip_chars_end("."))
    ).to_series()
    others = raw.filter(shortened.is_null())["authored"]
    return shortened.scatter(shortened.is_null().arg_true(), [plain_number(number) for number in others])


def _measures(properties: pl.DataFrame, step: StepFile) -> pl.Series:
    """Type of each value as the schema writes it; null where there is no value, or of no type of the schema."""
    types = properties["type"].drop_nulls().unique()
    known = {capitals: step.class_name(capitals) for capitals in types}
    return properties.select(
        pl.when(pl.col("quantity").is_null())
        .then(pl.col("type").replace_strict(known, return_dtype=pl.String))
        .otherwise(pl.col("quantity").replace_strict(MEASURE_OF_QUANTITY, default=None))
    ).to_series()


def _factors(wanted: pl.DataFrame, step: StepFile, units: Units) -> pl.DataFrame:
    """Factor, offset and symbol of each pair of a type and a unit brought along."""
    rows = []
    for value_type, own in wanted.iter_rows():
        entity = None if own is None else step.find(own)
        unit = units.of_measure(value_type) if entity is None else units.of_entity(entity)
        factor, symbol, offset = (1.0, None, 0.0) if unit is None else (unit.factor, unit.symbol, unit.offset)
        rows.append((value_type, own, factor, offset, symbol))
    schema = {"value_type": pl.String, "own": pl.Int32, "factor": pl.Float64, "offset": pl.Float64, "symbol": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
