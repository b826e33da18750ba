"""What the colours of the 3D view can say of the report so far. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import polars as pl

from app.ui.lookup import Lookup
from dfma.finding import Finding, Origin
from dfma.model.building import BuildingModel
from dfma.report import ReviewReport
from dfma.text import text
from viewer.scene import appearance
from viewer.scene.appearance import Appearance

COLOURINGS = ("plain", "kind", "casting", "storey", "severity", "match")

BY_STEP: Mapping[str, str] = {
    "model": "kind",
    "standardise": "match",
    "check": "severity",
    "review": "severity",
    "submit": "severity",
}
"""What each step colours by until a person chooses otherwise."""


def possible(name: str, step: str, report: ReviewReport) -> str:
    """The colouring itself; `kind` while there is no result yet that it could show."""
    if name == "severity" and _findings(step, report) is None:
        return "kind"
    return "kind" if name == "match" and report.matches is None else name


def colour(name: str, step: str, report: ReviewReport, lookup: Lookup) -> Appearance:
    """The appearance of a possible colouring."""
    if name == "severity":
        return appearance.by_severity(report.model, _down_to_parts(_findings(step, report) or (), lookup))
    if name == "match":
        return _by_match(report, lookup)
    return _BY_MODEL[name](report.model)


_BY_MODEL: Mapping[str, Callable[[BuildingModel], Appearance]] = {
    "plain": appearance.standard,
    "kind": appearance.by_kind,
    "casting": appearance.by_casting,
    "storey": appearance.by_storey,
}


def of_step(step: str, report: ReviewReport) -> tuple[Finding, ...] | None:
    """The findings that a step lists; None while nobody has looked."""
    if step == "review":
        return report.assistant
    if report.runs is None:
        return None
    return tuple(finding for finding in report.findings if finding.origin is not Origin.ASSISTANT)


def _findings(step: str, report: ReviewReport) -> tuple[Finding, ...] | None:
    if step in ("check", "review"):
        return of_step(step, report)
    return report.findings if report.runs is not None or report.assistant is not None else None


def _down_to_parts(findings: Iterable[Finding], lookup: Lookup) -> Iterable[Finding]:
    """A finding on a piece colours the parts that the piece is drawn by."""
    for finding in findings:
        rows = lookup.rows_of(finding.elements)
        drawn = lookup.with_parts(rows)
        yield finding if len(drawn) == len(rows) else replace(finding, elements=tuple(lookup.guids(drawn)))


def _by_match(report: ReviewReport, lookup: Lookup) -> Appearance:
    """Which pieces a standard component fits, which it does not, and which nobody asked about."""
    group: list[str | None] = [None] * report.model.elements.height
    for found in report.matches or ():
        code = "matched" if found.candidates else "unmatched"
        for row in lookup.with_parts(lookup.rows_of([found.element])):
            group[row] = code
    labels = {code: text(f"ui.match.{code}") for code in ("matched", "unmatched")}
    title, rest = text("ui.colour.match"), text("ui.match.not_asked")
    return appearance.by_groups(report.model, pl.Series(group, dtype=pl.String), labels, title, rest)
