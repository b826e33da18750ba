"""How much processor time opening a model takes, against two peers in the same run.

    python tests/benchmarks/open_model.py MODEL.ifc … [--repeat 3] [--web-ifc FOLDER]

- plain loop: a script written with ifcopenshell's documentation at hand, the OpenCASCADE iterator over all products and
  `get_psets` for each element;
- web-ifc: the WebAssembly parser and kernel of web viewers, with the property sets of each element, under Node. FOLDER
  is the one in which `npm install web-ifc` was run; without it this peer is left out;
- Dougong, as far: tables with all properties, and shapes, in the child process; what the peers do;
- Dougong, all: with boxes, recognition, contacts and measures, kept in the cache; and then again from the cache.

Every figure is the processor time in seconds of all processes involved, started from nothing; the median of the runs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLAIN_LOOP = """
import sys, ifcopenshell, ifcopenshell.geom, ifcopenshell.util.element as element
file = ifcopenshell.open(sys.argv[1])
iterator = ifcopenshell.geom.iterator(ifcopenshell.geom.settings(), file, 1)
shapes = {}
if iterator.initialize():
    while True:
        shape = iterator.get()
        shapes[shape.guid] = (shape.geometry.verts, shape.geometry.faces, shape.transformation.matrix)
        if not iterator.next():
            break
properties = {one.GlobalId: element.get_psets(one) for one in file.by_type("IfcElement")}
print(len(shapes))
"""
AS_FAR = """
import sys
from pathlib import Path
from app.services.child_process import run_in_child
from dfma.ifc.read_file import read_file
from dfma.model.shape_batch import ShapeBatch, united
from dfma.progress import NoProgress
if __name__ == "__main__":
    parts = []
    run_in_child(read_file, Path(sys.argv[1]), progress=NoProgress(), on_part=parts.append)
    geometry, boxes = united([part for part in parts if isinstance(part, ShapeBatch)])
    print(len(set(geometry.instance_row.tolist())))
"""
DOUGONG = """
import sys, time
from pathlib import Path
from app.services.open_model import OpenSettings, open_model
from dfma.progress import NoProgress
if __name__ == "__main__":
    start = time.perf_counter()
    model = open_model(Path(sys.argv[1]), OpenSettings(cache_folder=Path(sys.argv[2])), NoProgress())
    print(len(set(model.geometry.instance_row.tolist())), time.perf_counter() - start)
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("models", nargs="+", type=Path)
    arguments.add_argument("--repeat", type=int, default=1)
    arguments.add_argument("--web-ifc", type=Path, help="folder with node_modules/web-ifc")
    given = arguments.parse_args()
    for model in given.models:
        compare(model.resolve(), given.repeat, given.web_ifc)


def compare(model: Path, repeat: int, web_ifc: Path | None) -> None:
    """Print one table: seconds of processor time, and their share of the plain loop's."""
    figures: dict[str, list[float]] = {}
    said: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(repeat):
            as_far, whole = (Path(folder) / name for name in ("as_far.py", "whole.py"))
            as_far.write_text(AS_FAR)  # files, because the child process imports its parent's main module
            whole.write_text(DOUGONG)
            cache = str(Path(folder) / f"cache{run}")
            commands: dict[str, Sequence[str]] = {
                "plain loop": [sys.executable, "-c", PLAIN_LOOP, str(model)],
                "Dougong, as far": [sys.executable, str(as_far), str(model)],
                "Dougong, all": [sys.executable, str(whole), str(model), cache],
                "Dougong, again": [sys.executable, str(whole), str(model), cache],
            }
            if web_ifc and (node := shutil.which("node")):
                commands["web-ifc"] = [node, str(Path(__file__).with_name("web_ifc.cjs")), str(model), str(web_ifc)]
            for name, command in commands.items():
                seconds, said[name] = processor_time(command)
                figures.setdefault(name, []).append(seconds)
    base = statistics.median(figures["plain loop"])
    print(model.name)
    for name, seconds in figures.items():
        middle = statistics.median(seconds)
        print(f"  {name:16} {middle:8.2f} s  {middle / base:6.3f} of the plain loop   it says: {said[name]}")


def processor_time(command: Sequence[str]) -> tuple[float, str]:
    """Seconds that a command and its children spend, and what it prints."""
    before = os.times()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=ROOT)
    time.sleep(0.01)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
