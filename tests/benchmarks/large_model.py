"""A building of 10,000 elements: the second opening against the first, and all rules against ifctester.

    python -m tests.benchmarks.large_model [--elements 10000] [--repeat 3]

The building is the sample building with as many storeys as it takes. ifctester gets as many specifications as there are
rules, each asking for one property of one class that the building holds, and the file already parsed; the rules get the
model already opened. Every figure is the median of the runs, in seconds: processor time of all processes, except where
the clock is named.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import ifcopenshell
import polars as pl
import psutil
from ifctester.facet import Entity, Property
from ifctester.ids import Ids, Specification

from app.services.check_model import check_model
from app.services.open_model import OpenSettings, open_model
from app.settings import Settings
from dfma.ifc.sample import write_sample_building
from dfma.model.building import BuildingModel
from dfma.progress import NoProgress


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--elements", type=int, default=10_000)
    arguments.add_argument("--repeat", type=int, default=3)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, elements = written(Path(folder), given.elements)
        print(f"sample building with {elements} elements, {path.stat().st_size / 1e6:.1f} MB")
        model = openings(path, Path(folder), given.repeat)
        rules_and_ids(path, model, given.repeat)


def written(folder: Path, least: int) -> tuple[Path, int]:
    """The sample building with the fewest storeys that hold so many elements."""
    storeys = 11
    while True:
        path = folder / f"storeys-{storeys}.ifc"
        write_sample_building(path, storeys=storeys)
        elements = len(ifcopenshell.open(path).by_type("IfcElement"))
        if elements >= least:
            return path, elements
        storeys = max(storeys + 1, storeys * least // elements)


def openings(path: Path, folder: Path, repeat: int) -> BuildingModel:
    """Print the first opening and the second, and return the model."""
    first, again, clock = [], [], []
    for run in range(repeat):
        settings = OpenSettings(cache_folder=folder / f"cache{run}")
        first.append(processor_time(lambda settings=settings: open_model(path, settings, NoProgress())))
        start = time.perf_counter()
        again.append(processor_time(lambda settings=settings: open_model(path, settings, NoProgress())))
        clock.append(time.perf_counter() - start)
    one, two = statistics.median(first), statistics.median(again)
    by_clock = statistics.median(clock)
    print(f"first opening {one:.2f}, second {two:.2f}: {two / one:.3f} (clock of the second {by_clock:.2f})")
    return open_model(path, settings, NoProgress())


def rules_and_ids(path: Path, model: BuildingModel, repeat: int) -> None:
    """Print all rules against as many specifications in ifctester."""
    rules = len(check_model(model, Settings(), NoProgress()).runs)
    ids, file = specifications(model, rules), ifcopenshell.open(path)
    ours = statistics.median(
        processor_time(lambda: check_model(model, Settings(), NoProgress())) for _ in range(repeat)
    )
    theirs = statistics.median(processor_time(lambda: ids.validate(file)) for _ in range(repeat))
    print(f"{rules} rules {ours:.2f}, {rules} specifications in ifctester {theirs:.2f}: {ours / theirs:.3f}")


def specifications(model: BuildingModel, count: int) -> Ids:
    """So many specifications: a property that elements of a class have, asked of all elements of that class."""
    elements = model.elements.filter(pl.col("role") == "element").select("row", "ifc_class")
    asked = (
        model.properties.join(elements, on="row")
        .group_by("ifc_class", "set", "name")
        .len()
        .sort("len", "ifc_class", "set", "name", descending=[True, False, False, False])
    )
    ids = Ids(title="As many specifications as rules")
    for ifc_class, pset, name in islice(cycle(asked.select("ifc_class", "set", "name").iter_rows()), count):
        specification = Specification(name=f"{ifc_class} {pset}.{name}", ifcVersion=["IFC4"])
        specification.applicability.append(Entity(name=ifc_class.upper()))
        specification.requirements.append(Property(propertySet=pset, baseName=name))
        ids.specifications.append(specification)
    return ids


def processor_time(work: Callable[[], object]) -> float:
    """Seconds of processor time of this process and of the children that ended meanwhile."""
    before = psutil.Process().cpu_times()
    work()
    after = psutil.Process().cpu_times()
    return sum(after[:4]) - sum(before[:4])


if __name__ == "__main__":
    main()
