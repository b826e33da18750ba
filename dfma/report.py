"""Everything that was found of one model, as one value: what reports are written from."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dfma.finding import Finding, Severity

if TYPE_CHECKING:
    from dfma.assembly_rate.calculate import AssemblyRate
    from dfma.components.indicators import Repetition
    from dfma.components.matching import ElementMatches
    from dfma.components.module_grid import ModuleGrid
    from dfma.components.repeated_rooms import RepeatedRooms
    from dfma.components.split import Split
    from dfma.components.standardise import Standardisation
    from dfma.model.building import BuildingModel
    from dfma.model.changes import Applied
    from dfma.rules.coverage import CoverageRow
    from dfma.rules.rule import RuleRun

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


class Outcome(enum.StrEnum):
    """What a person decided about a finding."""

    ACCEPTED = "accepted"
    WAIVED = "waived"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided what about which finding, when (ISO 8601, UTC) and why. A waiver always has a reason."""

    finding_key: str
    outcome: Outcome
    who: str
    when: str
    why: str = ""

    def __post_init__(self) -> None:
        if self.outcome is Outcome.WAIVED and not self.why.strip():
            raise ValueError("a waiver needs a reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """All results for one model. A part that was not asked for is None (or empty); it is never guessed."""

    model: BuildingModel
    stage: str
    versions: Mapping[str, str]
    runs: tuple[RuleRun, ...] | None = None
    coverage: tuple[CoverageRow, ...] | None = None
    """What became of each demand of the table of depth rules."""
    assistant: tuple[Finding, ...] | None = None
    library: tuple[Finding, ...] | None = None
    """What the shared component library says of the components that the model names."""
    matches: tuple[ElementMatches, ...] | None = None
    standardisation: Standardisation | None = None
    repetition: Repetition | None = None
    module_grid: ModuleGrid | None = None
    rooms: RepeatedRooms | None = None
    splits: tuple[Split, ...] | None = None
    assembly_rate: AssemblyRate | None = None
    applied: Applied | None = None
    """What was written into a copy of the model."""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Language → key → template: sentences that a firm's own rule packs and schemes brought along."""
    changed_settings: Mapping[str, str] = field(default_factory=dict)
    """Settings that differ from the defaults and can change results, as text."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Of rules, library and assistant, the weightiest first, then by source and element: always in one order."""
        every = [finding for run in self.runs or () for finding in run.findings]
        every += [*(self.library or ()), *(self.assistant or ())]
        return tuple(sorted(every, key=lambda finding: (_ORDER[finding.severity], finding.source, finding.key)))

    def worst(self) -> Severity | None:
        """The gravest severity among findings that nobody has waived."""
        open_findings = (finding for finding in self.findings if not self._waived(finding))
        return min((finding.severity for finding in open_findings), key=_ORDER.__getitem__, default=None)

    def _waived(self, finding: Finding) -> bool:
        decision = self.decisions.get(finding.key)
        return decision is not None and decision.outcome is Outcome.WAIVED
