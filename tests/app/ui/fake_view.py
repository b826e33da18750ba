"""A stand-in for the 3D widget with the same methods: it keeps what it was told, and a test can click in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from viewer.scene.appearance import Appearance, plain


class FakeView(QWidget):
    ready = Signal()
    failed = Signal(str)
    elementPicked = Signal(int, object)  # noqa: N815 - as the real widget names it
    elementActivated = Signal(int)  # noqa: N815
    contextMenuWanted = Signal(int, object)  # noqa: N815
    cameraChanged = Signal(object)  # noqa: N815
    appearanceChanged = Signal(object)  # noqa: N815
    tileShown = Signal(int)  # noqa: N815

    def __init__(self, catalogue: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.catalogue, self.dark = catalogue, False
        self.tiles: list[object] = []
        self.selected: tuple[int, ...] = ()
        self.framed: object = "nothing"
        self.view = ""
        self.section: object = None
        self.annotations: list[object] = []
        self._looks: list[Appearance] = [plain(0)]

    def begin(self, rows: int, appearance: Appearance | None = None) -> None:
        self.tiles, self._looks = [], [appearance or plain(rows)]
        self.standard = self._looks[0]

    def clear(self) -> None:
        self.begin(0)

    def addTile(self, tile: object) -> None:  # noqa: N802
        self.tiles.append(tile)

    def setCatalogue(self, catalogue: object) -> None:  # noqa: N802
        self.catalogue = catalogue

    def setTheme(self, *, dark: bool) -> None:  # noqa: N802
        self.dark = dark

    def appearance(self) -> Appearance:
        return self._looks[-1]

    def recolour(self, appearance: Appearance) -> None:
        self._looks[-1] = self.appearance().recoloured(appearance)

    def hideRows(self, rows: Iterable[int]) -> None:  # noqa: N802
        self._looks.append(self.appearance().hiding(rows))
        self.appearanceChanged.emit(self.appearance())

    def isolateRows(self, rows: Iterable[int]) -> None:  # noqa: N802
        self._looks.append(self.appearance().isolating(rows))

    def ghostOthers(self, rows: Iterable[int]) -> None:  # noqa: N802
        self._looks.append(self.appearance().ghosting_others(rows))

    def showAll(self) -> None:  # noqa: N802
        self._looks.append(self.appearance().showing_all(self.standard))

    def undoVisibility(self) -> None:  # noqa: N802
        if len(self._looks) > 1:
            self._looks.pop()

    def select(self, rows: Iterable[int], *, frame: bool = False) -> None:
        self.selected = tuple(rows)
        if frame:
            self.framed = self.selected

    def frame(self, rows: Iterable[int] | None = None) -> None:
        self.framed = None if rows is None else tuple(rows)

    def setStandardView(self, name: str) -> None:  # noqa: N802
        self.view = name

    def setSections(self, planes: Sequence[object]) -> None:  # noqa: N802
        self.section = planes[0] if planes else None

    def setAnnotations(self, annotations: Sequence[object]) -> None:  # noqa: N802
        self.annotations = list(annotations)

    def setSectionAt(self, axis: str, fraction: float, *, flipped: bool = False) -> None:  # noqa: N802
        self.section = (axis, fraction)
