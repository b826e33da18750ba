"""The one window: puts panels in their places, and binds each command to what it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QCursor, QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDockWidget,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.bootstrap import program_version
from app.settings import STAGES, Settings
from app.ui.actions import MENUS, Actions
from app.ui.colouring import BY_STEP, COLOURINGS, colour, possible
from app.ui.dialogs.command_palette import CommandPalette
from app.ui.dialogs.shortcuts import Shortcuts
from app.ui.dialogs.waive import WaiveDialog
from app.ui.jobs import Jobs
from app.ui.library.desk import LibraryDesk
from app.ui.library.panel import LibraryPanel
from app.ui.logbook import log_path
from app.ui.lookup import Lookup
from app.ui.memory import Memory
from app.ui.panels.banner import Banner
from app.ui.panels.bars import CommandsBar, PlaceBar
from app.ui.panels.inspector import Inspector
from app.ui.panels.lists import Lists
from app.ui.panels.progress_line import ProgressLine
from app.ui.panels.step_bar import STEPS
from app.ui.panels.tree import TreePanel
from app.ui.panels.view_area import MakeView, ViewArea
from app.ui.selection import Selection
from app.ui.theme import GRID, Theme
from app.ui.tree_nodes import find
from app.ui.words import Words
from app.ui.work import Work
from dfma.components.decided import Verdict, in_force
from dfma.components.matching import ElementMatches, Match
from dfma.finding import Finding
from dfma.model.changes import Applied
from dfma.model.recognition import KINDS
from dfma.report import Outcome
from dfma.text import LANGUAGES, text

MODEL_ENDINGS = (".ifc", ".ifczip")
_VIEWS = {"iso": "isometric"} | {name: name for name in ("top", "front", "back", "left", "right", "bottom")}
_SIZE = (1440, 900)
_DOCK_WIDTH, _LIST_HEIGHT, _LIBRARY_HEIGHT = 320, 280, 400
_STEP_OF_RUN = {"check": "check", "suggest": "standardise", "rate": "standardise", "review": "review"}
_SETTLED_MS = 4000
_REASONS_SAID = 3


class MainWindow(QMainWindow):
    """Everything a person sees. It holds no results: those are in the session of `work`."""

    def __init__(self, settings: Settings, words: Words, theme: Theme, make_view: MakeView, memory: Memory) -> None:
        super().__init__()
        self.words, self.theme, self.memory = words, theme, memory
        self.jobs = Jobs(self)
        self.work = Work(settings, self.jobs, self)
        self.selection = Selection(self)
        self.lookup: Lookup | None = None
        self.step = "model"
        self._chosen_colouring: dict[str, str] = {}

        self.tree = TreePanel(self.selection, words, theme)
        self.view = ViewArea(make_view, self.selection, words, theme)
        self.inspector = Inspector(self.selection, words, theme)
        self.lists = Lists(self.selection, words, theme)
        self.library = LibraryPanel(
            LibraryDesk(lambda: self.work.settings, self.jobs, self), self.selection, words, theme
        )
        self.banner = Banner(words, theme)
        self.commands = Actions(self._bound(), words, theme, self)
        self._lay_out()
        self._connect()
        words.changed.connect(self._say)
        self._say()
        self.show_step("model")
        self._know()
        self.commands["spotlight"].setChecked(True)
        self._first_layout = self.saveState()
        memory.restore_layout(self)
        self.view.start.show_recent(memory.recent())

    # Places

    def _lay_out(self) -> None:
        self.setObjectName("main")
        self.resize(*_SIZE)
        self.setDockNestingEnabled(True)
        self.setAcceptDrops(True)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        self.setCentralWidget(centre)
        self.docks = {
            "tree": self._dock("tree", self.tree, Qt.DockWidgetArea.LeftDockWidgetArea),
            "inspector": self._dock("inspector", self.inspector, Qt.DockWidgetArea.RightDockWidgetArea),
            "list": self._dock("list", self.lists, Qt.DockWidgetArea.BottomDockWidgetArea),
            "library": self._dock("library", self.library, Qt.DockWidgetArea.BottomDockWidgetArea),
        }
        self.tabifyDockWidget(self.docks["list"], self.docks["library"])
        self.docks["library"].hide()
        self._size_docks()
        self.place = PlaceBar(self.commands, self.words, STAGES, self.work.settings.stage)
        self.tools = CommandsBar(self.commands, self.words, COLOURINGS)
        self.addToolBar(self.place)
        self.addToolBarBreak()
        self.addToolBar(self.tools)
        self._lay_out_menus()
        self.status = QLabel()
        self.status.setContentsMargins(2 * GRID, 0, 0, 0)
        self.statusBar().addWidget(self.status, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.progress = ProgressLine(self.jobs, self.words, self.theme)
        self.statusBar().addPermanentWidget(self.progress)

    def _dock(self, name: str, content: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget()
        dock.setObjectName(name)
        dock.setWidget(content)
        self.addDockWidget(area, dock)
        return dock

    def _size_docks(self) -> None:
        sides = [self.docks["tree"], self.docks["inspector"]]
        self.resizeDocks(sides, [_DOCK_WIDTH, _DOCK_WIDTH + 4 * GRID], Qt.Orientation.Horizontal)
        self.resizeDocks([self.docks["list"]], [_LIST_HEIGHT], Qt.Orientation.Vertical)

    def _lay_out_menus(self) -> None:
        self.menus = {name: self.menuBar().addMenu("") for name in MENUS}
        for name, menu in self.menus.items():
            for place, group in enumerate(self.commands.groups(lambda command, name=name: command.menu == name)):
                if place:
                    menu.addSeparator()
                menu.addActions([self.commands[command.id] for command in group])
        # A shortcut works only while its action is in the window; toolbars can be hidden, menus cannot.
        self.addActions([self.commands[command.id] for command in self.commands.commands])

    def _connect(self) -> None:
        self.place.steps.chosen.connect(self.show_step)
        self.place.stage_chosen.connect(self._stage_chosen)
        self.tools.colouring_chosen.connect(self._colouring_chosen)
        self.progress.cancel_wanted.connect(self.jobs.cancel_all)
        self.view.start.open_wanted.connect(self.choose_model)
        self.view.start.sample_wanted.connect(self.open_sample)
        self.view.start.recent_wanted.connect(lambda path: self.open_model(Path(path)))
        self.view.changed.connect(self._view_changed)
        self.view.context_wanted.connect(self._context_menu)
        self.tree.context_wanted.connect(self._context_menu)
        for panel in (self.tree, self.lists.findings, self.lists.assistant, self.lists.matches):
            panel.activated.connect(self.view.frame)
        for panel in (*self.lists.finding_lists, self.inspector):
            panel.decision_wanted.connect(self.decide)
        self.inspector.match_decision_wanted.connect(self.decide_match)
        self.work.ranked.connect(self._ranked)
        self.work.applied.connect(self._applied)
        self.inspector.outline_wanted.connect(self.view.outline)
        self.library.outline_wanted.connect(self.view.outline)
        self.lists.page_shown.connect(self._page_shown)
        self.lists.types.point_chosen.connect(lambda: self._colouring_chosen("plan"))
        self.lists.types.outline_wanted.connect(self.view.outline)
        self.lists.types.failed.connect(self.banner.tell)
        self.lists.rate.answered.connect(self.work.answer)
        self.lists.submit.write_wanted.connect(
            lambda folder, languages, json, workbook: self.work.write(folder, languages, json=json, workbook=workbook)
        )
        self.selection.changed.connect(self._selected)
        self.jobs.started.connect(lambda _: self._know())
        self.jobs.idle.connect(self._know)
        self.work.model_changed.connect(self._model_changed)
        self.work.tile_made.connect(self.view.add_tile)
        self.work.model_grown.connect(self._model_grown)
        self.work.report_changed.connect(self._report_changed)
        self.work.written.connect(self._written)
        self.work.failed.connect(self.banner.tell)

    # Commands

    def _bound(self) -> dict[str, Callable[[], None]]:
        rows = lambda: self.selection.rows  # noqa: E731 - one line says it
        return {
            "open": self.choose_model,
            "open_sample": self.open_sample,
            "close_model": self.work.close,
            "write_report": self._go_to_submit,
            "apply_copy": self._ask_for_copy,
            "quit": self.close,
            "undo_view": self.view.undo,
            "find": self._find,
            "copy_guid": self._copy_guid,
            "select_similar": self._select_similar,
            "clear_selection": self.selection.clear,
            "run_all": lambda: self.run("check", "suggest", "rate", "review"),
            "check": lambda: self.run("check"),
            "suggest": lambda: self.run("suggest"),
            "rate": lambda: self.run("rate"),
            "review": lambda: self.run("review"),
            "cancel": self.jobs.cancel_all,
            "fit": lambda: self.view.view.frame(None),
            "frame": self.view.frame,
            **{f"view_{name}": lambda view=view: self.view.view.setStandardView(view) for name, view in _VIEWS.items()},
            "hide": lambda: self._and_let_go(self.view.hide_rows),
            "isolate": lambda: self.view.isolate(rows()),
            "ghost_rest": lambda: self.view.ghost_rest(rows()),
            "show_all": self.view.show_all,
            "spotlight": lambda: self.view.spotlight(on=self.commands["spotlight"].isChecked()),
            "section": lambda: self.view.cut(on=self.commands["section"].isChecked()),
            **{f"step_{step}": lambda step=step: self.show_step(step) for step in STEPS},
            "library": self._open_library,
            "next_pane": lambda: self._walk_panes(1),
            "previous_pane": lambda: self._walk_panes(-1),
            "reset_layout": self._reset_layout,
            "switch_language": self._switch_language,
            "switch_theme": lambda: self.theme.use("light" if self.theme.name == "dark" else "dark"),
            "palette": self._open_palette,
            "shortcuts": lambda: Shortcuts(self.commands, self.words, self).exec(),
            "show_log": lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path()))),
            "about": self._about,
        }

    def choose_model(self) -> None:
        """Ask for a file and open it."""
        title, kinds = self.words("ui.open.title"), self.words("ui.open.kinds")
        path, _ = QFileDialog.getOpenFileName(self, title, self.memory.folder, kinds)
        if path:
            self.open_model(Path(path))

    def open_model(self, path: Path) -> None:
        """Open a model; what was open before is let go."""
        self.memory.folder = path.parent
        self.banner.hide()
        self.work.open(path)

    def open_sample(self) -> None:
        """Open the sample building; it is written on the first time."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
        self.banner.hide()
        self.work.open_sample(Path(folder) / "sample")

    def run(self, *names: str) -> None:
        """Run steps of the line and go to where their results will stand."""
        self.banner.hide()
        self.show_step(_STEP_OF_RUN[names[0]])
        self.lists.show_tab(self.lists.rate if names[0] == "rate" else self.lists.matches)
        self.work.run(*names)

    def show_step(self, step: str) -> None:
        """The step decides what the list below and the colours show; selection and camera stay."""
        self.step = step
        self.place.steps.show_step(step)
        self.lists.show_step(step)
        self.docks["list"].setWindowTitle(self.words(f"ui.list.{step}"))
        self._recolour()

    def decide(self, findings: Sequence[Finding], outcome: str) -> None:
        """Keep what a person decided; a waiver asks why."""
        if not findings or self.work.report is None:
            return
        why = ""
        if outcome == Outcome.WAIVED:
            dialog = WaiveDialog(len(findings), self.words, self)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            why = dialog.why
        for finding in findings:
            self.work.session.decide(finding, Outcome(outcome), why)
        self.lists.show_decisions(self.work.report, self.work.found)
        self.inspector.show_report(self.work.report, self.work.found, self.lookup)
        self._count()
        self.tell("ui.said.decided", n=len(findings))

    def decide_match(self, found: ElementMatches, match: Match, verdict: str, why: str) -> None:
        """Keep what a person decided about a candidate; deciding again takes it back."""
        self.work.decide_match(found, match, Verdict(verdict), why)
        self._show_decided()
        self.tell(f"ui.said.match.{verdict}", designation=match.designation)

    def _show_decided(self) -> None:
        decided = in_force(self.work.session.match_decisions())
        self.inspector.show_report(self.work.report, self.work.found, self.lookup, decided)

    def _ranked(self) -> None:
        self.lists.matches.show_matches(self.work.report.matches, self.lookup)
        self._show_decided()
        self._recolour()

    def _ask_for_copy(self) -> None:
        """Ask for a file name beside the model; the received file itself is refused when it is written."""
        title, kinds = self.words("ui.apply.title"), self.words("ui.apply.kinds")
        source = Path(self.lookup.model.source.path)
        beside = str(Path(self.memory.folder or source.parent) / f"{source.stem}-applied.ifc")
        path, _ = QFileDialog.getSaveFileName(self, title, beside, kinds)
        if path:
            self.banner.hide()
            wanted = self.lists.types.wanted
            self.work.apply(Path(path), wanted if wanted is not None and wanted.changed else None)

    def _applied(self, applied: Applied) -> None:
        """Say what was written into the copy and what was not, and why."""
        refused = (*applied.not_applied, *applied.not_resized)
        reasons = Counter(one.reason for one in refused)
        said = tuple(text("ui.apply.refused", why=why, n=n) for why, n in reasons.most_common(_REASONS_SAID))
        done = text("ui.apply.typed", n=len(applied.typed))
        if applied.plan_types is not None:
            sizes = {"resized": len(applied.resized), "moved": len(applied.moved), "types": applied.plan_types}
            done = text("ui.apply.typed_and_resized", n=len(applied.typed), **sizes)
        key = "ui.apply.done" if not said else "ui.apply.done.without"
        self.banner.tell(text(key, path=applied.path, done=done, refused=len(refused), why=said), "advice")

    def tell(self, key: str, **values: str | int) -> None:
        """Say in the status line what just happened."""
        self.statusBar().showMessage(self.words(key, **values), _SETTLED_MS)

    # What comes back

    def _model_changed(self, lookup: Lookup | None) -> None:
        self.lookup = lookup
        self.selection.clear()
        self._chosen_colouring.clear()
        self.commands["section"].setChecked(False)
        self.view.cut(on=False)
        if lookup is None:
            self.view.clear()
        else:
            self.view.begin(lookup, colour("kind", self.work.report, None, lookup))
            self.memory.add_recent(lookup.model.source.path)
            self.view.start.show_recent(self.memory.recent())
        self._show_model(lookup)
        self._say()
        self._know()

    def _model_grown(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.view.know(lookup)
        self._show_model(lookup)
        self._recolour()
        skipped = len(lookup.model.skipped)
        key = "ui.said.opened_without" if skipped else "ui.said.opened"
        self.tell(
            key, n=lookup.model.elements.filter(lookup.model.elements["role"] == "element").height, skipped=skipped
        )

    def _show_model(self, lookup: Lookup | None) -> None:
        self.tree.show_model(lookup)
        self.library.show_model(lookup)
        self.lists.show_model(lookup)
        self.lists.show_report(self.work.report, self.work.found, lookup)
        self.inspector.show_report(self.work.report, self.work.found, lookup)
        self._count()

    def _report_changed(self, name: str) -> None:
        report = self.work.report
        self.lists.show_report(report, self.work.found, self.lookup)
        self._show_decided()
        self._know()
        self._count()
        self._recolour()
        self.tell(f"ui.said.{name}", n=len(self.work.found.of_step(_STEP_OF_RUN[name]) or ()))

    def _written(self, files: Sequence[Path]) -> None:
        self.lists.submit.show_written(files)
        self.tell("ui.said.written", n=len(files))

    def _selected(self, by: object) -> None:
        finding = self.selection.finding
        self._know()
        if finding is None and by is self.view and self.selection.rows:
            self.docks["inspector"].raise_()

    def _view_changed(self) -> None:
        hidden = self.view.hidden
        if hidden is not None:
            self.tree.model.set_hidden(hidden)
        self._know()

    def _know(self) -> None:
        """Tell the commands which facts hold."""
        hidden = self.view.hidden
        facts = {
            "model": self.lookup is not None,
            "matched": self.work.report is not None and self.work.report.matches is not None,
            "shapes": self.view.has_shapes,
            "selection": bool(self.selection.rows),
            "finding": self.selection.finding is not None,
            "idle": not self.jobs.busy,
            "busy": self.jobs.busy,
            "history": self.view.undo_steps > 0,
            "changed_view": hidden is not None and bool(hidden.any()),
        }
        self.commands.know(frozenset(name for name, holds in facts.items() if holds))
        self.lists.submit.allow(idle=not self.jobs.busy)
        self.place.stage.setEnabled(not self.jobs.busy)
        self.tools.colouring.setEnabled(self.lookup is not None)

    def _count(self) -> None:
        report = self.work.report
        counts = {}
        for step in ("check", "review"):
            findings = self.work.found.of_step(step) or ()
            counts[step] = sum(finding.key not in report.decisions for finding in findings)
        self.place.steps.show_counts(counts)

    # Colours

    def _recolour(self) -> None:
        name = self._chosen_colouring.get(self.step, BY_STEP[self.step])
        if self.lookup is not None and self.work.report is not None:
            findings = self.work.found.of_step(self.step)
            point = self.lists.types.point
            name = possible(name, self.work.report, findings, point)
            self.view.recolour(colour(name, self.work.report, findings, self.lookup, point))
        self.tools.show_colouring(name)

    def _colouring_chosen(self, name: str) -> None:
        self._chosen_colouring[self.step] = name
        self._recolour()

    def _page_shown(self, page: object) -> None:
        """The plans of types and the matches each come with the colours that belong to them."""
        name = {id(self.lists.types): "plan", id(self.lists.matches): "match"}.get(id(page))
        if name is not None and self.step == "standardise":
            self._colouring_chosen(name)

    # Small commands

    def _stage_chosen(self, stage: str) -> None:
        """Another stage asks for another depth: what was checked is checked again."""
        self.work.set_stage(stage)
        if self.work.report is not None and self.work.report.runs is not None:
            self.run("check")

    def _and_let_go(self, does: Callable[[Sequence[int]], None]) -> None:
        rows = self.selection.rows
        self.selection.clear()
        does(rows)

    def _open_library(self) -> None:
        dock = self.docks["library"]
        dock.show()
        dock.raise_()
        if not dock.isFloating() and dock.height() < _LIBRARY_HEIGHT:
            self.resizeDocks([dock], [_LIBRARY_HEIGHT], Qt.Orientation.Vertical)
        self.library.open()

    def _go_to_submit(self) -> None:
        self.show_step("submit")
        self.lists.submit.write.setFocus()

    def _find(self) -> None:
        self.docks["tree"].show()
        self.tree.search.setFocus()
        self.tree.search.selectAll()

    def _copy_guid(self) -> None:
        guids = [self.lookup.guid(row) for row in self.selection.rows]
        QGuiApplication.clipboard().setText("\n".join(guids))
        self.tell("ui.said.copied", n=len(guids))

    def _select_similar(self) -> None:
        """All elements of the same kind and type."""
        model = self.lookup.model
        table = model.elements.select("row", "type_name").hstack(model.recognition.select("kind"))
        alike = {table.row(row)[1:] for row in self.selection.rows}
        self.selection.select((row for row, type_name, kind in table.iter_rows() if (type_name, kind) in alike), self)

    def _walk_panes(self, by: int) -> None:
        panes = [self.tree.view, self.view.view, self.inspector, self.lists]
        focus = self.focusWidget()
        now = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), -by)
        pane = panes[(now + by) % len(panes)]
        inner = next(
            (
                child
                for child in pane.findChildren(QWidget)
                if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
            ),
            pane,
        )
        inner.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _switch_language(self) -> None:
        language = next(language for language in LANGUAGES if language != self.words.language)
        self.memory.language = language
        self.words.switch(language)

    def _open_palette(self) -> None:
        palette = CommandPalette(self.commands, self._find_elements, self._go_to, self.words, self.theme, self)
        top = self.mapToGlobal(self.rect().center())
        palette.move(top.x() - palette.width() // 2, self.mapToGlobal(self.rect().topLeft()).y() + 20 * GRID)
        palette.show()
        palette.field.setFocus()

    def _find_elements(self, typed: str, most: int) -> list[tuple[int, str, str]]:
        if self.lookup is None:
            return []
        model = self.lookup.model
        found = find(model, typed, {kind: self.words.name("kind", kind) for kind in KINDS}).nonzero()[0][:most]
        kinds = model.recognition["kind"]
        return [(int(row), self.lookup.title(int(row)), self.words.name("kind", kinds[int(row)])) for row in found]

    def _go_to(self, row: int) -> None:
        self.selection.select([row], None)

    def _context_menu(self, position: object) -> None:
        menu = QMenu(self)
        for place, group in enumerate(self.commands.groups(lambda command: command.context)):
            if place:
                menu.addSeparator()
            menu.addActions([self.commands[command.id] for command in group])
        menu.exec(position or QCursor.pos())

    def _about(self) -> None:
        QMessageBox.about(self, self.words("ui.command.about"), self.words("ui.about", version=program_version()))

    # Words, memory, leaving

    def _say(self) -> None:
        words = self.words
        project = Path(self.lookup.model.source.path).name if self.lookup else None
        self.setWindowTitle(words("ui.title.model", name=project) if project else words("ui.title"))
        self.place.model_name.setText(project or words("ui.no_model"))
        for name, menu in self.menus.items():
            menu.setTitle(words(f"ui.menu.{name}"))
        for name in ("tree", "inspector", "library"):
            self.docks[name].setWindowTitle(words(f"ui.dock.{name}"))
        self.docks["list"].setWindowTitle(words(f"ui.list.{self.step}"))
        self.status.setText(words("ui.hint.model" if self.lookup else "ui.hint.start"))

    def _reset_layout(self) -> None:
        self.restoreState(self._first_layout)
        self._size_docks()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A model file may be dropped anywhere on the window."""
        if _dropped_model(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        path = _dropped_model(event)
        if path is not None:
            self.open_model(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where everything stands; stop what runs."""
        self.memory.keep_layout(self, self.theme.name)
        self.jobs.wait()
        super().closeEvent(event)


def _dropped_model(event: QDropEvent) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() in MODEL_ENDINGS), None)
