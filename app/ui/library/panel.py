"""The library beside the model: search above, the component below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QListView, QSplitter, QVBoxLayout, QWidget

from app.ui.library.choice import Fit, fit
from app.ui.library.conflict_dialog import ConflictDialog
from app.ui.library.desk import LibraryDesk
from app.ui.library.detail import Detail
from app.ui.library.filters import Filters
from app.ui.library.reason_dialog import ReasonDialog
from app.ui.library.results import HIT_ROLE, ResultRow, Results
from app.ui.library.snapshot import NEEDS_WHY
from app.ui.lookup import Lookup
from app.ui.panels.section import label
from app.ui.selection import Selection
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from component_library.approval import Verb
from component_library.library import Library
from component_library.merging import conflict_of
from dfma.components.component import DIMENSIONS
from dfma.text import Text

_WIDTH, _HEIGHT = 1100, 420
_SHARES = (7, 10, 9)
"""Of the room: what was found, what is known of one, how it looks."""


class LibraryPanel(QWidget):
    """Shows what the desk knows and forwards wishes to it."""

    outline_wanted = Signal(int, object)
    """A row, and the `Fit` that is to be drawn over it, or None."""

    def __init__(
        self, desk: LibraryDesk, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self._selection, self._words = desk, selection, words
        self._lookup: Lookup | None = None
        self.source = label("", "small")
        self.message = label("", "error")
        self.filters = Filters(words, theme)
        self.results = Results(words)
        self.list = QListView()
        self.list.setModel(self.results)
        self.list.setItemDelegate(ResultRow(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(words("ui.library.results"))
        self.count = QLabel()
        self.count.setProperty("role", "small")
        self.count.setContentsMargins(2 * GRID, 0, 0, GRID)
        self.detail = Detail(words, theme)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        for notice in (self.source, self.message):
            notice.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
            above.addWidget(notice)
        above.addWidget(self.filters)
        above.addWidget(self.list, 1)
        above.addWidget(self.count)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(upper)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)
        upper.setMinimumWidth(320)
        self._connect()
        self._say()

    def _connect(self) -> None:
        self.filters.changed.connect(self._search)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.detail.act_wanted.connect(self.act)
        self.detail.merge_wanted.connect(self.merge)
        self.detail.comment_wanted.connect(self.comment)
        self.detail.variant_box.over_wanted.connect(lambda _: self._draw_over())
        self.detail.variant_box.chosen.connect(lambda _: self._draw_over())
        self.desk.changed.connect(self._changed)
        self.desk.sharper.connect(self._search)
        self.desk.failed.connect(self.tell)
        self.desk.done.connect(lambda _: self.message.hide())
        self._selection.changed.connect(lambda _: self._let_go())
        self._words.changed.connect(self._say)
        self._know()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        """It may also come into sight with the layout of last time."""
        super().showEvent(event)
        if self.desk.snapshot is None:
            self.desk.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where the panel is wide, below each other where it is tall."""
        super().resizeEvent(event)
        wide = self.width() > self.height()
        orientation = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.split.orientation() != orientation or not event.oldSize().isValid():
            room = (self.width() if wide else self.height()) // sum(_SHARES)
            found, *rest = (share * room for share in _SHARES)
            for split, sizes in ((self.split, [found, sum(rest)]), (self.detail, [0, *rest])):
                split.setOrientation(orientation)
                split.setSizes(sizes)

    def show_model(self, lookup: Lookup | None) -> None:
        """The model over whose pieces a variant can be drawn."""
        self._lookup = lookup
        self._let_go()

    def open(self) -> None:
        """Read the library, and put the cursor into the search field. Nobody changes the standard series: they are
        read once."""
        if self.desk.snapshot is None or self.desk.url is not None:
            self.desk.open()
        self.filters.words.setFocus()
        self.filters.words.selectAll()

    def tell(self, what: Text) -> None:
        """Say what was refused, or what is not there."""
        self.message.setText(self._words.say(what))
        self.message.show()

    # Doing

    def act(self, verb: str, component: str) -> None:
        """Ask why, then submit, approve, send back or withdraw."""
        needed = verb in NEEDS_WHY
        dialog = ReasonDialog(verb, component, self._words, self, needed=needed)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.do(verb, component, dialog.why)

    def do(self, verb: str, component: str, why: str) -> None:
        """The same without asking."""
        does = {
            Verb.SUBMITTED: Library.submit,
            Verb.APPROVED: Library.approve,
            Verb.RETURNED: Library.send_back,
            Verb.WITHDRAWN: Library.withdraw,
        }[Verb(verb)]
        self.message.hide()
        self.desk.act(verb, lambda library: does(library, component, why=why))

    def merge(self, component: str) -> None:
        """Show both sides, then make one revision of them."""
        dialog = ConflictDialog(conflict_of(self.desk.snapshot.records[component]), self._words, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            choices, why = dict(dialog.settled()), dialog.why
            self.desk.act(Verb.MERGED, lambda library: library.merge(component, choices=choices, why=why))

    def comment(self, component: str, said: str) -> None:
        """Say something about a component."""
        self.desk.act(Verb.COMMENTED, lambda library: library.comment(component, said))

    # Showing

    def _changed(self) -> None:
        snapshot = self.desk.snapshot
        kinds = {component.kind for component in snapshot.catalogue.components.values()}
        self.filters.offer_kinds(sorted(kinds))
        self._say()
        self._search()

    def _search(self) -> None:
        snapshot = self.desk.snapshot
        if snapshot is None:
            return
        hits = self.desk.search(self.filters.query())
        chosen = self.detail.component
        self.results.show(snapshot, hits)
        key = "ui.library.count" if hits else "ui.library.nothing"
        self.count.setText(self._words(key, n=len(hits), total=len(snapshot.catalogue.components)))
        row = self.results.row_of(chosen) if chosen is not None else None
        if chosen is None and hits:
            row = 0
        if row is not None:
            self.list.setCurrentIndex(self.results.index(row))
        elif chosen is not None and chosen in snapshot.catalogue.components:
            self.detail.show_component(snapshot, chosen)

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            hit = now.data(HIT_ROLE)
            self.detail.show_component(self.desk.snapshot, hit.component, hit.designation)

    def _say(self) -> None:
        words, snapshot = self._words, self.desk.snapshot
        self.list.setAccessibleName(words("ui.library.results"))
        self.message.hide()
        if snapshot is None:
            self.source.setText(words("ui.library.job.open"))
        elif snapshot.url is None:
            self.source.setText(words("ui.library.standard"))
        else:
            roles = ", ".join(words.name("ui.library.role", role) for role in sorted(snapshot.roles)) or "–"
            self.source.setText(words("ui.library.source", url=snapshot.url, actor=snapshot.actor, roles=roles))
            if snapshot.left_out:
                self.tell(snapshot.left_out[0])
        self._search()

    # Over the selected piece

    def _let_go(self) -> None:
        self.detail.variant_box.over.setChecked(False)
        self._know()

    def _know(self) -> None:
        self.detail.variant_box.over.setEnabled(self._row() is not None)

    def _row(self) -> int | None:
        return self._selection.rows[0] if self._lookup is not None and len(self._selection.rows) == 1 else None

    def _draw_over(self) -> None:
        row = self._row()
        if row is None:
            return
        over = self.detail.variant_box.over.isChecked()
        variant = self.detail.variant
        self.outline_wanted.emit(row, self._fit(row) if over and variant is not None else None)

    def _fit(self, row: int) -> Fit:
        measures = self._lookup.model.measures.row(row, named=True)
        sizes = {name: None if measures[name] is None else measures[name] * 1000 for name in DIMENSIONS}
        return fit(self.detail.variant, sizes)
