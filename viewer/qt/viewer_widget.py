"""The widget that shows a building in 3D."""

from __future__ import annotations

import base64
import itertools
import json
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import shiboken6
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from dfma.text import Catalogue
from viewer.qt.web_engine import ScenePage
from viewer.scene.annotation import Annotation
from viewer.scene.appearance import ACCENT, Appearance, plain
from viewer.scene.camera import STANDARD_VIEWS, Camera, Projection, Vector
from viewer.scene.link import WidgetMessage
from viewer.scene.scene import DARK_BACKGROUND, DARK_EDGE, EDGE, LIGHT_BACKGROUND, SceneWidgets
from viewer.scene.section import AXES, Axis, SectionPlane
from viewer.scene.tiles import Tile

log = logging.getLogger(__name__)

UNDO_STEPS = 100


class ViewerWidget(QWidget):
    """A building in 3D: show tiles, colour and hide elements, pick, frame, cut.

    Call `viewer.qt.web_engine.prepare_web_engine()` once, before `QApplication` is made. Everything below may be called
    from the first moment on; what the page cannot do yet is kept and done when `ready` comes.

    Rows are row numbers of `BuildingModel.elements`. Geometry goes in as tiles (`viewer.scene.tiles.build_tiles`,
    Qt-free, meant for a worker); colours and visibility as an `Appearance` (`viewer.scene.appearance`, immutable).

    Making and filling::

        view = ViewerWidget(catalogue, parent=None)         # catalogue: dfma.text.Catalogue, for its few sentences
        view.begin(rows, appearance=None)                   # empty scene for a model of so many rows
        view.addTile(tile)                                  # as often as tiles arrive; draws at once; the first ones
                                                            # frame the model until a person moves the camera
        view.clear()
        view.setCatalogue(catalogue)                        # other language
        view.setTheme(dark: bool)

    Looks (nothing is transferred again but four bytes per row)::

        view.setAppearance(appearance)                      # colours, visible, ghost
        view.appearance() -> Appearance
        view.recolour(appearance)                           # its colours and legend, what is hidden now stays hidden
        view.hideRows(rows); view.isolateRows(rows); view.ghostOthers(rows); view.showAll()
        view.undoVisibility(); view.redoVisibility()        # up to 100 steps

    Selecting and looking::

        view.select(rows, frame=False)                      # accent colour; never emits elementPicked
        view.selection() -> tuple[int, ...]
        view.frame(rows=None)                               # move the camera to rows, None = all that is visible
        view.setStandardView("top"|"bottom"|"front"|"back"|"left"|"right"|"isometric")
        view.setProjection("perspective"|"parallel")
        view.camera() -> Camera | None; view.setCamera(camera)
        view.setSections([SectionPlane, …])                 # viewer.scene.section; up to six, none = uncut
        view.setSectionAt(axis: "x"|"y"|"z", fraction: float, flipped=False)   # 0…1 through the model's box
        view.setAnnotations([Annotation, …])                # viewer.scene.annotation; lines and words over the model
        view.setEdges(bool)
        view.snapshot(done: Callable[[bytes], None], width=0, height=0)   # PNG of the 3D only

    Signals: `ready()`; `failed(str)` (sentence, also shown in the widget); `elementPicked(int row, object modifiers)`
    (row −1 = nothing hit; modifiers is a `Qt.KeyboardModifier`); `elementActivated(int row)` (double click);
    `contextMenuWanted(int row, QPoint globalPosition)`; `cameraChanged(object Camera)` (when it came to rest);
    `appearanceChanged(object Appearance)`; `tileShown(int tiles)` (after each tile; 1 = first pixels).
    """

    ready = Signal()
    failed = Signal(str)
    elementPicked = Signal(int, object)  # noqa: N815 - Qt's way of naming, here and below
    elementActivated = Signal(int)  # noqa: N815
    contextMenuWanted = Signal(int, object)  # noqa: N815
    cameraChanged = Signal(object)  # noqa: N815
    appearanceChanged = Signal(object)  # noqa: N815
    tileShown = Signal(int)  # noqa: N815

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._dark = False
        self._failure: str | None = None
        self._page_ready = False
        self._unsent: list[str] = []
        self._answers: dict[int, Callable[[Any], None]] = {}
        self._numbers = itertools.count(1)
        self._forget_scene()
        self._web = QWebEngineView(self)
        self._page = ScenePage(self._web)
        self._web.setPage(self._page)
        self._web.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._sentence = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._web)
        self._layout.addWidget(self._sentence)
        self._page.bridge.spoken.connect(self._hear)
        QCoreApplication.instance().aboutToQuit.connect(self._give_up_page)
        self._page.renderProcessTerminated.connect(lambda _, code: self._fail("viewer.failed.ended", str(code)))

    # --- filling -------------------------------------------------------------------------------------------------

    def begin(self, rows: int, appearance: Appearance | None = None) -> None:
        """An empty scene for a model of so many rows."""
        self.clear()
        if self._failure:
            self._start_again()
        self._appearance = appearance or plain(rows)
        self._standard = self._appearance
        self._scene = SceneWidgets(self._send_widget, self._appearance)
        self.destroyed.connect(self._scene.link.cut)
        options = {
            "accent": ACCENT,
            "background": DARK_BACKGROUND if self._dark else LIGHT_BACKGROUND,
            "edge": DARK_EDGE if self._dark else EDGE,
            "cube": self._cube_labels(),
            "standardViews": {name: {"towards": view.towards, "up": view.up} for name, view in STANDARD_VIEWS.items()},
        }
        self._do("show", parts=self._scene.parts, options=options)
        self._show_legend()

    def addTile(self, tile: Tile) -> None:  # noqa: N802
        """Draw one more tile, after those that wait already; one tile a turn, so that the window stays alive."""
        if self._scene is None:
            raise RuntimeError("begin() makes the scene that tiles go into")
        self._origin = tile.origin
        self._tiles.append(tile)
        if not self._tile_on_its_way:
            self._send_tile()

    def clear(self) -> None:
        """Take the model away."""
        if self._scene is not None:
            self._do("hide")
            self._scene.close()
        self._forget_scene()

    def setCatalogue(self, catalogue: Catalogue) -> None:  # noqa: N802
        """Speak another language."""
        self._catalogue = catalogue
        self._show_legend()
        self._call("setCube", self._cube_labels())
        if self._failure:
            self._sentence.setText(catalogue.say_key(self._failure))

    def setTheme(self, *, dark: bool) -> None:  # noqa: N802
        """Light or dark background."""
        self._dark = dark
        if self._scene is not None:
            self._call("setBackground", DARK_BACKGROUND if dark else LIGHT_BACKGROUND, DARK_EDGE if dark else EDGE)

    # --- looks ---------------------------------------------------------------------------------------------------

    def appearance(self) -> Appearance:
        """What is shown now."""
        return self._appearance

    def setAppearance(self, appearance: Appearance) -> None:  # noqa: N802
        """Show colours, visible and ghost of all rows; what they show becomes what "show all" comes back to."""
        self._standard = appearance
        self._change(appearance)

    def recolour(self, appearance: Appearance) -> None:
        """Take over colours and legend; what is hidden or ghost now stays so."""
        self._show(self._appearance.recoloured(appearance))

    def hideRows(self, rows: Iterable[int]) -> None:  # noqa: N802
        """Hide these rows."""
        self._change(self._appearance.hiding(rows))

    def isolateRows(self, rows: Iterable[int]) -> None:  # noqa: N802
        """Hide all but these rows."""
        self._change(self._appearance.isolating(rows))

    def ghostOthers(self, rows: Iterable[int]) -> None:  # noqa: N802
        """Leave a breath of grey of all but these rows."""
        self._change(self._appearance.ghosting_others(rows))

    def showAll(self) -> None:  # noqa: N802
        """Back to what `begin` or `setAppearance` showed, in the colours of now."""
        self._change(self._appearance.showing_all(self._standard))

    def undoVisibility(self) -> None:  # noqa: N802
        """Take back the last hiding, isolating, ghosting or showing."""
        self._step(self._undo, self._redo)

    def redoVisibility(self) -> None:  # noqa: N802
        """Do again what was taken back."""
        self._step(self._redo, self._undo)

    def setEdges(self, edges: bool) -> None:  # noqa: N802
        """Draw the edges of elements or not."""
        self._call("setEdges", edges)

    # --- selecting and looking -----------------------------------------------------------------------------------

    def select(self, rows: Iterable[int], *, frame: bool = False) -> None:
        """Show rows in the accent colour, and bring them into view when asked to."""
        self._selection = tuple(int(row) for row in rows)
        if self._scene is not None:
            self._do("select", [_row_bytes(self._selection)])
        if frame and self._selection:
            self.frame(self._selection)

    def selection(self) -> tuple[int, ...]:
        """The rows in the accent colour."""
        return self._selection

    def frame(self, rows: Iterable[int] | None = None) -> None:
        """Move the camera to these rows, or to all that is visible."""
        if self._scene is not None:
            self._do("frame", [] if rows is None else [_row_bytes(rows)])

    def setStandardView(self, name: str) -> None:  # noqa: N802
        """Look from one of `viewer.scene.camera.STANDARD_VIEWS`."""
        if name not in STANDARD_VIEWS:
            raise ValueError(f"there is no standard view {name!r}")
        self._call("standardView", name)

    def setProjection(self, projection: Projection) -> None:  # noqa: N802
        """Perspective or parallel."""
        self._call("setParallel", projection == "parallel")

    def camera(self) -> Camera | None:
        """Where the camera last came to rest, in the coordinates of the building."""
        return self._camera

    def setCamera(self, camera: Camera) -> None:  # noqa: N802
        """Look exactly so."""
        self._call(
            "setCamera",
            {
                "position": self._in_scene(camera.position),
                "target": self._in_scene(camera.target),
                "up": camera.up,
                "projection": camera.projection,
                "height": camera.height,
            },
        )

    def setSections(self, planes: Sequence[SectionPlane]) -> None:  # noqa: N802
        """Cut with up to six planes; none = uncut."""
        self._call(
            "setSection",
            [{"normal": plane.unit_normal().tolist(), "constant": plane.constant(self._origin)} for plane in planes],
        )

    def setSectionAt(self, axis: Axis, fraction: float, *, flipped: bool = False) -> None:  # noqa: N802
        """Cut across an axis at a fraction of the way through the model."""
        side = -1 if flipped else 1
        self._call("setSectionAt", min(max(fraction, 0.0), 1.0), [side * value for value in AXES[axis]])

    def setAnnotations(self, annotations: Sequence[Annotation]) -> None:  # noqa: N802
        """Lines and words over the model, in place of those before; none = nothing."""
        self._call("setAnnotations", [annotation.described(self._origin) for annotation in annotations])

    def snapshot(self, done: Callable[[bytes], None], width: int = 0, height: int = 0) -> None:
        """Hand over the picture as PNG when it is drawn, in the size of the view or another."""

        def decode(url: str) -> None:
            done(base64.b64decode(url.partition(",")[2]))

        self._ask(decode, "snapshot", width, height)

    # --- inside --------------------------------------------------------------------------------------------------

    def _give_up_page(self) -> None:
        """The engine wants every page gone before the application goes."""
        if shiboken6.isValid(self._page):
            shiboken6.delete(self._page)

    def _forget_scene(self) -> None:
        self._scene: SceneWidgets | None = None
        self._origin: Vector = (0.0, 0.0, 0.0)
        self._appearance = self._standard = plain(0)
        self._selection: tuple[int, ...] = ()
        self._camera: Camera | None = None
        self._tiles: deque[Tile] = deque()
        self._tile_on_its_way = False
        self._undo: list[Appearance] = []
        self._redo: list[Appearance] = []
        self._answers.clear()

    def _change(self, appearance: Appearance) -> None:
        """Show it as a step that can be taken back."""
        self._undo = [*self._undo, self._appearance][-UNDO_STEPS:]
        self._redo.clear()
        self._show(appearance)

    def _step(self, source: list[Appearance], back: list[Appearance]) -> None:
        if source:
            back.append(self._appearance)
            before = source.pop()
            self._show(before.recoloured(self._appearance))

    def _show(self, appearance: Appearance) -> None:
        self._appearance = appearance
        if self._scene is not None:
            self._do("texels", [appearance.texels().tobytes()])
            self._show_legend()
        self.appearanceChanged.emit(appearance)

    def _show_legend(self) -> None:
        if self._scene is None:
            return
        say = self._catalogue.say
        shown = self._appearance
        entries = [{"label": say(e.label), "colour": e.colour, "count": e.count} for e in shown.legend]
        self._call("setLegend", say(shown.title) if shown.title else "", entries)

    def _cube_labels(self) -> dict[str, str]:
        return {name: self._catalogue.say_key(f"viewer.cube.{name}") for name in STANDARD_VIEWS if name != "isometric"}

    def _in_scene(self, point: Vector) -> list[float]:
        return [value - start for value, start in zip(point, self._origin, strict=True)]

    def _in_building(self, point: Sequence[float]) -> Vector:
        x, y, z = (value + start for value, start in zip(point, self._origin, strict=True))
        return x, y, z

    def _send_tile(self) -> None:
        if self._scene is not None and self._tiles:
            self._tile_on_its_way = True
            tile = self._tiles.popleft()
            self._scene.add_tile(tile)
            self._do("adopt", closed=[tile.closed])

    # --- speaking with the page ----------------------------------------------------------------------------------

    def _send_widget(self, message: WidgetMessage) -> None:
        self._send(
            {
                "event": message.event,
                "widget": message.widget,
                "state": message.state,
                "paths": message.buffer_paths,
            },
            message.buffers,
        )

    def _do(self, name: str, buffers: Sequence[bytes] = (), **values: Any) -> None:
        self._send({"event": "do", "name": name, **values}, buffers)

    def _call(self, method: str, *values: Any) -> None:
        if self._scene is not None:
            self._do("call", method=method, values=values)

    def _ask(self, heard: Callable[[Any], None], method: str, *values: Any) -> None:
        number = next(self._numbers)
        self._answers[number] = heard
        self._do("call", method=method, values=values, answer=number)

    def _send(self, message: dict[str, Any], buffers: Sequence[memoryview | bytes]) -> None:
        tokens = [self._page.buffers.offer(buffer) for buffer in buffers]
        text = json.dumps({**message, "buffers": tokens})
        if self._page_ready:
            self._page.bridge.toPage.emit(text)
        else:
            self._unsent.append(text)

    def _hear(self, text: str) -> None:
        message = json.loads(text)
        getattr(self, f"_hear_{message['event']}")(message)

    def _hear_ready(self, message: dict[str, Any]) -> None:
        self._page_ready = True
        for text in self._unsent:
            self._page.bridge.toPage.emit(text)
        self._unsent.clear()
        self.ready.emit()

    def _hear_failed(self, message: dict[str, Any]) -> None:
        log.error("the page of the 3D view: %s", message["reason"])
        if message.get("webgl"):
            self._fail("viewer.failed.no_webgl", message["reason"])

    def _hear_adopted(self, message: dict[str, Any]) -> None:
        self._tile_on_its_way = False
        # In a later turn of the event loop, so that a person's clicks come in between.
        QTimer.singleShot(0, self._send_tile)
        self.tileShown.emit(message["tiles"])

    def _hear_picked(self, message: dict[str, Any]) -> None:
        self.elementPicked.emit(message["row"], _modifiers(message["modifiers"]))

    def _hear_activated(self, message: dict[str, Any]) -> None:
        self.elementActivated.emit(message["row"])

    def _hear_menu(self, message: dict[str, Any]) -> None:
        place = self._web.mapToGlobal(QPoint(round(message["x"]), round(message["y"])))
        self.contextMenuWanted.emit(message["row"], place)

    def _hear_camera(self, message: dict[str, Any]) -> None:
        camera = message["camera"]
        self._camera = Camera(
            position=self._in_building(camera["position"]),
            target=self._in_building(camera["target"]),
            up=tuple(camera["up"]),
            projection=camera["projection"],
            height=camera["height"],
        )
        self.cameraChanged.emit(self._camera)

    def _hear_answer(self, message: dict[str, Any]) -> None:
        if heard := self._answers.pop(message["answer"], None):
            heard(message["result"])

    def _hear_lost(self, message: dict[str, Any]) -> None:
        self._fail("viewer.failed.ended", "the graphics context was lost")

    def _start_again(self) -> None:
        """A new page in place of one that failed."""
        self._failure = None
        self._page_ready = False
        self._unsent.clear()
        self._page.start()
        self._layout.setCurrentWidget(self._web)

    def _fail(self, key: str, reason: str) -> None:
        log.error("the 3D view is off: %s", reason)
        self._failure = key
        self._sentence.setText(self._catalogue.say_key(key))
        self._layout.setCurrentWidget(self._sentence)
        self.failed.emit(self._sentence.text())


def _row_bytes(rows: Iterable[int]) -> bytes:
    return np.fromiter(rows, np.int32).tobytes()


def _modifiers(pressed: dict[str, bool]) -> Qt.KeyboardModifier:
    result = Qt.KeyboardModifier.NoModifier
    for name, modifier in (
        ("shift", Qt.KeyboardModifier.ShiftModifier),
        ("control", Qt.KeyboardModifier.ControlModifier),
        ("alt", Qt.KeyboardModifier.AltModifier),
        ("meta", Qt.KeyboardModifier.MetaModifier),
    ):
        if pressed[name]:
            result |= modifier
    return result
