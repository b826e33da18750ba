"""Findings for tests of the window, made of sentences that the catalogues have."""

from __future__ import annotations

from dfma.finding import Clause, Evidence, Finding, Origin, Severity
from dfma.text import text


def finding(guid: str | None, severity: Severity = Severity.ERROR, source: str = "DEP-104", **more: object) -> Finding:
    """A finding on one element, or on the whole model; length expected 3.6 m, found 3.5 m."""
    values = {
        "message": text("ui.fact.sum_of", amount=source, known=1, total=2),
        "clause": Clause(document="GB/T 51231-2016", number="5.1.1", confidence="memory-high"),
        "evidence": Evidence(expected=3.6, found=3.5, unit="m"),
        "origin": Origin.RULE,
    }
    return Finding(source=source, severity=severity, elements=(guid,) if guid else (), **(values | more))
