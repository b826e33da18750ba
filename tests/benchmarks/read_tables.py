"""CPU time of reading all tables, against a plain loop of `get_psets` over the elements, in the same run.

python -m tests.benchmarks.read_tables MODEL.ifc ...
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.element

from dfma.ifc.read_model import read_tables
from dfma.progress import NoProgress

REPEATS = 5


def plain_loop(path: Path) -> None:
    """What a script of a few lines does: open, and ask for the property sets of each element."""
    file = ifcopenshell.open(path)
    for element in file.by_type("IfcElement"):
        ifcopenshell.util.element.get_psets(element)


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        read_tables(path, NoProgress())
        pairs = [
            (seconds(lambda path=path: read_tables(path, NoProgress())), seconds(lambda path=path: plain_loop(path)))
            for _ in range(REPEATS)
        ]
        ours, loop = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(one / other for one, other in pairs)
        print(f"{path.name}: all tables {ours:.2f} s, get_psets loop {loop:.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
