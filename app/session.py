"""What one person works on: a model, its results so far, and the decisions taken. No Qt.

Results are values; the session only replaces one value by the next, so a worker that still holds the old one is never
surprised. Decisions are written down at once (see `DecisionLog`).
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dfma.report import Decision, Outcome, ReviewReport

if TYPE_CHECKING:
    from app.settings import Settings
    from dfma.finding import Finding
    from dfma.model.building import BuildingModel


class Session:
    """One open model and everything that is known of it."""

    def __init__(self, settings: Settings, decisions: DecisionLog | None = None) -> None:
        self.settings = settings
        self.report: ReviewReport | None = None
        self._log = decisions

    @property
    def model(self) -> BuildingModel | None:
        return self.report.model if self.report else None

    def open(self, model: BuildingModel, versions: Mapping[str, str]) -> None:
        """Begin with a model: no results yet, the decisions of earlier sessions with the same project."""
        self._log = self._log or DecisionLog(decision_path(model))
        self.report = ReviewReport(
            model=model, stage=self.settings.stage, versions=versions, decisions=self._log.latest()
        )

    def grow(self, model: BuildingModel) -> None:
        """The same model with more of it known (geometry has arrived)."""
        self.keep(model=model)

    def keep(self, **parts: Any) -> None:
        """Keep new results: `runs`, `assistant`, `matches`, `standardisation`, `assembly_rate`."""
        if self.report is None:
            raise RuntimeError("no model is open")
        self.report = replace(self.report, **parts)

    def decide(self, finding: Finding, outcome: Outcome, why: str = "") -> Decision:
        """Write a decision down and keep it."""
        decision = Decision(
            finding_key=finding.key,
            outcome=outcome,
            who=getpass.getuser(),
            when=datetime.now(UTC).isoformat(timespec="seconds"),
            why=why,
        )
        if self.report is None or self._log is None:
            raise RuntimeError("no model is open")
        self._log.append(decision)
        self.keep(decisions={**self.report.decisions, finding.key: decision})
        return decision


class DecisionLog:
    """Decisions as lines of JSON that are only ever added to; the last line about a finding holds."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, decision: Decision) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(asdict(decision), ensure_ascii=False) + "\n")

    def latest(self) -> dict[str, Decision]:
        """The decision in force for each finding. A line cut short by a crash is passed over; the others hold."""
        decisions: dict[str, Decision] = {}
        if not self.path.exists():
            return decisions
        for line in self.path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                decision = Decision(**{**entry, "outcome": Outcome(entry["outcome"])})
            except (ValueError, TypeError, KeyError):
                continue
            decisions[decision.finding_key] = decision
        return decisions


def decision_path(model: BuildingModel) -> Path:
    """One log per project (GlobalId of IfcProject): it survives a moved or revised file."""
    from platformdirs import user_data_path

    projects = model.elements.filter(model.elements["ifc_class"] == "IfcProject")["guid"].to_list()
    name = hashlib.sha256((projects[0] if projects else model.source.sha256).encode()).hexdigest()[:20]
    return user_data_path("dougong", appauthor=False) / "decisions" / f"{name}.jsonl"
