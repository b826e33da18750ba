"""The middle: the 3D view with its section bar, or the start page while there is no model."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.candidate_outline import Fit, candidate_outline
from app.ui.lookup import Lookup
from app.ui.panels.section_bar import SectionBar
from app.ui.panels.start_page import StartPage
from app.ui.selection import Selection
from app.ui.theme import Theme
from app.ui.words import Words
from viewer.scene.appearance import Appearance

MakeView = Callable[..., QWidget]
"""Makes the 3D widget of a catalogue: `ViewerWidget`, or something with the same methods in tests."""


class ViewArea(QWidget):
    """Keeps selection, hiding, colours and section of the 3D view in step with the rest of the window."""

    changed = Signal()
    """What is hidden, or whether there is anything to see, has changed."""
    context_wanted = Signal(object)
    failed = Signal(str)

    def __init__(
        self, make_view: MakeView, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._lookup: Lookup | None = None
        self._standard: Appearance | None = None
        self.has_shapes = False
        self.undo_steps = 0
        self._spotlight_on, self._lit = True, False
        self.view = make_view(words.catalogue)
        self.view.setTheme(dark=theme.name == "dark")
        self.section = SectionBar(words)
        self.section.hide()
        self.start = StartPage(words, theme)
        scene = QWidget()
        column = QVBoxLayout(scene)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.section)
        column.addWidget(self.view, 1)
        self._scene = scene
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(scene)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

        self.view.elementPicked.connect(self._picked)
        self.view.elementActivated.connect(lambda _: self.frame())
        self.view.contextMenuWanted.connect(self._context)
        self.view.appearanceChanged.connect(lambda _: self.changed.emit())
        self.view.failed.connect(self.failed)
        self.section.moved.connect(self.view.setSectionAt)
        selection.changed.connect(self._follow)
        words.changed.connect(lambda: self.view.setCatalogue(words.catalogue))
        theme.changed.connect(lambda: self.view.setTheme(dark=theme.name == "dark"))

    # The model

    def begin(self, lookup: Lookup, appearance: Appearance) -> None:
        """Make room for the shapes of another model."""
        self._lookup, self._standard = lookup, appearance
        self.has_shapes, self.undo_steps, self._lit = False, 0, False
        self.view.begin(lookup.model.elements.height, appearance)
        self._pages.setCurrentWidget(self._scene)

    def add_tile(self, tile: object) -> None:
        """Draw more of it."""
        self.view.addTile(tile)
        if not self.has_shapes:
            self.has_shapes = True
            self.changed.emit()

    def know(self, lookup: Lookup) -> None:
        """The same model with more known of it."""
        self._lookup = lookup

    def clear(self) -> None:
        """No model: back to the start page."""
        self._lookup = self._standard = None
        self.has_shapes, self.undo_steps, self._lit = False, 0, False
        self.view.clear()
        self.cut(on=False)
        self._pages.setCurrentWidget(self.start)

    # Looks

    def recolour(self, appearance: Appearance) -> None:
        """Other colours; what is hidden stays hidden."""
        self.view.recolour(appearance)

    def hide_rows(self, rows: Iterable[int]) -> None:
        """Hide elements with their parts."""
        self._put_out()
        self.view.hideRows(self._lookup.with_parts(rows))
        self._count_step()

    def isolate(self, rows: Iterable[int]) -> None:
        """Show nothing but these and their parts."""
        self._put_out()
        self.view.isolateRows(self._lookup.with_parts(rows))
        self._count_step()

    def ghost_rest(self, rows: Iterable[int]) -> None:
        """Show all but these as a breath."""
        self._put_out()
        self.view.ghostOthers(self._lookup.with_parts(rows))
        self._count_step()

    def show_all(self) -> None:
        """Show everything that is shown at first."""
        self._put_out()
        self.view.showAll()
        self._count_step()

    def undo(self) -> None:
        """Take back the last hiding or showing."""
        self._put_out()
        self.undo_steps = max(0, self.undo_steps - 1)
        self.view.undoVisibility()
        self.changed.emit()

    def spotlight(self, *, on: bool) -> None:
        """Whether the elements of a finding stand out while its list is walked: often they are inside the building."""
        self._spotlight_on = on
        self._light()

    def _light(self) -> None:
        """Ghost what the selected finding is not about. What was hidden before comes back when it is left."""
        self._put_out()
        if self._spotlight_on and self._selection.finding is not None and self._selection.rows:
            self._lit = True
            self.view.ghostOthers(self._lookup.with_parts(self._selection.rows))

    def _put_out(self) -> None:
        if self._lit:
            self._lit = False
            self.view.undoVisibility()

    def cut(self, *, on: bool) -> None:
        """Cut the building, or make it whole again."""
        self.section.setVisible(on)
        if on:
            self.section.tell()
        else:
            self.view.setSections([])

    def frame(self) -> None:
        """Look at what is selected."""
        if self._lookup is not None and self._selection.rows:
            self.view.frame(self._lookup.with_parts(self._selection.rows))

    def outline(self, row: int, match: Fit | None, before_mm: float = 0.0) -> None:
        """Draw a candidate over the element that it could replace, and look at both; None takes it away."""
        drawn = match and candidate_outline(self._lookup.model, row, match, self._words, before_mm)
        self.view.setAnnotations([drawn] if drawn else [])
        if drawn:
            self.view.frame(self._lookup.with_parts([row]))

    @property
    def hidden(self) -> object:
        """(rows) which elements are not shown although they are at first; None without a model."""
        if self._standard is None:
            return None
        shown = self.view.appearance()
        gone = ~shown.visible if self._lit else ~shown.visible | shown.ghost
        return self._standard.visible & gone

    # Selecting

    def _picked(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        """A click means the piece; a click on a piece that is selected already means the part."""
        adding = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if row < 0:
            if not adding:
                self._selection.clear(self)
            return
        piece = self._lookup.outermost(row)
        target = row if self._selection.rows == (piece,) and not adding else piece
        if not adding:
            self._selection.select([target], self)
        elif target in self._selection.rows:
            self._selection.select([kept for kept in self._selection.rows if kept != target], self)
        else:
            self._selection.select([*self._selection.rows, target], self)

    def _follow(self, by: object) -> None:
        if self._lookup is not None:
            self._light()
            self.view.setAnnotations([])
            rows = self._lookup.with_parts(self._selection.rows)
            self.view.select(rows, frame=bool(rows) and by is not self)

    def _context(self, row: int, position: object) -> None:
        if row >= 0 and self._lookup.outermost(row) not in self._selection.rows and row not in self._selection.rows:
            self._picked(row, Qt.KeyboardModifier.NoModifier)
        self.context_wanted.emit(position)

    def _count_step(self) -> None:
        self.undo_steps += 1
        self.changed.emit()
