"""What the colours of the 3D view can say of the report so far. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from app.ui.lookup import Lookup
from app.ui.plan_changes import coloured_by_plan
from dfma.components.type_plan import PlanPoint
from dfma.finding import Finding
from dfma.model.building import BuildingModel
from dfma.report import ReviewReport
from dfma.text import text
from viewer.scene import appearance
from viewer.scene.appearance import Appearance

COLOURINGS = ("plain", "kind", "casting", "storey", "severity", "match", "plan")

BY_STEP: Mapping[str, str] = {
    "model": "kind",
    "standardise": "match",
    "check": "severity",
    "review": "severity",
    "submit": "severity",
}
"""What each step colours by until a person chooses otherwise."""


def possible(
    name: str, report: ReviewReport, findings: Sequence[Finding] | None, point: PlanPoint | None = None
) -> str:
    """The colouring itself; `kind` while there is no result yet that it could show."""
    waits = {"severity": findings is None, "match": report.matches is None, "plan": point is None}
    return "kind" if waits.get(name) else name


def colour(
    name: str,
    report: ReviewReport,
    findings: Sequence[Finding] | None,
    lookup: Lookup,
    point: PlanPoint | None = None,
) -> Appearance:
    """The appearance of a possible colouring; `findings` are those of the step, None while nobody has looked; `point`
    is the plan of types that is looked at."""
    if name == "plan" and point is not None:
        return coloured_by_plan(report.model, point)
    if name == "severity":
        return appearance.by_severity(report.model, _down_to_parts(findings or (), lookup))
    if name == "match":
        return _by_match(report, lookup)
    if name == "kind":
        return lookup.coloured_by_kind
    return _BY_MODEL[name](report.model)


_BY_MODEL: Mapping[str, Callable[[BuildingModel], Appearance]] = {
    "plain": appearance.standard,
    "casting": appearance.by_casting,
    "storey": appearance.by_storey,
}


def _down_to_parts(findings: Sequence[Finding], lookup: Lookup) -> Iterable[Finding]:
    """One finding per severity, on all of its elements with the parts that these are drawn by."""
    by_severity = {finding.severity: finding for finding in findings}
    for severity, example in by_severity.items():
        guids = (guid for finding in findings if finding.severity is severity for guid in finding.elements)
        drawn = lookup.with_parts(lookup.rows_of(guids))
        yield replace(example, elements=tuple(lookup.guids(drawn)))


def _by_match(report: ReviewReport, lookup: Lookup) -> Appearance:
    """Which pieces a standard component fits, which it does not, and which nobody asked about."""
    group: list[str | None] = [None] * report.model.elements.height
    for code in ("unmatched", "matched"):
        guids = [found.element for found in report.matches or () if bool(found.candidates) == (code == "matched")]
        for row in lookup.with_parts(lookup.rows_of(guids)):
            group[row] = code
    labels = {code: text(f"ui.match.{code}") for code in ("matched", "unmatched")}
    title, rest = text("ui.colour.match"), text("ui.match.not_asked")
    return appearance.by_groups(report.model, pl.Series(group, dtype=pl.String), labels, title, rest)
