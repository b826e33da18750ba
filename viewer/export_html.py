"""The building in 3D as HTML that needs no network: one file, or a fragment for a larger report.

The same pythreejs scene and the same JavaScript as in the desktop window, with everything inside the file: libraries,
geometry, element and property tables. Texts of the model are packed as data and set as text by the page, so nothing in
a name can become markup.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import numpy.typing as npt
import polars as pl

from dfma.finding import Finding
from dfma.model.building import BuildingModel
from dfma.text import Catalogue
from viewer.libraries import WEB, library_paths
from viewer.packing import Packer, packed, packed_json
from viewer.scene.appearance import ACCENT, Appearance, by_casting, by_kind, by_storey
from viewer.scene.camera import STANDARD_VIEWS
from viewer.scene.link import WidgetMessage
from viewer.scene.scene import EDGE, LIGHT_BACKGROUND, SceneWidgets
from viewer.scene.tiles import build_tiles, scene_origin

SCRIPTS = (
    "loader.js", "manager.js", "state.js", "tile.js", "camera.js", "section.js", "picking.js", "navigation.js",
    "overlay.js", "annotations.js", "view.js", "unpack.js", "table.js", "panels.js", "report.js",
)  # fmt: skip
"""Our JavaScript, in the order in which it is read."""

_WORDS = (
    "tree", "findings", "properties", "pick", "section", "isolate", "ghost", "show_all", "fit", "colour", "of_type",
    "none", "loading", "old_browser", "no_webgl",
)  # fmt: skip


def write_html_view(
    target: Path | TextIO,
    model: BuildingModel,
    *,
    appearance: Appearance,
    findings: Iterable[Finding] = (),
    catalogue: Catalogue,
    title: str,
) -> None:
    """Write one HTML file with the model in 3D, its tree, its properties and the findings."""
    fragment = html_view_fragment(model, appearance=appearance, findings=findings, catalogue=catalogue, panels=True)
    page = (WEB / "report.html").read_text(encoding="utf-8")
    filled = {"language": catalogue.language.replace("_", "-"), "title": html.escape(title), "view": fragment}
    for name, value in filled.items():
        page = page.replace(f"<!--{name}-->", value)
    if isinstance(target, Path):
        target.write_text(page, encoding="utf-8")
    else:
        target.write(page)


def html_view_fragment(
    model: BuildingModel,
    *,
    appearance: Appearance,
    findings: Iterable[Finding] = (),
    catalogue: Catalogue,
    panels: bool = False,
) -> str:
    """Markup to put into a page: container, styles, scripts and data; once per page.

    It fills the element around it, which should have a height. The page may call `dougongView.select(guids)`,
    `.frame(guids)`, `.isolate(guids)`, `.ghost(guids)`, `.showAll()`, and listen with `dougongView.on("picked", guid =>
    …)`; calls made before the view is there are done when it is. A picked element is told on a card with its findings;
    `panels` adds tree, list of findings and all properties.
    """
    blob = Packer()
    scene = _scene(model, appearance, blob)
    schemes = [_scheme(shown, catalogue, blob) for shown in _schemes(model, appearance)]
    data = {
        "scene": scene,
        "schemes": schemes,
        "elements": _elements(model, catalogue, blob),
        "properties": _properties(model, blob) if panels else None,
        "findings": _findings(model, findings, catalogue),
    }
    options = {
        "accent": ACCENT,
        "background": LIGHT_BACKGROUND,
        "edge": EDGE,
        "standardViews": {name: {"towards": view.towards, "up": view.up} for name, view in STANDARD_VIEWS.items()},
        "cube": {name: catalogue.say_key(f"viewer.cube.{name}") for name in STANDARD_VIEWS if name != "isometric"},
        "words": {word: catalogue.say_key(f"viewer.html.{word}") for word in _WORDS},
        "severities": {name: catalogue.say_key(f"severity.{name}") for name in ("error", "warning", "advice")},
        "panels": panels,
        "language": catalogue.language.replace("_", "-"),
    }
    sources = {name: path.read_text(encoding="utf-8") for name, path in library_paths().items()}
    ours = "\n".join((WEB / name).read_text(encoding="utf-8") for name in SCRIPTS)
    parts = [
        f'<div class="dougong-view{" dg-with-panels" if panels else ""}" id="dougong-view"></div>',
        f"<style>{(WEB / 'view.css').read_text(encoding='utf-8')}</style>",
        _data_script("libraries", packed_json(sources)),
        _data_script("data", packed_json(data)),
        _data_script("blob", blob.text()),
        f'<script type="application/json" id="dougong-options">{_script_json(options)}</script>',
        _data_script("program", packed(ours.encode())),
        f"<script>{(WEB / 'start.js').read_text(encoding='utf-8')}</script>",
    ]
    return "\n".join(parts)


def _data_script(name: str, content: str) -> str:
    return f'<script type="application/octet-stream" id="dougong-{name}">{content}</script>'


def _script_json(value: Any) -> str:
    """JSON that cannot end the script element that it stands in."""
    return json.dumps(value, ensure_ascii=True).replace("<", "\\u003c")


def _scene(model: BuildingModel, appearance: Appearance, blob: Packer) -> dict[str, Any]:
    """The messages that build the scene, their arrays in the blob."""
    messages: list[dict[str, Any]] = []

    def record(message: WidgetMessage) -> None:
        arrays = [
            blob.add(_array(message, *found)) for found in zip(message.buffer_paths, message.buffers, strict=True)
        ]
        messages.append(
            {
                "event": message.event,
                "widget": message.widget,
                "state": message.state,
                "paths": message.buffer_paths,
                "arrays": arrays,
            }
        )

    scene = SceneWidgets(record, appearance)
    closed = []
    for tile in build_tiles(model.geometry, scene_origin(model.geometry)):
        scene.add_tile(tile)
        closed.append(tile.closed)
    built = len(messages)
    parts = dict(scene.parts)
    scene.close()
    return {"messages": messages[:built], "parts": parts, "closed": closed}


def _array(message: WidgetMessage, path: Sequence[str | int], buffer: memoryview | bytes) -> npt.NDArray[Any]:
    """The buffer with the type and shape that the state beside it tells."""
    holder: Any = message.state
    for step in path[:-1]:
        holder = holder[step]
    return np.frombuffer(buffer, holder["dtype"]).reshape(holder["shape"])


def _schemes(model: BuildingModel, appearance: Appearance) -> list[Appearance]:
    """The appearance that was asked for first, then the usual ways to colour."""
    usual = (by_kind(model), by_casting(model), by_storey(model))
    return [appearance, *(appearance.recoloured(other) for other in usual if other.title != appearance.title)]


def _scheme(shown: Appearance, catalogue: Catalogue, blob: Packer) -> dict[str, Any]:
    return {
        "title": catalogue.say(shown.title) if shown.title else catalogue.say_key("viewer.colour.none"),
        "texels": blob.add(shown.texels()),
        "legend": [
            {"label": catalogue.say(entry.label), "colour": entry.colour, "count": entry.count}
            for entry in shown.legend
        ],
    }


def _elements(model: BuildingModel, catalogue: Catalogue, blob: Packer) -> dict[str, Any]:
    """What the tree and the head of the inspector show, as columns."""
    table = model.elements
    kinds = model.recognition["kind"].fill_null("other")
    names = kinds.unique(maintain_order=True).to_list()
    code = kinds.replace_strict(names, list(range(len(names))), return_dtype=pl.Int32)
    return {
        "guid": table["guid"].to_list(),
        "label": table.select(pl.coalesce("mark", "name", "tag", "guid"))["mark"].to_list(),
        "name": _coded(table["name"], blob),
        "type": _coded(table["type_name"], blob),
        "class": _coded(table["ifc_class"], blob),
        "kind": {"values": [catalogue.say_key(f"kind.{name}") for name in names], "codes": blob.add(code.to_numpy())},
        "storey": blob.add(table["storey"].fill_null(-1).to_numpy()),
        "whole": blob.add(table["whole"].fill_null(-1).to_numpy()),
        "role": blob.add((table["role"] == "element").cast(pl.UInt8).to_numpy()),
        "storeys": [[row, name or ""] for row, name in model.storeys.select("row", "name").iter_rows()],
    }


def _coded(column: pl.Series, blob: Packer) -> dict[str, Any]:
    """A column of text as its distinct values and a number per row (null is the empty text)."""
    filled = column.fill_null("")
    values = filled.unique(maintain_order=True)
    codes = filled.replace_strict(values, pl.Series(range(len(values)), dtype=pl.Int32), return_dtype=pl.Int32)
    return {"values": values.to_list(), "codes": blob.add(codes.to_numpy())}


def _properties(model: BuildingModel, blob: Packer) -> Mapping[str, Any]:
    """All properties ordered by element, with where each element's begin."""
    table = model.properties.sort("row", maintain_order=True)
    first = np.searchsorted(table["row"].to_numpy(), np.arange(model.elements.height + 1)).astype(np.int32)
    return {
        "first": blob.add(first),
        "set": _coded(table["set"], blob),
        "name": _coded(table["name"], blob),
        "value": _coded(table["value"], blob),
        "type": blob.add((table["origin"] == "type").fill_null(value=False).cast(pl.UInt8).to_numpy()),
    }


def _findings(model: BuildingModel, findings: Iterable[Finding], catalogue: Catalogue) -> list[dict[str, Any]]:
    row_of = dict(zip(model.elements["guid"], range(model.elements.height), strict=True))
    return [
        {
            "source": finding.source,
            "severity": finding.severity.value,
            "sentence": catalogue.say(finding.message),
            "clause": f"{finding.clause.document} {finding.clause.number}" if finding.clause else "",
            "rows": [row_of[guid] for guid in finding.elements if guid in row_of],
        }
        for finding in findings
    ]
