"""What the window asks the services for: opening a model, the steps of the line, the reports. All through `Jobs`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.bootstrap import report_catalogue, system_language, versions
from app.session import Session
from app.settings import Settings
from app.ui.found import Found
from app.ui.jobs import Jobs
from app.ui.lookup import Lookup
from app.ui.tree_nodes import FIRST_GROUPING
from dfma.errors import UserError
from dfma.progress import Progress
from dfma.text import text

if TYPE_CHECKING:
    from app.services.steps import Step
    from dfma.assembly_rate.questions import Answer
    from dfma.components.decided import Verdict
    from dfma.components.matching import ElementMatches, Match
    from dfma.components.type_plan import PlanPoint
    from dfma.model.building import BuildingModel
    from dfma.model.changes import Applied
    from dfma.report import ReviewReport

PARTS: dict[str, tuple[str, ...]] = {
    "check": ("runs", "coverage", "texts"),
    "suggest": ("matches", "standardisation", "repetition", "module_grid", "rooms"),
    "rate": ("assembly_rate", "texts"),
    "review": ("assistant",),
}
"""What each step adds to the report."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A model with its lookup, made where it does not hold up the window."""

    model: BuildingModel
    lookup: Lookup


class Work(QObject):
    """Turns wishes into jobs, and their results into values of the session."""

    model_changed = Signal(object)
    """Another model is open (a `Lookup`); its shapes may still be on their way. None: no model."""
    tile_made = Signal(object)
    model_grown = Signal(object)
    """All of the model is known now (a `Lookup`)."""
    report_changed = Signal(str)
    """A step has added its part to the report."""
    ranked = Signal()
    """Matches stand in another order because of a decision."""
    applied = Signal(object)
    """An `Applied`: the copy that was written."""
    written = Signal(object)
    """Files that were written."""
    failed = Signal(object)
    """A `Text`."""

    def __init__(self, settings: Settings, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings, self.jobs = settings, jobs
        self.session = Session(settings)
        self._found = Found(None)

    @property
    def report(self) -> ReviewReport | None:
        return self.session.report

    @property
    def found(self) -> Found:
        """The findings of the report, sorted once for each new result."""
        if not self._found.still_of(self.report):
            self._found = Found(self.report)
        return self._found

    def open(self, path: Path) -> None:
        """Read a model. Its tables come first, then its shapes, then what needs both."""
        self.jobs.cancel_all()
        tables, tile = self.jobs.in_window(self._begin), self.jobs.in_window(self.tile_made.emit)

        def work(progress: Progress) -> Opened:
            from app.services.open_model import open_model
            from viewer.scene.tiles import TileStream

            tiles = TileStream(tile)
            model = open_model(
                path,
                self.settings.open_settings(),
                progress,
                on_tables=lambda model: tables(Opened(model, Lookup(model).warmed(FIRST_GROUPING))),
                on_shapes=tiles.add,
            )
            tiles.finish()
            return Opened(model, Lookup(model).warmed(FIRST_GROUPING))

        self.jobs.start(text("ui.job.open", name=path.name), work, self._complete, self.failed.emit)

    def open_sample(self, folder: Path) -> None:
        """Write the sample building, with its seeded defects, and open it."""
        path = folder / "sample-building-flawed.ifc"

        def work(progress: Progress) -> Path:
            from dfma.ifc.sample import write_sample_building

            if not path.exists():
                progress.report(text("ui.job.sample"))
                folder.mkdir(parents=True, exist_ok=True)
                write_sample_building(path, flawed=True)
            return path

        self.jobs.start(text("ui.job.sample"), work, self.open, self.failed.emit)

    def set_stage(self, stage: str) -> None:
        """Ask for the depth of another design stage from now on."""
        self.settings = self.settings.model_copy(update={"stage": stage})
        self.session.settings = self.settings
        if self.report is not None:
            self.session.keep(stage=stage, changed_settings=self.settings.changes())

    def close(self) -> None:
        """Let go of the model."""
        self.jobs.cancel_all()
        self.session = Session(self.settings)
        self.model_changed.emit(None)

    def run(self, *names: str) -> None:
        """Run steps one after the other; each shows its result when it has one."""
        for name in names:
            self.jobs.start(
                text(f"ui.job.{name}"),
                self._step(name),
                lambda parts, name=name: self._keep(name, parts),
                self.failed.emit,
            )

    def answer(self, answers: list[Answer]) -> None:
        """Keep what a person stated with the project, and rate again."""
        model = self.session.model

        def work(progress: Progress) -> None:
            from app.answers import keep_answers

            progress.report(text("ui.job.answers"))
            keep_answers(model, self.settings, answers)

        self.jobs.start(text("ui.job.answers"), work, lambda _: self.run("rate"), self.failed.emit)

    def decide_match(self, found: ElementMatches, match: Match, verdict: Verdict, why: str) -> None:
        """Write a decision about a candidate down, then rank all matches again, which takes a while for many."""
        session = self.session
        session.note_match(found, match, verdict, why)

        def work(progress: Progress) -> tuple[ElementMatches, ...]:
            from dfma.components.decided import ranked_by_decisions

            progress.report(text("ui.job.rank"))
            return ranked_by_decisions(session.report.matches, session.match_decisions())

        def keep(ranked: tuple[ElementMatches, ...]) -> None:
            session.keep(matches=ranked)
            if session is self.session:
                self.ranked.emit()

        self.jobs.start(text("ui.job.rank"), work, keep, self.failed.emit)

    def apply(self, target: Path, point: PlanPoint | None = None) -> None:
        """Write a copy of the model that carries what was accepted, and the sizes of a plan where one is given."""
        report, decisions = self.report, self.session.match_decisions()

        def work(progress: Progress) -> Applied:
            from app.bootstrap import component_catalogue
            from app.services.apply_suggestions import Application, accepted_choices, apply_suggestions

            choices = accepted_choices(report, decisions)
            if not choices and point is None:
                raise UserError(text("app.choices.none"))
            what = Application(target=target, choices=choices, point=point, when=int(time.time()), force=True)
            catalogue = component_catalogue(self.settings.library)
            return apply_suggestions(report, what, progress, catalogue, self.settings.lifting_limit_kg)

        def keep(applied: Applied) -> None:
            self.session.keep(applied=applied)
            self.applied.emit(applied)

        self.jobs.start(text("ui.job.apply", name=target.name), work, keep, self.failed.emit)

    def write(self, folder: Path, languages: list[str], *, json: bool, workbook: bool) -> None:
        """Write the reports into a folder: one HTML per language, JSON, and a workbook."""
        report, spoken = self.report, next(iter(languages), self.settings.language or system_language())

        def work(progress: Progress) -> list[Path]:
            from app.reports.html_report import write_html
            from app.reports.json_report import write_json
            from app.reports.workbook import write_workbook

            files = []
            for language in languages:
                progress.report(text("ui.job.write"))
                progress.check()
                own = folder / language if len(languages) > 1 else folder
                files.append(write_html(report, own, report_catalogue(report, language)))
            if json:
                write_json(report, folder / "report.json", spoken)
                files.append(folder / "report.json")
            if workbook:
                files.append(write_workbook(report, folder / "report.xlsx", report_catalogue(report, spoken)))
            return files

        self.jobs.start(text("ui.job.write"), work, self.written.emit, self.failed.emit)

    def _begin(self, opened: Opened) -> None:
        self.session = Session(self.settings, earlier=self.report)
        self.session.open(opened.model, versions(self.settings))
        self.model_changed.emit(opened.lookup)

    def _complete(self, opened: Opened) -> None:
        if self.session.model is None:
            self._begin(opened)
        self.session.grow(opened.model)
        self.model_grown.emit(opened.lookup)

    def _step(self, name: str) -> Callable[[Progress], dict[str, Any]]:
        def work(progress: Progress) -> dict[str, Any]:
            report = step_named(name)(self.report, self.settings, progress)
            return {part: getattr(report, part) for part in PARTS[name]}

        return work

    def _keep(self, name: str, parts: dict[str, Any]) -> None:
        self.session.keep(**parts)
        self.report_changed.emit(name)


def step_named(name: str) -> Step:
    """The service of a step; imported when it is used."""
    from app.services import steps

    return {
        "check": steps.check_step,
        "suggest": steps.suggest_step,
        "rate": steps.rate_step,
        "review": steps.assistant_step,
    }[name]
