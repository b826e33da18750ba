"""A comparison as JSON (the contract `dougong-compare/1`) and in a screenful.

Lengths in metres, volumes in cubic metres. Things are named by their GlobalIds, those of `identity` by both.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from app.reports.json_report import Json, model_table
from dfma.text import Text

if TYPE_CHECKING:
    from dfma.model.building import BuildingModel
    from dfma.model.compare import Comparison, Regrouping
    from dfma.text import Catalogue

SCHEMA_NAME = "dougong-compare/1"
SCHEMA_PATH = Path(__file__).parent / "dougong-compare-1.schema.json"
_CLASSES_SHOWN = 12


def comparison_json(comparison: Comparison, version: str, words: Catalogue) -> str:
    """The comparison as a JSON text with a line break at the end."""
    table = comparison_table(comparison, version, words)
    return json.dumps(table, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def comparison_table(comparison: Comparison, version: str, words: Catalogue) -> Json:
    """The comparison as nested dictionaries."""
    old, new = comparison.old, comparison.new
    return {
        "schema": SCHEMA_NAME,
        "versions": {"dougong": version},
        "old": model_table(old, words),
        "new": model_table(new, words),
        "counts": {
            "added": len(comparison.added),
            "removed": len(comparison.removed),
            "changed": comparison.changed,
            "unchanged": comparison.unchanged,
            "reissued": comparison.reissued,
        },
        "added": _things(new, comparison.added),
        "removed": _things(old, comparison.removed),
        "changed": _changed(comparison),
        "split": [_regrouping(comparison, one) for one in comparison.split],
        "merged": [_regrouping(comparison, one) for one in comparison.merged],
        "identity": _identity(comparison),
    }


def comparison_summary(comparison: Comparison, words: Catalogue) -> str:
    """What a person wants to read first."""
    lines = [
        words.say_key(
            "compare.summary", added=len(comparison.added), removed=len(comparison.removed),
            changed=comparison.changed, unchanged=comparison.unchanged, reissued=comparison.reissued,
        )
    ]  # fmt: skip
    for key, model, rows in (
        ("compare.added", comparison.new, comparison.added),
        ("compare.removed", comparison.old, comparison.removed),
        ("compare.changed", comparison.old, comparison.changes["old_row"].unique().to_list()),
    ):
        classes = model.elements["ifc_class"].gather(list(rows)).value_counts(sort=True)
        ordered = classes.sort("count", "ifc_class", descending=[True, False]).head(_CLASSES_SHOWN)
        lines += [words.say_key(key, count=count, ifc_class=name) for name, count in ordered.iter_rows()]
    aspects = comparison.changes.group_by("what").agg(pl.col("old_row").n_unique()).sort("what")
    for what, count in aspects.iter_rows():
        lines.append(words.say_key("compare.aspect", what=Text(f"compare.what.{what}"), count=count))
    if comparison.split or comparison.merged:
        split, merged = len(comparison.split), len(comparison.merged)
        lines.append(words.say_key("compare.regrouped", split=split, merged=merged))
    return "\n".join(lines)


def _things(model: BuildingModel, rows: Sequence[int]) -> list[Json]:
    chosen = model.elements.select("guid", "ifc_class", "name", "mark")[list(rows)]
    return list(chosen.iter_rows(named=True))


def _changed(comparison: Comparison) -> list[Json]:
    """Per thing, what changed."""
    guids, new_guids = comparison.old.elements["guid"], comparison.new.elements["guid"]
    tables = []
    for (old_row, new_row), changes in comparison.changes.group_by("old_row", "new_row", maintain_order=True):
        row = comparison.new.elements.select("ifc_class", "name", "mark").row(int(str(new_row)), named=True)
        listed = changes.select("what", "name", "before", "after", "amount").iter_rows(named=True)
        tables.append(
            {
                "guid": new_guids[int(str(new_row))],
                "old_guid": guids[int(str(old_row))],
                **row,
                "changes": [{**change, "amount": _finite(change["amount"])} for change in listed],
            }
        )
    return tables


def _regrouping(comparison: Comparison, one: Regrouping) -> Json:
    return {"old": comparison.old.guids(list(one.old)), "new": comparison.new.guids(list(one.new))}


def _identity(comparison: Comparison) -> list[Json]:
    """Which GlobalId of the old model is which of the new one, where it is another one now."""
    reissued = comparison.identity.filter(pl.col("how") != "guid")
    pairs: Iterable[tuple[str, str, str]] = zip(
        comparison.old.elements["guid"].gather(reissued["old_row"]),
        comparison.new.elements["guid"].gather(reissued["new_row"]),
        reissued["how"],
        strict=True,
    )
    return [{"old": old, "new": new, "how": how} for old, new, how in pairs]


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 6)
