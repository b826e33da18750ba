"""The widget that shows a building in 3D."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


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
        view.setSection(plane: SectionPlane | None)         # viewer.scene.section; None = uncut
        view.setSectionAt(axis: "x"|"y"|"z", fraction: float)   # 0…1 through the model's box
        view.setEdges(bool)
        view.snapshot(done: Callable[[bytes], None], width=0, height=0)   # PNG of the 3D only

    Signals: `ready()`; `failed(str)` (sentence, also shown in the widget); `elementPicked(int row, object modifiers)`
    (row −1 = nothing hit; modifiers is a `Qt.KeyboardModifier`); `elementActivated(int row)` (double click);
    `contextMenuWanted(int row, QPoint globalPosition)`; `cameraChanged(object Camera)` (when it came to rest);
    `appearanceChanged(object Appearance)`; `firstPixels()`.
    """

    ready = Signal()
    failed = Signal(str)
    elementPicked = Signal(int, object)  # noqa: N815 - Qt's way of naming
    elementActivated = Signal(int)  # noqa: N815
    contextMenuWanted = Signal(int, object)  # noqa: N815
    cameraChanged = Signal(object)  # noqa: N815
    appearanceChanged = Signal(object)  # noqa: N815
    firstPixels = Signal()  # noqa: N815
