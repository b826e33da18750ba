"""Public models, labelled by reading them: accuracy per kind, and precast against cast in place with F1.

The labels are ours (GlobalId, kind, casting; empty = not judged): names, types, assemblies and, for the sides of wall
panels, the plan. Where the file does not tell the casting the label is `unknown`: calling such a wall precast is wrong.
Run with `-s` to see the tables.
"""

# ruff: noqa: T201 - the tables are what this test is for

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from dfma.ifc.read_model import read_tables
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress
from dfma.recognition import recognise
from dfma.recognition.sources.by_property import STATEMENTS

LABELS = Path(__file__).parent / "labels"
FILES = {
    "tekla": "tekla-precast-mini-project",
    "office-a": "office-a",
    "duplex": "duplex",
    "fzk-haus": "fzk-haus",
    "institute": "institute",
    "allplan": "allplan-reinforcing-bar",
}
Find = Callable[[str], Path]


def read(shared: Find, label: str) -> BuildingModel:
    return read_once(shared(f"data/ifc/{FILES[label]}.ifc"))


@cache
def read_once(path: Path) -> BuildingModel:
    return read_tables(path, NoProgress())


def judged(model: BuildingModel, label: str) -> pl.DataFrame:
    """Labelled rows with what was recognised: `kind`, `casting`, `true_kind`, `true_casting`."""
    labels = pl.read_csv(LABELS / f"{label}.csv").rename({"kind": "true_kind", "casting": "true_casting"})
    found = model.elements.select("guid", "name").with_columns(recognise(model).drop("row").get_columns())
    rows = found.join(labels, left_on="guid", right_on="GlobalId")
    assert len(rows) == len(labels), "a labelled element is not in the model"
    return rows


def accuracy_per_kind(rows: pl.DataFrame) -> pl.DataFrame:
    """Share of rows of each labelled kind that were recognised as it. Without geometry a panel's side is not asked."""
    either_side = pl.col("true_kind", "kind").str.replace("_(exterior|interior)$", "")
    named = rows.drop_nulls("true_kind").with_columns(either_side)
    right = (pl.col("true_kind") == pl.col("kind")).mean().alias("accuracy")
    return named.group_by("true_kind").agg(pl.len().alias("count"), right).sort("true_kind")


def scores(rows: pl.DataFrame, casting: str) -> tuple[int, int, int]:
    """Right, wrong and missed for one casting."""
    told = rows.drop_nulls("true_casting")
    is_true, is_found = told["true_casting"] == casting, told["casting"] == casting
    return int((is_true & is_found).sum()), int((~is_true & is_found).sum()), int((is_true & ~is_found).sum())


def f1(right: int, wrong: int, missed: int) -> float | None:
    """Harmonic mean of precision and recall; None where there is nothing to find and nothing was found."""
    return 2 * right / (2 * right + wrong + missed) if right + wrong + missed else None


def without_statements(model: BuildingModel) -> BuildingModel:
    """The model as if no property said how a thing is made."""
    name, set_name = pl.col("name").str.to_lowercase(), pl.col("set").str.to_lowercase()
    told = name.is_in(list(STATEMENTS)) | set_name.str.starts_with("pset_precast")
    return model.with_(properties=model.properties.filter(~told))


@pytest.mark.parametrize("label", FILES)
def test_kinds_of_a_labelled_model(shared: Find, label: str) -> None:
    table = accuracy_per_kind(judged(read(shared, label), label))
    print(label, table)
    few = table.filter((pl.col("accuracy") < 0.95) & (pl.col("count") >= 5))
    assert few.is_empty(), few


def test_all_precast_walls_that_came_as_beams_are_wall_panels(shared: Find) -> None:
    rows = judged(model := read(shared, "tekla"), "tekla")
    walls = rows.filter(pl.col("name") == "WAND").join(model.elements.select("guid", "ifc_class"), on="guid")
    assert walls.group_by("ifc_class").len().sort("ifc_class").rows() == [("IfcBeam", 74), ("IfcElementAssembly", 74)]
    assert walls["kind"].str.starts_with("wall_panel").all()


def test_all_cast_units_marked_prefab_are_precast_and_hold_their_parts(shared: Find) -> None:
    model = read(shared, "tekla")
    table = recognise(model)
    stated = model.properties.filter((pl.col("name") == "Cast unit type") & (pl.col("value") == "Prefab"))
    units = stated["row"].unique()
    assert len(units) == 620
    assert table["casting"].gather(units).unique().to_list() == ["precast"]
    assert table["piece"].gather(units).is_null().all()
    parts = model.elements.filter(pl.col("whole").is_in(units.implode()))
    assert table["piece"].gather(parts["row"]).equals(parts["whole"], check_names=False)


def test_no_wall_of_an_architectural_model_is_called_precast(shared: Find) -> None:
    for label in ("office-a", "duplex", "fzk-haus", "institute", "allplan"):
        model = read(shared, label)
        table = recognise(model)
        assert not (table["casting"] == "precast").any(), label
        assert not table["kind"].str.starts_with("wall_panel").any(), label


def test_precast_and_cast_in_place_without_a_property_that_says_so(shared: Find) -> None:
    totals: dict[str, list[int]] = {"precast": [0, 0, 0], "cast_in_place": [0, 0, 0]}
    for label in ("tekla", "office-a", "duplex", "institute"):
        rows = judged(without_statements(read(shared, label)), label)
        rows = rows.filter(pl.col("true_kind").ne_missing("embedded_part"))
        for casting, total in totals.items():
            counts = scores(rows, casting)
            print(
                f"{label:10} {casting:14} right {counts[0]:4} wrong {counts[1]:4} missed {counts[2]:4} F1 {f1(*counts)}"
            )
            total[:] = [a + b for a, b in zip(total, counts, strict=True)]
    print({casting: f1(*total) for casting, total in totals.items()})
    assert totals["precast"][1] == 0, "something was called precast that is not"
    assert (f1(*totals["precast"]) or 0.0) > 0.3
    assert (f1(*totals["cast_in_place"]) or 0.0) > 0.9
