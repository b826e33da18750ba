"""With how few types the building could do: the plans as a plot, and what the chosen one changes piece by piece."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.reports.summary import proof
from app.ui.lookup import Lookup
from app.ui.plan_changes import Change, Sizes, changes
from app.ui.selection import Selection
from app.ui.tables.front_plot import MEASURES, FrontPlot
from app.ui.tables.list_page import ListPage
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.rows_view import RowsView
from app.ui.theme import GRID, Theme
from app.ui.words import Words
from dfma.text import text

if TYPE_CHECKING:
    from dfma.components.standardise import PlanPoint, Standardisation


class TypesPanel(QWidget):
    """The plot with a slider on the left; the chosen point, its proof and its changes on the right."""

    point_chosen = Signal()
    """`point` is another one now."""
    outline_wanted = Signal(int, object, float)
    """A row, its `Change` whose size is to be drawn over it (None: draw nothing), and what its length gains at its
    beginning."""
    failed = Signal(object)
    """A `Text`."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection, self._words, self._theme = selection, words, theme
        self._standardisation: Standardisation | None = None
        self._lookup: Lookup | None = None
        self.wanted: PlanPoint | None = None
        """The plan that a person chose; the one that is shown first is nobody's choice."""
        self.plot = FrontPlot(words, theme)
        self.slider = QSlider(Qt.Orientation.Horizontal, pageStep=1)
        self.measure = QComboBox()
        for name in MEASURES:
            self.measure.addItem("", name)
        self.save = QToolButton(icon=theme.icon("mdi6.image-outline"), autoRaise=True)
        self.blocked = QToolButton(icon=theme.icon("mdi6.wall"), autoRaise=True)
        self.blocked.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.model: RowsModel[Change] = RowsModel(self._columns(), words, self)
        self.view = RowsView(self.model)
        self.lead, self.proof = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self.page = ListPage(self.view, self._heads())
        self._lay_out()
        self.plot.chosen.connect(self.choose)
        self.slider.valueChanged.connect(self._slid)
        self.measure.currentIndexChanged.connect(lambda _: self.plot.show_measure(self.measure.currentData()))
        self.save.clicked.connect(self._ask_where)
        self.blocked.clicked.connect(self._select_blocking)
        self.view.walked.connect(self._walked)
        words.changed.connect(self._say)
        theme.changed.connect(self._paint)
        self._say()

    @property
    def point(self) -> PlanPoint | None:
        """The plan that is looked at."""
        return self.plot.points[self.plot.current] if self.plot.current >= 0 else None

    def show_types(self, standardisation: Standardisation | None, lookup: Lookup | None) -> None:
        """Show this; None = nobody has asked yet."""
        self._lookup = lookup
        if standardisation is not self._standardisation:
            self._standardisation = standardisation
            self.plot.set_points(standardisation.plan if standardisation else (), self._unit())
            self.slider.setRange(0, max(len(self._offered()) - 1, 0))
            self.wanted = None
            self._show(self._first())
        self._say()

    def choose(self, place: int) -> None:
        """Look at a point."""
        self._show(place)
        self.wanted = self.point
        self.outline_wanted.emit(-1, None, 0.0)
        self.point_chosen.emit()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        bar.addWidget(self.slider, 1)
        bar.addWidget(self.measure)
        bar.addWidget(self.save)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.plot, 1)
        column.addLayout(bar)
        self._left = left
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self.page)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _heads(self) -> QWidget:
        above = QWidget()
        heads = QVBoxLayout(above)
        heads.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        heads.setSpacing(GRID)
        self.proof.setProperty("role", "small")
        heads.addWidget(self.lead)
        line = QHBoxLayout()
        line.addWidget(self.proof, 1)
        line.addWidget(self.blocked)
        heads.addLayout(line)
        return above

    def _columns(self) -> list[Column[Change]]:
        words = self._words
        return [
            Column(id="element", say=lambda change: self._lookup.title(change.row), stretch=True),
            Column(id="size_from", say=lambda change: _size(change.sizes_from_mm), width=144, number=True),
            Column(
                id="size_to",
                say=lambda change: _size(change.sizes_mm),
                tip=lambda change: change.designation or words("ui.plan.free_size"),
                width=144,
                number=True,
            ),
            Column(
                id="change",
                say=lambda change: words("ui.plan.mm", mm=change.change_mm),
                order=lambda change: change.change_mm,
                number=True,
                width=80,
            ),
            Column(id="joints", say=self._joints, width=208),
            Column(
                id="concrete",
                say=lambda change: words("ui.plan.concrete", volume=change.concrete),
                order=lambda change: change.concrete,
                number=True,
                width=104,
            ),
        ]

    def _joints(self, change: Change) -> str:
        said = (
            self._words(
                "ui.plan.joint", sort=text(f"ui.plan.joint.{j.sort}"), gap=round(j.gap_mm), new=round(j.new_gap_mm)
            )
            for j in change.joints
        )
        return " · ".join(said)

    # Choosing

    def _offered(self) -> list[int]:
        """Places of the offered points, in the order of the front: the most types first."""
        if self._standardisation is None:
            return []
        place = {id(point): number for number, point in enumerate(self._standardisation.plan)}
        return [place[id(point)] for point in self._standardisation.front]

    def _first(self) -> int:
        """The chosen plan, else the cheapest that is offered."""
        found, offered = self._standardisation, self._offered()
        if found is None or not offered:
            return -1
        chosen = found.chosen or found.cheapest(found.types_before)
        return next((n for n in offered if found.plan[n] is chosen or found.plan[n] == chosen), offered[0])

    def _show(self, place: int) -> None:
        self.plot.choose(place)
        offered = self._offered()
        if place in offered:
            self.slider.blockSignals(True)
            self.slider.setValue(offered.index(place))
            self.slider.blockSignals(False)
        self.model.set_rows(changes(self.point) if self.point is not None else ())
        self._say()

    def _slid(self, place: int) -> None:
        self.choose(self._offered()[place])

    def _walked(self) -> None:
        chosen = self.view.chosen()
        self._selection.select([change.row for change in chosen], self)
        if len(chosen) == 1:
            change = chosen[0]
            self.outline_wanted.emit(change.row, change, change.before_mm)

    def _select_blocking(self) -> None:
        lines = self._standardisation.lines
        self._selection.select((row for n in self.point.blocked_by for row in lines[n].rows), self)

    def _ask_where(self) -> None:
        title, kinds = self._words("ui.plan.save"), self._words("ui.plan.save.kinds")
        path, _ = QFileDialog.getSaveFileName(self, title, "types.svg", kinds)
        if path and not self.plot.save(Path(path)):
            self.failed.emit(text("ui.plan.save.failed", path=path))

    # The page

    def _unit(self) -> str:
        found = self._standardisation
        return (found.currency if found else None) or self._words("summary.front.units")

    def _paint(self) -> None:
        self.save.setIcon(self._theme.icon("mdi6.image-outline"))
        self.blocked.setIcon(self._theme.icon("mdi6.wall"))

    def _say(self) -> None:
        words = self._words
        self.view.setAccessibleName(words("ui.types.list"))
        self.plot.setAccessibleName(words("ui.plan.plot"))
        self.plot.unit = self._unit()
        self.slider.setAccessibleName(words("ui.plan.slider"))
        self.slider.setToolTip(words("ui.plan.slider"))
        self.measure.setAccessibleName(words("ui.plan.measure"))
        self.save.setToolTip(words("ui.plan.save"))
        self.save.setAccessibleName(words("ui.plan.save"))
        for place, name in enumerate(MEASURES):
            self.measure.setItemText(place, words(f"ui.plan.measure.{name}"))
        self._left.setVisible(self.point is not None)
        if self._standardisation is None:
            self.page.show_message(words("ui.empty.suggest" if self._lookup else "ui.empty.no_model"))
        elif self.point is None:
            self.page.show_message(words("ui.types.none"))
        else:
            self._say_point(self._standardisation, self.point)

    def _say_point(self, found: Standardisation, point: PlanPoint) -> None:
        words = self._words
        now = words(
            "ui.types.now", pieces=found.pieces, types=found.types_before, apart=found.types_before_mirrored_apart,
            unknown=found.unknown,
        )  # fmt: skip
        here = words(
            "ui.types.here" if point.changed else "ui.types.here.unchanged", types=point.types,
            apart=point.types_mirrored_apart, changed=point.changed, mm=point.greatest_change_mm,
            permitted=point.max_change_mm, cost=point.cost, unit=self._unit(), concrete=point.concrete,
        )  # fmt: skip
        self.lead.setText(f"{now} {here}" if words.language == "en" else now + here)
        said = [words("ui.plan.proof", proof=proof(point))]
        if point.why_not is not None:
            said.append(words("ui.plan.not_offered", why=point.why_not))
        if point.blocked_by:
            said.append(words("ui.plan.blocked", types=point.types_unclosed, lines=len(point.blocked_by)))
        self.proof.setText((" " if words.language == "en" else "").join(said))
        self.blocked.setVisible(bool(point.blocked_by))
        self.blocked.setText(words("ui.plan.show_lines"))
        if self.model.rows:
            self.page.show_table()
            self.model.repaint()
        else:
            self.page.show_message(words("ui.plan.nothing_changes"), with_above=True)


def _size(sizes_mm: Sizes) -> str:
    return " × ".join(f"{size:,.0f}" for size in sizes_mm)
