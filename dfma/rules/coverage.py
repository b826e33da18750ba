"""The coverage map: of every row of the table of depth rules, whether it was checked, and if not, why not."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dfma.finding import Verdict
from dfma.rules.depth_table import Demand, demands
from dfma.rules.rule import Rule, RuleRun
from dfma.text import Text


class Coverage(enum.StrEnum):
    """What became of a row in one run. Every row is in exactly one of these."""

    CHECKED = "checked"
    NOT_CHECKABLE = "not_checkable"
    """A rule looked, but nothing that it is about could be checked."""
    NOT_APPLICABLE = "not_applicable"
    """A rule looked, and the model has nothing that it is about."""
    NOT_RUN = "not_run"
    """There is a rule, but it was not run: later stage, switched off, or an error of its own."""
    NOT_IMPLEMENTED = "not_implemented"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One row of the map."""

    demand: Demand
    rule_id: str | None
    coverage: Coverage
    reason: Text | None
    """Why it was not checked; None where it was."""


def coverage_map(rules: Iterable[Rule], runs: Iterable[RuleRun]) -> tuple[CoverageRow, ...]:
    """The map of one run, in the order of the table."""
    by_row = {rule.source_row: rule.id for rule in rules if rule.source_row}
    by_rule = {run.rule_id: run for run in runs}
    return tuple(_row(demand, by_row.get(demand.row), by_rule) for demand in demands().values())


def counts(rows: Iterable[CoverageRow]) -> dict[Coverage, int]:
    """How many rows became what; they sum up to all rows."""
    counted = Counter(row.coverage for row in rows)
    return {coverage: counted[coverage] for coverage in Coverage}


def _row(demand: Demand, rule_id: str | None, runs: Mapping[str, RuleRun]) -> CoverageRow:
    run = runs.get(rule_id or "")
    if rule_id is None:
        why = Text(f"coverage.why.{demand.row}")
        return CoverageRow(demand=demand, rule_id=None, coverage=Coverage.NOT_IMPLEMENTED, reason=why)
    coverage = Coverage.NOT_RUN if run is None else _became(run)
    reason = run.reason if run is not None and coverage is not Coverage.CHECKED else None
    return CoverageRow(demand=demand, rule_id=rule_id, coverage=coverage, reason=reason)


def _became(run: RuleRun) -> Coverage:
    counted = run.counts
    if run.error or run.skipped:
        return Coverage.NOT_RUN
    if counted[Verdict.PASSED] or counted[Verdict.FAILED]:
        return Coverage.CHECKED
    return Coverage.NOT_CHECKABLE if counted[Verdict.NOT_CHECKABLE] else Coverage.NOT_APPLICABLE
