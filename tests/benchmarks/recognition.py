"""What recognition gets right on the labelled models, with geometry; with and without properties that tell the casting.

    python tests/benchmarks/recognition.py FOLDER [LABEL …]

FOLDER holds the public models (`tekla-precast-mini-project.ifc`, `office-a.ifc` …), the labels are those of
`tests/dfma/recognition/labels`. Printed per model: accuracy per kind (both sides of wall panels told apart), right,
wrong, missed and F1 of precast and of cast in place over what carries (embedded parts left out), and the time of
recognition as a share of the time of reading the tables in the same run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import polars as pl  # noqa: E402 - the packages beside this folder come first

from app.services.open_model import OpenSettings, open_model  # noqa: E402
from dfma.ifc.read_model import read_tables  # noqa: E402
from dfma.model.building import BuildingModel  # noqa: E402
from dfma.progress import NoProgress  # noqa: E402
from dfma.recognition import recognise  # noqa: E402
from tests.dfma.recognition.test_labelled_models import (  # noqa: E402
    FILES,
    f1,
    judged,
    scores,
    without_statements,
)


def print_model(model: BuildingModel, label: str) -> None:
    """Accuracy per kind with all clues, and the castings without the properties that state them."""
    named = judged(model, label).drop_nulls("true_kind")
    right = (pl.col("true_kind") == pl.col("kind")).mean().alias("accuracy")
    print(named.group_by("true_kind").agg(pl.len().alias("count"), right).sort("true_kind"))
    for how, seen in (("all clues", model), ("no statements", without_statements(model))):
        rows = judged(seen, label).filter(pl.col("true_kind").ne_missing("embedded_part"))
        for casting in ("precast", "cast_in_place"):
            right_count, wrong, missed = scores(rows, casting)
            value = f1(right_count, wrong, missed)
            said = "nothing to find" if value is None else f"F1 {value:.3f}"
            print(f"{how:14} {casting:14} right {right_count:4} wrong {wrong:4} missed {missed:4}  {said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", nargs="*", default=list(FILES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        for label in arguments.labels:
            path = arguments.folder / f"{FILES[label]}.ifc"
            model = open_model(path, OpenSettings(cache_folder=Path(cache)), NoProgress())
            begun = time.process_time()
            read_tables(path, NoProgress())
            read = time.process_time()
            recognise(model)
            share = (time.process_time() - read) / (read - begun)
            rows = len(model.elements)
            print(f"\n{label}: {rows} rows, recognition takes {share:.2f} of the time of reading the tables")
            print_model(model, label)


if __name__ == "__main__":
    main()
