"""One variant to look at: turned in 3D or drawn with dimensions, and the parameters that choose it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.library.choice import Choice
from app.ui.library.mesh_preview import MeshPreview
from app.ui.library.sheet import said
from app.ui.panels.section import label
from app.ui.tables.filter_row import toggle
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.components.component import Component
from dfma.components.drawing import sketch_svg
from dfma.components.solids import Solid
from dfma.components.variant import Variant

_SKETCH = (640, 400)


class VariantBox(QWidget):
    """Shows a component as the variant that was chosen last."""

    chosen = Signal(object)
    """The `Variant`, or None where the component lists none."""
    over_wanted = Signal(bool)
    """Whether it is to be drawn over the selected piece."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._choice: Choice | None = None
        self.variant: Variant | None = None
        self.designation = label("", "heading")
        self.shape, self.drawing, self.over = toggle(), toggle(), toggle()
        self.over.setChecked(False)
        self.preview = MeshPreview(words, theme)
        self.sketch = Sketch(words)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.preview)
        self._pages.addWidget(self.sketch)
        self.controls: dict[str, QComboBox] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.shape, self.drawing):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.over)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.designation)
        layout.addLayout(buttons)
        layout.addWidget(self._pages, 1)
        layout.addLayout(self._grid)
        self.shape.clicked.connect(lambda: self.show_drawing(on=False))
        self.drawing.clicked.connect(lambda: self.show_drawing(on=True))
        self.over.toggled.connect(self.over_wanted)
        words.changed.connect(self._say)
        self.show_drawing(on=False)
        self._say()

    def show_component(self, component: Component, designation: str | None = None) -> None:
        """Another component, as one of its variants."""
        self._choice = Choice(component)
        self._show(self._choice.named(designation))
        self._say()

    def show_drawing(self, *, on: bool) -> None:
        """Three views with dimensions instead of the solid."""
        self.shape.setChecked(not on)
        self.drawing.setChecked(on)
        self._pages.setCurrentWidget(self.sketch if on else self.preview)

    def choose(self, parameter: str, value: float) -> None:
        """Take another value of one parameter; what does not go with it follows."""
        if self._choice is not None and self.variant is not None:
            self._show(self._choice.with_value(self.variant, parameter, value))
            self._show_values()

    def _show(self, variant: Variant | None) -> None:
        self.variant = variant
        solids = variant.solids if variant is not None else ()
        self.designation.setText(variant.designation if variant is not None else self._words("ui.library.no_variant"))
        self.preview.show_solids(solids)
        self.sketch.show_solids(solids)
        if not solids:
            self.show_drawing(on=False)  # where it is said that the shape is not known
        self.shape.setVisible(bool(solids))
        self.drawing.setVisible(bool(solids))
        self.over.setVisible(variant is not None)
        self.chosen.emit(variant)

    def _show_values(self) -> None:
        for name, combo in self.controls.items():
            combo.blockSignals(True)
            combo.setCurrentIndex(combo.findData(self.variant.values[name]))
            combo.blockSignals(False)

    def _build(self) -> None:
        """A field for each parameter that has a choice, two beside each other."""
        while (item := self._grid.takeAt(0)) is not None:
            item.widget().hide()  # it is gone from the layout now, and would be drawn in the corner until it is deleted
            item.widget().deleteLater()
        self.controls = {}
        parameters = self._choice.parameters if self._choice is not None else {}
        for place, (name, values) in enumerate(parameters.items()):
            title = QLabel(said(self._words.catalogue, "ui.library.parameter", name))
            title.setProperty("role", "small")
            combo = QComboBox()
            combo.setAccessibleName(title.text())
            for value in values:
                combo.addItem(f"{value:g}", value)
            combo.currentIndexChanged.connect(
                lambda _, name=name, combo=combo: self.choose(name, combo.currentData())
            )  # fmt: skip
            self.controls[name] = combo
            row, column = divmod(place, 2)
            self._grid.addWidget(title, row, 2 * column)
            self._grid.addWidget(combo, row, 2 * column + 1)
            self._grid.setColumnStretch(2 * column + 1, 1)
        if self.variant is not None:
            self._show_values()

    def _say(self) -> None:
        words = self._words
        _name(self.shape, words("ui.library.solid"), words("ui.library.solid"))
        _name(self.drawing, words("ui.library.drawing"), words("ui.library.drawing"))
        _name(self.over, words("ui.library.over"), words("ui.library.over_hint"))
        self._build()


def _name(button: QToolButton, words: str, hint: str) -> None:
    button.setText(words)
    button.setToolTip(hint)


class Sketch(QWidget):
    """Three views on white paper, as printed."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(self)
        words.changed.connect(lambda: self.setAccessibleName(words("ui.library.drawing")))
        self.setAccessibleName(words("ui.library.drawing"))

    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    def show_solids(self, solids: tuple[Solid, ...]) -> None:
        """Another variant; nothing for one without a shape."""
        svg = sketch_svg(solids, *_SKETCH) if solids else "<svg xmlns='http://www.w3.org/2000/svg'/>"
        self._renderer.load(QByteArray(svg.encode()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As large as fits."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), "white")
        scale = min(self.width() / _SKETCH[0], self.height() / _SKETCH[1])
        wide, tall = _SKETCH[0] * scale, _SKETCH[1] * scale
        self._renderer.render(painter, QRectF((self.width() - wide) / 2, (self.height() - tall) / 2, wide, tall))
