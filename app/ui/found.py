"""The findings of a report as the steps list them, sorted once for each new result. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from dfma.finding import Finding, Origin
from dfma.report import ReviewReport

Findings = tuple[Finding, ...]


class Found:
    """All findings of one report. None, not an empty list, where nobody has looked yet."""

    def __init__(self, report: ReviewReport | None) -> None:
        self._of = (report.runs, report.assistant) if report else (None, None)
        runs, assistant = self._of
        every = report.findings if report else ()
        self._by_step: Mapping[str, Findings | None] = {
            "check": None if runs is None else tuple(one for one in every if one.origin is not Origin.ASSISTANT),
            "review": None if assistant is None else tuple(one for one in every if one.origin is Origin.ASSISTANT),
        }
        self.every = None if runs is None and assistant is None else every
        self.by_guid: dict[str, list[Finding]] = {}
        for finding in every:
            for guid in finding.elements:
                self.by_guid.setdefault(guid, []).append(finding)

    def still_of(self, report: ReviewReport | None) -> bool:
        """Whether these are the findings of that report too; a decision changes none."""
        runs, assistant = self._of
        return report is not None and report.runs is runs and report.assistant is assistant

    def of_step(self, step: str) -> Findings | None:
        """What a step lists; a step without a list of its own has all of them."""
        return self._by_step.get(step, self.every)
