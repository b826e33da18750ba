"""The lists below the 3D view: one page per step, all fed from the same report."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from app.ui.found import Found
from app.ui.lookup import Lookup
from app.ui.panels.step_bar import STEPS
from app.ui.selection import Selection
from app.ui.tables.coverage import CoveragePanel
from app.ui.tables.findings import FindingsPanel
from app.ui.tables.matches import MatchesPanel
from app.ui.tables.rate import RatePanel
from app.ui.tables.repetition import indicators_panel, module_panel, rooms_panel
from app.ui.tables.rules import RulesPanel
from app.ui.tables.schedule import SchedulePanel
from app.ui.tables.submit import SubmitPanel
from app.ui.tables.types import TypesPanel
from app.ui.theme import Theme
from app.ui.words import Words
from dfma.report import ReviewReport


class Lists(QStackedWidget):
    """Schedule · matches, types, repetition and rate · findings and rules · assistant · submission."""

    page_shown = Signal(object)
    """Another page inside a step."""

    def __init__(self, selection: Selection, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.schedule = SchedulePanel(selection, words, theme)
        self.matches = MatchesPanel(selection, words, theme)
        self.types = TypesPanel(selection, words, theme)
        self.indicators = indicators_panel(selection, words, theme)
        self.module = module_panel(selection, words, theme)
        self.rooms = rooms_panel(selection, words)
        self.rate = RatePanel(selection, words, theme)
        self.findings = FindingsPanel(selection, words, theme, empty="ui.empty.check")
        self.rules = RulesPanel(selection, words, theme)
        self.coverage = CoveragePanel(words, theme)
        self.assistant = FindingsPanel(selection, words, theme, empty="ui.empty.review")
        self.submit = SubmitPanel(words, theme)
        self._tabs = {
            "standardise": _tabs(self.matches, self.types, self.indicators, self.module, self.rooms, self.rate),
            "check": _tabs(self.findings, self.rules, self.coverage),
        }
        pages = {"model": self.schedule, "review": self.assistant, "submit": self.submit, **self._tabs}
        self._pages = {step: pages[step] for step in STEPS}
        for page in self._pages.values():
            self.addWidget(page)
        for tabs in self._tabs.values():
            tabs.currentChanged.connect(lambda place, tabs=tabs: self.page_shown.emit(tabs.widget(place)))
        self.rules.rule_wanted.connect(self._show_rule)
        self.coverage.rule_wanted.connect(self._show_rule)
        words.changed.connect(self._say)
        self._say()

    @property
    def finding_lists(self) -> tuple[FindingsPanel, FindingsPanel]:
        return self.findings, self.assistant

    def show_step(self, step: str) -> None:
        """Turn to the page of a step."""
        self.setCurrentWidget(self._pages[step])

    def show_tab(self, page: QWidget) -> None:
        """Turn to one of the pages inside a step."""
        for tabs in self._tabs.values():
            if tabs.indexOf(page) >= 0:
                tabs.setCurrentWidget(page)

    def show_model(self, lookup: Lookup | None) -> None:
        """Show what the model is made of."""
        self.schedule.show_model(lookup)

    def show_report(self, report: ReviewReport | None, found: Found, lookup: Lookup | None) -> None:
        """Show all results so far."""
        decisions = report.decisions if report else {}
        self.findings.show_findings(found.of_step("check"), lookup, decisions)
        self.assistant.show_findings(found.of_step("review"), lookup, decisions)
        self.findings.name_sources({run.rule_id: run.title for run in (report.runs if report else None) or ()})
        self.rules.show_runs(report.runs if report else None, lookup)
        self.coverage.show_coverage(report.coverage if report else None, lookup)
        self.matches.show_matches(report.matches if report else None, lookup)
        self.types.show_types(report.standardisation if report else None, lookup)
        self._show_repetition(report, lookup)
        self.rate.show_rate(report.assembly_rate if report else None, lookup)
        self.submit.show_report(report, found)

    def _show_repetition(self, report: ReviewReport | None, lookup: Lookup | None) -> None:
        repetition, grid, rooms = (
            (report.repetition, report.module_grid, report.rooms) if report else (None, None, None)
        )
        self.indicators.show_rows(repetition.indicators if repetition else None, lookup)
        self.module.show_rows(grid.off if grid else None, lookup)
        layouts = (*rooms.units, *rooms.rooms) if rooms else None
        self.rooms.show_rows(layouts, lookup, (rooms.why_no_rooms or rooms.why_no_units) if rooms else None)

    def show_decisions(self, report: ReviewReport, found: Found) -> None:
        """Show other decisions on the same findings."""
        for findings in self.finding_lists:
            findings.show_decisions(report.decisions)
        self.submit.show_report(report, found)

    def _show_rule(self, rule_id: str) -> None:
        self.findings.only(rule_id)
        self.show_tab(self.findings)

    def _say(self) -> None:
        for tabs in self._tabs.values():
            for place in range(tabs.count()):
                tabs.setTabText(place, self._words(f"ui.tab.{tabs.widget(place).property('tab')}"))


def _tabs(*pages: QWidget) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    for page in pages:
        if page.property("tab") is None:
            page.setProperty("tab", type(page).__name__.removesuffix("Panel").lower())
        tabs.addTab(page, "")
    return tabs
