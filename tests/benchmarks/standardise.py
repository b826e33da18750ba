"""How few types would do: against greedy merging and k-means in the same run, and how time and memory grow.

    python tests/benchmarks/standardise.py FILE.ifc …             types before and after, bound, peers, time
    python tests/benchmarks/standardise.py --scale [--docs FILE]  1,000 to 50,000 generated pieces, each in its own
                                                                  process; the table is written into FILE

The peers work under the same limits: permitted change, joints, openings, neighbours, transport, lifting. Times are of
the processor, of this process alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the packages beside this folder come first

from app.services.open_model import OpenSettings, open_model  # noqa: E402
from dfma.components.effort import Effort  # noqa: E402
from dfma.components.plan_case import plan_case  # noqa: E402
from dfma.components.plan_settings import PlanSettings, plan_settings  # noqa: E402
from dfma.components.plan_solver import MOST_EFFORT, solve  # noqa: E402
from dfma.components.standardise import standardise  # noqa: E402
from dfma.model.building import BuildingModel  # noqa: E402
from dfma.progress import NoProgress  # noqa: E402
from tests.benchmarks.type_merging import cost_of, greedy_merging, k_means, types_of  # noqa: E402
from tests.builders import Thing, building  # noqa: E402

PERMITTED = (5, 10, 20, 30, 50, 100)
PLANS = 6
SCALE = (1_000, 5_000, 20_000, 50_000)
MARK = "<!-- scale -->"


def compare(model: BuildingModel, settings: PlanSettings) -> None:
    """Print types before and after at each permitted change, ours and the peers'."""
    case = plan_case(model, settings)
    print(f"{len(case.present.kind)} types of {case.present.pieces.height} pieces, {len(case.rows)} lines")
    print(f"{'±mm':>4} {'types':>6} {'bound':>6} {'open':>5} {'cost':>9} {'s':>6} | {'greedy':>6} {'cost':>9} {'s':>6}"
          f" | {'k-means':>7} {'cost':>9} {'s':>6}")  # fmt: skip
    for permitted in PERMITTED:
        problem = case.problem(permitted)
        begun = time.process_time()
        solved = solve(problem, "fewest_types", Effort(MOST_EFFORT))
        figures = [f"{permitted:>4} {solved.types:>6} {solved.bound:>6} {solved.types_unclosed:>5} "
                   f"{cost_of(problem, solved.sizes):>9,.0f} {time.process_time() - begun:>6.2f}"]  # fmt: skip
        for peer, width in ((greedy_merging, 6), (k_means, 7)):
            begun = time.process_time()
            sizes = peer(problem)
            taken = time.process_time() - begun
            figures.append(f"{types_of(problem, sizes):>{width}} {cost_of(problem, sizes):>9,.0f} {taken:>6.2f}")
        print(" | ".join(figures), flush=True)


def print_model(path: Path) -> None:
    """As received, then all points of the front, then the comparison; with embedded parts making types or not."""
    with tempfile.TemporaryDirectory() as cache:
        model = open_model(path, OpenSettings(cache_folder=Path(cache)), NoProgress())
    for title, embeds in (("types of pieces", True), ("moulds: embedded parts make no type", False)):
        settings = replace(plan_settings(), embeds_make_types=embeds)
        begun = time.process_time()
        result = standardise(model, settings=settings)
        print(f"\n{path.name}, {title}: {result.types_before} now, mirror images apart "
              f"{result.types_before_mirrored_apart}; whole front in {time.process_time() - begun:.1f} s")  # fmt: skip
        print(f"now: {dict(result.types_before_by_kind)}")
        for point in result.front:
            print(f"±{point.max_change_mm:g} mm {point.goal}: {point.types} types (at least {point.bound}), "
                  f"mirrored apart {point.types_mirrored_apart}, {point.changed} pieces change by "
                  f"{point.total_change_mm:,.0f} mm, {point.concrete:+.2f} m³, cost {point.cost:,.0f} "
                  f"(at least {point.cost_bound:,.0f}) "
                  f"{dict(point.by_kind)}")  # fmt: skip
        compare(model, settings)


def generated(count: int) -> BuildingModel:
    """A building of about `count` pieces: storeys of facades, inner walls, slab bays and columns whose sizes are near
    usual ones, with openings that are not always in the middle. There are six plans of storeys, which repeat."""
    things: list[Thing] = []
    holes: list[tuple[str, str, str]] = []
    level = 0
    while sum(1 for thing in things if thing["class"] != "IfcOpeningElement") < count:
        _storey(things, holes, np.random.default_rng(level % PLANS), level)
        level += 1
    return building(things, storeys={f"{n}F": 3.0 * n for n in range(level)}, relations=holes)


def _storey(things: list[Thing], holes: list[tuple[str, str, str]], random: np.random.Generator, level: int) -> None:
    for line in range(24):
        kind, at = "wall_panel_exterior" if line < 8 else "wall_panel_interior", 0.0
        for _ in range(6):
            length = _size(random, 2700, 5400, 300) - 0.02
            guid = f"{level}-{len(things)}"
            y, z = 8.0 * line, 3.0 * level + 1.42
            things.append(_piece(guid, "IfcWall", kind, level, (at + length / 2, y, z), (length, 0.2, 2.8)))
            if random.random() < 0.5:
                left = round(float(random.choice([0.6, 0.9, 1.05])) + float(random.integers(-2, 3)) / 100, 3)
                place = (at + left + 0.45, y, z)
                things.append({"guid": guid + "o", "class": "IfcOpeningElement", "kind": "opening",
                               "box": (place, (0.9, 0.4, 1.5))})  # fmt: skip
                holes.append(("voids", guid + "o", guid))
            at += length + 0.02
    for bay in range(24):
        at, length = 0.0, _size(random, 2700, 4200, 300)
        for _ in range(8):
            width = _size(random, 1200, 2400, 300)
            box = ((bay * 6.0, 300 + at + width / 2, 3.0 * level + 2.9), (length, width, 0.06))
            things.append(_piece(f"{level}-{len(things)}", "IfcSlab", "composite_slab", level, *box))
            at += width + 0.3
    for column in range(40):
        side = float(random.choice([0.4, 0.5, 0.6]))
        box = ((500 + 8.0 * column, 0.0, 3.0 * level + 1.3), (side, side, _size(random, 2400, 2800, 100)))
        things.append(_piece(f"{level}-{len(things)}", "IfcColumn", "column", level, *box))


def _size(random: np.random.Generator, least: int, greatest: int, step: int) -> float:
    """Metres: a usual size, half of the time off by up to 30 mm."""
    usual = int(random.integers(least // step, greatest // step + 1)) * step
    off = 5 * int(random.integers(-6, 7)) if random.random() < 0.5 else 0
    return (usual + off) / 1000


def _piece(
    guid: str, ifc_class: str, kind: str, level: int, centre: tuple[float, float, float],
    size: tuple[float, float, float],
) -> Thing:  # fmt: skip
    length, width, height = size if kind != "composite_slab" else (max(size[:2]), min(size[:2]), size[2])
    return {
        "guid": guid, "class": ifc_class, "kind": kind, "casting": "precast", "storey": f"{level}F",
        "box": (centre, size),
        "measures": {"length": length, "width": width, "height": height, "volume": length * width * height,
                     "mass": 2500 * length * width * height},
    }  # fmt: skip


def one_size(count: int) -> None:
    """Print as JSON what one generated building of this many pieces took."""
    model = generated(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, begun = time.monotonic(), time.process_time()
    result = standardise(model)
    taken, wall = time.process_time() - begun, time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    points = {f"{p.max_change_mm:g}": [p.types, p.bound] for p in result.plan if p.goal == "fewest_types"}
    print(json.dumps({"pieces": result.pieces, "types": result.types_before, "lines": len(result.lines), "cpu": taken,
                      "wall": wall, "before": before, "peak": peak, "points": points}))  # fmt: skip


def scale(docs: Path | None) -> None:
    """The scaling table, on the screen and in the documentation."""
    columns = ("pieces", "types now", "lines", "types at ±20 mm (at least)", "at ±50 mm (at least)", "CPU s", "wall s",
               "peak MB", "of which the model")  # fmt: skip
    lines = [f"| {' | '.join(columns)} |", "|" + "---:|" * len(columns)]
    for count in SCALE:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(count)], capture_output=True, text=True, check=True, env=os.environ
        )
        found = json.loads(done.stdout)
        at = {mm: f"{found['points'][mm][0]:,} ({found['points'][mm][1]:,})" for mm in ("20", "50")}
        cells = (f"{found['pieces']:,}", f"{found['types']:,}", f"{found['lines']:,}", at["20"], at["50"],
                 f"{found['cpu']:.1f}", f"{found['wall']:.1f}", f"{found['peak']:,.0f}",
                 f"{found['before']:,.0f}")  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    if docs is not None:
        before, _, after = docs.read_text(encoding="utf-8").split(MARK)
        docs.write_text(f"{before}{MARK}\n" + "\n".join(lines) + f"\n{MARK}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--one", type=int)
    arguments = parser.parse_args()
    if arguments.one:
        one_size(arguments.one)
    for path in arguments.files:
        print_model(path)
    if arguments.scale:
        scale(arguments.docs)


if __name__ == "__main__":
    main()
