"""The scene as pythreejs widgets: one renderer, one camera, two lights, three materials, and a few widgets per tile.

Never one widget per element. What changes per element (colour, visible, ghost, selected) is one texel per row of the
state texture, which our JavaScript looks up while drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pythreejs as three
from ipywidgets import Widget

from viewer.scene.appearance import Appearance
from viewer.scene.camera import FIELD_OF_VIEW, STANDARD_VIEWS, fit
from viewer.scene.link import Send, WidgetLink
from viewer.scene.tiles import Tile

STATE_WIDTH = 1024
"""Texels per line of the state texture; the row number of an element counts through the lines."""

MAX_PLANES = 6
"""Section planes at once: a section box has six."""

LIGHT_BACKGROUND = "#f7f8fa"
DARK_BACKGROUND = "#16181c"
EDGE = "#2a2f36"
DARK_EDGE = "#08090b"


class SceneWidgets:
    """The widgets of one scene. Everything said by them goes to `send`, in an order the page can follow."""

    def __init__(self, send: Send, appearance: Appearance) -> None:
        self.link = WidgetLink(send)
        self._tiles: list[Widget] = []
        with self.link.making():
            self._state = three.DataTexture(
                data=state_image(appearance),
                format="RGBAFormat",
                type="UnsignedByteType",
                minFilter="NearestFilter",
                magFilter="NearestFilter",
            )
            # Fills are pushed back a little in depth, so that edges lie on top of them.
            pushed_back = {"polygonOffset": True, "polygonOffsetFactor": 1.0, "polygonOffsetUnits": 1.0}
            self._solid = three.MeshLambertMaterial(color="#ffffff", side="DoubleSide", **pushed_back)
            self._clear = three.MeshLambertMaterial(
                color="#ffffff", side="DoubleSide", transparent=True, depthWrite=False, **pushed_back
            )
            self._line = three.LineBasicMaterial(color=EDGE, transparent=True)
            self._planes = [three.Plane(normal=(0, 0, -1), constant=0.0) for _ in range(MAX_PLANES)]
            self._ambient = three.AmbientLight(color="#ffffff", intensity=0.70)
            self._key = three.DirectionalLight(color="#ffffff", intensity=0.36, position=(0, 0, 1))
            start = fit(np.full(3, -10.0), np.full(3, 10.0), STANDARD_VIEWS["isometric"], 1.5)
            self._camera = three.PerspectiveCamera(
                fov=FIELD_OF_VIEW, aspect=1.5, near=0.1, far=1000.0, position=start.position, up=start.up
            )
            self._model = three.Group(name="model")
            self._scene = three.Scene(children=[self._ambient, self._key, self._camera, self._model], background=None)
            self._renderer = three.Renderer(
                scene=self._scene,
                camera=self._camera,
                width=640,
                height=400,
                antialias=True,
                localClippingEnabled=True,
                clearColor=LIGHT_BACKGROUND,
                background=LIGHT_BACKGROUND,
                _pause_autorender=True,
            )

    def add_tile(self, tile: Tile) -> None:
        """Send one tile and hang it into the model."""
        with self.link.making():
            position = three.BufferAttribute(tile.positions, normalized=False)
            element = three.BufferAttribute(tile.elements, normalized=False)
            surface = three.BufferGeometry(
                attributes={
                    "position": position,
                    "normal": three.BufferAttribute(tile.normals, normalized=True),
                    "element": element,
                    "index": three.BufferAttribute(tile.triangles, normalized=False),
                }
            )
            # Without lines there is nothing to index; one degenerate line keeps the tile in its usual shape.
            edges = tile.edges if len(tile.edges) else np.zeros(2, np.uint32)
            lines = three.BufferGeometry(
                attributes={
                    "position": position,
                    "element": element,
                    "index": three.BufferAttribute(edges, normalized=False),
                }
            )
            holder = three.Group(position=tile.corner, scale=(tile.step,) * 3)
            holder.children = (
                three.Mesh(surface, self._solid),
                three.Mesh(surface, self._clear),
                three.LineSegments(lines, self._line),
            )
        self._tiles.append(holder)
        self._model.children = (*self._model.children, holder)

    def close(self) -> None:
        """Take everything down, here and in the page."""
        for holder in self._tiles:
            geometries = {drawn.geometry for drawn in holder.children}
            attributes = {attribute for geometry in geometries for attribute in geometry.attributes.values()}
            for widget in (*holder.children, *geometries, *attributes, holder):
                widget.close()
        fixed = [self._renderer, self._scene, self._model, self._camera, self._ambient, self._key, *self._planes]
        fixed += [self._renderer.layout, self._renderer.shadowMap]
        for widget in (*fixed, self._solid, self._clear, self._line, self._state):
            widget.close()

    @property
    def parts(self) -> Mapping[str, Any]:
        """Names of the widgets that our JavaScript works on."""
        return {
            "renderer": self._renderer.model_id,
            "model": self._model.model_id,
            "state": self._state.model_id,
            "solid": self._solid.model_id,
            "clear": self._clear.model_id,
            "line": self._line.model_id,
            "key": self._key.model_id,
            "planes": [plane.model_id for plane in self._planes],
        }


def state_image(appearance: Appearance) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """(lines, STATE_WIDTH, 4) picture of the texels of all rows."""
    texels = appearance.texels()
    lines = max(1, -(-len(texels) // STATE_WIDTH))
    image = np.zeros((lines, STATE_WIDTH, 4), np.uint8)
    image.reshape(-1, 4)[: len(texels)] = texels
    return image
