"""How the time of all rules grows with the model: the sample building with more and more storeys.

    python tests/benchmarks/rules_scaling.py [STOREYS …]

Prints per model: rows, seconds of processor and by the clock for all rules of all packs after opening, the memory of
the process, and the three slowest rules. Each model is measured in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from app.services.open_model import OpenSettings, open_model  # noqa: E402 - the packages beside this folder come first
from dfma.ifc.sample import write_sample_building  # noqa: E402
from dfma.progress import NoProgress  # noqa: E402
from dfma.rules.pack import load_packs, rules_of  # noqa: E402
from dfma.rules.run import run_rules  # noqa: E402

STOREYS = (4, 8, 25, 61)


def measure(path: Path, cache: Path) -> None:
    """One row of the table."""
    model = open_model(path, OpenSettings(cache_folder=cache), NoProgress())
    rules = rules_of(load_packs())
    clock, processor = time.perf_counter(), time.process_time()
    runs = run_rules(model, rules)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slowest = ", ".join(f"{run.rule_id} {run.seconds:.1f}" for run in sorted(runs, key=lambda run: -run.seconds)[:3])
    print(
        f"| {model.elements.height:,} | {len(rules)} | {processor:.1f} | {clock:.1f} | {memory:.0f} | {slowest} |",
        flush=True,
    )


def main(arguments: list[str]) -> None:
    print("| rows | rules | CPU s | clock s | memory MB | slowest rules, s |\n|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for storeys in map(int, arguments or STOREYS):
            path = Path(folder) / f"{storeys}.ifc"
            write_sample_building(path, storeys=storeys)
            open_model(path, OpenSettings(cache_folder=Path(folder)), NoProgress())
            child = multiprocessing.get_context("spawn").Process(target=measure, args=(path, Path(folder)))
            child.start()
            child.join()


if __name__ == "__main__":
    main(sys.argv[1:])
