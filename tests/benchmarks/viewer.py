"""How fast the 3D view is and what it takes, beside the same scene in plain three.js in the same run.

    python tests/benchmarks/viewer.py [ELEMENTS]          (default 20000)

A generated building is shown in the live widget; the same buffers are then drawn by three.js alone (the same build), in
the same page: Lambert with colours per vertex, Raycaster for picking. Medians; only ratios mean anything on a busy
machine. Every frame is waited for with `readPixels`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
import shiboken6
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from dfma.text import load_catalogue
from tests.viewer.scene.shapes import block
from viewer.qt.viewer_widget import ViewerWidget
from viewer.qt.web_engine import prepare_web_engine
from viewer.scene.tiles import build_tiles, scene_origin

ROOT = Path(__file__).parents[2]

TOOLS = """
const view = dougong.live.view, T = view.three, frames = 9;
const middle = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const timed = (act) => { const begin = performance.now(); act(); return performance.now() - begin; };
const wait = (gl) => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
const many = (act, times = frames) => middle(Array.from({ length: times }, (_, number) => timed(() => act(number))));
"""

OURS = """
const draw = () => { view._draw(); wait(view.renderer.context); };
const turn = () => { view.rig.orbit(view.rig.target, 0.05, 0); draw(); };
const rows = Int32Array.from({ length: Math.min(10000, view.places.size) }, (_, number) => number);
draw();
return {
  orbit: many(turn),
  "orbit without edges": (() => {
    view.setEdges(false);
    const found = many(turn);
    view.setEdges(true);
    return found;
  })(),
  pick: many((number) => view.picker.at(0.42 + 0.02 * number, 0.5)),
  "recolour 10,000": many(() => { view.select(rows); view.select([]); }, 5) / 2,
  "recolour and draw": many((number) => { view.select(number % 2 ? rows : []); draw(); }, 5),
  section: many(() => { view.setSectionAt(0.5, [0, 0, -1]); draw(); view.setSection([]); }, 3),
};
"""

PEER = """
const canvas = document.createElement("canvas");
const gl = canvas.getContext("webgl2", { antialias: true });
const renderer = new T.WebGLRenderer({ canvas, context: gl });
renderer.setSize(view.element.clientWidth, view.element.clientHeight);
renderer.setClearColor(0xf7f8fa);
const scene = new T.Scene(), meshes = [], lines = [];
scene.add(new T.AmbientLight(0xffffff, 0.7), new T.DirectionalLight(0xffffff, 0.4));
const paint = new T.MeshLambertMaterial({ vertexColors: T.VertexColors, side: T.DoubleSide, polygonOffset: true,
  polygonOffsetFactor: 1, polygonOffsetUnits: 1 });
const ink = new T.LineBasicMaterial({ color: 0x2a2f36 });
const first = timed(() => {
  for (const tile of view.tiles) {
    const { position, normal, element } = tile.solid.geometry.attributes;
    const places = new Float32Array(3 * position.count), turns = new Float32Array(3 * position.count);
    for (let at = 0; at < position.count; at++) for (let axis = 0; axis < 3; axis++) {
      places[3 * at + axis] = position.array[4 * at + axis] * tile.step + tile.corner.getComponent(axis);
      turns[3 * at + axis] = normal.array[4 * at + axis] / 127;
    }
    const geometry = new T.BufferGeometry();
    geometry.addAttribute("position", new T.BufferAttribute(places, 3));
    geometry.addAttribute("normal", new T.BufferAttribute(turns, 3));
    geometry.addAttribute("color", new T.BufferAttribute(new Float32Array(3 * position.count).fill(0.8), 3));
    geometry.setIndex(new T.BufferAttribute(tile.solid.geometry.index.array.slice(), 1));
    const edges = new T.BufferGeometry();
    edges.addAttribute("position", geometry.attributes.position);
    edges.setIndex(new T.BufferAttribute(tile.lines.geometry.index.array.slice(), 1));
    meshes.push(new T.Mesh(geometry, paint));
    meshes[meshes.length - 1].userData.element = element.array;
    lines.push(new T.LineSegments(edges, ink));
  }
  scene.add(...meshes, ...lines);
  renderer.render(scene, view.rig.camera);
  wait(gl);
});
const draw = () => { renderer.render(scene, view.rig.camera); wait(gl); };
const turn = () => { view.rig.orbit(view.rig.target, 0.05, 0); view.rig.project(); draw(); };
const recolour = (shade) => meshes.forEach(({ geometry, userData }) => {
  const colours = geometry.attributes.color;
  for (let at = 0; at < userData.element.length; at++) {
    if (userData.element[at] < 10000) colours.array.fill(shade, 3 * at, 3 * at + 3);
  }
  colours.needsUpdate = true;
});
const rays = new T.Raycaster();
return {
  "buffers to first frame": first,
  orbit: many(turn),
  "orbit without edges": (() => {
    lines.forEach((line) => (line.visible = false));
    const found = many(turn);
    lines.forEach((line) => (line.visible = true));
    return found;
  })(),
  pick: many((number) => {
    rays.ray.copy(view.rig.ray(0.42 + 0.02 * number, 0.5));
    rays.intersectObjects(meshes);
  }, 5),
  "recolour 10,000": many((number) => recolour(number % 2), 5),
  "recolour and draw": many((number) => { recolour(number % 2); draw(); }, 5),
};
"""


def main(elements: int) -> None:
    prepare_web_engine()
    application = QApplication(sys.argv[:1])
    view = ViewerWidget(load_catalogue("en", [ROOT / "dfma" / "locale", ROOT / "viewer" / "locale"]))
    view.resize(1280, 800)
    view.show()
    view.begin(1)
    ready: list[bool] = []
    view.ready.connect(lambda: ready.append(True))
    until(application, lambda: bool(ready))
    before = memory()

    geometry = block(elements)
    begin = time.perf_counter()
    tiles = list(build_tiles(geometry, scene_origin(geometry)))
    built = time.perf_counter() - begin
    shown: list[float] = []
    view.begin(elements)
    view.tileShown.connect(lambda _: shown.append(time.perf_counter() - begin))
    for tile in tiles:
        view.addTile(tile)
    until(application, lambda: len(shown) == len(tiles))
    triangles, size = sum(len(tile.triangles) for tile in tiles) // 3, sum(tile.nbytes for tile in tiles) / 1e6
    print(f"{elements:,} elements, {triangles:,} triangles, {len(tiles)} tiles, {size:.1f} MB")
    print(f"building the tiles {built:.2f} s, first pixels after {shown[0]:.2f} s, all after {shown[-1]:.2f} s")
    held = memory()
    ours = run(application, view, TOOLS + OURS)
    taken = memory()
    peer = run(application, view, TOOLS + PEER)
    print(
        f"memory of all processes: page {before:.0f} MB, with the model {held:.0f} MB, after drawing {taken:.0f} MB, "
        f"with plain three.js beside it {memory():.0f} MB"
    )
    print(f"{'milliseconds':24}{'ours':>10}{'three.js':>10}{'ratio':>8}")
    for name in dict.fromkeys([*ours, *peer]):
        mine, theirs = ours.get(name), peer.get(name)
        cells = [f"{value:10.1f}" if value is not None else f"{'–':>10}" for value in (mine, theirs)]
        ratio = f"{mine / theirs:8.2f}" if mine is not None and theirs else f"{'–':>8}"
        print(f"{name:24}{''.join(cells)}{ratio}")
    shiboken6.delete(view)


def until(application: QApplication, done: Callable[[], bool], seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while not done():
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() > end:
            raise TimeoutError


def run(application: QApplication, view: ViewerWidget, body: str) -> dict[str, float]:
    """Run a function body in the page."""
    answers: list[str] = []
    view._page.runJavaScript(f"JSON.stringify((() => {{ {body} }})())", 0, answers.append)
    until(application, lambda: bool(answers))
    return json.loads(answers[0])


def memory() -> float:
    """Proportional memory of this process and its children, MB."""
    own = psutil.Process()
    return sum(process.memory_full_info().pss for process in (own, *own.children(recursive=True))) / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
