"""What one person works on: a model, its results so far, and the decisions taken. No Qt.

Results are values; the session only replaces one value by the next, so a worker that still holds the old one is never
surprised. Decisions are written down at once (see `DecisionLog`).
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dfma.carry_over import carried_decisions
from dfma.report import Decision, Outcome, ReviewReport

if TYPE_CHECKING:
    from app.settings import Settings
    from dfma.components.decided import MatchDecision, Verdict
    from dfma.components.matching import ElementMatches, Match
    from dfma.finding import Finding
    from dfma.model.building import BuildingModel

Entry = TypeVar("Entry")


class Session:
    """One open model and everything that is known of it."""

    def __init__(
        self,
        settings: Settings,
        decisions: DecisionLog | None = None,
        match_decisions: MatchLog | None = None,
        earlier: ReviewReport | None = None,
    ) -> None:
        """`earlier` is of the model that was open before: decisions on it are taken over where its things are met
        again."""
        self.settings = settings
        self.report: ReviewReport | None = None
        self._earlier = earlier
        self._log = decisions
        self._match_log = match_decisions

    @property
    def model(self) -> BuildingModel | None:
        return self.report.model if self.report else None

    def open(self, model: BuildingModel, versions: Mapping[str, str]) -> None:
        """Begin with a model: no results yet, the decisions of earlier sessions with the same project."""
        self._log = self._log or DecisionLog(decision_path(model))
        self._match_log = self._match_log or MatchLog(match_log_path(model))
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
        if self._earlier is not None and parts.keys() & {"runs", "assistant"}:
            self._carry_over(self._earlier)

    def _carry_over(self, earlier: ReviewReport) -> None:
        """Decisions on the model that was open before, where its things bear other GlobalIds now."""
        if self.report is None or self._log is None or not earlier.decisions:
            return
        known = {**earlier.decisions, **self.report.decisions}
        carried = carried_decisions(earlier.model, self.report.model, self.report.findings, known)
        for decision in carried.values():
            self._log.append(decision)
        self.report = replace(self.report, decisions={**self.report.decisions, **carried})

    def decide(self, finding: Finding, outcome: Outcome, why: str = "") -> Decision:
        """Write a decision down and keep it."""
        decision = Decision(
            finding_key=finding.key,
            outcome=outcome,
            why=why,
            **_signed(),
        )
        if self.report is None or self._log is None:
            raise RuntimeError("no model is open")
        self._log.append(decision)
        self.keep(decisions={**self.report.decisions, finding.key: decision})
        return decision

    def decide_match(self, found: ElementMatches, match: Match, verdict: Verdict, why: str = "") -> MatchDecision:
        """Accept or reject a candidate of an element, and rank all suggestions again."""
        from dfma.components.decided import ranked_by_decisions

        decision = self.note_match(found, match, verdict, why)
        if self.report is not None:
            self.keep(matches=ranked_by_decisions(self.report.matches or (), self.match_decisions()))
        return decision

    def note_match(self, found: ElementMatches, match: Match, verdict: Verdict, why: str = "") -> MatchDecision:
        """Write down that a candidate was accepted or rejected; nothing is ranked again."""
        decision = match_decision(found, match, verdict, why)
        if self._match_log is None:
            raise RuntimeError("no model is open")
        self._match_log.append(decision)
        return decision

    def match_decisions(self) -> tuple[MatchDecision, ...]:
        """What was decided about candidates in this project, the oldest first."""
        return self._match_log.decisions() if self._match_log is not None else ()


def match_decision(found: ElementMatches, match: Match, verdict: Verdict, why: str) -> MatchDecision:
    """A decision about a candidate, with what was seen of it and who takes it."""
    from dfma.components.decided import MatchDecision

    return MatchDecision(
        element=found.element,
        component=match.component,
        designation=match.designation,
        verdict=verdict,
        why=why,
        kind=found.kind,
        gaps_mm=dict(match.gaps_mm),
        **_signed(),
    )


def _signed() -> dict[str, str]:
    """Who decides, and when."""
    return {"who": getpass.getuser(), "when": datetime.now(UTC).isoformat(timespec="seconds")}


class LineLog:
    """Values as lines of JSON that are only ever added to. A line cut short by a crash is passed over; others hold."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _append(self, entry: Mapping[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as log:
            if log.tell():
                log.seek(-1, 2)
                if log.read(1) != b"\n":
                    log.write(b"\n")  # a line that a crash cut short must not swallow this one
            log.write((json.dumps(entry, ensure_ascii=False) + "\n").encode())

    def _entries(self, read: Callable[[dict[str, Any]], Entry]) -> Iterator[Entry]:
        """The lines that `read` understands."""
        if not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                yield read(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError):
                continue


class DecisionLog(LineLog):
    """Decisions about findings; the last line about a finding holds."""

    def append(self, decision: Decision) -> None:
        self._append(asdict(decision))

    def latest(self) -> dict[str, Decision]:
        """The decision in force for each finding."""
        decisions = self._entries(lambda entry: Decision(**{**entry, "outcome": Outcome(entry["outcome"])}))
        return {decision.finding_key: decision for decision in decisions}


class MatchLog(LineLog):
    """Decisions about suggested components; the last line about an element and a component holds."""

    def append(self, decision: MatchDecision) -> None:
        self._append(asdict(decision))

    def decisions(self) -> tuple[MatchDecision, ...]:
        """All of them, the oldest first."""
        from dfma.components.decided import MatchDecision

        return tuple(self._entries(MatchDecision.from_dict))


def match_log_path(model: BuildingModel) -> Path:
    """Where the decisions about suggestions of a project are kept: beside those about its findings."""
    return decision_path(model).with_suffix(".matches.jsonl")


def answer_log_path(model: BuildingModel) -> Path:
    """Where the answers of a project for its assembly rate are kept: beside the decisions about its findings."""
    return decision_path(model).with_suffix(".answers.jsonl")


def decision_path(model: BuildingModel) -> Path:
    """One log per project (GlobalId of IfcProject): it survives a moved or revised file."""
    from platformdirs import user_data_path

    projects = model.elements.filter(model.elements["ifc_class"] == "IfcProject")["guid"].to_list()
    name = hashlib.sha256((projects[0] if projects else model.source.sha256).encode()).hexdigest()[:20]
    return user_data_path("dougong", appauthor=False) / "decisions" / f"{name}.jsonl"
