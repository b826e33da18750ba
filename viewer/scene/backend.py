"""What a renderer of the 3D view must be able to do: the seam at which a native one could take over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from viewer.scene.annotation import Annotation
from viewer.scene.appearance import Appearance
from viewer.scene.camera import Camera, Projection
from viewer.scene.section import SectionPlane
from viewer.scene.tiles import Tile


class ViewerBackend(Protocol):
    """Draws tiles and tells which row a person points at. `viewer.qt.viewer_widget.ViewerWidget` is the one in use."""

    def begin(self, rows: int, appearance: Appearance | None = None) -> None:
        """An empty scene for a model of so many rows."""

    def addTile(self, tile: Tile) -> None:  # noqa: N802 - Qt's way of naming, here and below
        """Draw one more tile."""

    def setAppearance(self, appearance: Appearance) -> None:  # noqa: N802
        """Colours, visible and ghost of all rows."""

    def select(self, rows: Iterable[int], *, frame: bool = False) -> None:
        """Show rows in the accent colour."""

    def frame(self, rows: Iterable[int] | None = None) -> None:
        """Move the camera to rows, or to all that is visible."""

    def setStandardView(self, name: str) -> None:  # noqa: N802
        """Look from one of `viewer.scene.camera.STANDARD_VIEWS`."""

    def setProjection(self, projection: Projection) -> None:  # noqa: N802
        """Perspective or parallel."""

    def setCamera(self, camera: Camera) -> None:  # noqa: N802
        """Look exactly so."""

    def setSections(self, planes: Sequence[SectionPlane]) -> None:  # noqa: N802
        """Cut with up to six planes; none = uncut."""

    def setAnnotations(self, annotations: Sequence[Annotation]) -> None:  # noqa: N802
        """Lines and words over the model."""

    def snapshot(self, done: Callable[[bytes], None], width: int = 0, height: int = 0) -> None:
        """Hand over the picture as PNG when it is drawn, in the size of the view or another."""
